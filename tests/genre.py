"""Text that hypothesis makes up in the manner of the genre: words, marks, grades, names and odd spaces."""

from hypothesis import strategies as st

_VOCABULARY = """
Ofsted inspectors inspectors found said says report rated good inadequate outstanding the a of and but
while although not no had was were is has been services children care leavers social workers Rutland Leeds
Council council’s director Tom Hartley Ada Penrose O’Neil Mr Mrs Cllr she he they it visit monitoring visit
focused inspection in May 2021 last year 12 June first second fourth between since after before which who
that improved wait too many “We are ” ‘We are ’ "We are " workers’ don’t Photo: By Published: Share Source:
recommended: must should needs to requires improvement to be good two-week 3.5 % £2m a.m. Dr. No. St. e.g.
Ofsted’s team’s headteacher-led 1. 2) • - – — * (a) [12] {{x}} https://a.example @news #tag © | > …
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_MARKS = st.sampled_from([*"“”‘’\"'«»„`.,;:!?…()[]–—-|>•*", "''", "``", ".”", ",” ", "?’", ". ", "! ", ": "])
_SPACES = st.sampled_from(
    [
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "  ",
        *"\u00a0\u2009\u202f\u200b\ufeff\u2028\u0085\x0b\x0c\x1c\u3000",
    ]
)
_ODD = st.characters(exclude_categories=["Cs"])

_pieces = st.one_of(
    st.tuples(_WORDS, st.just(" ")).map("".join),
    st.tuples(_WORDS, _MARKS).map("".join),
    st.tuples(_WORDS, _SPACES).map("".join),
    _MARKS,
    _SPACES,
    _ODD,
)
_sentences = st.sampled_from(
    [
        "Ofsted has rated Rutland’s children’s services ‘good’ after an inspection in May 2021. ",
        "Inspectors found that social workers know families well and visit them often. ",
        "While some progress has been made, too many care leavers wait months for a home.\n\n",
        "“Leaders have a clear and honest picture of the service,” the report said.\n\n",
        "“We are proud of what our staff have done.\n\n“There is more to do,” she added. ",
        "‘Children’s needs come first in this borough,’ said Cllr Ada Penrose, the lead member. ",
        'He said: "The workers\' caseloads are now lower than ever." ',
        "The report recommended:\n• a plan for each child\n• better records\n\n",
        "1. Homes\n\nHomes are few.\n\n2. Schools\n\nSchools are good.\n\n",
    ]
)
texts = st.lists(st.one_of(_pieces, _pieces, _pieces, _sentences), max_size=60).map("".join) | st.text(
    max_size=200
)
"""Any text, most of it much like an article."""

"""What a sentence can be, by the page around it."""

import pytest

from extract.article import decode_article
from extract.candidates.find import find_candidates
from extract.candidates.reach import reach

LEAD_IN = "Ofsted inspectors came to Rutland in May and found that help was timely."


def reached(*paragraphs: str) -> str:
    """What the last sentence of a page can be, every sentence being about one inspection."""
    text = "\n\n".join((LEAD_IN, *paragraphs))
    candidates = find_candidates(decode_article(text.encode(), id_="page", source="page.txt"))
    return reach(candidates, {s.number: 1 for s in candidates.body})[candidates.body[-1].number]


@pytest.mark.parametrize(
    ("paragraphs", "can_be"),
    [
        (("Children seldom meet the same worker twice.",), "open"),
        (("We are pleased with our new duty desk.",), "none"),
        (("Our audits, they found, are thorough.",), "open"),
        (("The report likes our new duty desk.",), "open"),
        (("Inspectors wrote: “We saw our share of good plans.”",), "open"),
        (("Cllr Ada Penrose was proud.", "Cllr Penrose said so.", "The budget is £9m."), "none"),
        (("Cllr Ada Penrose said she was proud.", "Plans are late.", "Ofsted will return."), "open"),
        (("Inspectors found four things to improve, they wrote:",), "none"),
        (("“Plans are late,” observed Ada Penrose, who led the visit.",), "open"),
        (("The author of the letter, Ada Penrose, said plans are late.",), "open"),
        (
            ("A team of inspectors headed by Ada Penrose came in May.", "Plans, Ms Penrose said, are late."),
            "open",
        ),
    ],
)
def test_a_writers_own_words_are_no_finding(paragraphs: tuple[str, ...], can_be: str) -> None:
    assert reached(*paragraphs) == can_be


@pytest.mark.parametrize(
    ("paragraphs", "can_be"),
    [
        (("It recommended that the council review its rota.",), "recommendation"),
        (("Rutland is recommended to review its rota.",), "recommendation"),
        (("Ofsted made two recommendations. The first is to review the rota.",), "recommendation"),
        (("Ofsted praised two teams. The first is to move in May.",), "open"),
        (("It made three recommendations, the first of which is to review the rota.",), "recommendation"),
        (("Among the areas for improvement listed are rotas.",), "recommendation"),
        (("Leaders must:", "• review the rota"), "recommendation"),
        (("The council is told to:", "• mend whatever is late"), "recommendation"),
        (("The council should review its rota, it recommended, and soon.",), "recommendation"),
        (("Ofsted asks the county to act on one thing:", "• the length of the rota"), "recommendation"),
        (("Three areas are given for improvement:", "• rotas for the duty desk"), "recommendation"),
        (("Inspectors liked three things:", "• staff know their rota"), "open"),
    ],
)
def test_recommendations_are_introduced_as_such(paragraphs: tuple[str, ...], can_be: str) -> None:
    assert reached(*paragraphs) == can_be

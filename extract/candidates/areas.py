"""Parts of children's services that Ofsted grades by themselves, as frameworks and newspapers name them."""

import re

_CHILDREN = (
    r"(?:(?:children(?: and young people)?|those|young people|looked[ -]after children|children looked after)"
    r"(?: who (?:need|needed) (?:of )?help(?: and protection)?| in need(?: of help(?: (?:and"
    r"|or) protection)?)?(?! and)|"
    r" needing help and protection| in care(?: and care leavers)?| leaving care| living at home|"
    r" looked after(?: and achieving permanence)?| and achieving permanence))"
)
_GROUP = (
    rf"(?:{_CHILDREN}|care leavers|the help and protection(?: of children| given to children)?"
    rf"|help and protection|"
    r"looked[ -]after children(?: and achieving permanence)?|adoption|care)"
)
_EXPERIENCE = r"(?:the )?(?:overall )?(?:experiences?(?: and progress)?|progress)"
_LEADERS = (
    r"(?:(?:the )?(?:impact|effect) of (?:its |the |senior )?leaders(?: on (?:social work )?practice)?"
    r"|leaders[’'] impact|the quality of leadership|leadership,? management,? and governance"
    r"|leadership(?: and (?:management|governance))?)"
)
AREA = (
    rf"(?:{_LEADERS}|{_EXPERIENCE} of {_GROUP}|(?:the )?(?:services?|support) for {_GROUP}"
    r"|the helping and protecting of children|(?:the )?help and protection(?: of children"
    r"| given to children)?"
    r"|care leavers[’'] services|adoption(?: performance)?|early help|fostering|leaving care"
    r"|children (?:who need|in need of) help and protection"
    r"|(?:children )?looked[ -]after(?: children)? and achieving permanence"
    r"|children looked after(?: and achieving permanence)?|looked[ -]after children"
    r"|those needing help and protection"
    r"|children (?:in care|living at home)(?: and care leavers)?|care leavers|child protection"
    r"|the (?:local )?safeguarding (?:children )?board|LSCB|permanence)"
)
"""One graded part; a name as long as the words allow."""

_JOIN = r"(?:,? (?:and|as well as|but also) |, )(?:(?:for|in|on|of) )?(?:(?:its|their|both|also) )?"
_OVERALL = (
    r"(?:overall effectiveness(?: of (?:its |the )?services)?|its overall effectiveness"
    r"|the overall effectiveness of services)"
)
_ITEM = rf"(?:{AREA}|{_OVERALL})"
AREA_LIST = rf"{_ITEM}(?:{_JOIN}{_ITEM}){{0,5}}"
_AREA = re.compile(_ITEM, re.IGNORECASE)


def areas_in(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the graded parts named in ``plain[start:end]``, "overall effectiveness" left out."""
    return [
        m.span() for m in _AREA.finditer(plain, start, end) if not re.fullmatch(_OVERALL, m[0], re.IGNORECASE)
    ]


def names_overall(words: str) -> bool:
    """Whether a list of areas holds the overall grade too."""
    return re.search(_OVERALL, words, re.IGNORECASE) is not None

"""Whether a council's children's services are inspected, or a school, a home or another service."""

import re

from extract.candidates.passages import names_visit, relays_inspectors
from extract.candidates.segments import Sentence

_OUT_OF_SCOPE = re.compile(
    r"\b(?:(?i:primary school|secondary school|schools?|academy|academies|pupils?|headteachers?|nurser(?:y"
    r"|ies)|pre-?school|"
    r"childminders?|early years (?:setting|provider)|children[’']s homes?|residential home|care homes?"
    r"|secure (?:unit|home)|special educational needs|fostering agency|adoption agency|adult social care"
    r"|Care Quality Commission|college|sixth form|"
    r"curriculum|phonics|apprenticeships?|holiday club|adult services)|SEND|CQC)\b"
)
_IN_SCOPE = re.compile(
    r"\b(?:children[’']s (?:services|social (?:care|work|services)|trust|department)|services for children"
    r"|social work(?:ers?)?|monitoring visit|focused visit|"
    r"care leavers|children in (?:its |their |the council[’']s )?care|child protection"
    r"|looked[ -]after children|front door|"
    r"early help|safeguarding hub|ILACS|JTAI|joint targeted|joint inspection|inspectorates"
    r"|(?<!adult )social care|children in need|local authority)\b",
    re.IGNORECASE,
)


_LEAD = 2


def is_in_scope(own: list[Sentence], sentences: list[Sentence], *, only_one: bool) -> bool:
    """Whether the sentences of a council's passages, and the page's head if it is about it alone, say so."""
    lead = [s for s in sentences if s.kind == "headline"] * only_one + own[:_LEAD]
    told = {
        bool(_IN_SCOPE.search(s.plain))
        for s in lead
        if _IN_SCOPE.search(s.plain) or _OUT_OF_SCOPE.search(s.plain)
    }
    if len(told) == 1:
        return told.pop()
    body = [s for s in own if relays_inspectors(s) or names_visit(s)] or own
    top = [s for s in sentences if s.kind in {"headline", "standfirst"}] if only_one else []
    weigh = [(s, 2 if s.kind == "headline" else 1) for s in (*top, *body)]
    outside = sum(w for s, w in weigh if _OUT_OF_SCOPE.search(s.plain) and not _IN_SCOPE.search(s.plain))
    inside = sum(w for s, w in weigh if _IN_SCOPE.search(s.plain))
    weighed = {s.number for s in body}
    inside += sum(_IN_SCOPE.search(s.plain) is not None for s in own if s.number not in weighed)
    return inside * 2 >= outside

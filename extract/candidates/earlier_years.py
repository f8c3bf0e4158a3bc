"""The years of a council's earlier inspections, where a passage tells them apart from the grades given."""

import re
from collections.abc import Iterable

from extract.candidates.segments import Sentence

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_IN = rf"(?:in|of|from|since) (?:(?:early|late|mid|the \w+ of)[ -])?(?:{_MONTH} )?{_YEAR}\b"
_PAPER = r"(?:inspection|report|judge?ment|verdict|grade|rating)s?"
_TOLD = (
    re.compile(
        rf"\b(?:last|previous|earlier|first|full|original|old|former|damning|higher|lower|better|worse)"
        rf" (?:(?:full|graded|ILACS|Ofsted) )?(?:{_PAPER}|inspected|graded|rated|judged)\b"
        rf"[^.;]{{0,30}}? {_IN}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_YEAR}(?: {_PAPER}\b| inspectors\b|[’']s inspection\b)"),
    re.compile(
        r"\b(?:condemned|failed|faulted|flunked|inspected|graded|rated|judged|declared|told|put|placed)\b"
        rf"[^.;“”]{{0,60}}? {_IN}"
    ),
    re.compile(
        rf"^(?:Back )?{_IN},? (?:we|it|they|the \w+) (?:was|were|had been) (?:told|warned|found|judged)\b",
        re.IGNORECASE,
    ),
)
_OF_A_VISIT = re.compile(r"\b(?:visit|visited|letter|monitoring|focused|SEND|home|school)s?\b", re.IGNORECASE)


def earlier_years(sentences: Iterable[Sentence]) -> frozenset[int]:
    """Years in which the sentences say that an inspection, no monitoring or focused visit, took place."""
    return frozenset(
        int(found["year"])
        for s in sentences
        for pattern in _TOLD
        for found in pattern.finditer(s.plain)
        if not _OF_A_VISIT.search(found[0])
    )

"""Whose side somebody speaks for, told by the words around the name: a post, a party, a body, a home."""

import re

from extract.candidates.councils import find_councils
from extract.candidates.descriptions import LEADING_PARTY, TITLE, Description
from extract.candidates.posts import PARTY, kind_of_role
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB
from schemas.record import SpeakerKind

_OFFICE = re.compile(r"\b(?:spokes\w+|chair\w*|officer|official|organiser)\b", re.IGNORECASE)
"""Posts that any body has: theirs is that of the body last spoken of."""
_ITS_OWN = re.compile(r"^(?:its|their)\b", re.IGNORECASE)
_NATIONAL = re.compile(r"\b(?:national|regional|inspect\w+)\b", re.IGNORECASE)
"""Posts of the inspectorate; a sentence about it is often followed by "its director" of the place."""
_WHO = re.compile(
    r"^(?:,? \(?(?:of|for|from)[^,.;:]{2,80}|,? (?:who|whose)\b[^;:.]{3,90}"
    r"|, (?:aged )?\d{1,2}, who[^;:.]{3,90})"
)
_OWNER_BEFORE = re.compile(r"(?:^|[ “])(?P<owner>(?:[A-Z][\w&]+ ){0,3}[\w&]+[’']s?) (?:\w+ )?$")


_COUNCILLOR = re.compile(r"\b(?:Cllrs?|Coun|Councillors?|Ald|Alderman)\.? $")


def side_of(before: str, after: str, found: list[Description], previous: str) -> SpeakerKind | None:
    """Return the side told by the words around a name; ``previous`` is the sentence before."""
    if _COUNCILLOR.search(before):
        return "council"
    if _LEADER_BEFORE.search(before) or _LEADER_AFTER.match(after):
        return "inspectorate"
    kinds: tuple[SpeakerKind | None, ...] = (
        *(_kind_of_description(d.words, before, previous) for d in found),
        _kind_of_party(before),
        _kind_of_clause(after),
        _kind_of_owner(before),
        "other" if _OUTSIDER.search(before) else None,
    )
    return next((kind for kind in kinds if kind), None)


_LEADER_BEFORE = re.compile(
    r"\b(?:author of the letter,?|(?:visit|inspection(?: team)?|inspectors?)\b[^.;:“”]{0,30}"
    r"\b(?:led|headed) by) $",
    re.IGNORECASE,
)
_LEADER_AFTER = re.compile(
    r",? who (?:had )?(?:led|headed) (?:the|both|all|this|its)\b[^.;:,]{0,25}"
    r"\b(?:visits?|inspections?|inspectors)\b",
    re.IGNORECASE,
)
"""Whoever leads inspectors, or writes their letter, speaks for them."""
_OUTSIDER = re.compile(r"\b(?:Prof(?:essor)?|Rev|Baroness|Lord)\.? (?:Sir |Dame )?$")


def _kind_of_description(words: str, before: str, previous: str) -> SpeakerKind | None:
    """Read a description; "its" chair is that of the body last named, "our" director the council's own."""
    if _ITS_OWN.match(words):
        owner = kind_of_role(before[: before.rfind(words)]) or kind_of_body(previous)
        own = kind_of_role(words)
        return own if owner == "inspectorate" and not _NATIONAL.search(words) else owner or own
    if own := kind_of_role(words):
        return own
    of_body = kind_of_body(previous) if _OFFICE.search(words) else None
    return "council" if words.lower().startswith("our ") else None if of_body == "inspectorate" else of_body


def _kind_of_party(before: str) -> SpeakerKind | None:
    party = LEADING_PARTY.search(before)
    return kind_of_role(re.sub(r"[’']s", "", party.group()).strip()) if party else None


def _kind_of_clause(after: str) -> SpeakerKind | None:
    """Read "of Unison", "for Leeds", "who has fostered for nine years" or "from Oakham" behind a name."""
    private: SpeakerKind | None = "other" if _PRIVATE.match(after) else None
    clause = _WHO.match(after)
    if clause is None:
        return private
    named = re.match(r",? (?:of|for)\b", clause.group()) and find_councils(clause.group())
    return kind_of_role(clause.group().strip(" ,(")) or ("council" if named else private)


_PRIVATE = re.compile(r",? (?:(?:aged )?\d{1,2}\b|from (?!\w+day\b)[A-Z]|who (?:lives|lived|grew up)\b)")
"""An age, a town or a home: what is printed of those who speak for nobody."""


def _kind_of_owner(before: str) -> SpeakerKind | None:
    """Read "Unison’s" or "Labour’s" in front of a name."""
    owner = _OWNER_BEFORE.search(re.sub(rf"(?:{TITLE} +)+$", "", before))
    if owner is None:
        return None
    return "council" if re.match(PARTY, owner["owner"]) else kind_of_role(owner["owner"])


def kind_of_body(sentence: str) -> SpeakerKind | None:
    """Return the side of the body that a sentence begins with: what "its chair" in the next one refers to."""
    opening = re.sub(r"^(?:In|On|At|For|After|Last|Since) [^,]{2,60}, ", "", sentence[:160])
    subject = re.split(rf"\b(?:{REPORTING_VERB}|has|had|have|is|was|were|are)\b|, wh", opening)[0]
    if INSPECTORATE.search(subject):
        return "inspectorate"
    return kind_of_role(subject)

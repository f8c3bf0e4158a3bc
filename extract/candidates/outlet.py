"""The outlet that a page names: on its nameplate, in a source line or byline, else in what it links to."""

import re

from extract.candidates.dates import MONTHS, full_date
from extract.candidates.nameplate import is_name, is_section, parts_of
from extract.candidates.outlet_names import KNOWN, NEWSPAPER, PUBLIC_BODY, is_address, is_outlet, is_person
from extract.candidates.segments import Sentence

_ISSUED_BY = re.compile(
    r"^(?:written|posted|published|issued|released) by:?\s*(?P<outlet>[A-Z][\w’'&., -]+?)\s*$", re.IGNORECASE
)
_CREDITED = re.compile(
    r"(?i:source:|published (?:by|in)|first (?:appeared|published) (?:in|on|by)|republished from|courtesy of"
    r"|originally (?:appeared|published) (?:in|on|by)|©(?: \d{4})?|copyright(?: \d{4})?|by [\w .’'-]+?[,|]"
    r"|(?:sign up|subscribe) to|follow|posted .{0,30} by)[: ]+(?:the )?"
    r"(?P<outlet>[A-Z][\w’'&-]*(?: (?:and |of |the |for |& )?[A-Z][\w’'&-]*){0,6})(?!’)"
)
_TOLD = re.compile(rf"\b(?:told|seen by|below,) (?:the )?(?P<outlet>{'|'.join(map(re.escape, KNOWN))})(?!\w)")
_A_PERSONS_POST = re.compile(r"\b(?:local democracy|reporter|correspondent|editor)\b", re.IGNORECASE)
_LINK_WORD = re.compile(
    r"(?:More|Latest|Local|Breaking|Related|Council|Read|Top|Our|All|Social|Good|Education|Politics|Business"
    r"|Sport)\b"
)


def find_publisher(sentences: list[Sentence]) -> str | None:
    """Return the outlet named on the page, as spelt there, from the surest place; None when none is named."""
    furniture = [s.text for s in sentences if s.kind == "furniture"]
    captions = [s.text for s in sentences if s.kind == "caption"]
    readings = (
        (_known_outlet, [*furniture, *captions]),
        (_newspaper, furniture),
        (_credited_outlet, furniture),
        (_newspaper, captions),
        (_told_outlet, [s.text for s in sentences if s.is_body]),
    )
    said = (read(line) for read in (_issuing_body, _source) for line in furniture)
    named = (read(line) for read, lines in readings for line in lines)
    return next(filter(None, said), None) or _on_nameplate(sentences) or next(filter(None, named), None)


def _issuing_body(line: str) -> str | None:
    """Read "Published by Leeds City Council", but not a person's byline."""
    found = _ISSUED_BY.match(line)
    return found["outlet"].strip() if found and is_outlet(found["outlet"]) else None


def _source(line: str) -> str | None:
    """Read "Source: Community Care", or "(First published by …)"."""
    found = re.match(r"\(?(?:source:|originally published|first published)", line, re.IGNORECASE)
    return _credited_outlet(line) if found else None


_STARTS_NO_NAME = re.compile(
    r"(?:by|from|written|posted|published|words|compiled|reporting|reporter|share|follow|get|sign|subscribe|read|tags?"
    r"|related|connecting|skip|social media|cookie"
    rf"|topics?|comments?|{'|'.join(MONTHS)}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\d",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r", | \(|: |\. |\s(?=\d\d|(?:no|issue|vol|sheet)\b)")
_ANY_NAME, _BESIDE, _OUTLET_WORD, _FIRST_LINE = 1, 1, 3, 3


def _on_nameplate(sentences: list[Sentence]) -> str | None:
    """Read the line above the body that is likeliest the outlet's name: by its words, else by its place."""
    first_body = next((s.number for s in sentences if s.is_body), 0)
    headline = next((s.number for s in sentences if s.kind == "headline"), first_body)
    found: list[tuple[int, str]] = []
    for line in sentences:
        if line.number >= first_body or line.kind not in {"furniture", "standfirst"}:
            continue
        parts = parts_of(line.text)
        for part in parts:
            name = _without_desk(_NAME_ENDS.split(part)[0].strip())
            if _is_possible(name) and not _A_PERSONS_POST.search(part):
                leads = part == parts[0]
                on_top = leads and line.number == 1 and headline > 1 and (" " in name or len(parts) == 1)
                sure = _likelihood(name, on_top=on_top, beside=leads and len(parts) > 1)
                found.append((sure if line.kind == "furniture" or sure > _ANY_NAME else 0, name))
    best = max(found, key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[0] > 0 else None


def _is_possible(name: str) -> bool:
    """Whether words may name an outlet: no section, byline, date or notice."""
    shaped = len(name) > 1 and (is_name(name) or is_address(name))
    return shaped and not (is_section(name) or _STARTS_NO_NAME.match(name) or full_date(name))


def _likelihood(name: str, *, on_top: bool, beside: bool) -> int:
    """How surely a name on the nameplate is the outlet's; 0 for a person's or for one bare word."""
    if is_outlet(name):
        return _OUTLET_WORD + _FIRST_LINE * on_top + _BESIDE * beside
    if on_top:
        return _FIRST_LINE + _BESIDE * beside
    bare = " " not in name and not is_address(name)
    return 0 if is_person(name) or bare else _ANY_NAME + _BESIDE * beside


def _without_desk(name: str) -> str:
    """Cut "news" or "newsletter" behind a name that is one without it."""
    shorter = re.sub(
        r" (?:(?:latest )?news(?: ?room| ?centre| ?desk)?|newsletter|magazine|website)$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    desk = name[len(shorter) + 1 :]
    return (
        shorter
        if desk.islower() or PUBLIC_BODY.fullmatch(shorter) or (shorter in KNOWN and desk != "News")
        else name
    )


def _known_outlet(line: str) -> str | None:
    found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, KNOWN))})(?! Inform)(?!\w)", line)
    return found.group() if found else None


def _newspaper(line: str) -> str | None:
    """Read a local paper's name by its last word ("Echo", "Gazette"), but no link and no post."""
    found = NEWSPAPER.search(line)
    if found is None or " " not in found.group():
        return None
    name = found.group()
    return None if _A_PERSONS_POST.search(name) or _LINK_WORD.match(name) else name


def _credited_outlet(line: str) -> str | None:
    """Read "Source: …", "©", "Follow …" or a byline that ends in the outlet's name."""
    found = _CREDITED.search(line)
    if found is None or not _is_possible(found["outlet"]) or _A_PERSONS_POST.search(line):
        return None
    sure = line.lower().startswith("source") or is_outlet(found["outlet"]) or not is_person(found["outlet"])
    return _without_desk(found["outlet"].strip()) if sure else None


def _told_outlet(line: str) -> str | None:
    """Read "told Community Care" in the body, of outlets that are known."""
    found = _TOLD.search(line) or re.search(r"Below, (?P<outlet>Community Care)\b", line)
    return found["outlet"] if found else None

"""English authorities with children's services, and where an article names them.

``authorities.csv`` lists the 153 authorities of 2026 by their usual short names, with ONS codes (GSS),
aliases and the trusts that run services for them, and the abolished ones that older articles report on.
"""

import csv
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DIRECTIONS = r"(?:North|South|East|West|Mid|Greater|New|Central|Upper|Lower|Inner|Outer)"
_OTHER_BODY = (
    r"(?:Live|Online|Telegraph|Evening|Echo|Post|Mail|News|Gazette|Herald|Star|Mercury|Chronicle|Times|Press"
    r"|Journal|Argus|Advertiser|Guardian|Observer|Standard|Express|Examiner|Mirror|World|Today"
    r"|University|Police|Constabulary|Crown|Magistrates|Coroner|Hospitals?|NHS|Teaching|Fire|Airport"
    r"|Road|Street|FC|United)"
)
"""Newspapers, police forces, courts, hospitals and streets that have a place in their name."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A council that runs, or ran, children's services."""

    name: str
    code: str
    aliases: tuple[str, ...]
    trusts: tuple[str, ...]
    abolished: int | None
    """The year it ended; None while it runs services."""
    successors: tuple[str, ...]
    """Names of the authorities that took over."""

    @property
    def slug(self) -> str:
        """The name as it stands in inspection ids."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A place in the article that names an authority or the trust that runs its services."""

    start: int
    end: int
    authority: Authority
    is_council: bool
    """Whether the words around say that the council is meant, not only the place."""


@cache
def authorities() -> tuple[Authority, ...]:
    """All authorities, in the order of the list."""
    table = (files("extract.candidates") / "authorities.csv").read_text(encoding="utf-8")
    return tuple(
        Authority(
            name=row["name"],
            code=row["code"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            trusts=tuple(filter(None, row["trusts"].split(";"))),
            abolished=int(row["abolished"]) if row["abolished"] else None,
            successors=tuple(filter(None, row["successors"].split(";"))),
        )
        for row in csv.DictReader(table.splitlines())
    )


def find_councils(text: str) -> list[CouncilMention]:
    """Return every mention in order.

    A name inside a longer one ("Gloucestershire" in "South Gloucestershire") is none. A trust that several
    councils share stands for those of them that the article names, or for all if it names none.
    """
    names, pattern = _names()
    mentions: list[CouncilMention] = []
    shared: set[str] = set()
    for match in pattern.finditer(text):
        key = _plain(match.group("name"))
        if not match.group("trust") and _is_something_else(text, match):
            continue
        council = (
            bool(match.group("trust"))
            or _COUNCIL_AFTER.match(text, match.end())
            or _COUNCIL_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        )
        mentions += [
            CouncilMention(match.start("name"), match.end("name"), a, bool(council)) for a in names[key]
        ]
        if len(names[key]) > 1:
            shared |= {a.name for a in names[key]}
    by_own_name = {
        m.authority.name for m in mentions if _plain(text[m.start : m.end]) not in _shared_trusts()
    }
    unnamed = shared - by_own_name if shared & by_own_name else set()
    return [m for m in mentions if m.authority.name not in unnamed]


def within(mentions: Sequence[CouncilMention], start: int, end: int) -> Sequence[CouncilMention]:
    """Return those of the mentions, which are in order, that begin in ``text[start:end]``."""
    first, last = (bisect_left(mentions, place, key=lambda m: m.start) for place in (start, end))
    return mentions[first:last]


@cache
def _shared_trusts() -> frozenset[str]:
    """Trusts that run the services of several councils, in plain form."""
    trusts = Counter(_plain(trust) for authority in authorities() for trust in authority.trusts)
    return frozenset(trust for trust, count in trusts.items() if count > 1)


_REACH = 40
"""Characters around a name that tell what it names; no pattern looks further."""
_COUNCIL_AFTER = re.compile(
    r"(?:[’']s?)?[\s\u00a0]+"
    r"(?:(?:city|county|borough|metropolitan|district|unitary|royal|london|mbc|dc|cc)[\s\u00a0]+)*"
    r"(?:council\b|authority|children[’']s|local authority|borough\b|social (?:services|care)|trust\b|MBC\b)",
    re.IGNORECASE,
)
_COUNCIL_BEFORE = re.compile(
    r"(?:borough|council|city|county|authority) of (?:the )?$|\bcouncils? (?:in|at) $", re.IGNORECASE
)
_SURNAME_BEFORE = re.compile(
    r"(?:^|[\s“\"‘(])(?:Cllr|Councillor|Coun|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Professor|Prof) "
    r"(?:[A-Z][\w’'-]+ )?$"
)
_FIRST_NAME_BEFORE = re.compile(r"(?<![.!?:“\"‘] )(?<!^)\b([A-Z][a-z]+) $")
_DIRECTION_BEFORE = re.compile(rf"\b{_DIRECTIONS}[ -]$")
_OTHER_BODY_AFTER = re.compile(rf"[’']?s?[\s\u00a0]{_OTHER_BODY}\b")
_NUMBER_OR_MP_AFTER = re.compile(
    r"[\s\u00a0]?\d|-[a-z]"
    r"|[’']s? (?:MP|Labour MP|Conservative MP)\b"
    r"| (?:North|South|East|West|Central|and \w+ )?MP\b"
)
_THE_BEFORE = re.compile(r"\b[Tt]he $")
_KIND_OF_PLACE_AFTER = re.compile(
    r" (?:authority|borough|town|city|unitary|district|village|coast|market town|seaside)\b"
)
_READING_MATTER_AFTER = re.compile(r"\s(?:the|a|this|through|it|and writing|between)\b")


@cache
def _not_first_names() -> frozenset[str]:
    """Capitalised words before a place's name that do not make it a surname."""
    words = (files("extract.candidates") / "not_first_names.txt").read_text(encoding="utf-8")
    return frozenset(words.split())


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """A newspaper, a police force, a constituency, a surname, a town ("the town"), the verb "reading"."""
    before, after = text[max(0, match.start() - _REACH) : match.start()], text[match.end() : match.end() + 30]
    if _OTHER_BODY_AFTER.match(after) or _DIRECTION_BEFORE.search(before) or _NUMBER_OR_MP_AFTER.match(after):
        return True
    if _COUNCIL_AFTER.match(text, match.end()) and not after.startswith(" authority"):
        return False
    kind_of_place = _THE_BEFORE.search(before) and _KIND_OF_PLACE_AFTER.match(after)
    verb = match.group("name") == "Reading" and _READING_MATTER_AFTER.match(after)
    return _follows_first_name(before) or bool(kind_of_place or verb)


def _follows_first_name(before: str) -> bool:
    """Whether a title or a first name makes the place's name behind it a surname."""
    first = _FIRST_NAME_BEFORE.search(before)
    return bool(_SURNAME_BEFORE.search(before) or (first and first[1] not in _not_first_names()))


def _plain(name: str) -> str:
    return re.sub(r"[\s\u00a0-]+", " ", name.replace("&", "and").replace("'", "’")).lower()


@cache
def _names() -> tuple[dict[str, list[Authority]], re.Pattern[str]]:
    """Every name in plain form with its authorities, and the pattern that finds them, longest first."""
    names: dict[str, list[Authority]] = {}
    trusts: list[str] = []
    for authority in authorities():
        for name in (authority.name, *authority.aliases):
            names.setdefault(_plain(name), []).append(authority)
        for trust in authority.trusts:
            names.setdefault(_plain(trust), []).append(authority)
            trusts.append(trust)
    places = [n for a in authorities() for n in (a.name, *a.aliases)]
    pattern = rf"(?<![\w-])(?P<name>(?P<trust>{_alternatives(trusts)})|{_alternatives(places)})(?!\w)"
    return names, re.compile(pattern)


def _alternatives(names: list[str]) -> str:
    ordered = sorted(set(names), key=lambda n: (-len(n), n))
    return "|".join(f"{_variants(name)}|{_variants(name.upper())}" for name in ordered)


def _variants(name: str) -> str:
    """A pattern for one name that allows "&", a space for a hyphen, a straight apostrophe, "Upon", NBSP."""
    pattern = re.escape(name).replace("’", "[’']")
    pattern = re.sub(r"\\ (and|AND)\\ ", r"[\\s\\u00a0]+(?:\1|&)[\\s\\u00a0]+", pattern)
    pattern = pattern.replace("\\-", r"[\s-]").replace("\\ ", r"[\s\u00a0]+")
    if "upon" not in name:
        return pattern
    return re.sub(r"upon|on(?=\[\\s)", lambda m: f"(?:{m[0]}|{m[0].title()})", pattern)

"""The nameplate of a page: lines that name the outlet, its issue, its price and its sections."""

import re

from extract.candidates.dates import MONTHS, full_date

_SEPARATOR = re.compile(r"\s*[|·•›»]\s*|\s+[>/–—-]+\s+")
_SECTION = re.compile(
    r"(?:(?:latest|local|all|top|council|sector) )?(?:news|newsroom|home|comment|opinion|politics|society"
    r"|sport|weather|analysis|features?|magazine|blog|long read|children|education|health|social care"
    r"|business|parliament|bookmark|local democracy reporting service|ldrs|local democracy reporter"
    r"|news (?:and|&) events|news centre|what[’']s on|jobs|intranet|contact(?: us)?"
    r"|about(?: us| me)?|menu|search|topics?|council and democracy)",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"\b(?:issue|no\.?|vol\.?|sheet|page|edition) \d|\b(?:price )?(?:£\d|\d+p\b)|\b\d+ words\b|\bembargo"
    r"|\bplease (?:pin|copy|pass)"
    r"|\bin your inbox\b|\be-?news\b|\bnewsletter\b|\bbulletin\b|\bview (?:it )?in\b"
    rf"|\b(?:{'|'.join(MONTHS)}|spring|summer|autumn|winter|advent|easter|christmas),? (?:\w+ )?"
    r"(?:20\d\d|issue|edition)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:(?:analysis|reporting|(?:inspection )?notes|words|compiled|photographs?) (?:by|from)\b"
    r"|words:? [A-Z]|reporter:)",
    re.IGNORECASE,
)
_MOTTO = re.compile(r".*\b(?:news|blog|journal|newsletter|magazine|notes)\b")
"""What may follow the outlet's name on its line, in small letters: "news from the valley"."""
_IS_MOTTO = re.compile(
    r"(?:a|an|your|the) (?:\w+ )?(?:blog|newsletter|magazine|bulletin|mailing)\b", re.IGNORECASE
)
_SHORT_PART = 4
_MENU = 3
_NAME_WORDS = 7
_MINOR = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"])
"""Words that need not begin with a capital in a name."""


def parts_of(line: str) -> list[str]:
    """The pieces between bars, dots, arrows and dashes."""
    return [part for part in _SEPARATOR.split(line.strip()) if part]


def is_section(part: str) -> bool:
    """Whether a piece of a line names a part of a site, not the site."""
    return _SECTION.fullmatch(part.strip()) is not None


def is_name(line: str) -> bool:
    """Whether a line is a few words nearly all in capitals: a masthead, a place, a person."""
    words = [w for w in re.findall(r"[\w’'&-]+", line) if w not in _MINOR]
    return len(words) <= _NAME_WORDS and all(w[0].isupper() or w[0] in "&’'" for w in words)


def is_nameplate(line: str) -> bool:
    """Whether a line surely is none of the article's: a menu, an issue, a credit, a name beside a section."""
    parts = parts_of(line)
    menu = len(parts) >= _MENU and sum(len(p.split()) <= _SHORT_PART for p in parts) > len(parts) / 2
    beside = len(parts) > 1 and is_name(parts[0]) and any(is_section(p) or full_date(p) for p in parts[1:])
    name, _, rest = line.partition(": ") if ": " in line else ("".join(parts[:1]), "", " ".join(parts[1:]))
    motto = is_name(name) and rest[:1].islower() and _MOTTO.match(rest)
    issue = _ISSUE.search(line) and not line.endswith("?")
    return bool(menu or beside or motto or issue or _CREDIT.match(line) or _IS_MOTTO.match(line))

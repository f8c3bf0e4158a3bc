"""Personal names among capitalised words: what is a title, a post, a place or a body is no name."""

import re
from functools import cache
from importlib.resources import files

from extract.candidates.councils import authorities
from extract.candidates.descriptions import TITLE
from extract.candidates.posts import POST_NOUN

CAPITAL = (
    r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[’'][A-Z][a-zà-ÿ]+|[a-z]{0,3}[A-Z][a-zà-ÿ]+|\.)(?:[-’'][A-Z][a-zà-ÿ]+){0,3}"
)
_PARTICLE = r"(?:de la|van der|van|von|de|der|la|le|del|bin|al|ap)"
NAME = re.compile(rf"(?<![\w’'-])(?:{TITLE} +){{0,3}}{CAPITAL}(?: (?:{_PARTICLE} )?{CAPITAL}){{0,4}}")
"""Capitalised words in a row, titles in front."""

_SURNAMES_TOO = frozenset(
    {"Church", "Cross", "East", "Good", "Green", "Hall", "Head", "Little", "March", "May", "North", "Price"}
    | {"Read", "West", "Young"}
)
"""Words that are no names by themselves, but may be a surname."""
_PLACE_NAMED_PEOPLE = frozenset({"Kent", "Milton", "Chester", "Devon", "Lincoln", "Bradford", "Kingston"})

_FULL_NAME = 2
"""Words that a full name has at least."""


def name_in(printed: str) -> str | None:
    """Return the name without title or post; None for one bare word, a place or a body."""
    words = printed.split(" ")
    if words[:2] == ["Lib", "Dem"]:
        words = words[2:]
    begin = max((i + 1 for i, w in enumerate(words[:-1]) if _leads(w)), default=0)
    titled = any(re.fullmatch(TITLE, w) for w in words[:begin])
    words = words[begin:]
    while len(words) > _FULL_NAME and words[0] in place_words():
        words = words[1:]
    words = [re.sub(r"[’']s$", "", w) for w in words]
    if len(words) < _FULL_NAME:
        return None
    if words[-1] in not_names() and words[-1] not in _SURNAMES_TOO:
        return None
    place_first = words[0] in place_words() and not titled and words[0] not in _PLACE_NAMED_PEOPLE
    return None if place_first or all(w in place_words() for w in words) else " ".join(words)


def _leads(word: str) -> bool:
    """Whether a capitalised word in front of a name is a title, a post or the start of a sentence."""
    bare = word.strip("’'.")
    return (
        re.fullmatch(TITLE, word) is not None or bare in not_names() or POST_NOUN.fullmatch(bare) is not None
    )


@cache
def not_names() -> frozenset[str]:
    """Capitalised words of the subject that begin or end no name."""
    return frozenset((files("extract.candidates") / "not_names.txt").read_text(encoding="utf-8").split())


@cache
def place_words() -> frozenset[str]:
    """Return the words of authorities' names."""
    return frozenset(
        w for a in authorities() for n in (a.name, *a.aliases) for w in n.replace("-", " ").split()
    )

"""The people an article names: full names without title, with the description printed nearest to a mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from extract.candidates.councils import authorities, find_councils
from extract.candidates.descriptions import LEADING_PARTY, TITLE, description_after, description_before
from extract.candidates.posts import PARTY, POST_NOUN, kind_of_role
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB
from extract.candidates.segments import Sentence
from schemas.record import SpeakerKind

Pronoun = Literal["he", "she"]

_CAPITAL = (
    r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[’'][A-Z][a-zà-ÿ]+|[a-z]{0,3}[A-Z][a-zà-ÿ]+|\.)(?:[-’'][A-Z][a-zà-ÿ]+){0,3}"
)
_PARTICLE = r"(?:de la|van der|van|von|de|der|la|le|del|bin|al|ap)"
_NAME = re.compile(rf"(?<![\w’'-])(?:{TITLE} +){{0,3}}{_CAPITAL}(?: (?:{_PARTICLE} )?{_CAPITAL}){{0,4}}")
_FIRST_NAME = re.compile(
    rf"(?<![\w’'-])(?P<name>{_CAPITAL})"
    r"(?:, (?:who is |aged )?(?:now )?\d{1,2}(?=,| and\b)| \(\d{1,2}\)"
    r"|,? \(?(?:not (?:her|his|their) real name|whose name (?:we have|has been) changed))"
)
_SURNAMES_TOO = frozenset(
    "Green West North East Young Hall Head May March Good Read Little Church Cross Price".split()
)
"""Words that are no names by themselves, but may be a surname."""

_PLACE_NAMED_PEOPLE = frozenset({"Kent", "Milton", "Chester", "Devon", "Lincoln", "Bradford", "Kingston"})
_SAYS = re.compile(
    rf"(?:,[^,.;:]{{1,120}},|,)? ?(?:also |has |had |have |will |would |later |then )*(?:{REPORTING_VERB})\b"
)
_SAID = re.compile(rf"(?:\b{REPORTING_VERB}|\baccording to|[A-Z][\w&]+[’']s?) $")
_INTRODUCED = re.compile(r",? (?:who|whose|of|from|for)\b|, (?:aged )?\d{1,2},| \(")
_COUNCILLOR = re.compile(r"\b(?:Cllrs?|Coun|Councillors?|Ald|Alderman)\.? $")
_WOMAN = re.compile(
    r"\b(?:mother|mum|woman|girl|grandmother|gran|daughter|spokeswoman|chairwoman)\b", re.IGNORECASE
)
_MAN = re.compile(r"\b(?:father|dad|man|boy|grandfather|spokesman|chairman)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the article names; ``start`` is the first mention's offset, ``kind`` None where no words tell the side."""

    name: str
    role: str | None
    start: int
    kind: SpeakerKind | None = None
    pronoun: Pronoun | None = None

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(" ")[2]


_PLACE_AFTER = r" (?:(?:District|Borough|City|County|Town|Parish) )?(?:Council|Road|Street|House|School|Academy|Hospital|Trust)\b"


def find_people(text: str, sentences: list[Sentence]) -> list[Person]:
    """Return the people named in the body by first mention; a name that nothing presents as a person's is left out."""
    people: dict[str, Person] = {}
    previous = ""
    for sentence in sentences:
        if not sentence.is_body:
            continue
        mentions = [*_full_names(text, sentence, previous), *_first_names(sentence, people)]
        for person in mentions:
            known = people.get(person.name)
            people[person.name] = _joined(known, person) if known else person
        previous = sentence.plain
    ordered = sorted(people.values(), key=lambda p: p.start)
    whole = [p for p in ordered if not any(q.name.endswith(" " + p.name) for q in ordered)]
    return [p for p in whole if not re.search(re.escape(p.name) + _PLACE_AFTER, text)]


def _joined(known: Person, again: Person) -> Person:
    """Return the known person with what a later mention adds."""
    role = known.role or again.role
    if known.role and again.role and again.role.startswith(known.role):
        role = again.role
    return replace(known, role=role, kind=known.kind or again.kind, pronoun=known.pronoun or again.pronoun)


def _full_names(text: str, sentence: Sentence, previous: str) -> Iterator[Person]:
    words = sentence.plain
    for match in _NAME.finditer(words):
        name = _without_lead(match.group())
        if name is None:
            continue
        start = match.start() + match.group().rindex(name)
        before, after = words[:start], words[start + len(name) :]
        title = re.search(rf"(?:{TITLE} +)+$", before)
        in_front, behind = description_before(before), description_after(after)
        presented = (
            title
            or in_front
            or behind
            or _SAYS.match(after)
            or _SAID.search(before)
            or _INTRODUCED.match(after)
        )
        if not presented and not _speaks_later(text, name.rpartition(" ")[2]):
            continue
        if re.search(r"\b(?:in|at|near|around|from) $", before):
            continue
        first, second = (in_front, behind) if re.search(r",\s*$", before) else (behind, in_front)
        described = first if first and first.role else second if second and second.role else first or second
        yield Person(
            name,
            described.role if described else None,
            sentence.start + start,
            _kind(before, after, [d.words for d in (described, in_front, behind) if d], previous),
            _pronoun(title.group() if title else "", words, start, described.words if described else ""),
        )


def _speaks_later(text: str, surname: str) -> bool:
    """Whether the article goes on with "Mr Doe", or "Doe said"."""
    name = re.escape(surname)
    return (
        re.search(
            rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr) {name}\b|[.!?”\"\n] *{name} (?:said|added|told|says)\b", text
        )
        is not None
    )


def _first_names(sentence: Sentence, people: dict[str, Person]) -> Iterator[Person]:
    """People given by first name alone, with an age or a remark on the name: they speak for themselves."""
    for match in _FIRST_NAME.finditer(sentence.plain):
        name = match["name"]
        if name in _not_names() | _place_words() or any(name in known.split() for known in people):
            continue
        before, after = sentence.plain[: match.start()], sentence.plain[match.end() :]
        described = description_after(after) or description_before(before)
        role = described.role if described else None
        yield Person(name, role, sentence.start + match.start(), kind_of_role(role or "") or "other")


_ITS_OWN = re.compile(r"^(?:its|their)\b", re.IGNORECASE)
_WHO = re.compile(
    r"^(?:,? \(?(?:of|for|from)[^,.;:]{2,80}|,? (?:who|whose)\b[^;:.]{3,90}"
    r"|, (?:aged )?\d{1,2}, who[^;:.]{3,90})"
)
_OWNER_BEFORE = re.compile(r"(?:^|[ “])((?:[A-Z][\w&]+ ){0,3}[A-Z][\w&]+[’']s?) (?:\w+ )?$")


def _kind(before: str, after: str, descriptions: list[str], previous: str) -> SpeakerKind | None:
    """Return the side that the words around one mention tell."""
    if _COUNCILLOR.search(before):
        return "council"
    for words in descriptions:
        if _ITS_OWN.match(words) and (
            kind := kind_of_role(before[: before.rfind(words)]) or kind_of_body(previous)
        ):
            return kind
        if kind := kind_of_role(words) or ("council" if words.lower().startswith("our ") else None):
            return kind
    if party := LEADING_PARTY.search(before):
        return kind_of_role(re.sub(r"[’']s", "", party.group()).strip())
    who = _WHO.match(after)
    if who and (kind := kind_of_role(who.group().strip(" ,("))):
        return kind
    if who and re.match(r",? (?:of|for)\b", who.group()) and find_councils(who.group()):
        return "council"
    if owner := _OWNER_BEFORE.search(re.sub(rf"(?:{TITLE} +)+$", "", before)):
        return "council" if re.match(PARTY, owner[1]) else kind_of_role(owner[1])
    return (
        "other" if re.search(r"\b(?:Prof(?:essor)?|Rev|Baroness|Lord)\.? (?:Sir |Dame )?$", before) else None
    )


def kind_of_body(sentence: str) -> SpeakerKind | None:
    """Return the side of the body that a sentence begins with: what "its chair" in the next sentence refers to."""
    subject = re.split(rf"\b(?:{REPORTING_VERB}|has|had|have|is|was|were|are)\b", sentence[:160])[0]
    if INSPECTORATE.search(subject):
        return "inspectorate"
    return kind_of_role(subject)


def _pronoun(title: str, words: str, start: int, description: str) -> Pronoun | None:
    """Return the pronoun that title, description or the rest of the sentence gives a person."""
    if re.search(r"\b(?:Mrs|Ms|Miss|Dame|Lady|Baroness)\b", title) or _WOMAN.search(description):
        return "she"
    if re.search(r"\b(?:Mr|Sir|Lord)\b", title) or _MAN.search(description):
        return "he"
    found = re.search(rf"{REPORTING_VERB} (?:that )?(?P<pronoun>he|she)\b", words[start : start + 200])
    return ("he" if found["pronoun"] == "he" else "she") if found else None


_FULL_NAME = 2
"""Words that a full name has at least."""


def _without_lead(printed: str) -> str | None:
    """Return the name in capitalised words without title or post; None for one bare word, a place, a body or a month."""
    words = printed.split(" ")
    if words[:2] == ["Lib", "Dem"]:
        words = words[2:]
    titled = False
    leads = [i for i, w in enumerate(words[:-1]) if _leads(w)]
    if leads:
        titled = any(re.fullmatch(TITLE, w) for w in words[: leads[-1] + 1])
        words = words[leads[-1] + 1 :]
    while len(words) > _FULL_NAME and words[0] in _place_words():
        words = words[1:]
    words = [re.sub(r"[’']s$", "", w) for w in words]
    if len(words) < _FULL_NAME:
        return None
    if words[-1] in _not_names() and words[-1] not in _SURNAMES_TOO:
        return None
    place_first = words[0] in _place_words() and not titled and words[0] not in _PLACE_NAMED_PEOPLE
    return None if place_first or all(w in _place_words() for w in words) else " ".join(words)


def _leads(word: str) -> bool:
    """Whether a capitalised word before a name is a title, a post or the start of a sentence, and no part of it."""
    bare = word.strip("’'.")
    return (
        re.fullmatch(TITLE, word) is not None or bare in _not_names() or POST_NOUN.fullmatch(bare) is not None
    )


@cache
def _not_names() -> frozenset[str]:
    """Capitalised words of the subject that begin or end no name."""
    return frozenset((files("extract.candidates") / "not_names.txt").read_text(encoding="utf-8").split())


@cache
def _place_words() -> frozenset[str]:
    return frozenset(
        w for a in authorities() for n in (a.name, *a.aliases) for w in n.replace("-", " ").split()
    )

"""The people an article names, the description printed beside a mention, and whose side it speaks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extract.candidates.councils import find_councils
from extract.candidates.descriptions import (
    LEADING_PARTY,
    TITLE,
    Description,
    description_after,
    description_before,
)
from extract.candidates.names import CAPITAL, NAME, name_in, not_names, place_words
from extract.candidates.posts import PARTY, kind_of_role
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB
from extract.candidates.segments import Sentence
from schemas.record import SpeakerKind

Pronoun = Literal["he", "she"]

_FIRST_NAME = re.compile(
    rf"(?<![\w’'-])(?P<name>{CAPITAL})"
    r"(?:, (?:who is |aged )?(?:now )?\d{1,2}(?=,| and\b)| \(\d{1,2}\)"
    r"|,? \(?(?:not (?:her|his|their) real name|whose name (?:we have|has been) changed))"
)
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
    """Somebody the article names; ``start`` is the first mention's, ``kind`` None where no words tell."""

    name: str
    role: str | None
    start: int
    kind: SpeakerKind | None = None
    pronoun: Pronoun | None = None

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(" ")[2]


_PLACE_AFTER = (
    r" (?:(?:District|Borough|City|County|Town|Parish) )?"
    r"(?:Council|Road|Street|House|School|Academy|Hospital|Trust)\b"
)


def find_people(text: str, sentences: list[Sentence]) -> list[Person]:
    """Return the people of the body by first mention; a name must be presented as a person's somewhere."""
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


_AROUND = 300
"""Characters on both sides of a name in which its description may stand."""


def _full_names(text: str, sentence: Sentence, previous: str) -> Iterator[Person]:
    """Yield the full names of a sentence that its words, or later ones, present as a person's."""
    words = sentence.plain
    for match in NAME.finditer(words):
        name = name_in(match.group())
        if name is None:
            continue
        start = match.start() + match.group().rindex(name)
        end = start + len(name)
        before, after = words[max(0, start - _AROUND) : start], words[end : end + _AROUND]
        title = re.search(rf"(?:{TITLE} +)+$", before)
        found = _descriptions(before, after)
        if _IN_PLACE.search(before) or not (
            title or found or _is_presented(before, after) or _speaks_later(text, name.rpartition(" ")[2])
        ):
            continue
        described = next((d for d in found if d.role), None)
        yield Person(
            name,
            described.role if described else None,
            sentence.start + start,
            _kind(before, after, found, previous),
            _pronoun(title.group() if title else "", words[start:], " ".join(d.words for d in found)),
        )


_IN_PLACE = re.compile(r"\b(?:in|at|near|around|from) $")


def _descriptions(before: str, after: str) -> list[Description]:
    """Return the descriptions on both sides of a name, the likelier first."""
    in_front, behind = description_before(before), description_after(after)
    ordered = (in_front, behind) if before.rstrip().endswith(",") else (behind, in_front)
    return [d for d in ordered if d]


def _is_presented(before: str, after: str) -> bool:
    """Whether the name speaks, or is introduced by "of", "who", an age or a bracket."""
    return any((_SAYS.match(after), _SAID.search(before), _INTRODUCED.match(after)))


def _speaks_later(text: str, surname: str) -> bool:
    """Whether the article goes on with "Mr Doe", or "Doe said"."""
    titled = rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr) {re.escape(surname)}\b"
    speaks = rf"[.!?”\"\n] {{0,2}}{re.escape(surname)} (?:said|added|told|says)\b"
    return re.search(f"{titled}|{speaks}", text) is not None


def _first_names(sentence: Sentence, people: dict[str, Person]) -> Iterator[Person]:
    """Yield those given by first name alone, with an age or a remark on it: they speak for themselves."""
    for match in _FIRST_NAME.finditer(sentence.plain):
        name = match["name"]
        if name in not_names() | place_words() or any(name in known.split() for known in people):
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
_OWNER_BEFORE = re.compile(r"(?:^|[ “])(?P<owner>(?:[A-Z][\w&]+ ){0,3}[A-Z][\w&]+[’']s?) (?:\w+ )?$")


def _kind(before: str, after: str, found: list[Description], previous: str) -> SpeakerKind | None:
    """Return the side that the words around one mention tell."""
    if _COUNCILLOR.search(before):
        return "council"
    kinds: tuple[SpeakerKind | None, ...] = (
        *(_kind_of_description(d.words, before, previous) for d in found),
        _kind_of_party(before),
        _kind_of_clause(after),
        _kind_of_owner(before),
        "other" if _OUTSIDER.search(before) else None,
    )
    return next((kind for kind in kinds if kind), None)


_OUTSIDER = re.compile(r"\b(?:Prof(?:essor)?|Rev|Baroness|Lord)\.? (?:Sir |Dame )?$")


def _kind_of_description(words: str, before: str, previous: str) -> SpeakerKind | None:
    """Read a description; "its" chair is that of the body last named, "our" director the council's own."""
    if _ITS_OWN.match(words):
        owner = kind_of_role(before[: before.rfind(words)]) or kind_of_body(previous)
        return owner or kind_of_role(words)
    return kind_of_role(words) or ("council" if words.lower().startswith("our ") else None)


def _kind_of_party(before: str) -> SpeakerKind | None:
    party = LEADING_PARTY.search(before)
    return kind_of_role(re.sub(r"[’']s", "", party.group()).strip()) if party else None


def _kind_of_clause(after: str) -> SpeakerKind | None:
    """Read "of Unison", "for Leeds", "who has fostered for nine years" behind a name."""
    clause = _WHO.match(after)
    if clause is None:
        return None
    named = re.match(r",? (?:of|for)\b", clause.group()) and find_councils(clause.group())
    return kind_of_role(clause.group().strip(" ,(")) or ("council" if named else None)


def _kind_of_owner(before: str) -> SpeakerKind | None:
    """Read "Unison’s" or "Labour’s" in front of a name."""
    owner = _OWNER_BEFORE.search(re.sub(rf"(?:{TITLE} +)+$", "", before))
    if owner is None:
        return None
    return "council" if re.match(PARTY, owner["owner"]) else kind_of_role(owner["owner"])


def kind_of_body(sentence: str) -> SpeakerKind | None:
    """Return the side of the body that a sentence begins with: what "its chair" in the next one refers to."""
    subject = re.split(rf"\b(?:{REPORTING_VERB}|has|had|have|is|was|were|are)\b", sentence[:160])[0]
    if INSPECTORATE.search(subject):
        return "inspectorate"
    return kind_of_role(subject)


def _pronoun(title: str, words: str, description: str) -> Pronoun | None:
    """Return the pronoun that title, description or the sentence from the name on gives a person."""
    if re.search(r"\b(?:Mrs|Ms|Miss|Dame|Lady|Baroness)\b", title) or _WOMAN.search(description):
        return "she"
    if re.search(r"\b(?:Mr|Sir|Lord)\b", title) or _MAN.search(description):
        return "he"
    found = re.search(rf"{REPORTING_VERB} (?:that )?(?P<pronoun>he|she)\b", words[:200])
    return ("he" if found["pronoun"] == "he" else "she") if found else None

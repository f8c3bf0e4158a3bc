"""The people an article names, each with the description printed beside a mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from extract.candidates.descriptions import (
    TITLE,
    Description,
    description_after,
    description_before,
    remark_after,
)
from extract.candidates.names import CAPITAL, NAME, name_in, not_names, place_words
from extract.candidates.posts import kind_of_role
from extract.candidates.reporting import REPORTING_VERB
from extract.candidates.segments import Sentence
from extract.candidates.sides import side_of
from extract.errors import ArticleError
from schemas.record import SpeakerKind

Pronoun = Literal["he", "she"]

_FIRST_NAME = re.compile(
    rf"(?:(?:shall|will|[’']ll|am|are) call(?:ing)? |(?P<alone>(?<![\w’'-])))(?P<name>{CAPITAL})"
    r"(?(alone)(?:, (?:who is |aged )?(?:now )?\d{1,2}(?=,| and\b)| \(\d{1,2}\)"
    r"|,? \(?(?:not (?:her|his|their) real name|whose name (?:we have|has been) changed))|(?! [A-Z]))"
)
_SAYS = re.compile(
    rf"(?:,[^,.;:]{{1,120}},|,)? ?(?:also |has |had |have |will |would |later |then )*(?:{REPORTING_VERB})\b"
)
_SAID = re.compile(rf"(?:\b{REPORTING_VERB}|\baccording to|\bname (?:is|was)|[A-Z][\w&]+[’']s?) $")
_INTRODUCED = re.compile(r",? (?:who|whose|of|from|for)\b|, (?:aged )?\d{1,2},| \(")
_WOMAN = re.compile(
    r"\b(?:mother|mum|woman|girl|grandmother|gran|daughter|spokeswoman|chairwoman)\b", re.IGNORECASE
)
_MAN = re.compile(r"\b(?:father|dad|man|boy|grandfather|spokesman|chairman)\b", re.IGNORECASE)


MAX_PEOPLE = 500
"""Who names more people writes a list of names and no article: each sentence may be about any of them."""


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

    @property
    def forename(self) -> str:
        """The first word of the name."""
        return self.name.partition(" ")[0]


_PLACE_AFTER = (
    r" (?:(?:District|Borough|City|County|Town|Parish) )?"
    r"(?:Council|Road|Street|House|School|Academy|Hospital|Trust)\b"
)


def find_people(text: str, sentences: list[Sentence]) -> list[Person]:
    """Return the people of the body by first mention; a name must be presented as a person's somewhere.

    Raises ``ArticleError`` for a mere list of names.
    """
    people: dict[str, Person] = {}
    previous = ""
    body = [s for s in sentences if s.is_body]
    later = _speaking_later(text)
    for sentence, following in zip_longest(body, body[1:]):
        ahead = following.plain if following else ""
        mentions = [*_full_names(sentence, previous, ahead, later), *_first_names(sentence, people)]
        for person in mentions:
            known = people.get(person.name)
            people[person.name] = _joined(known, person) if known else person
        previous = sentence.plain
        _check_number(people)
    in_body = _speaking_later("\n".join(s.plain for s in body))
    for person in _named_above(sentences, later):
        if person.name not in people and person.surname in in_body:
            people[person.name] = person
            _check_number(people)
    ordered = sorted(people.values(), key=lambda p: p.start)
    whole = [p for p in ordered if not any(q.name.endswith(" " + p.name) for q in ordered)]
    return [p for p in whole if not re.search(re.escape(p.name) + _PLACE_AFTER, text)]


def _check_number(people: dict[str, Person]) -> None:
    if len(people) > MAX_PEOPLE:
        raise ArticleError(f"names more than {MAX_PEOPLE} people, too many for an article")


def _named_above(sentences: list[Sentence], later: frozenset[str]) -> Iterator[Person]:
    """Yield those whom a headline, standfirst or caption names in full: the body may say "Mrs Doe" alone."""
    for sentence in sentences:
        if sentence.kind in {"headline", "standfirst", "caption"}:
            yield from _full_names(sentence, "", "", later)


def _joined(known: Person, again: Person) -> Person:
    """Return the known person with what a later mention adds."""
    role = known.role or again.role
    if known.role and again.role and again.role.startswith(known.role):
        role = again.role
    return replace(known, role=role, kind=known.kind or again.kind, pronoun=known.pronoun or again.pronoun)


_AROUND = 300
"""Characters on both sides of a name in which its description may stand."""


def _full_names(sentence: Sentence, previous: str, following: str, later: frozenset[str]) -> Iterator[Person]:
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
        presented = title or found or _is_presented(before, after) or _is_taken_up(before, after, following)
        if _IN_PLACE.search(before) or not (presented or name.rpartition(" ")[2] in later):
            continue
        described = next((d for d in found if d.role), None) or remark_after(after)
        yield Person(
            name,
            described.role if described else None,
            sentence.start + start,
            side_of(before, after, found, previous),
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


def _is_taken_up(before: str, after: str, following: str) -> bool:
    """Whether "he" or "she" goes on from a name, in its own sentence or in the next; a body is "it"."""
    if not re.match(r"[,.’']|[ ][a-z]", after):
        return False
    in_sentence = not before.strip(" “\"‘'") and re.search(r"\b(?:he|she|his|her)\b", after)
    return bool(in_sentence) or _TAKES_UP.search(following) is not None


_TAKES_UP = re.compile(r"^(?:He|She|His|Her)\b|[”\"’'] (?:he|she) \w+", re.MULTILINE)


_TITLED = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr) (?=(?P<word>\S{1,60}))")
_WITH_VERB = re.compile(r"(?P<word>(?<!\S)\S{1,60}) (?:said|added|told|says)\b")
_AFTER_STOP = re.compile(r"(?:(?<=[.!?”\"\n])|(?<=[.!?”\"\n] )|(?<=[.!?”\"\n] {2}))\S")


def _speaking_later(text: str) -> frozenset[str]:
    """Return the surnames with which an article goes on: "Mr Doe", or "Doe said"."""
    found: set[str] = set()
    for match in _TITLED.finditer(text):
        word = match["word"]
        found.update(word[: edge.start()] for edge in re.finditer(r"\b", word))
    for match in _WITH_VERB.finditer(text):
        starts = _AFTER_STOP.finditer(text, match.start(), match.end("word"))
        found.update(text[start.start() : match.end("word")] for start in starts)
    return frozenset(found)


def _first_names(sentence: Sentence, people: dict[str, Person]) -> Iterator[Person]:
    """Yield those given by first name alone, with an age or a remark on it: they speak for themselves."""
    taken = {word for known in people for word in known.split()}
    for match in _FIRST_NAME.finditer(sentence.plain):
        name = match["name"]
        if name in not_names() or name in place_words() or name in taken:
            continue
        before, after = sentence.plain[: match.start()], sentence.plain[match.end() :]
        described = description_after(after) or description_before(before)
        role = described.role if described else None
        yield Person(name, role, sentence.start + match.start(), kind_of_role(role or "") or "other")


def _pronoun(title: str, words: str, description: str) -> Pronoun | None:
    """Return the pronoun that title, description or the sentence from the name on gives a person."""
    if re.search(r"\b(?:Mrs|Ms|Miss|Dame|Lady|Baroness)\b", title) or _WOMAN.search(description):
        return "she"
    if re.search(r"\b(?:Mr|Sir|Lord)\b", title) or _MAN.search(description):
        return "he"
    found = re.search(rf"{REPORTING_VERB} (?:that )?(?P<pronoun>he|she)\b", words[:200])
    return ("he" if found["pronoun"] == "he" else "she") if found else None

"""The subject of a reporting clause: a person, the inspectorate, a pronoun, or somebody without a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from extract.candidates.descriptions import TITLE
from extract.candidates.nameless import RESTRICTION, nameless, nameless_speaker, nameless_subject
from extract.candidates.people import MAX_PEOPLE, Person
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB, REPORTS


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the four is set: who a clause says is speaking."""

    person: Person | None = None
    is_inspectorate: bool = False
    pronoun: str | None = None
    role: str | None = None
    """As printed; empty where only a number is told, as in "one said"."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of an article who may be meant, and who of them goes by a first name that no other has."""

    people: tuple[Person, ...] = ()
    friends: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Sequence[Person]) -> Self:
        """The people whom an article names."""
        names = [p.name for p in people]
        friends = frozenset(p.name for p in people if sum(p.forename in name for name in names) == 1)
        return cls(tuple(people), friends)

    def named_in(self, words: str) -> "Cast":
        """Those of them whom the words may name."""
        return Cast(tuple(p for p in self.people if p.surname in words or p.forename in words), self.friends)


def _unnamed(role: str | None) -> Subject | None:
    return None if role is None else Subject(role=role)


_SUBCLAUSE = re.compile(
    rf" that (?!was|is|were|are)| (?:which|whom|how|where) |; |,? but (?!{REPORTING_VERB})|,? while "
    r"|,? and (?=(?:they|he|she|it|inspectors|ofsted|the report)\b)"
    r"|,? as (?=(?:inspectors|ofsted|the report|they|he|she|it)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    rf", (?P<who>[^,;:“”]{{2,80}}?) (?:also |later )?{REPORTING_VERB}"
    r"(?: in (?:a|its|their) (?:letter|report)| (?:the )?[\w’'-]+(?: [A-Z][\w’'-]+)?)?(?:,|\.?$)",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"(?: (?!to\b)\w+){0,3} by (?P<who>[^,.;:]{3,60}?)(?= as\b|,|$| for\b| to\b| that\b| in\b)"
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ly |also |still |not |always |often |once "
    rf"|further )?(?!quoted as)(?:{REPORTING_VERB})\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf", (?:who|which|whose)\b[^,;:]{{3,120}},(?= (?:\w+ ){{0,2}}(?:{REPORTING_VERB})\b)", re.IGNORECASE
)
_ACCORDING = re.compile(r"(?:\baccording to|\bin the words of) (?P<who>[^,;:.]{2,100})", re.IGNORECASE)
_ANTECEDENT = re.compile(
    r"\b(?:from|by|with|to|of|about) (?P<who>(?:\w+ ){0,3}\w+) who (?:had |have |also )?(?:said|say|told"
    r"|tell|described|felt|wrote)\b",
    re.IGNORECASE,
)


def subject_of(
    clause: str, people: Cast, *, outermost: bool = False, reports: bool = False
) -> Subject | None:
    """Return who speaks: the subject of the last subordinate clause with one of its own, else of the main.

    With ``outermost`` the main clause goes first: in "X said that Y found …" it is X. A clause that surely
    ``reports`` does so by any verb: "a neighbour emailed us".
    """
    people = people.named_in(clause)
    if subject := _source(clause, people):
        return subject
    clause = _RELATIVE.sub("", clause.strip(" ,"))
    if clause[:1].islower() and (verb_first := REPORTS.match(clause)):
        rest = clause[verb_first.end() :]
        return _first_mention(rest, people, skip=False) or _unnamed(nameless(rest))
    main, *subordinate = _SUBCLAUSE.split(clause)
    if outermost and (subject := _reporting_subject(main, people, unnamed=True)):
        return subject
    for piece in reversed(subordinate):
        if REPORTS.search(piece) and (subject := _reporting_subject(piece, people, unnamed=False)):
            return subject
    found = _reporting_subject(main, people, unnamed=True) or _main_mention(main, people)
    if found is None and _READS.search(clause):
        return Subject(is_inspectorate=True)
    return found or (_unnamed(nameless_subject(clause)) if reports else None)


_READS = re.compile(rf"(?:\b(?:to|from|in) {INSPECTORATE.pattern}(?: itself)?|\breads?):$", re.IGNORECASE)
"""A document that is no subject, in front of what it says."""


def _source(clause: str, people: Cast) -> Subject | None:
    """Return who speaks beside the main clause: ", she said", "according to …", "from those who …"."""
    for pattern in (_ASIDE, _ACCORDING, _ANTECEDENT):
        for found in pattern.finditer(clause):
            who = RESTRICTION.split(found["who"])[0]
            subject = _first_mention(who, people, skip=False) or _unnamed(nameless(found["who"]))
            if subject and not (pattern is _ASIDE and _is_apposition(clause[: found.start()], people)):
                return subject
    return None


def _is_apposition(before: str, people: Cast) -> bool:
    """Whether a name ends right before a comma, so that what follows it describes the person."""
    return any(before.endswith(p.surname) for p in people.people)


def _reporting_subject(clause: str, people: Cast, *, unnamed: bool) -> Subject | None:
    """Return the subject of a clause's first reporting verb that has one, or the agent of a passive one."""
    if passive := _PASSIVE.search(clause):
        agent = _AGENT.match(clause, passive.end())
        return (
            _first_mention(agent["who"], people, skip=False) or _unnamed(nameless(agent["who"]))
            if agent
            else None
        )
    for verb in REPORTS.finditer(clause):
        subject = _antecedent(clause[: verb.start()], people) or _first_mention(
            clause[: verb.start()], people
        )
        if subject is None and unnamed:
            subject = _unnamed(nameless_speaker(clause[: verb.end()]))
        if subject:
            return subject
    return _first_mention(clause, people) if clause.endswith(":") else None


_WHO = re.compile(r", who (?:\w+ )?$")


def _antecedent(before: str, people: Cast) -> Subject | None:
    """Return the person last named in front of ", who", whatever that name's part in the sentence."""
    named = list(_people_in(before, people, skip=False)) if _WHO.search(before) else []
    return max(named, key=lambda pair: pair[0])[1] if named else None


_PREPOSED = re.compile(
    r"\b(?:to|of|by|from|with|for|at|in|on|about|against|than|under|told|tells|thanked|praised|joined"
    r"|replaced"
    r"|former \w+|including|led by|after|between|over)"
    rf"(?: (?:the|a|an|its|their|his|her|lead|new|then|interim|council leader|director))?(?: {TITLE})* $",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"[’']s?\b(?! (?:[\w-]+ ){0,3}(?:report|letter|inspectors|inspection team|judgement|verdict)\b)"
)
_PRONOUN = re.compile(r"(?<![\w“])(?P<pronoun>he|she|it|they)\b", re.IGNORECASE)
_AUXILIARIES = 3
"""Words that may stand between "it" or "they" and its verb."""


def _first_mention(words: str, people: Cast, *, skip: bool = True) -> Subject | None:
    """Return the first person, inspectorate or pronoun in ``words`` that may be a subject.

    With ``skip``, mentions behind a preposition or in front of a possessive ending are passed over.
    """
    found = [
        *_people_in(words, people, skip=skip),
        *_inspectorate_in(words, people, skip=skip),
        *_pronouns_in(words),
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


_NEAR = 60
"""Characters of a sentence in which the inspectorate is likely to be its subject."""
_FAR = 120
"""The same for a person."""


def _main_mention(clause: str, people: Cast) -> Subject | None:
    """Return a person, "he" or "she", or the inspectorate that begins a clause without a verb of saying."""
    subject = _first_mention(clause[:_FAR], people)
    if subject and subject.is_inspectorate:
        subject = _first_mention(clause[:_NEAR], people)
    return None if subject is None or subject.pronoun in {"it", "they"} else subject


def _people_in(words: str, people: Cast, *, skip: bool) -> Iterator[tuple[int, Subject]]:
    """Yield the people named, in full, by surname or, as friends are, by first name."""
    for person in people.named_in(words).people:
        for mention in _forms(person, is_friend=person.name in people.friends).finditer(words):
            if not (skip and (_is_object(words, mention) or _OWNED.match(words, mention.end()))):
                yield mention.start(), Subject(person=person)


@lru_cache(maxsize=MAX_PEOPLE)
def _forms(person: Person, *, is_friend: bool) -> re.Pattern[str]:
    """The ways in which a sentence may name somebody."""
    forms = [re.escape(person.name), rf"(?:{TITLE} +)?{re.escape(person.surname)}"]
    if is_friend:
        forms.append(rf"{re.escape(person.forename)}(?! [A-Z])")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])")


def _inspectorate_in(words: str, people: Cast, *, skip: bool) -> Iterator[tuple[int, Subject]]:
    """Yield the inspectorate, but not "lead inspector" in front of a name, nor "Ofsted’s director"."""
    for mention in INSPECTORATE.finditer(words):
        behind = words[mention.end() :]
        titles = any(re.match(rf",? (?:{TITLE} +)*{re.escape(p.name)}", behind) for p in people.people)
        if not (titles or _OWNED.match(behind) or (skip and _is_object(words, mention))):
            yield mention.start(), Subject(is_inspectorate=True)


def _pronouns_in(words: str) -> Iterator[tuple[int, Subject]]:
    """Yield "he" and "she", and "it" or "they" where the verb comes next."""
    for mention in _PRONOUN.finditer(words):
        pronoun = mention["pronoun"].lower()
        if pronoun in {"he", "she"} or len(words[mention.end() :].split()) <= _AUXILIARIES:
            yield mention.start(), Subject(pronoun=pronoun)


def _is_object(words: str, mention: re.Match[str]) -> bool:
    return _PREPOSED.search(words[: mention.start()]) is not None

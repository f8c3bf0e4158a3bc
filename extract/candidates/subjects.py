"""The subject of a reporting clause: a person, the inspectorate, a pronoun, or somebody without a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.candidates.descriptions import TITLE
from extract.candidates.people import Person
from extract.candidates.posts import POST_NOUN, any_of, without_owner
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB, SPEECH_VERB


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the four is set: who a clause says is speaking."""

    person: Person | None = None
    is_inspectorate: bool = False
    pronoun: str | None = None
    role: str | None = None


_VERB = re.compile(rf"\b{REPORTING_VERB}\b", re.IGNORECASE)
_SUBCLAUSE = re.compile(
    rf" that (?!was|is|were|are)| (?:which|whom|how|where) |; |,? but (?!{REPORTING_VERB})|,? while "
    r"|,? and (?=(?:they|he|she|it|inspectors|ofsted|the report)\b)"
    r"|,? as (?=(?:inspectors|ofsted|the report|they|he|she|it)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r", (?P<who>they|she|he|it|inspectors|ofsted|the (?:report|letter|inspectors|watchdog"
    rf"|regulator)) {REPORTING_VERB}(?: in (?:a|its|their) (?:letter|report))?(?:,|\.?$)",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\bby (?P<who>[^,.;:]{3,60}?)(?= as\b|,|$| for\b| to\b| that\b| in\b)")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ly |also |still |not |always |often |once "
    rf"|further )?(?!quoted as)(?:{REPORTING_VERB})\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf", (?:who|which|whose)\b[^,;:]{{3,120}},(?= (?:\w+ ){{0,2}}(?:{REPORTING_VERB})\b)", re.IGNORECASE
)
_ACCORDING = re.compile(r"(?:\baccording to|\bin the words of) (?P<who>[^;:.]{2,100})", re.IGNORECASE)
_ANTECEDENT = re.compile(
    r"\b(?:from|by|with|to|of|about) (?P<who>(?:\w+ ){0,3}\w+) who (?:had |have |also )?(?:said|say|told"
    r"|tell|described|felt|wrote)\b",
    re.IGNORECASE,
)


def subject_of(clause: str, people: list[Person], *, outermost: bool = False) -> Subject | None:
    """Return who speaks: the subject of the last subordinate clause with one of its own, else of the main.

    With ``outermost`` the main clause goes first: in "X said that Y found …" it is X.
    """
    for pattern in (_ASIDE, _ACCORDING, _ANTECEDENT):
        found = pattern.search(clause)
        if found and (subject := _first_mention(found["who"], people, skip=False) or _unnamed(found["who"])):
            return subject
    clause = _RELATIVE.sub("", clause.strip(" ,"))
    if clause[:1].islower() and (verb_first := _VERB.match(clause)):
        rest = clause[verb_first.end() :]
        return _first_mention(rest, people, skip=False) or _unnamed(rest)
    main, *subordinate = _SUBCLAUSE.split(clause)
    if outermost and (subject := _reporting_subject(main, people, unnamed=True)):
        return subject
    for piece in reversed(subordinate):
        if _VERB.search(piece) and (subject := _reporting_subject(piece, people, unnamed=False)):
            return subject
    return _reporting_subject(main, people, unnamed=True) or _main_mention(main, people)


def _reporting_subject(clause: str, people: list[Person], *, unnamed: bool) -> Subject | None:
    """Return the subject of a clause's first reporting verb that has one, or the agent of a passive one."""
    if passive := _PASSIVE.search(clause):
        agent = _AGENT.search(clause, passive.end())
        return _first_mention(agent["who"], people, skip=False) or _unnamed(agent["who"]) if agent else None
    for verb in _VERB.finditer(clause):
        subject = _first_mention(clause[: verb.start()], people)
        if subject is None and unnamed:
            subject = _unnamed_speaker(clause[: verb.end()])
        if subject:
            return subject
    return _first_mention(clause, people) if clause.endswith(":") else None


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


def _first_mention(words: str, people: list[Person], *, skip: bool = True) -> Subject | None:
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


def _main_mention(clause: str, people: list[Person]) -> Subject | None:
    """Return a person, "he" or "she", or the inspectorate that begins a clause without a verb of saying."""
    subject = _first_mention(clause[:_FAR], people)
    if subject and subject.is_inspectorate:
        subject = _first_mention(clause[:_NEAR], people)
    return None if subject is None or subject.pronoun in {"it", "they"} else subject


def _people_in(words: str, people: list[Person], *, skip: bool) -> Iterator[tuple[int, Subject]]:
    """Yield the people named, in full or by surname."""
    for person in people:
        name, surname = re.escape(person.name), re.escape(person.surname)
        for mention in re.finditer(rf"(?<![\w-])(?:{name}|(?:{TITLE} +)?{surname})(?![\w-])", words):
            if not (skip and (_is_object(words, mention) or _OWNED.match(words, mention.end()))):
                yield mention.start(), Subject(person=person)


def _inspectorate_in(words: str, people: list[Person], *, skip: bool) -> Iterator[tuple[int, Subject]]:
    """Yield the inspectorate, but not "lead inspector" in front of a name, nor "Ofsted’s director"."""
    for mention in INSPECTORATE.finditer(words):
        behind = words[mention.end() :]
        titles = any(re.match(rf",? (?:{TITLE} +)*{re.escape(p.name)}", behind) for p in people)
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


_GROUP_NOUN = re.compile(
    r"\b"
    + any_of(
        r"statement|source|union|charity|parents?|department|government|council|authority|trust|partnership"
        r"|police|force",
        r"opposition|group|committee|board|association|unison|unite|gmb|branch|people|person|child|children"
        r"|girls?|boys?",
        r"women|woman|men|man|carers?|leavers?|adopters?|families|[\w-]+-year-olds?|staff|practitioners"
        r"|partners|mps",
        r"commissioners|councillors|campaigners|foundation|federation|society|network|workers?"
        r"|peer (?:challenge|review|team)",
        r"dfe|education|review|company|one of the \w+|mother|bosses|chiefs|officers|officials|teenagers?"
        r"|residents|students?|teachers?",
    )
    + r"(?: (?-i:[A-Z][\w’'-]+)){0,4}$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|however|meanwhile|also|yesterday|earlier|today|last (?:night|week|month)"
    r"|responding(?: to [^,]{3,60})?"
    r"|in (?:a|its|their) (?:joint |written )?(?:statement|letter|response)|(?:in|at|asked) [^,]{2,60}(?=,)"
    r"|afterwards),? )+",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^(?P<who>[^,:;]{2,120}?(?:, [^,:;]{2,80} and [^,:;]{2,60}?|, [^:;]{2,100},)?)"
    r"(?<! who)(?<! which) (?:also |is |has |had |have |later |then |all |both |jointly |often "
    rf"|sometimes )*(?:{SPEECH_VERB})\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r", (?!\w[\w ]{2,60} and ).*$")
_HEAD_END = re.compile(r" (?:of|for|from|in|at|with|on|who|which|whose|speaking|leaving)\b")
_FINITE = re.compile(
    r"\b(?:was|were|is|are|do|does|did|be|been|has|had|have|nor|should|would|will|can|could|not|there|this"
    r"|that|nobody|no one)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 24


def _unnamed_speaker(clause: str) -> Subject | None:
    """Return the noun phrase that begins a clause, if its head is a person or a body and its verb speaks."""
    found = _SPEAKS.match(_LEAD.sub("", clause.strip(" ,“”")))
    return _unnamed(found["who"]) if found else None


def _unnamed(words: str) -> Subject | None:
    """Return a speaker without a name, as printed but for article and owner; None if the words are none."""
    words = _LEAD.sub("", words.strip(" ,“”:"))
    words = _TAIL.sub("", words).strip(" ,“”:")
    words = _AFTERTHOUGHT.split(words)[0]
    restricted = re.split(r" who\b| which\b", words)[0]
    if not _is_speaker(words) or len(words.split()) > _MOST_WORDS or _FINITE.search(restricted):
        return None
    shorter = without_owner(words)
    return Subject(role=shorter if _is_speaker(shorter) or POST_NOUN.search(shorter) else words)


_AFTERTHOUGHT = re.compile(
    r" (?:in (?:a|its|their) (?:joint )?(?:statement|letter|response)|said|says|told)\b"
)


def _is_speaker(words: str) -> bool:
    """Whether the head of a noun phrase is a person or a body."""
    head = _HEAD_END.split(words)[0]
    return _GROUP_NOUN.search(head) is not None or POST_NOUN.fullmatch(head.rpartition(" ")[2]) is not None

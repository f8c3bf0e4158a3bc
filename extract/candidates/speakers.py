"""Who says each quotation: the subject of its reporting clause, or whoever the passage was reporting.

An attribution's kind is None where the article's words do not tell the speaker's side.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Literal

from extract.candidates.people import Person, find_people
from extract.candidates.posts import POST_NOUN, kind_of_role
from extract.candidates.quotations import Quotation
from extract.candidates.reporting import (
    INSPECTORATE,
    LONGEST_CLAUSE,
    SPEECH_VERB,
    clause_after,
    clause_before,
    is_broken_off,
    outside,
)
from extract.candidates.segments import Sentence
from extract.candidates.sides import kind_of_body
from extract.candidates.subjects import Cast, Subject, subject_of
from schemas.record import SpeakerKind

__all__ = ["Attribution", "Person", "attribute", "find_people", "reporters"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is speaking; ``person`` and ``role`` are both None for the inspectorate."""

    how: Literal["clause", "pronoun", "continued"]
    kind: SpeakerKind | None
    person: Person | None = None
    role: str | None = None

    @property
    def is_nameless(self) -> bool:
        """Whether the speaker is neither a person named nor the inspectorate."""
        return self.person is None and self.kind != "inspectorate"


_INSPECTORATE = Attribution("continued", "inspectorate")
_SOMEBODY = Attribution("pronoun", "other")
_SHE_SAYS = re.compile(rf"(?:^|, |” )(?:he|she) (?:\w+ )?(?!asks?){SPEECH_VERB}\b", re.IGNORECASE)


@dataclass(slots=True)
class _Passage:
    """What the sentences so far leave behind for the next pronoun, spokesperson or unattributed quotation."""

    text: str
    quoted: list[tuple[int, int]]
    """Quotations with their marks."""
    people: Cast
    source: Attribution = _INSPECTORATE
    """Whoever was last reported."""
    named: list[Attribution] = field(default_factory=list)
    """Whoever "he" or "she" may mean, the likeliest last."""
    group: Attribution = _INSPECTORATE
    """The organisation, document or group that "it" or "they" may mean."""
    body_kind: SpeakerKind | None = None
    """The side of the body last spoken of, whose spokesperson or chair may speak next."""


def attribute(
    text: str, sentences: list[Sentence], quotations: list[Quotation], people: list[Person]
) -> dict[int, Attribution]:
    """Return who speaks each quotation, by its number."""
    return _read(text, sentences, quotations, people)[0]


def reporters(
    text: str, sentences: list[Sentence], quotations: list[Quotation], people: list[Person]
) -> dict[int, Attribution]:
    """Return whom each body sentence reports outside its quotations, by its number."""
    return _read(text, sentences, quotations, people)[1]


def _read(
    text: str, sentences: list[Sentence], quotations: list[Quotation], people: list[Person]
) -> tuple[dict[int, Attribution], dict[int, Attribution]]:
    """Read the body once from top to bottom, for both."""
    found: dict[int, Attribution] = {}
    reported: dict[int, Attribution] = {}
    passage = _Passage(text, [(q.start - 1, q.end + 1) for q in quotations], Cast.of(people))
    body = [s for s in sentences if s.is_body]
    starts = [q.start for q in quotations]
    for sentence in body:
        first, behind = (bisect_left(starts, place) for place in (sentence.start, sentence.end))
        for quotation in quotations[first:behind]:
            last = _last_of(quotation, body, sentence)
            found[quotation.number] = _speaker(quotation, sentence, last, passage)
            _remember(found[quotation.number], passage)
        reporter = _follow(
            outside(text, sentence.start, min(sentence.end, sentence.start + LONGEST_CLAUSE), passage.quoted),
            passage,
        )
        if reporter:
            reported[sentence.number] = reporter
    return found, reported


def _last_of(quotation: Quotation, body: list[Sentence], first: Sentence) -> Sentence:
    """Return the sentence in which a quotation ends; its closing mark may stand behind that."""
    begun = bisect_left(body, quotation.end, key=lambda s: s.start)
    return next((s for s in body[max(0, begun - 2) : begun] if quotation.end <= s.end + 1), first)


def _speaker(quotation: Quotation, first: Sentence, last: Sentence, passage: _Passage) -> Attribution:
    """Read the clause behind the quotation, else the one in front, else go on with the passage."""
    after = clause_after(passage.text, quotation, last)
    subject = subject_of(after, passage.people, reports=is_broken_off(quotation, last)) if after else None
    if attribution := _resolve(subject, passage):
        return attribution
    before = clause_before(passage.text, quotation, first, passage.quoted)
    if before and (attribution := _resolve(subject_of(before, passage.people), passage)):
        return attribution
    speaks_on = not re.search(r"\w", before) or before.endswith(":")
    return replace(passage.source, how="continued") if speaks_on else _unattributed(passage)


def _unattributed(passage: _Passage) -> Attribution:
    """Give words quoted where nobody is reported to the inspectorate, or to the peers last reported."""
    return passage.source if re.search(r"\bpeer\b|\breview\b", passage.source.role or "") else _INSPECTORATE


def _resolve(subject: Subject | None, passage: _Passage) -> Attribution | None:
    """Turn a subject into a speaker, pronouns by what the passage has named."""
    if subject is None:
        return None
    if subject.person:
        return Attribution("clause", subject.person.kind, subject.person, subject.person.role)
    if subject.is_inspectorate:
        return Attribution("clause", "inspectorate")
    if subject.pronoun in {"he", "she"}:
        return _meant(subject.pronoun, passage)
    if subject.pronoun:
        return replace(passage.group, how="pronoun")
    return _unnamed(subject.role or None, passage)


_OFFICE = re.compile(r"\b(?:spokes\w+|chair\w*|manager|officer|statement)\b", re.IGNORECASE)


def _unnamed(role: str | None, passage: _Passage) -> Attribution:
    """Attribute words to a described speaker; a bare office is that of the body last spoken of."""
    if role is None:
        return _SOMEBODY
    kind = kind_of_role(role)
    if kind == "inspectorate":
        return Attribution("clause", kind)
    if kind is None and _OFFICE.search(role):
        kind = passage.body_kind or "council"
    return Attribution("clause", kind or "other", None, role)


def _meant(pronoun: str, passage: _Passage) -> Attribution:
    """Return the likeliest of those named that the pronoun fits, else somebody unknown: no inspectorate."""
    for named in reversed(passage.named):
        if named.person is None or named.person.pronoun in {None, pronoun}:
            return replace(named, how="pronoun")
    return _SOMEBODY


_ONE_PERSON = re.compile(
    rf"(?:{POST_NOUN.pattern}|\b(?:child|person|man|woman|girl|boy)\b)(?<!s)", re.IGNORECASE
)


def _remember(attribution: Attribution, passage: _Passage) -> None:
    """Keep who spoke, for what follows."""
    passage.source = attribution
    if attribution.person or _ONE_PERSON.search(attribution.role or ""):
        passage.named.append(attribution)
    else:
        passage.group = attribution
        passage.body_kind = attribution.kind if attribution.kind != "inspectorate" else None


def _follow(narrative: str, passage: _Passage) -> Attribution | None:
    """Take in whom a sentence names, and return whom it reports."""
    if not re.search(r"\w", narrative):
        return None
    mentioned = [
        (at, p) for p in passage.people.named_in(narrative).people if (at := _mention(p, narrative)) >= 0
    ]
    mentioned.sort(key=lambda pair: pair[0])
    passage.named.extend(Attribution("clause", p.kind, p, p.role) for _, p in mentioned)
    if _AN_INSPECTOR.match(narrative):
        passage.named.append(_INSPECTORATE)
    speaker = _resolve(subject_of(narrative, passage.people, outermost=True), passage)
    if speaker and speaker.how == "pronoun" and speaker.is_nameless and not _SHE_SAYS.search(narrative):
        speaker = None
    if speaker:
        _remember(speaker, passage)
    elif INSPECTORATE.search(narrative):
        passage.source = passage.group = _INSPECTORATE
    elif not mentioned and (introduced := _introduced(narrative)):
        passage.named.append(introduced)
    elif (kind := kind_of_body(narrative)) and kind != "inspectorate":
        passage.body_kind = kind
    return speaker


_AN_INSPECTOR = re.compile(r"(?:The|An|One|Its|[A-Z]\w+[’']s)(?: \w+){0,2} inspector\b")
_INTRODUCED = re.compile(r"(?:An?|One|My) (?P<who>[^,.;:“”]{3,60})")


def _introduced(narrative: str) -> Attribution | None:
    """Return the person without a name that a sentence begins with: "A neighbour in Uppingham remembers"."""
    found = _INTRODUCED.match(narrative)
    subject = subject_of(found.group(), Cast(), reports=True) if found else None
    if subject is None or not _ONE_PERSON.search(subject.role or ""):
        return None
    return Attribution("pronoun", kind_of_role(subject.role or "") or "other", None, subject.role)


def _mention(person: Person, words: str) -> int:
    """Return where a person is first named, or -1."""
    found = re.search(rf"(?<![\w-]){re.escape(person.surname)}(?![\w-])", words)
    return found.start() if found else -1

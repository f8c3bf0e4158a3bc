"""Several visits to one council: told apart by date and number, and which of them a sentence is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.candidates.cues import ORDINALS, Cue
from extract.candidates.dates import MONTHS, DatePhrase, resolve
from extract.candidates.passages import names_visit
from extract.candidates.segments import Sentence
from schemas.record import InspectionType

_MONTH = re.compile("|".join(MONTHS), re.IGNORECASE)
_ANY_YEAR = "2000-12-31"
"""Stands in for the publication date where none is printed, so that months can be compared."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A visit as the article tells it apart from the council's others; ``date`` is an ISO 8601 value.

    ``spans`` are the stretches about it of sentences that name several visits.
    """

    start: int
    ordinal: int | None
    date: str | None
    type: InspectionType | None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def months(self) -> set[int]:
        """Numbers of the months that its date names."""
        return {int(month) for month in re.findall(r"\d{4}-(\d\d)", self.date or "")}


def find_occasions(
    sentences: Sequence[Sentence], dates: Sequence[DatePhrase], cues: Sequence[Cue]
) -> list[Occasion]:
    """Return the visits that dates and numbers in ``sentences`` tell apart, by first mention."""
    numbered = {c.sentence.number for c in cues if c.ordinal}
    opening = {s.number + 1 for s in sentences if s.kind == "heading"}
    visited = [
        s
        for s in sentences
        if names_visit(s) or s.kind == "heading" or s.number in numbered or s.number in opening
    ]
    named = [
        Occasion(d.start, None, comparable_date(d), None)
        for d in dates
        if _MONTH.search(d.text) and any(s.start <= d.start < s.end for s in visited)
    ]
    named += [Occasion(c.start, c.ordinal, None, c.type) for c in cues]
    found: list[Occasion] = []
    for start, end in _stretches(sentences):
        here = _in_stretch(start, end, [n for n in named if start <= n.start < end])
        for occasion in here:
            place = next((i for i, o in reversed(list(enumerate(found))) if _is_same(o, occasion)), None)
            if place is None:
                found.append(occasion)
            else:
                found[place] = _joined(found[place], occasion)
    return found


def comparable_date(phrase: DatePhrase) -> str | None:
    """Its value or, where no year settles it, a value in some year."""
    return phrase.value or comparable(phrase.text)


def comparable(phrase: str) -> str | None:
    """The value of a phrase in some year, in which months can be compared."""
    return resolve(phrase, _ANY_YEAR)


def overlaps(one: str, other: str) -> bool:
    """Whether two ISO 8601 values share a day."""
    (start, end), (first, last) = _bounds(one), _bounds(other)
    return start <= last and first <= end


def _bounds(value: str) -> tuple[str, str]:
    first, _, last = value.partition("/")
    return first, f"{last or first}~"


def _stretches(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Each sentence, a heading together with the sentence below it."""
    start = None
    for sentence in sentences:
        start = sentence.start if start is None else start
        if sentence.kind != "heading":
            yield start, sentence.end
            start = None


def _in_stretch(start: int, end: int, named: list[Occasion]) -> list[Occasion]:
    """Join what a stretch names until it contradicts itself: then it speaks of another visit."""
    here: list[Occasion] = []
    for one in sorted(named, key=lambda o: o.start):
        if here and all(
            a is None or b is None or a == b for a, b in zip(_facts(here[-1]), _facts(one), strict=True)
        ):
            here[-1] = _joined(here[-1], one)
        else:
            here.append(one)
    told = [o for o in here if o.ordinal or o.date]
    if len(told) < 2:  # noqa: PLR2004  a sentence about one visit needs no cutting
        return told
    starts = [start, *(o.start for o in told[1:]), end]
    return [replace(o, spans=((starts[i], starts[i + 1]),)) for i, o in enumerate(told)]


def _facts(occasion: Occasion) -> tuple[object, ...]:
    return occasion.ordinal, occasion.date, occasion.type


def _joined(one: Occasion, other: Occasion) -> Occasion:
    return Occasion(
        one.start,
        one.ordinal or other.ordinal,
        one.date or other.date,
        one.type or other.type,
        one.spans + other.spans,
    )


def _is_same(one: Occasion, other: Occasion) -> bool:
    if one.ordinal and other.ordinal:
        return one.ordinal == other.ordinal
    if one.date and other.date:
        return overlaps(one.date, other.date)
    return not (one.type and other.type and one.type != other.type)


_NOT_NOW = (
    r"(?<!since )(?<!since the )(?<!than in )(?<!than the )(?<!until )(?<!before )(?<!unlike the )"
    r"(?<!asked in )"
)
_PAPER = r"(?:(?:monitoring|focused|such|ofsted) )*(?:visits?|letters?|reports?|inspections?|one|verdict)\b"
_EARLIER = re.compile(rf"\b{_NOT_NOW}(?:earlier|former|first) {_PAPER}", re.IGNORECASE)
_LATER = re.compile(
    rf"\b{_NOT_NOW}(?:later|latter|latest|more recent|most recent|second) {_PAPER}", re.IGNORECASE
)
_KINDS: dict[InspectionType, str] = {
    "monitoring_visit": r"monitoring (?:visit|letter)",
    "focused_visit": r"focuss?ed visit",
    "graded_inspection": r"(?:full|standard|graded|ILACS) (?:re-?)?inspection",
    "joint_targeted_area_inspection": r"joint (?:targeted area )?inspection|JTAI",
}
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def share_out(
    sentences: Iterable[Sentence], occasions: Sequence[Occasion], officials: frozenset[int] = frozenset()
) -> dict[int, int]:
    """Return for each sentence, by number, the place of the occasion it is about.

    One that names month, number or kind of an occasion is about that one, and so is what follows. Headings
    may be among the sentences; ``officials`` are the numbers of those that do not relay inspectors.
    """
    now, shares = 0, {}
    for sentence in sentences:
        if sentence.number not in officials:
            begun = [i for i, o in enumerate(occasions) if sentence.start <= o.start < sentence.end]
            pointed = begun or _pointed_at(sentence, occasions)
            if pointed and now not in pointed[1:]:
                now = pointed[0]
        shares[sentence.number] = now
    return shares


def _pointed_at(sentence: Sentence, occasions: Sequence[Occasion]) -> list[int]:
    """Places of the occasions that the words of a sentence name, in their order in the sentence."""
    found: dict[int, int] = {}
    for place, occasion in enumerate(occasions):
        others = [o for o in occasions if o is not occasion]
        for pattern in _signs(occasion, others):
            if match := pattern.search(sentence.plain):
                found[place] = min(match.start(), found.get(place, match.start()))
    if not found and len(occasions) > 1:
        ordered = sorted(range(len(occasions)), key=lambda i: occasions[i].date or "")
        for pattern, place in ((_EARLIER, ordered[0]), (_LATER, ordered[-1])):
            if match := pattern.search(sentence.plain):
                found[place] = match.start()
    return sorted(found, key=lambda place: found[place])


def _signs(occasion: Occasion, others: Sequence[Occasion]) -> list[re.Pattern[str]]:
    """Patterns of the words that name this occasion and none of the others."""
    signs = []
    year = (occasion.date or "")[:4]
    for month in occasion.months - {m for o in others for m in o.months}:
        name = MONTHS[month - 1].capitalize()
        signs.append(re.compile(rf"\b{_NOT_NOW}{name}\b(?! (?!{year})(?:19|20)\d\d)"))
    if occasion.ordinal:
        words = "|".join(w for w, n in ORDINALS.items() if n == occasion.ordinal)
        signs.append(re.compile(rf"\b{_NOT_NOW}(?:{words or occasion.ordinal}) {_PAPER}", re.IGNORECASE))
        if occasion.ordinal <= len(_COUNTED):
            number = rf"(?:{_COUNTED[occasion.ordinal - 1]}|{occasion.ordinal})"
            signs.append(re.compile(rf"^(?:letter|visit|report) {number}\b", re.IGNORECASE))
    if occasion.type in _KINDS and all(o.type != occasion.type for o in others):
        signs.append(re.compile(rf"\b{_NOT_NOW}(?:{_KINDS[occasion.type]})\b(?!s)", re.IGNORECASE))
    return signs

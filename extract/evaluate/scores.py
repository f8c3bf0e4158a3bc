"""What one article adds to each measure. Every measure is a ratio, so that a set's is the ratio of the sums."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.evaluate.agreement import INSPECTION_FIELDS, agreeing_fields, same_words
from extract.evaluate.dataset import Case
from extract.evaluate.gold import GoldFinding, GoldQuote, GoldRecord
from extract.evaluate.matching import Matches, Matching
from schemas.record import Finding, Quote, Record

Sums = Mapping[str, tuple[int, int]]
"""Numerator and denominator of each measure; a measure that an article says nothing about is (0, 0)."""

COUNTED = ("inspections", "findings", "strengths", "weaknesses", "recommendations", "quotes")
"""What precision, recall and F1 are given of."""

_JUDGED = (
    *(f"inspection.{field}" for field in INSPECTION_FIELDS),
    "finding.inspection",
    "finding.theme",
    "quote.speaker",
    "quote.speaker_kind",
    "quote.role",
    "quote.inspection",
    "spans.exact",
    "spans.grounded",
)
RATIOS: tuple[str, ...] = (*(f"{n}.{part}" for n in COUNTED for part in ("f1", "precision", "recall")), *_JUDGED)


@dataclass(frozen=True, slots=True)
class Found:
    """How many items are right, how many were said, and how many gold holds; optional ones in none of the three."""

    hits: int
    said: int
    gold: int

    def sums(self, name: str) -> dict[str, tuple[int, int]]:
        """As the three measures of ``name``."""
        return {
            f"{name}.f1": (2 * self.hits, self.said + self.gold),
            f"{name}.precision": (self.hits, self.said),
            f"{name}.recall": (self.hits, self.gold),
        }


def score(case: Case, said: Record, matches: Matches) -> Sums:
    """An article's part in every ratio."""
    strengths, weaknesses = _found(matches.strengths), _found(matches.weaknesses)
    both = Found(*(one + other for one, other in zip(_three(strengths), _three(weaknesses), strict=True)))
    counted = (_inspections(said, case.gold, matches.inspections), both, strengths, weaknesses)
    counted += (_found(matches.recommendations), _found(matches.quotes))
    sums = dict.fromkeys(RATIOS, (0, 0))
    for name, found in zip(COUNTED, counted, strict=True):
        sums |= found.sums(name)
    return sums | _facts(said, case.gold, matches) | _spans(case, said, matches)


def score_missing(case: Case) -> Sums:
    """The part of an article without a record: all of its firm gold is missed, and nothing else is known."""
    gold = case.gold
    lists = (gold.inspections, (*gold.strengths, *gold.weaknesses), gold.strengths, gold.weaknesses)
    sums = dict.fromkeys(RATIOS, (0, 0))
    for name, items in zip(COUNTED, (*lists, gold.recommendations, gold.quotes), strict=True):
        sums |= Found(0, 0, sum(not item.optional for item in items)).sums(name)
    return sums


def add(articles: Iterable[Sums]) -> Sums:
    """The sums of a set."""
    numerators: Counter[str] = Counter()
    denominators: Counter[str] = Counter()
    for sums in articles:
        for name, (numerator, denominator) in sums.items():
            numerators[name] += numerator
            denominators[name] += denominator
    return {name: (numerators[name], denominators[name]) for name in RATIOS}


def _three(found: Found) -> tuple[int, int, int]:
    return found.hits, found.said, found.gold


def _found(matching: Matching) -> Found:
    hits = len(matching.pairs)
    return Found(hits, hits + len(matching.invented), hits + len(matching.missed))


def _inspections(said: Record, gold: GoldRecord, matching: Matching) -> Found:
    """A pair of one council but of two types is a false alarm and a miss."""
    paired = _found(matching)
    hits = sum(said.inspections[s].type == gold.inspections[g].type for s, g in matching.pairs)
    return Found(hits, paired.said, paired.gold)


def _facts(said: Record, gold: GoldRecord, matches: Matches) -> dict[str, tuple[int, int]]:
    """Accuracies: of the type over pairs of one council, of the other facts over those of one type as well."""
    agreeing = [agreeing_fields(said.inspections[s], gold.inspections[g]) for s, g in matches.inspections.pairs]
    same_type = [fields for fields in agreeing if fields["type"]]
    facts = {f"inspection.{n}": _share(fields[n] for fields in same_type) for n in INSPECTION_FIELDS if n != "type"}
    facts["inspection.type"] = _share(fields["type"] for fields in agreeing)
    same_visit = same_inspection(said, gold, matches)
    findings = matched_findings(said, gold, matches)
    quotes = [(said.quotes[s], gold.quotes[g]) for s, g in matches.quotes.pairs]
    facts["finding.inspection"] = _share(same_visit(one.inspection, other.inspection) for one, other in findings)
    facts["finding.theme"] = _share(one.theme == other.theme for one, other in findings)
    facts["quote.speaker"] = _share(same_words(one.speaker, other.speaker) for one, other in quotes)
    facts["quote.speaker_kind"] = _share(one.speaker_kind == other.speaker_kind for one, other in quotes)
    facts["quote.role"] = _share(same_words(o.role, g.role) for o, g in quotes if o.role or g.role)
    facts["quote.inspection"] = _share(same_visit(one.inspection, other.inspection) for one, other in quotes)
    return facts


def matched_findings(said: Record, gold: GoldRecord, matches: Matches) -> list[tuple[Finding, GoldFinding]]:
    """Strengths and weaknesses that stand for firm gold, with that gold."""
    return [
        *((said.strengths[s], gold.strengths[g]) for s, g in matches.strengths.pairs),
        *((said.weaknesses[s], gold.weaknesses[g]) for s, g in matches.weaknesses.pairs),
    ]


def same_inspection(said: Record, gold: GoldRecord, matches: Matches) -> Callable[[str | None, str | None], bool]:
    """Tell whether an inspection of the record and one of gold are the same; none is the same as none."""
    ids = {said.inspections[s].id: gold.inspections[g].id for s, g in matches.inspections.said_to_gold.items()}

    def same(one: str | None, other: str | None) -> bool:
        return one is other if one is None or other is None else ids.get(one) == other

    return same


def _spans(case: Case, said: Record, matches: Matches) -> dict[str, tuple[int, int]]:
    spans = [*said.strengths, *said.weaknesses, *said.recommendations, *said.quotes]
    text = case.article.text
    gold = case.gold
    quotes: Sequence[tuple[Quote, GoldQuote]] = [(said.quotes[s], gold.quotes[g]) for s, g in matches.quotes.pairs]
    matched = [*matched_findings(said, gold, matches), *quotes]
    return {
        "spans.grounded": _share(text[span.start : span.end] == span.text for span in spans),
        "spans.exact": _share((one.start, one.end) == (other.start, other.end) for one, other in matched),
    }


def _share(agree: Iterable[bool]) -> tuple[int, int]:
    answers = list(agree)
    return sum(answers), len(answers)

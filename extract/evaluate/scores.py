"""What one article adds to each measure: all are ratios, so that a set's is the ratio of the sums."""

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

SameInspection = Callable[[str | None, str | None], bool]
"""Whether an inspection of the record and one of gold, by their ids, are the same."""

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
RATIOS: tuple[str, ...] = (
    *(f"{n}.{part}" for n in COUNTED for part in ("f1", "precision", "recall")),
    *_JUDGED,
)


@dataclass(frozen=True, slots=True)
class Found:
    """How many items are right, were said, and stand in gold; optional ones count in none of them."""

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
    counted = {
        "inspections": _inspections(said, case.gold, matches.inspections),
        "strengths": _found(matches.strengths),
        "weaknesses": _found(matches.weaknesses),
        "recommendations": _found(matches.recommendations),
        "quotes": _found(matches.quotes),
    }
    return {**_counts(counted), **_facts(said, case.gold, matches), **_spans(case, said, matches)}


def score_missing(case: Case) -> Sums:
    """The part of an article without a record: all of its firm gold is missed, and nothing else is known."""
    gold = case.gold
    counted = {
        "inspections": _all_missed(item.optional for item in gold.inspections),
        "strengths": _all_missed(item.optional for item in gold.strengths),
        "weaknesses": _all_missed(item.optional for item in gold.weaknesses),
        "recommendations": _all_missed(item.optional for item in gold.recommendations),
        "quotes": _all_missed(item.optional for item in gold.quotes),
    }
    return {**_counts(counted), **dict.fromkeys(_JUDGED, (0, 0))}


def _counts(counted: Mapping[str, Found]) -> dict[str, tuple[int, int]]:
    """Precision, recall and F1 of each; among findings a wrong polarity is a false alarm and a miss."""
    one, other = counted["strengths"], counted["weaknesses"]
    findings = Found(one.hits + other.hits, one.said + other.said, one.gold + other.gold)
    every = {**counted, "findings": findings}
    return {name: pair for kind in COUNTED for name, pair in every[kind].sums(kind).items()}


def _all_missed(optional: Iterable[bool]) -> Found:
    return Found(0, 0, sum(not one for one in optional))


def add(articles: Iterable[Sums]) -> Sums:
    """The sums of a set."""
    numerators: Counter[str] = Counter()
    denominators: Counter[str] = Counter()
    for sums in articles:
        for name, (numerator, denominator) in sums.items():
            numerators[name] += numerator
            denominators[name] += denominator
    return {name: (numerators[name], denominators[name]) for name in denominators}


def _found(matching: Matching) -> Found:
    hits = len(matching.pairs)
    return Found(hits, hits + len(matching.invented), hits + len(matching.missed))


def _inspections(said: Record, gold: GoldRecord, matching: Matching) -> Found:
    """A pair of one council but of two types is a false alarm and a miss."""
    paired = _found(matching)
    hits = sum(said.inspections[s].type == gold.inspections[g].type for s, g in matching.pairs)
    return Found(hits, paired.said, paired.gold)


def _facts(said: Record, gold: GoldRecord, matches: Matches) -> dict[str, tuple[int, int]]:
    """Accuracies: the type's over pairs of one council, of other facts over those also of one type."""
    agreeing = [
        agreeing_fields(said.inspections[s], gold.inspections[g]) for s, g in matches.inspections.pairs
    ]
    same_type = [fields for fields in agreeing if fields["type"]]
    facts = {f"inspection.{name}": _share(fields[name] for fields in same_type) for name in INSPECTION_FIELDS}
    facts["inspection.type"] = _share(fields["type"] for fields in agreeing)
    same_visit = same_inspection(said, gold, matches)
    findings = matched_findings(said, gold, matches)
    quotes = [(said.quotes[s], gold.quotes[g]) for s, g in matches.quotes.pairs]
    facts["finding.inspection"] = _share(
        same_visit(one.inspection, other.inspection) for one, other in findings
    )
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


def same_inspection(said: Record, gold: GoldRecord, matches: Matches) -> SameInspection:
    """Tell whether an inspection of the record and one of gold are the same; none is the same as none."""
    ids = {
        said.inspections[s].id: gold.inspections[g].id for s, g in matches.inspections.said_to_gold.items()
    }

    def same(one: str | None, other: str | None) -> bool:
        return one is other if one is None or other is None else ids.get(one) == other

    return same


def _spans(case: Case, said: Record, matches: Matches) -> dict[str, tuple[int, int]]:
    spans = [*said.strengths, *said.weaknesses, *said.recommendations, *said.quotes]
    text = case.article.text
    gold = case.gold
    quotes: Sequence[tuple[Quote, GoldQuote]] = [
        (said.quotes[s], gold.quotes[g]) for s, g in matches.quotes.pairs
    ]
    matched = [*matched_findings(said, gold, matches), *quotes]
    return {
        "spans.grounded": _share(text[span.start : span.end] == span.text for span in spans),
        "spans.exact": _share((one.start, one.end) == (other.start, other.end) for one, other in matched),
    }


def _share(agree: Iterable[bool]) -> tuple[int, int]:
    answers = list(agree)
    return sum(answers), len(answers)

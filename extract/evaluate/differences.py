"""Where a record and its gold differ, one by one, in their own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.evaluate.agreement import InspectionField, agreeing_fields, same_words
from extract.evaluate.gold import GoldFinding, GoldQuote, GoldRecord
from extract.evaluate.matching import Matches, Matching
from extract.evaluate.scores import SameInspection, same_inspection
from extract.likeness import SAME_SPAN, Pair, overlap
from schemas.record import Evidence, Finding, Inspection, Quote, Record


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` is missed, invented, polarity or the field that is wrong.

    ``path`` points into the record, if it can; ``place`` is a span of the article,
    or the council whose inspection it is about.
    """

    part: str
    what: str
    path: str | None
    place: Evidence | str
    said: str | None
    gold: str | None
    confidence: float | None = None


def find_differences(said: Record, gold: GoldRecord, matches: Matches) -> Iterator[Difference]:
    """Every difference between a record and gold, in the order of the record's parts."""
    same = same_inspection(said, gold, matches)
    yield from _inspections(said, gold, matches.inspections)
    yield from _findings(said, gold, matches, same)
    yield from _recommendations(said, gold, matches.recommendations, same)
    yield from _quotes(said, gold, matches.quotes, same)


def _inspections(record: Record, gold: GoldRecord, matching: Matching) -> Iterator[Difference]:
    for s, g in matching.pairs:
        one, other = record.inspections[s], gold.inspections[g]
        for field, agree in agreeing_fields(one, other).items():
            if not agree:
                values = _value(one, field), _value(other, field)
                yield Difference("inspections", field, f"inspections[{s}].{field}", _place(one), *values)
    for s in matching.invented:
        one = record.inspections[s]
        yield Difference("inspections", "invented", f"inspections[{s}]", _place(one), _visit(one), None)
    for g in matching.missed:
        other = gold.inspections[g]
        yield Difference("inspections", "missed", None, _place(other), None, _visit(other))


def _findings(
    record: Record, gold: GoldRecord, matches: Matches, same: SameInspection
) -> Iterator[Difference]:
    said = {"strength": record.strengths, "weakness": record.weaknesses}
    wanted = {"strength": gold.strengths, "weakness": gold.weaknesses}
    matching = {"strength": matches.strengths, "weakness": matches.weaknesses}
    paths = {"strength": "strengths", "weakness": "weaknesses"}
    for name, opposite in (("strength", "weakness"), ("weakness", "strength")):
        for s, g in matching[name].pairs:
            yield from _wrong_facts(said[name][s], wanted[name][g], f"{paths[name]}[{s}]", same)
        turned = dict(
            _turned(said[name], matching[name].invented, wanted[opposite], matching[opposite].missed)
        )
        for s in matching[name].invented:
            one, path = said[name][s], f"{paths[name]}[{s}]"
            if s in turned:
                values = f"{name}, {one.theme}", f"{opposite}, {wanted[opposite][turned[s]].theme}"
                yield Difference("findings", "polarity", path, one, *values, one.confidence)
            else:
                yield Difference(
                    "findings", "invented", path, one, f"{name}, {one.theme}", None, one.confidence
                )
        back = _turned(said[opposite], matching[opposite].invented, wanted[name], matching[name].missed)
        for g in sorted(set(matching[name].missed) - {g for _, g in back}):
            other = wanted[name][g]
            yield Difference("findings", "missed", None, other, None, f"{name}, {other.theme}")


def _turned(
    said: Sequence[Finding], invented: Sequence[int], gold: Sequence[GoldFinding], missed: Sequence[int]
) -> list[Pair]:
    """Findings said with the wrong polarity, with the gold they should have been; each once."""
    pairs: list[Pair] = []
    for s in invented:
        near = [(overlap(said[s], gold[g]), g) for g in missed if g not in {taken for _, taken in pairs}]
        likeness, g = max(near, default=(0.0, 0))
        if likeness >= SAME_SPAN:
            pairs.append((s, g))
    return pairs


def _wrong_facts(one: Finding, other: GoldFinding, path: str, same: SameInspection) -> Iterator[Difference]:
    if not same(one.inspection, other.inspection):
        values = one.inspection, other.inspection
        yield Difference("findings", "inspection", f"{path}.inspection", one, *values, one.confidence)
    if one.theme != other.theme:
        yield Difference("findings", "theme", f"{path}.theme", one, one.theme, other.theme, one.confidence)


def _recommendations(
    record: Record, gold: GoldRecord, matching: Matching, same: SameInspection
) -> Iterator[Difference]:
    part = "recommendations"
    for s, g in matching.pairs:
        one, other = record.recommendations[s], gold.recommendations[g]
        if not same(one.inspection, other.inspection):
            yield Difference(
                part, "inspection", f"{part}[{s}].inspection", one, one.inspection, other.inspection
            )
    for s in matching.invented:
        yield Difference(part, "invented", f"{part}[{s}]", record.recommendations[s], "recommendation", None)
    for g in matching.missed:
        yield Difference(part, "missed", None, gold.recommendations[g], None, "recommendation")


def _quotes(
    record: Record, gold: GoldRecord, matching: Matching, same: SameInspection
) -> Iterator[Difference]:
    for s, g in matching.pairs:
        one, other = record.quotes[s], gold.quotes[g]
        path, voices = f"quotes[{s}]", (_voice(one), _voice(other))
        # who takes the wrong speaker takes the wrong post and side as well: one mistake, not three
        if not same_words(one.speaker, other.speaker):
            yield Difference("quotes", "speaker", f"{path}.speaker", one, *voices, one.confidence)
        elif one.speaker_kind != other.speaker_kind:
            yield Difference("quotes", "speaker_kind", f"{path}.speaker_kind", one, *voices, one.confidence)
        elif not same_words(one.role, other.role):
            yield Difference("quotes", "role", f"{path}.role", one, *voices, one.confidence)
        if not same(one.inspection, other.inspection):
            values = one.inspection or "none", other.inspection or "none"
            yield Difference("quotes", "inspection", f"{path}.inspection", one, *values, one.confidence)
    for s in matching.invented:
        one = record.quotes[s]
        yield Difference("quotes", "invented", f"quotes[{s}]", one, _voice(one), None, one.confidence)
    for g in matching.missed:
        yield Difference("quotes", "missed", None, gold.quotes[g], None, _voice(gold.quotes[g]))


def _place(inspection: Inspection) -> Evidence | str:
    return inspection.evidence[0] if inspection.evidence else inspection.council


def _visit(inspection: Inspection) -> str:
    return f"{inspection.council}, {inspection.type}"


def _voice(quote: Quote | GoldQuote) -> str:
    role = f", {quote.role}" if quote.role else ""
    return f"{quote.speaker or 'nobody named'}{role} ({quote.speaker_kind})"


def _value(inspection: Inspection, field: InspectionField) -> str:
    match field:
        case "previous_ratings":
            grades = [f"{p.rating} {p.year or 'without year'}" for p in inspection.previous_ratings]
        case "judgements":
            grades = [f"{j.area}: {j.rating}" for j in inspection.judgements]
        case _:
            value = getattr(inspection, field)
            return "none" if value is None else str(value)
    return "; ".join(grades) or "none"

"""Where a record and gold differ, one by one: what was said, what gold says, and whether `review` flagged it."""

from collections.abc import Iterator

from extract.evaluate.agreement import INSPECTION_FIELDS, InspectionField, agreeing_fields, same_words
from extract.evaluate.dataset import Case, SetName
from extract.evaluate.gold import GoldFinding, GoldInspection, GoldQuote
from extract.evaluate.matching import SAME_SPAN, Matches, Matching, match_spans
from extract.evaluate.review import Flags
from extract.evaluate.scores import same_inspection
from extract.evaluate.sentences import Sentences
from schemas.record import Finding, Frozen, Inspection, Quote, Record, Span


class Mistake(Frozen):
    """One difference. ``what`` is missed, invented, polarity or the field that is wrong.

    ``start`` and ``end`` are code points of the article: what the record said, or what it missed.
    ``sentence`` is the article from ``sentence_start`` on: every sentence the span touches.
    """

    article: str
    set_name: SetName
    part: str
    what: str
    path: str | None
    start: int
    end: int
    said: str | None
    gold: str | None
    confidence: float | None
    flagged: bool
    sentence: str
    sentence_start: int


_WORST = (
    "inspections missed",
    "inspections invented",
    "inspections type",
    "inspections rating",
    "findings polarity",
    "inspections previous_ratings",
    "quotes speaker",
    "quotes speaker_kind",
    "findings missed",
    "findings invented",
    "quotes missed",
    "quotes invented",
    "findings inspection",
    "recommendations missed",
    "recommendations invented",
)
"""From the error that misleads a reader most; what is not listed misleads less than all of these."""


def kind(mistake: Mistake) -> str:
    """Its part and what is wrong, as errors are counted."""
    return f"{mistake.part} {mistake.what}"


def worst_first(mistakes: list[Mistake]) -> list[Mistake]:
    """Mistakes in the order in which they mislead; among equals, those made with the greatest confidence."""
    rank = {name: n for n, name in enumerate(_WORST)}
    return sorted(
        mistakes, key=lambda m: (rank.get(kind(m), len(rank)), -(m.confidence or 0), m.article, m.start, m.path or "")
    )


def find_mistakes(case: Case, said: Record, matches: Matches) -> list[Mistake]:
    """Every mistake of one record, in the order of its parts."""
    return list(_Finder(case, said, matches).all())


class _Finder:
    """The record, its gold and what they have in common."""

    def __init__(self, case: Case, said: Record, matches: Matches) -> None:
        self._case, self._said, self._matches = case, said, matches
        self._flags = Flags(said.review)
        self._sentences = Sentences(case.article.text)
        self._same_visit = same_inspection(said, case.gold, matches)

    def all(self) -> Iterator[Mistake]:
        yield from self._inspections()
        yield from self._findings()
        yield from self._recommendations()
        yield from self._quotes()

    def _inspections(self) -> Iterator[Mistake]:
        said, gold, matching = self._said.inspections, self._case.gold.inspections, self._matches.inspections
        for s, g in matching.pairs:
            agree = agreeing_fields(said[s], gold[g])
            for field in INSPECTION_FIELDS:
                if not agree[field]:
                    values = _field(said[s], field), _field(gold[g], field)
                    yield self._mistake(field, self._place(said[s]), f"inspections[{s}].{field}", *values)
        for s in matching.invented:
            yield self._mistake("invented", self._place(said[s]), f"inspections[{s}]", _visit(said[s]), None)
        for g in matching.missed:
            yield self._mistake("missed", self._place(gold[g]), "inspections", None, _visit(gold[g]), lost=True)

    def _place(self, inspection: Inspection) -> tuple[int, int]:
        if inspection.evidence:
            return inspection.evidence[0].start, inspection.evidence[0].end
        return self._sentences.first_naming(inspection.council)

    def _findings(self) -> Iterator[Mistake]:
        gold = self._case.gold
        lists = {"strengths": self._said.strengths, "weaknesses": self._said.weaknesses}
        wanted = {"strengths": gold.strengths, "weaknesses": gold.weaknesses}
        matchings = {"strengths": self._matches.strengths, "weaknesses": self._matches.weaknesses}
        turned: dict[str, Matching] = {}
        for name, other in (("strengths", "weaknesses"), ("weaknesses", "strengths")):
            turned[name] = _turned(lists[name], matchings[name], wanted[other], matchings[other])
        for name, other in (("strengths", "weaknesses"), ("weaknesses", "strengths")):
            items = lists[name]
            for s, g in turned[name].pairs:
                paths = _finding(items[s], name), _finding(wanted[other][g], other)
                yield self._about(items[s], "findings", "polarity", f"{name}[{s}]", *paths)
            for s, g in matchings[name].pairs:
                yield from self._wrong_facts(items[s], wanted[name][g], name, s)
            for s in turned[name].invented:
                yield self._about(items[s], "findings", "invented", f"{name}[{s}]", _finding(items[s], name), None)
            for g in turned[other].missed:
                lost = wanted[name][g]
                yield self._lost(lost, "findings", _finding(lost, name))

    def _wrong_facts(self, said: Finding, gold: GoldFinding, name: str, number: int) -> Iterator[Mistake]:
        if not self._same_visit(said.inspection, gold.inspection):
            values = "inspection", f"{name}[{number}].inspection", said.inspection, gold.inspection
        elif said.theme != gold.theme:
            values = "theme", f"{name}[{number}].theme", said.theme, gold.theme
        else:
            return
        yield self._about(said, "findings", *values)

    def _recommendations(self) -> Iterator[Mistake]:
        said, gold, matching = self._said.recommendations, self._case.gold.recommendations, self._matches.recommendations
        for s, g in matching.pairs:
            values = said[s].inspection, gold[g].inspection
            if not self._same_visit(*values):
                path = f"recommendations[{s}].inspection"
                yield self._about(said[s], "recommendations", "inspection", path, *values)
        for s in matching.invented:
            yield self._about(said[s], "recommendations", "invented", f"recommendations[{s}]", "recommendation", None)
        for g in matching.missed:
            yield self._lost(gold[g], "recommendations", "recommendation")

    def _quotes(self) -> Iterator[Mistake]:
        said, gold, matching = self._said.quotes, self._case.gold.quotes, self._matches.quotes
        for s, g in matching.pairs:
            one, other = said[s], gold[g]
            # one mistake a quote: who takes the wrong speaker takes the wrong post as well
            if not same_words(one.speaker, other.speaker):
                yield self._about(one, "quotes", "speaker", f"quotes[{s}].speaker", _voice(one), _voice(other))
            elif one.speaker_kind != other.speaker_kind:
                yield self._about(one, "quotes", "speaker_kind", f"quotes[{s}].speaker_kind", _voice(one), _voice(other))
            elif not same_words(one.role, other.role):
                yield self._about(one, "quotes", "role", f"quotes[{s}].role", _voice(one), _voice(other))
            elif not self._same_visit(one.inspection, other.inspection):
                visits = one.inspection or "none", other.inspection or "none"
                yield self._about(one, "quotes", "inspection", f"quotes[{s}].inspection", *visits)
        for s in matching.invented:
            yield self._about(said[s], "quotes", "invented", f"quotes[{s}]", _voice(said[s]), None)
        for g in matching.missed:
            yield self._lost(gold[g], "quotes", _voice(gold[g]))

"""Records and gold into a report: each article scored by itself, each set from the sums of its articles."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.evaluate.bootstrap import draws, interval, ratio_interval
from extract.evaluate.calibration import (
    Floats,
    Judged,
    binned,
    expected_calibration_error,
    judge,
    reliability,
)
from extract.evaluate.dataset import SETS, Case, Dataset, Result, SetName, Unscored
from extract.evaluate.matching import match
from extract.evaluate.mistakes import Mistake, find_mistakes, worst_first
from extract.evaluate.report import ArticleReport, Effort, KindOfMistake, Measure, Report, SetReport
from extract.evaluate.reviewed import flags_right
from extract.evaluate.scores import RATIOS, Sums, add, score, score_missing

REVIEWED = ("review.errors_flagged", "review.flags_right")
CALIBRATED = ("calibration.findings", "calibration.quotes", "calibration.all")
MEASURES: tuple[str, ...] = (*RATIOS, *REVIEWED, *CALIBRATED)
"""Names of all measures, in the order of a report."""


@dataclass(frozen=True, slots=True)
class _Scored:
    """One article's part in everything."""

    case: Case
    failure: str | None
    sums: Sums
    judged: Sequence[Judged]
    mistakes: Sequence[Mistake]


def evaluate(
    dataset: Dataset, results: Mapping[str, Result], *, model: str, effort: Effort | None = None
) -> Report:
    """Score the record of each case; one without is named as a failure, and its gold counts as missed."""
    scored = [_score(case, results.get(case.article.id, Unscored("no record"))) for case in dataset.cases]
    of_set = {name: [s for s in scored if s.case.set_name == name] for name in SETS}
    return Report(
        model=model,
        sets=tuple(
            _set_report(name, dataset.sha256[name], articles) for name, articles in of_set.items() if articles
        ),
        articles=tuple(_article_report(s) for s in scored),
        effort=effort,
    )


def _score(case: Case, result: Result) -> _Scored:
    if isinstance(result, Unscored):
        return _Scored(
            case, result.reason, {**score_missing(case), **dict.fromkeys(REVIEWED, (0, 0))}, (), ()
        )
    matches = match(result, case.gold)
    mistakes = find_mistakes(case, result, matches)
    flagged = sum(m.flagged for m in mistakes), len(mistakes)
    reviewed = zip(REVIEWED, (flagged, flags_right(result, case.gold, matches)), strict=True)
    sums = {**score(case, result, matches), **dict(reviewed)}
    return _Scored(case, None, sums, judge(result, case.gold, matches), worst_first(mistakes))


def _article_report(scored: _Scored) -> ArticleReport:
    return ArticleReport(
        id=scored.case.article.id,
        set_name=scored.case.set_name,
        failure=scored.failure,
        counts=dict(scored.sums),
        mistakes=tuple(scored.mistakes),
    )


def _set_report(name: SetName, gold: str, articles: Sequence[_Scored]) -> SetReport:
    mistakes = [m for a in articles for m in a.mistakes]
    counted, flagged = Counter(m.kind for m in mistakes), Counter(m.kind for m in mistakes if m.flagged)
    everything = _bins(articles, "calibration.all").sum(axis=0)
    return SetReport(
        name=name,
        gold=gold,
        articles=len(articles),
        failed=sum(a.failure is not None for a in articles),
        measures=(*_ratios(articles), *_calibrations(articles)),
        reliability=reliability(everything),
        mistakes=tuple(
            KindOfMistake(kind=k, count=n, flagged=flagged[k])
            for k, n in sorted(counted.items(), key=lambda i: (-i[1], i[0]))
        ),
    )


def _ratios(articles: Sequence[_Scored]) -> list[Measure]:
    drawn = draws(len(articles))
    total = add([a.sums for a in articles])
    measures = []
    for name in (*RATIOS, *REVIEWED):
        right, out_of = total[name]
        low, high = ratio_interval([a.sums[name] for a in articles], drawn) or (None, None)
        value = round(right / out_of, 4) if out_of else None
        measures.append(Measure(name=name, value=value, low=low, high=high, right=right, out_of=out_of))
    return measures


def _calibrations(articles: Sequence[_Scored]) -> list[Measure]:
    """Expected calibration errors; their counts are the items right, and all items judged."""
    drawn = draws(len(articles))
    measures = []
    for name in CALIBRATED:
        parts = _bins(articles, name)
        total = parts.sum(axis=0)
        items, right = int(total[:, 0].sum()), int(total[:, 2].sum())
        value = round(float(expected_calibration_error(total)), 4) if items else None
        low, high = interval(parts, drawn, expected_calibration_error) or (None, None)
        measures.append(Measure(name=name, value=value, low=low, high=high, right=right, out_of=items))
    return measures


def _bins(articles: Sequence[_Scored], name: str) -> Floats:
    """Each article's sums for the reliability table of findings, of quotes, or of both."""
    wanted = name.removeprefix("calibration.")
    return np.stack([binned(j for j in a.judged if wanted in {j.part, "all"}) for a in articles])

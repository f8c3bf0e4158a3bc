"""Two reports compared: which measures moved, which mistakes are new, which are gone."""

from collections.abc import Iterator

from pydantic import Field

from extract.evaluate.dataset import SetName
from extract.evaluate.mistakes import Mistake, worst_first
from extract.evaluate.report import Report, SetReport
from schemas.record import Frozen


class Moved(Frozen):
    """A measure before and after, with the counts behind it; None is no score."""

    set_name: SetName
    name: str
    before: float | None
    after: float | None
    counts_before: tuple[int, int]
    counts_after: tuple[int, int]

    @property
    def by(self) -> float | None:
        """How far up, or down."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 4)


class Comparison(Frozen):
    """What moved between a baseline and now, over the articles of the sets that both have scored."""

    other_gold: tuple[SetName, ...] = Field(description="Sets whose gold has changed since the baseline.")
    moved: tuple[Moved, ...]
    new: tuple[Mistake, ...]
    gone: tuple[Mistake, ...]
    newly_failed: tuple[str, ...]
    recovered: tuple[str, ...]


def compare(now: Report, baseline: Report) -> Comparison:
    """What moved since ``baseline``."""
    shared = {s.name for s in now.sets} & {s.name for s in baseline.sets}
    old, new = _mistakes(baseline, shared), _mistakes(now, shared)
    failed_before, failed = _failed(baseline, shared), _failed(now, shared)
    return Comparison(
        other_gold=tuple(s.name for s in now.sets if (b := baseline.of_set(s.name)) and b.gold != s.gold),
        moved=tuple(
            m for one in now.sets if (before := baseline.of_set(one.name)) for m in _moved(one, before)
        ),
        new=tuple(worst_first([m for key, m in new.items() if key not in old])),
        gone=tuple(worst_first([m for key, m in old.items() if key not in new])),
        newly_failed=tuple(sorted(failed - failed_before)),
        recovered=tuple(sorted(failed_before - failed)),
    )


def _moved(now: SetReport, baseline: SetReport) -> Iterator[Moved]:
    """Measures whose value or counts differ; one that the baseline did not know had none."""
    for after in now.measures:
        before = baseline.measure(after.name)
        value, counts = (before.value, (before.right, before.out_of)) if before else (None, (0, 0))
        if (value, counts) != (after.value, (after.right, after.out_of)):
            yield Moved(
                set_name=now.name,
                name=after.name,
                before=value,
                after=after.value,
                counts_before=counts,
                counts_after=(after.right, after.out_of),
            )


def _mistakes(report: Report, sets: set[SetName]) -> dict[tuple[object, ...], Mistake]:
    """Mistakes by what makes them the same, which is neither their path nor their confidence."""
    found = (m for a in report.articles if a.set_name in sets for m in a.mistakes)
    return {(m.article, m.part, m.what, m.start, m.end, m.said, m.gold): m for m in found}


def _failed(report: Report, sets: set[SetName]) -> set[str]:
    return {a.id for a in report.articles if a.failure is not None and a.set_name in sets}

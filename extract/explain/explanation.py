"""An item of a record beside the decisions and the questions that it came of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extract.article import Article
from extract.explain.paths import Target
from extract.explain.replay import Replay
from extract.explain.trace import Noted, Question
from extract.staleness import Changed
from extract.tasks.page import one_line
from extract.tasks.windows import as_read
from schemas.record import Record

Entry = tuple[str, dict[str, Any]]
"""The list of a record and an entry of it."""

_FOUND = ("strengths", "weaknesses", "recommendations")
_SPANS = (*_FOUND, "quotes")
_TASK = {"inspections": "inspections", "quotes": "quotes", **dict.fromkeys(_FOUND, "findings")}
"""The task that fills a list."""
_READ_OFF = {
    "title": "the headline as it is printed, without the name of a site's section",
    "publisher": "the outlet that the page names",
    "published": "the date of publication that the page prints",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One decision, and the questions it rests on."""

    noted: Noted
    questions: tuple[Question, ...]

    @property
    def lacks_answer(self) -> bool:
        """Whether an answer it rests on is not kept, so that nothing can be said of the decision."""
        return any(q.kept is None for q in self.questions)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an item came to be, as far as the kept answers tell."""

    target: Target
    item: dict[str, Any] | None
    """The entry as the record has it; None for a stretch of the article."""
    article: str
    """The article's text."""
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    """Those that the steps rest on, and those whose lack keeps steps from being known."""
    changed: tuple[Changed, ...]
    """What is another now than when the record was made."""
    now: tuple[Entry, ...] | None
    """What the pipeline makes of the place today; None where kept answers do not suffice."""
    ended_at: Question | None = None
    """The question without a kept answer that nothing could stand in for, so that no more is known."""

    @property
    def differs(self) -> bool:
        """Whether the pipeline would give something else today."""
        return (
            self.now is not None and self.item is not None and (self.target.name, self.item) not in self.now
        )


def explain(
    target: Target, record: Record, article: Article, replayed: Replay, changed: Iterable[Changed]
) -> Explanation:
    """Pick out of a replay what concerns the target."""
    steps = [Step(n, _rests_on(n, replayed, article)) for n in replayed.trace.decided if _is_about(n, target)]
    if any(step.noted.note.part == target.field for step in steps):
        steps = [step for step in steps if step.noted.note.part == target.field]
    steps.sort(key=lambda step: _position(step.noted))
    wanted = {id(q) for step in steps for q in step.questions} | {id(q) for q in _lacking(target, replayed)}
    return Explanation(
        target=target,
        item=_item(target, record),
        article=article.text,
        steps=tuple(steps),
        questions=tuple(q for q in replayed.trace.asked if id(q) in wanted),
        changed=tuple(changed),
        now=_now(target, record, replayed) if not replayed.missing else None,
        ended_at=replayed.ended_at,
    )


def _position(noted: Noted) -> int:
    """Where in the article a decision stands, those of the whole record first."""
    return noted.note.place[0] if isinstance(noted.note.place, tuple) else -1


def read_off(target: Target) -> str | None:
    """How code reads what the page says of itself; None for any other target."""
    return _READ_OFF.get(target.field or "") if target.name == "article" else None


def _is_about(noted: Noted, target: Target) -> bool:
    if noted.task != _TASK.get(target.name, noted.task):
        return False
    place = noted.note.place
    if isinstance(place, str) or target.span is None:
        return place == target.entry
    return place[0] < target.span[1] and target.span[0] < place[1]


def _rests_on(noted: Noted, replayed: Replay, article: Article) -> tuple[Question, ...]:
    """The questions behind a decision: those just asked, or for a reading those that show the sentence."""
    place = noted.note.place
    if isinstance(place, str) or not noted.note.probabilities:
        return noted.asked
    words = article.text[slice(*place)]
    lines = dict.fromkeys((one_line(words), as_read(words)))
    asked = [q for q in replayed.trace.asked if q.task == noted.task]
    return tuple(q for q in asked if any(map(q.shows, lines))) or noted.asked


def _lacking(target: Target, replayed: Replay) -> Sequence[Question]:
    """Questions without a kept answer that keep the target's own decisions from being made."""
    task = _TASK.get(target.name)
    return [
        q
        for q in replayed.missing
        if q.task == "inspections"
        or (task in {None, q.task} and (q.kind == "structured" or q is replayed.ended_at))
    ]


def _item(target: Target, record: Record) -> dict[str, Any] | None:
    if target.name == "article":
        return {target.field: getattr(record.article, target.field)} if target.field else None
    entry: dict[str, Any] = getattr(record, target.name)[target.index].model_dump(mode="json")
    return entry


def _now(target: Target, record: Record, replayed: Replay) -> tuple[Entry, ...] | None:
    """Today's entries at the target's place: of the same inspection, or whose spans overlap."""
    made = replayed.record
    if made is None or (target.span is None and target.name != "inspections"):
        return None
    if target.span is None:
        id_ = record.inspections[target.index or 0].id
        return tuple(("inspections", i.model_dump(mode="json")) for i in made.inspections if i.id == id_)
    start, end = target.span
    lists = _SPANS if target.name == "article" else ("quotes",) if target.name == "quotes" else _FOUND
    return tuple(
        (name, entry.model_dump(mode="json"))
        for name in lists
        for entry in getattr(made, name)
        if entry.start < end and start < entry.end
    )

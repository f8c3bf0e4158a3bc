"""A reviewer's own changes to a record. Of what a person has said, the confidence is 1."""

from extract.diff.draft import Draft, Piece, Visit
from extract.diff.things import Label, facts, make_item
from extract.review.verdicts import Edit
from schemas.record import Inspection, Rating, SpeakerKind, Theme

_SURE = 1.0


def relabel(label: Label, theme: Theme | None = None) -> Edit:
    """Another label; ``theme`` is for what was a recommendation and had none."""

    def change(_: Draft, part: Visit | Piece | None) -> None:
        if isinstance(part, Piece):
            lacking = {"theme": theme or "other"}
            part.label = label
            part.value = make_item(label, {**lacking, **facts(part.value), "confidence": _SURE})

    return change


def retheme(theme: Theme) -> Edit:
    """Another theme."""
    return _with(theme=theme)


def respan(start: int, end: int, text: str) -> Edit:
    """Another stretch of the article, with its words."""
    return _with(start=start, end=end, text=text)


def respeak(speaker: str | None, role: str | None, kind: SpeakerKind) -> Edit:
    """Another speaker, in a post, for a side."""
    return _with(speaker=speaker, role=role, speaker_kind=kind)


def _with(**fields: object) -> Edit:
    def change(_: Draft, part: Visit | Piece | None) -> None:
        if isinstance(part, Piece):
            part.value = make_item(part.label, {**facts(part.value), **fields, "confidence": _SURE})

    return change


def reassign(at: int | None) -> Edit:
    """Another inspection, by its place in the record's list; None for none, which only a quote may have."""

    def change(draft: Draft, part: Visit | Piece | None) -> None:
        if isinstance(part, Piece):
            part.visit = None if at is None else draft.visits[at]

    return change


def regrade(rating: Rating | None) -> Edit:
    """Another overall grade."""

    def change(_: Draft, part: Visit | Piece | None) -> None:
        if isinstance(part, Visit):
            part.value = Inspection.model_validate({**facts(part.value), "rating": rating})

    return change


def delete() -> Edit:
    """Not in the record; of an inspection, nor its findings."""

    def change(draft: Draft, part: Visit | Piece | None) -> None:
        if part is not None:
            draft.remove(part)

    return change


def add(label: Label, at: int | None, fields: dict[str, object]) -> Edit:
    """Something that was missed: its fields save the inspection, which is ``at`` that place in the list."""

    def change(draft: Draft, _: Visit | Piece | None) -> None:
        visit = None if at is None else draft.visits[at]
        item = make_item(
            label, {**fields, "inspection": visit.value.id if visit else None, "confidence": _SURE}
        )
        draft.pieces.append(Piece(label, item, visit))

    return change

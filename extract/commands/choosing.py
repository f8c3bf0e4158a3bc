"""Menus of the reviewer's desk: what an edit is to be, a key a choice; Enter leads back, changing nothing."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from rich.console import Console

from extract.commands.keyboard import Keyboard
from extract.diff.things import FINDINGS, Label, Thing
from extract.render_review import menu_view
from extract.render_things import NOTHING, said, visit
from extract.review.edits import add, delete, reassign, regrade, relabel, respan, respeak, retheme
from extract.review.verdicts import Case, Edit
from schemas.record import Evidence, Finding, Inspection, Quote, Rating, Theme

if TYPE_CHECKING:  # the people of an article are found by rules that take half a second to load
    from extract.candidates.segments import Sentence
    from extract.review.choices import Choices, Voice

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_QUOTE: Label = "quote"
_FEW = 12
"""Sentences shown at once."""
_MORE, _LESS = ">", "<"


class Chooser:
    """Asks for one edit of one case."""

    def __init__(self, console: Console, keyboard: Keyboard, case: Case) -> None:
        """The article is looked through for choices only when some are asked for."""
        self._console = console
        self._keyboard = keyboard
        self._case = case
        self._found: Choices | None = None

    def edit(self, thing: Thing) -> Edit | None:
        """An edit of a thing; None to leave it as it is."""
        offered = list(self._offered(thing))
        at = self._choose("edit", [f"{name}: {now}" if now else name for name, now, _ in offered])
        return None if at is None else offered[at][2](thing)

    def _offered(self, thing: Thing) -> Iterator[tuple[str, str, Callable[[Thing], Edit | None]]]:
        """What can be edited in a thing, each with what it is now."""
        value = thing.value
        if isinstance(value, Inspection):
            yield "grade", said(value.rating), self._grade
            yield "delete it and all its findings", "", lambda _: delete()
            return
        if not isinstance(value, Quote):
            yield "label", thing.label, self._label
        if isinstance(value, Finding):
            yield "theme", said(value.theme), self._theme
        if isinstance(value, Quote) and self._case.text is not None:
            yield "speaker", value.speaker or "nobody named", self._speaker
        if self._case.text is not None:
            yield "span", "choose its sentences anew", self._span
        visits = self._case.current.inspections
        if len(visits) > 1 or isinstance(value, Quote):
            of = next((one for one in visits if one.id == thing.item.inspection), None)
            yield "inspection", visit(of), self._inspection
        yield "delete it", "", lambda _: delete()

    def missed(self, stretch: Evidence | None = None) -> Edit | None:
        """Something to add, at a stretch of the article if one is given."""
        visits = self._case.current.inspections
        labels: tuple[Label, ...] = (*(FINDINGS if visits else ()), *(() if stretch else (_QUOTE,)))
        at = self._choose("add", labels) if labels else None
        if at is None or self._case.text is None:
            return None
        label = labels[at]
        span = self._quotation() if label == "quote" else stretch or self.sentences(0)
        if span is None:
            return None
        text = self._case.text[span.start : span.end]
        fields: dict[str, object] = {"start": span.start, "end": span.end, "text": text}
        if label == "quote":
            voice = self.voice()
            if voice is None:
                return None
            fields |= {"speaker": voice.speaker, "role": voice.role, "speaker_kind": voice.kind}
        elif label != "recommendation":
            theme = self.theme()
            if theme is None:
                return None
            fields |= {"theme": theme}
        of = self.which_inspection(optional=label == "quote")
        return None if of is None else add(label, None if of < 0 else of, fields)

    def theme(self) -> Theme | None:
        """A theme."""
        themes: tuple[Theme, ...] = get_args(Theme)
        at = self._choose("theme", [said(theme) for theme in themes])
        return None if at is None else themes[at]

    def voice(self) -> "Voice | None":
        """Somebody whom the article names."""
        if self._case.text is None:
            return None
        voices = self._choices.voices
        rows = [f"{v.speaker or 'nobody named'}{f', {v.role}' if v.role else ''} ({v.kind})" for v in voices]
        at = self._choose("speaker", rows[: len(_KEYS)])
        return None if at is None else voices[at]

    def which_inspection(self, *, optional: bool) -> int | None:
        """The place of an inspection in the record, -1 for none; the only one is not asked about."""
        visits = self._case.current.inspections
        if len(visits) == 1 and not optional:
            return 0
        rows = [visit(one) for one in visits] + ([NOTHING] if optional else [])
        at = self._choose("inspection", rows)
        return -1 if at is not None and at == len(visits) else at

    def sentences(self, near: int) -> Evidence | None:
        """From the first of some sentences to the last; those around a place are shown first."""
        found = self._choices.sentences
        top = max(0, next((n for n, s in enumerate(found) if s.end > near), 0) - _FEW // 3)
        first: Sentence | None = None
        while True:
            shown = found[top : top + _FEW]
            title = (
                "to which sentence? (the same key for that one alone)" if first else "from which sentence?"
            )
            key = self._key(title, [sentence.text for sentence in shown], more=True)
            if key in {_MORE, _LESS}:
                step = _FEW if key == _MORE else -_FEW
                top = min(max(0, top + step), max(0, len(found) - 1))
                continue
            at = _KEYS.find(key) if key else -1
            if not 0 <= at < len(shown):
                return None
            if first is None:
                first = shown[at]
                continue
            start, end = sorted((first, shown[at]), key=lambda s: s.start)
            return Evidence(start=start.start, end=end.end)

    def _quotation(self) -> Evidence | None:
        quotations = self._choices.quotations[: len(_KEYS)]
        title = "quotation" if quotations else "every quotation is in the record already"
        at = self._choose(title, [q.text for q in quotations])
        return None if at is None else Evidence(start=quotations[at].start, end=quotations[at].end)

    def _label(self, thing: Thing) -> Edit | None:
        labels = [label for label in FINDINGS if label != thing.label]
        at = self._choose("label", labels)
        if at is None:
            return None
        theme = self.theme() if thing.label == "recommendation" else None
        return None if thing.label == "recommendation" and theme is None else relabel(labels[at], theme)

    def _span(self, thing: Thing) -> Edit | None:
        span = self.sentences(thing.item.start)
        if span is None or self._case.text is None:
            return None
        return respan(span.start, span.end, self._case.text[span.start : span.end])

    def _inspection(self, thing: Thing) -> Edit | None:
        at = self.which_inspection(optional=thing.label == "quote")
        return None if at is None else reassign(None if at < 0 else at)

    def _theme(self, _: Thing) -> Edit | None:
        theme = self.theme()
        return retheme(theme) if theme else None

    def _speaker(self, _: Thing) -> Edit | None:
        voice = self.voice()
        return respeak(voice.speaker, voice.role, voice.kind) if voice else None

    def _grade(self, _: Thing) -> Edit | None:
        grades: tuple[Rating | None, ...] = (*get_args(Rating), None)
        at = self._choose("grade", [said(grade) for grade in grades])
        return None if at is None else regrade(grades[at])

    @property
    def _choices(self) -> "Choices":
        if self._found is None:
            from extract.review.choices import choices_of  # noqa: PLC0415  as above

            self._found = choices_of(self._case.current, self._case.text or "")
        return self._found

    def _choose(self, title: str, rows: Sequence[str]) -> int | None:
        """The place of the row whose key was typed."""
        key = self._key(title, rows)
        at = _KEYS.find(key) if key else -1
        return at if 0 <= at < len(rows) else None

    def _key(self, title: str, rows: Sequence[str], *, more: bool = False) -> str:
        moves = [(_LESS, "earlier"), (_MORE, "later")] if more else []
        offered = [*zip(_KEYS, rows, strict=False), *moves, ("Enter", "back")]
        self._console.print(menu_view(title, offered))
        return self._keyboard.key()

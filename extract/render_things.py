"""Things of a record, and what happened to them, in a reader's words."""

from collections.abc import Iterable

from rich.text import Text

from extract.diff.changes import Change
from extract.diff.sources import GOLD
from extract.diff.things import Thing, inspection_id
from extract.printing import printable
from extract.render_words import NEW, OLD, arrow, one_line
from extract.wording import NO_GRADE, kind_of
from schemas.record import Evidence, Finding, Inspection, Judgement, PreviousRating, Quote, Record

NOTHING = "none"
_NAMES = {"date_text": "date as printed", "previous_ratings": "previous grades", "council_code": "code"}


def visit(inspection: Inspection | None) -> str:
    """An inspection as a reader knows it: council, kind and which."""
    if inspection is None:
        return "no inspection"
    when = "" if inspection.date is None else f", {inspection.date}"
    return printable(f"{inspection.council}, {kind_of(inspection)}{when}")


def visit_of(thing: Thing, record: Record) -> Inspection | None:
    """The inspection that an item of a record is about."""
    id_ = inspection_id(thing.value)
    return next((i for i in record.inspections if i.id == id_), None)


def voice(quote: Quote) -> str:
    """Who speaks, in what post, for which side."""
    role = f", {quote.role}" if quote.role else ""
    return one_line(f"{quote.speaker or 'nobody named'}{role} ({quote.speaker_kind})")


def said(value: object) -> str:
    """A value as it is read aloud."""
    match value:
        case None | () | "":
            words = NOTHING
        case str():
            words = value.replace("_", " ") if value.islower() else value
        case Judgement():
            words = f"{value.area}: {said(value.rating)}"
        case PreviousRating():
            words = said(value.rating) + (f" ({value.year})" if value.year else "")
        case Evidence():
            words = f"{value.start}:{value.end}"
        case tuple():
            words = "; ".join(said(one) for one in value)
        case _:
            words = str(value)
    return one_line(words)


def field_name(name: str) -> str:
    """A field's name as it is read aloud."""
    return _NAMES.get(name, name.replace("_", " "))


def about(thing: Thing, record: Record) -> str:
    """What a thing says beside its words: who speaks, or the theme; its inspection; how sure that is."""
    parts: Iterable[str]
    match thing.value:
        case Inspection():
            parts = (
                visit(thing.value),
                said(thing.value.rating) if thing.value.rating else NO_GRADE,
            )
        case Quote():
            parts = (voice(thing.value), visit(visit_of(thing, record)))
        case Finding():
            parts = (said(thing.value.theme), visit(visit_of(thing, record)))
        case _:
            parts = (visit(visit_of(thing, record)),)
    of_gold = record.provenance.model == GOLD
    sure = None if of_gold else getattr(thing.value, "confidence", None)
    return "; ".join([*parts, *([f"confidence {sure:.2f}"] if sure is not None else [])])


def headline(change: Change, before: Record, after: Record) -> Text:
    """What happened, in one line: the thing and its values before and after."""
    old, new, thing = change.old, change.new, change.thing
    rest: Iterable[str | Text]
    if old is None or new is None:
        rest = (f" {thing.label}: ", about(thing, after if new else before))
    elif change.what == "relabelled":
        rest = (": ", arrow(old.label, new.label), f" ({about(new, after)})")
    elif change.what == "reworded":
        rest = (f" {thing.label}: ", about(new, after))
    elif change.what == "reassigned":
        visits = visit(visit_of(old, before)), visit(visit_of(new, after))
        rest = (f" {thing.label}: ", arrow(*visits))
    elif isinstance(old.value, Quote) and isinstance(new.value, Quote):
        rest = (f" {thing.label}: ", arrow(voice(old.value), voice(new.value)))
    else:
        name = visit(new.value) if isinstance(new.value, Inspection) else thing.label
        rest = (f" {name}", *_fields(change, old, new))
    return Text.assemble((change.what, f"bold {_style(change)}"), *rest)


def _fields(change: Change, old: Thing, new: Thing) -> Iterable[str | Text]:
    only_grade = change.fields == ("rating",)
    for number, name in enumerate(change.fields):
        yield (": " if only_grade else ", " if number == 0 else "; ")
        if not only_grade:
            yield f"{field_name(name)}: "
        yield arrow(said(getattr(old.value, name)), said(getattr(new.value, name)))


def _style(change: Change) -> str:
    return {"added": NEW, "removed": OLD}.get(change.what, "yellow")

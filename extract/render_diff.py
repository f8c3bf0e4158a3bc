"""Changes between records into rich renderables: by article, each with its sentence and why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from extract.candidates.surroundings import surroundings
from extract.diff.aspects import WHATS
from extract.diff.changes import Change
from extract.diff.compare import Compared
from extract.diff.reasons import because
from extract.diff.things import LISTS, Thing
from extract.printing import printable, short
from extract.render_things import headline
from extract.render_words import Part, one_line, spans_woven, words_woven, woven
from extract.staleness import Changed
from schemas.record import Inspection, Record

_HEAD, _INDENT = (0, 0, 0, 2), (0, 0, 0, 4)


@dataclass(frozen=True, slots=True)
class Page:
    """What the sentences are shown from: an article's text, and whether marks may be colours."""

    text: str | None
    colour: bool


def article_view(one: Compared, page: Page) -> Group:
    """All that there is to say of one article."""
    return Group(*_blocks(one, page), Text())


def _blocks(one: Compared, page: Page) -> Iterator[RenderableType]:
    yield title(one)
    if one.diff is None:
        return
    yield from reasons(one)
    if page.text is None:
        source = printable(one.diff.after.article.source)
        yield Text(f"{source} is not there as it was read: the spans are shown alone", style="dim")
    for change in one.changes:
        yield from change_blocks(change, one, page)


def title(one: Compared) -> Text:
    """The article, and how much changed in it."""
    name = Text(printable(one.id), style="bold")
    match one.state:
        case "unreadable":
            return name.append(f"  {one_line(one.reason)}", style="red")
        case "new" | "gone" if one.record:
            where = "no record before" if one.state == "new" else "no record after"
            return name.append(f"  {where}: {counts(one.record)}", style="default not bold")
    return name.append(f"  {tally(one.changes) or 'no changes'}{_sure(one)}", style="default not bold")


def tally(changes: Sequence[Change]) -> str:
    """How many of each sort."""
    found = Counter(change.what for change in changes)
    return ", ".join(f"{found[what]:,} {what}" for what in WHATS if found[what])


def _sure(one: Compared) -> str:
    moved = one.diff.confidences if one.diff else 0
    return f"; {moved} confidence{'s'[: moved != 1]} moved" if moved else ""


def counts(record: Record) -> str:
    """What a record holds, in a few words."""
    held = ((name, len(getattr(record, name))) for name in LISTS.values())
    return ", ".join(f"{n} {name}" for name, n in held if n) or "nothing found"


def reasons(one: Compared) -> Iterator[Text]:
    """A line for each component that differs between what the records were made from."""
    if one.diff and one.differing:
        for number, component in enumerate(one.differing):
            lead = "because " if number == 0 else "    and "
            yield Text(f"{lead}{component_words(component)}", style="dim")


def component_words(component: Changed) -> str:
    """A component that changed, with its short hashes."""
    old, new = short(component.old), short(component.new)
    return one_line(f"the {component.component} changed: {old} → {new}")


def change_blocks(change: Change, one: Compared, page: Page) -> Iterator[RenderableType]:
    """One change: what happened, the sentence, then its key and why."""
    if one.diff is None:
        return
    yield Padding(headline(change, one.diff.before, one.diff.after), _HEAD, expand=False)
    where, words = sentence_of(change, page)
    if words:
        yield Padding(words, _INDENT, expand=False)
    foot = Text(" · ".join(filter(None, (change.key, where, _why(change, one)))), style="dim")
    yield Padding(foot, _INDENT, expand=False)


def _why(change: Change, one: Compared) -> str:
    if change.forced:
        return "the article no longer says it"
    found = because(change, one.differing)
    if len(one.differing) > 1 and found:
        return f"because of {' and '.join(found)}"
    return "" if found or not one.differing else "though nothing changed that it depends on"


def sentence_of(change: Change, page: Page) -> tuple[str, Text | None]:
    """The offsets of the sentence around a change, and the sentence with the span in it."""
    spans = [_span(change.old), _span(change.new)]
    known = [span for span in spans if span]
    if not known:
        return "", None
    low, high = min(s for s, _ in known), max(e for _, e in known)
    if page.text is None or change.forced:
        return "", woven(_alone(change), colour=page.colour)
    _, sentence = surroundings(page.text, low, high)
    if change.what in {"added", "removed", "reworded"}:
        parts = spans_woven(page.text, sentence, *spans)
    else:
        parts = spans_woven(page.text, sentence, spans[1], spans[1])
    return f"sentence {sentence[0]}:{sentence[1]}", woven(_unmarked(list(parts)), colour=page.colour)


def _unmarked(parts: list[Part]) -> list[Part]:
    """A sentence that came or went whole needs no marks: its headline says so."""
    kinds = {kind for kind, words in parts if words.strip()}
    return [("both", words) for _, words in parts] if len(kinds) == 1 else parts


def _span(thing: Thing | None) -> tuple[int, int] | None:
    if thing is None or thing.label == "article":
        return None
    if isinstance(thing.value, Inspection):
        evidence = sorted((e.start, e.end) for e in thing.value.evidence)
        return evidence[0] if evidence else None
    return thing.item.start, thing.item.end


def _alone(change: Change) -> Iterator[Part]:
    """The words of the thing itself, where its article is not at hand."""
    words = [
        t.item.text if t and t.label not in {"article", "inspection"} else ""
        for t in (change.old, change.new)
    ]
    if change.what == "reworded":
        return words_woven(words[0], words[1])
    return iter((("both", words[1] or words[0]),))

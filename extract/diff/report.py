"""A comparison as plain JSON values."""

from collections.abc import Sequence

from extract.diff.changes import Change
from extract.diff.compare import Compared
from extract.diff.reasons import because
from extract.diff.things import Thing

Json = dict[str, object]


def as_json(before: str, after: str, found: Sequence[Compared]) -> Json:
    """Every article that is not the same in both sources, with every change."""
    return {"from": before, "to": after, "articles": [_article(one) for one in found if one.state != "same"]}


def _article(one: Compared) -> Json:
    if one.diff is None:
        return {"id": one.id, "state": one.state, **({"reason": one.reason} if one.reason else {})}
    return {
        "id": one.id,
        "state": one.state,
        "because": [{"component": c.component, "old": c.old, "new": c.new} for c in one.differing],
        "changes": [_change(change, one) for change in one.changes],
        "confidences_moved": one.diff.confidences,
    }


def _change(change: Change, one: Compared) -> Json:
    return {
        "key": change.key,
        "what": change.what,
        "fields": list(change.fields),
        "old": _thing(change.old),
        "new": _thing(change.new),
        "needs": list(change.needs),
        "forced": change.forced,
        "because": list(because(change, one.differing)),
    }


def _thing(thing: Thing | None) -> Json | None:
    return None if thing is None else {"label": thing.label, **thing.value.model_dump(mode="json")}

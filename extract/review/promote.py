"""A reviewed record as gold: what a person has read and found right."""

import json
from collections.abc import Mapping

from pydantic import ValidationError

from extract.diff.things import LISTS, Label
from extract.errors import RecordError
from extract.evaluate.gold import GoldRecord
from extract.review.verdicts import Case
from schemas.record import Record

_ORDER = ("inspection", "text", "start", "end", "theme", "speaker", "role", "speaker_kind", "optional")
"""Of an item's fields in a gold file."""
_NO_GOLD = frozenset({"confidence", "evidence"})


def why_not(case: Case, *, named: bool) -> str | None:
    """Why a record is no gold; None if it is. One that was ``named`` needs no decision on it."""
    if case.pending is not None:
        return f"{len(case.diff.changes)} changes are pending"
    if open_ := len(case.accepted.review):
        return f"{open_} doubtful entr{'y is' if open_ == 1 else 'ies are'} not decided"
    if case.text is None:
        return f"{case.accepted.article.source} is not the text it was made from"
    decided = any(d.sha256 == case.accepted.article.sha256 for d in case.review.decisions)
    return None if decided or named else "nobody has reviewed it; name it to vouch for it"


def gold_of(case: Case, before: GoldRecord | None = None) -> str:
    """The gold file of a record; what earlier gold on the same text calls optional stays so.

    Raises ``RecordError`` if it does not hold beside its text.
    """
    data = {**_plain(case.accepted), **(_optional(case.accepted, before) if before else {})}
    try:
        GoldRecord.model_validate(data, context={"text": case.text})
    except ValidationError as exc:
        raise RecordError(f"{case.id}: is no gold: {exc.errors()[0]['msg']}") from exc
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _plain(record: Record) -> dict[str, object]:
    data = record.model_dump(mode="json")
    lists: dict[str, object] = {name: [_item(item) for item in data[name]] for name in LISTS.values()}
    return {"schema_version": 1, "article": data["article"], **lists}


def _item(item: Mapping[str, object]) -> dict[str, object]:
    if "council" in item:
        return {**item, "evidence": []}  # it is not measured against
    return {name: item[name] for name in _ORDER if name in item}


def _optional(record: Record, before: GoldRecord) -> dict[str, object]:
    """The lists with the marks of earlier gold, and with the optional items that the record lacks."""
    if before.article.sha256 != record.article.sha256:
        return {}
    ids = {inspection.id for inspection in record.inspections}
    made: dict[str, object] = {}
    labels: list[Label] = [label for label in LISTS if label != "inspection"]
    for name in (LISTS[label] for label in labels):
        marked = {(i.start, i.end): i for i in getattr(before, name) if i.optional}
        items = []
        for item in getattr(record, name):
            plain = _item(item.model_dump(mode="json"))
            was = marked.pop((item.start, item.end), None)
            items.append({**plain, "optional": True} if was else plain)
        lacking = (i for i in marked.values() if i.inspection is None or i.inspection in ids)
        items += (_item(item.model_dump(mode="json")) for item in lacking)
        made[name] = sorted(items, key=lambda item: (item["start"], item["end"]))
    return made

import random

from hypothesis import assume, given
from hypothesis import strategies as st
from records_of_hypothesis import TEXT, content, records

from extract.diff.apply import apply, settle, with_needing
from extract.diff.changes import diff
from schemas.record import Record


def holds(record: Record) -> Record:
    return Record.model_validate(record.model_dump(by_alias=True), context={"text": TEXT})


@given(records(), records())
def test_all_changes_applied_give_the_other_record(one: Record, other: Record) -> None:
    found = diff(one, other)
    assert content(holds(settle(found, found.keys))) == content(other)
    assert content(holds(apply(found, found.keys)), sure=False) == content(other, sure=False)


@given(records(), records(), st.randoms())
def test_any_changes_applied_give_a_record_that_holds(one: Record, other: Record, rng: random.Random) -> None:
    found = diff(one, other)
    some = [key for key in sorted(found.keys) if rng.random() < 0.5]
    holds(apply(found, some))
    holds(settle(found, some))


@given(records(), records())
def test_no_changes_applied_leave_the_record_as_it_was(one: Record, other: Record) -> None:
    found = diff(one, other)
    assert content(apply(found, ()), sure=False) == content(one, sure=False)


@given(records())
def test_a_record_does_not_differ_from_itself(one: Record) -> None:
    found = diff(one, one)
    assert (found.changes, found.confidences) == ((), 0)
    assert settle(found, ()) == one or content(settle(found, ())) == content(one)


@given(records(), records())
def test_records_without_changes_between_them_say_the_same(one: Record, other: Record) -> None:
    if not diff(one, other).changes:
        assert content(one, sure=False) == content(other, sure=False)


def shuffled(record: Record, rng: random.Random) -> Record:
    """The record with its lists in another order, and its inspections renumbered accordingly."""
    data = record.model_dump(by_alias=True)
    for name in ("inspections", "strengths", "weaknesses", "recommendations", "quotes"):
        data[name] = rng.sample(data[name], len(data[name]))
    ids: dict[str, str] = {}
    seen: dict[str, int] = {}
    for visit in data["inspections"]:
        slug = visit["id"].rpartition("-")[0]
        seen[slug] = seen.get(slug, 0) + 1
        ids[visit["id"]] = visit["id"] = f"{slug}-{seen[slug]}"
    for name in ("strengths", "weaknesses", "recommendations", "quotes"):
        for item in data[name]:
            item["inspection"] = ids.get(item["inspection"])
    return Record.model_validate({**data, "review": ()})


def all_distinct(record: Record) -> bool:
    """Whether its inspections can be told apart by what they say."""
    said = [visit.model_dump_json(exclude={"id"}) for visit in record.inspections]
    return len(said) == len(set(said))


@given(records(), records(), st.randoms())
def test_neither_changes_nor_their_keys_depend_on_the_order_of_lists(
    one: Record, other: Record, rng: random.Random
) -> None:
    assume(all_distinct(one) and all_distinct(other))
    keys = diff(one, other).keys
    assert diff(shuffled(one, rng), shuffled(other, rng)).keys == keys


@given(records(), records(), st.randoms())
def test_what_is_left_after_some_changes_is_the_others(
    one: Record, other: Record, rng: random.Random
) -> None:
    found = diff(one, other)
    some = {key for key in found.keys if rng.random() < 0.5}
    done = apply(found, some)
    left = diff(done, other)
    assert content(settle(left, left.keys)) == content(other)
    assert len(left.changes) <= len(found.changes)


@given(records(), records(), st.randoms())
def test_refused_changes_are_gone_from_what_was_pending(
    one: Record, other: Record, rng: random.Random
) -> None:
    found = diff(one, other)
    refused = with_needing(found, {key for key in found.keys if rng.random() < 0.5})
    pending = settle(found, found.keys - refused)
    left = diff(one, pending)
    assert content(apply(left, left.keys), sure=False) == content(pending, sure=False)

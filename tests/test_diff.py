import pytest
from evaluating import KNOW, PICTURE, PROUD, SHORTER, TEXT, WAIT, Data, case, inspection, record, span

from extract.diff.apply import apply, settle
from extract.diff.changes import Diff, diff
from extract.diff.things import Thing
from extract.errors import UsageError
from schemas.record import Record

CASE = case()
BEFORE = record(CASE, strengths=[KNOW])


def after(**lists: list[Data]) -> Record:
    return record(CASE, **{"strengths": [KNOW], **lists})


def found(diff: Diff) -> list[tuple[str, str]]:
    return [(change.what, change.key) for change in diff.changes]


def place(item: Data) -> str:
    return f"{item['start']}:{item['end']}"


CLAUSE = span("social workers know families well.", inspection="rutland-1", theme="practice")
MANAGERS = span("Managers watch.", inspection="rutland-1", theme="supervision")
LEEDS = inspection("leeds-1", "Leeds", type="monitoring_visit", rating=None, ordinal=3)

ONE_CHANGE: list[tuple[dict[str, list[Data]], str, str]] = [
    ({"strengths": [KNOW, MANAGERS]}, "added", f"finding@{place(MANAGERS)}"),
    ({"strengths": []}, "removed", f"finding@{place(KNOW)}"),
    ({"strengths": [CLAUSE]}, "reworded", f"finding@{place(CLAUSE)}.span"),
    ({"strengths": [], "weaknesses": [KNOW, WAIT]}, "relabelled", f"finding@{place(KNOW)}.label"),
    ({"strengths": [KNOW | {"theme": "voice"}]}, "edited", f"finding@{place(KNOW)}.theme"),
    (
        {"recommendations": [], "weaknesses": [WAIT, SHORTER | {"theme": "assessment"}]},
        "relabelled",
        f"finding@{place(SHORTER)}.label",
    ),
    (
        {"quotes": [PICTURE | {"speaker": "Tom Hartley"}, PROUD]},
        "reattributed",
        f"quote@{place(PICTURE)}.speaker",
    ),
    ({"quotes": [PICTURE, PROUD | {"inspection": None}]}, "reassigned", f"quote@{place(PROUD)}.inspection"),
    (
        {"inspections": [inspection(rating="outstanding")]},
        "regraded",
        "inspection@rutland/graded_inspection/2021-05.rating",
    ),
    (
        {"inspections": [inspection(type="monitoring_visit", rating=None)]},
        "regraded",
        "inspection@rutland/monitoring_visit/2021-05.type",
    ),
    (
        {"inspections": [inspection(date="2021", date_text="in 2021")]},
        "edited",
        "inspection@rutland/graded_inspection/2021.date",
    ),
    ({"inspections": [inspection(), LEEDS]}, "added", "inspection@leeds/monitoring_visit/3/2021-05"),
]


@pytest.mark.parametrize(("lists", "what", "key"), ONE_CHANGE)
def test_each_change_is_named_as_what_it_is(lists: dict[str, list[Data]], what: str, key: str) -> None:
    there = diff(BEFORE, after(**lists))
    assert found(there) == [(what, key)]
    assert apply(there, [key]) == after(**lists)
    back = diff(after(**lists), BEFORE)
    assert [c.what for c in back.changes] == [{"added": "removed", "removed": "added"}.get(what, what)]


def test_another_order_is_no_change() -> None:
    second = inspection("rutland-2", type="monitoring_visit", rating=None)
    one = after(inspections=[inspection(), second], quotes=[PICTURE, PROUD])
    swapped = [second | {"id": "rutland-1"}, inspection("rutland-2")]
    moved = [{**item, "inspection": "rutland-2"} for item in (KNOW, WAIT, SHORTER, PROUD, PICTURE)]
    other = after(
        inspections=swapped,
        strengths=moved[:1],
        weaknesses=moved[1:2],
        recommendations=moved[2:3],
        quotes=moved[3:],
    )
    assert diff(one, other).changes == ()
    assert settle(diff(one, other), ()).inspections == other.inspections


def test_confidences_are_counted_and_are_no_changes() -> None:
    there = diff(BEFORE, record(CASE, strengths=[KNOW], confidence=0.5))
    assert (there.changes, there.confidences) == ((), 4)
    assert settle(there, ()).quotes[0].confidence == 0.5


def test_an_inspection_that_goes_takes_its_findings_with_it() -> None:
    none = after(
        inspections=[],
        strengths=[],
        weaknesses=[],
        recommendations=[],
        quotes=[PICTURE | {"inspection": None}],
    )
    there = diff(BEFORE, none)
    gone = apply(there, ["inspection@rutland/graded_inspection/2021-05"])
    assert (gone.inspections, gone.strengths, gone.weaknesses, gone.recommendations) == ((), (), (), ())
    assert [quote.inspection for quote in gone.quotes] == [None]


def test_a_finding_of_a_new_inspection_brings_it() -> None:
    leeds = MANAGERS | {"inspection": "leeds-1"}
    there = diff(BEFORE, after(inspections=[inspection(), LEEDS], strengths=[KNOW, leeds]))
    came = apply(there, [f"finding@{place(MANAGERS)}"])
    assert [i.id for i in came.inspections] == ["rutland-1", "leeds-1"]


def test_inspections_are_numbered_by_their_order_as_they_come() -> None:
    earlier = inspection("rutland-1", type="monitoring_visit", rating=None, date="2020")
    later = [{**item, "inspection": "rutland-2"} for item in (KNOW, WAIT, SHORTER, PICTURE, PROUD)]
    other = after(
        inspections=[earlier, inspection("rutland-2")],
        strengths=later[:1],
        weaknesses=later[1:2],
        recommendations=later[2:3],
        quotes=later[3:],
    )
    there = diff(BEFORE, other)
    assert found(there) == [("added", "inspection@rutland/monitoring_visit/2020")]
    assert apply(there, there.keys) == other


def test_review_entries_follow_what_they_are_about() -> None:
    flagged = record(
        CASE, strengths=[KNOW, MANAGERS], review=(("strengths[1]", "low"), ("article[0:9]", "left out"))
    )
    there = diff(flagged, after(strengths=[MANAGERS]))
    assert [r.path for r in apply(there, there.keys).review] == ["strengths[0]", "article[0:9]"]


def test_a_key_of_no_change_is_refused() -> None:
    with pytest.raises(UsageError, match=r"rutland#finding@1:2: there is no such change"):
        apply(diff(BEFORE, after(strengths=[])), ["finding@1:2"])


def test_two_changes_of_one_name_have_keys_of_their_own() -> None:
    twice = after(strengths=[KNOW, KNOW | {"theme": "voice"}])
    keys = [c.key for c in diff(after(strengths=[]), twice).changes]
    assert keys == [f"finding@{place(KNOW)}", f"finding@{place(KNOW)}~2"]


# ---- another text of the article

PREFIX = "Updated. "
MOVED_TEXT = PREFIX + CASE.article.text.replace(" Managers watch.", "")


def moved(*items: Data) -> list[Data]:
    return [
        {**i, "start": MOVED_TEXT.index(i["text"]), "end": MOVED_TEXT.index(i["text"]) + len(i["text"])}
        for i in items
    ]


def on_new_text(**lists: list[Data]) -> Record:
    own = {
        "strengths": moved(KNOW),
        "weaknesses": moved(WAIT),
        "recommendations": moved(SHORTER),
        "quotes": moved(PICTURE, PROUD),
    }
    made = record(CASE, **{**own, **lists})
    return made.model_copy(update={"article": made.article.model_copy(update={"sha256": "1" * 64})})


@pytest.mark.parametrize("text", [MOVED_TEXT, None])
def test_spans_that_merely_moved_with_the_text_are_no_change(text: str | None) -> None:
    there = diff(BEFORE, on_new_text(), text=text)
    assert there.changes == ()
    assert settle(there, ()) == on_new_text()


def test_what_the_text_no_longer_says_is_removed_whatever_is_chosen() -> None:
    there = diff(after(strengths=[KNOW, MANAGERS]), on_new_text(strengths=[]), text=MOVED_TEXT)
    assert [(c.what, c.forced) for c in there.changes] == [("removed", False), ("removed", True)]
    kept = apply(there, ())
    assert [s.text for s in kept.strengths] == [KNOW["text"]]
    assert MOVED_TEXT[kept.strengths[0].start : kept.strengths[0].end] == KNOW["text"]


def test_a_thing_without_a_span_says_so() -> None:
    thing = Thing("inspection", 0, BEFORE.inspections[0])
    with pytest.raises(TypeError, match=r"inspections\[0\] stands at no span"):
        _ = thing.item
    assert TEXT.startswith("Inspectors")

from dataclasses import replace

import pytest
from desk import ADDED, LABEL, MANAGED, THEME, accepted, pending
from evaluating import KNOW, PICTURE, PROUD, SHORTER, WAIT, case, inspection, span

from extract.errors import RecordError, UsageError
from extract.evaluate.gold import GoldRecord
from extract.review.decisions import Reviewer
from extract.review.edits import add, delete, reassign, regrade, relabel, respan, respeak, retheme
from extract.review.promote import gold_of, why_not
from extract.review.questions import of_entries, of_pending
from extract.review.standing import stand
from extract.review.sweep import Wanted, check_mass, sweep
from extract.review.verdicts import Case, accept, confirm_entry, edit, reject
from schemas.record import Record, ReviewItem
from schemas.review import Review

ADA = Reviewer("Ada Penrose", "2026-11-25", "read twice")
TEXT = case().article.text


def on_desk(before: Record | None = None, after: Record | None = None) -> Case:
    return Case(before or accepted(), after, Review(article="rutland"), TEXT)


def flagged(*review: tuple[str, str], **given: object) -> Case:
    return on_desk(accepted(review=review, **given))


# ---- verdicts


def test_an_accepted_change_is_made_and_the_rest_waits() -> None:
    now = accept(on_desk(after=pending()), [LABEL], ADA)
    assert [w.text for w in now.accepted.weaknesses] == [KNOW["text"], WAIT["text"]]
    assert now.accepted.provenance == accepted().provenance, "it is not yet the record of that run"
    assert {q.key for q in of_pending(now)} == {THEME, ADDED}


def test_when_nothing_is_left_the_record_is_that_of_the_run_that_made_it() -> None:
    now = reject(accept(on_desk(after=pending()), [LABEL, THEME], ADA), [ADDED], ADA)
    assert now.pending is None
    assert now.accepted.provenance == pending().provenance
    assert now.accepted.strengths == ()


def test_a_decision_says_who_chose_what_over_what_and_why() -> None:
    now = reject(on_desk(after=pending()), [THEME], ADA)
    (decision,) = now.review.decisions
    assert decision.model_dump() == {
        "about": {"kind": "finding", "start": WAIT["start"], "end": WAIT["end"], "visit": None},
        "sha256": accepted().article.sha256,
        "fields": ("theme",),
        "chosen": {"theme": "care_leavers"},
        "refused": ({"theme": "placements"},),
        "by": "Ada Penrose",
        "date": "2026-11-25",
        "why": "read twice",
    }


def test_the_last_word_on_a_thing_counts() -> None:
    once = accept(on_desk(after=accepted(weaknesses=[WAIT | {"theme": "voice"}])), [THEME], ADA)
    twice = accept(replace(once, pending=accepted(weaknesses=[WAIT | {"theme": "other"}])), [THEME], ADA)
    back = accept(replace(twice, pending=accepted(weaknesses=[WAIT])), [THEME], ADA)
    (decision,) = back.review.decisions
    assert decision.chosen == {"theme": "care_leavers"}
    assert decision.refused == ({"theme": "voice"}, {"theme": "other"})


def test_a_refused_answer_that_comes_again_is_not_asked_about_and_another_one_is() -> None:
    refused = reject(on_desk(after=pending()), [LABEL, THEME, ADDED], ADA)
    decisions = refused.review.decisions
    assert stand(pending(), decisions) == refused.accepted
    third = stand(pending(weaknesses=[WAIT | {"theme": "voice"}], strengths=[KNOW]), decisions)
    assert [w.theme for w in third.weaknesses] == ["voice"]


def test_an_added_thing_stays_out_whatever_its_theme_is_next_time() -> None:
    refused = reject(on_desk(after=pending()), [ADDED], ADA)
    again = accepted(strengths=[KNOW, MANAGED | {"theme": "voice"}])
    assert [s.text for s in stand(again, refused.review.decisions).strengths] == [KNOW["text"]]
    weakness = accepted(weaknesses=[WAIT, MANAGED])
    assert len(stand(weakness, refused.review.decisions).weaknesses) == 2, "it was refused as a strength"


def test_a_removal_that_was_refused_is_undone_when_the_model_leaves_it_out_again() -> None:
    less = accepted(strengths=[], quotes=[PICTURE])
    place = f"quote@{PROUD['start']}:{PROUD['end']}"
    refused = reject(on_desk(after=less), [place], ADA)
    kept = stand(less, refused.review.decisions)
    assert [q.speaker for q in kept.quotes] == ["Ofsted", "Tom Hartley"]
    assert kept.strengths == ()


def test_a_refused_inspection_stays_out_with_all_that_is_under_it() -> None:
    leeds = inspection("leeds-1", "Leeds", rating=None, type="monitoring_visit")
    more = accepted(inspections=[inspection(), leeds], strengths=[KNOW, MANAGED | {"inspection": "leeds-1"}])
    refused = reject(on_desk(after=more), ["inspection@leeds/monitoring_visit/2021-05"], ADA)
    assert refused.pending is None
    assert stand(more, refused.review.decisions) == refused.accepted


# ---- entries of `review`


def test_entries_come_with_the_least_certain_first_in_mind() -> None:
    doubts = (
        ("strengths[0]", "low confidence 0.55"),
        ("article[232:247]", "left out, but may be a finding: 0.39"),
        ("quotes[1].speaker", "low confidence 0.48"),
        ("inspections[0].rating", "Ofsted's register says good (Rutland, 2021)"),
        ("nowhere[7]", "leads nowhere"),
    )
    found = list(of_entries(flagged(*doubts)))
    assert [(q.key, round(q.certainty, 2)) for q in found] == [
        (f"finding@{KNOW['start']}:{KNOW['end']}", 0.9),
        ("finding@232:247", 0.61),
        (f"quote@{PROUD['start']}:{PROUD['end']}.speaker", 0.9),
        ("inspection@rutland/graded_inspection/2021-05.rating", 0.0),
    ]


@pytest.mark.parametrize(
    "doubt",
    ["strengths[0]", "quotes[1].speaker", "article[232:247]", "inspections[0]", "inspections[0].rating"],
)
def test_what_was_found_right_is_not_doubted_again_while_the_answer_is_the_same(doubt: str) -> None:
    case = flagged((doubt, "low confidence 0.50"), ("weaknesses[0]", "low confidence 0.40"))
    now = confirm_entry(case, case.accepted.review[0], ADA)
    assert [item.path for item in now.accepted.review] == ["weaknesses[0]"]
    again = stand(case.accepted, now.review.decisions)
    assert [item.path for item in again.review] == ["weaknesses[0]"]


def test_what_was_found_right_is_doubted_again_when_the_answer_is_another() -> None:
    case = flagged(("strengths[0]", "low confidence 0.50"))
    now = confirm_entry(case, case.accepted.review[0], ADA)
    turned = accepted(
        strengths=[], weaknesses=[KNOW, WAIT], review=(("weaknesses[0]", "low confidence 0.5"),)
    )
    assert [item.path for item in stand(turned, now.review.decisions).review] == ["weaknesses[0]"]


def test_an_entry_that_leads_nowhere_is_no_question() -> None:
    with pytest.raises(UsageError, match="leads nowhere"):
        confirm_entry(flagged(), ReviewItem(path="strengths[9]", reason="low"), ADA)


# ---- edits

TWO = [inspection(), inspection("leeds-1", "Leeds", type="monitoring_visit", rating=None)]


def strength(case: Case) -> object:
    return next(q.thing for q in of_entries(case) if q.entry and q.entry.path == "strengths[0]")


@pytest.mark.parametrize(
    ("change", "want"),
    [
        (relabel("weakness"), {"weaknesses": [KNOW, WAIT], "strengths": []}),
        (
            relabel("recommendation"),
            {"recommendations": [{k: v for k, v in KNOW.items() if k != "theme"}, SHORTER]},
        ),
        (retheme("voice"), {"strengths": [KNOW | {"theme": "voice"}]}),
        (reassign(1), {"strengths": [KNOW | {"inspection": "leeds-1"}]}),
        (delete(), {"strengths": []}),
        (
            respan(MANAGED["start"], MANAGED["end"], MANAGED["text"]),
            {"strengths": [KNOW | {k: MANAGED[k] for k in ("start", "end", "text")}]},
        ),
    ],
)
def test_an_edit_is_made_of_the_record_and_of_every_later_answer(
    change: object, want: dict[str, object]
) -> None:
    before = flagged(("strengths[0]", "low confidence 0.5"), inspections=TWO)
    thing = next(of_entries(before)).thing
    now = edit(before, thing, change, ADA)  # type: ignore[arg-type]
    lists = {"inspections": TWO, "strengths": [] if "recommendations" in want else [KNOW], **want}
    wanted = accepted(**lists)
    for name in ("strengths", "weaknesses", "recommendations"):
        said = [i.model_dump(exclude={"confidence"}) for i in getattr(now.accepted, name)]
        assert said == [i.model_dump(exclude={"confidence"}) for i in getattr(wanted, name)]
    again = stand(before.accepted, now.review.decisions)
    assert [len(again.strengths), len(again.weaknesses)] == [
        len(now.accepted.strengths),
        len(now.accepted.weaknesses),
    ]
    assert again.recommendations == now.accepted.recommendations


def test_another_speaker_and_another_grade() -> None:
    case = flagged(("quotes[1].speaker", "low"), ("inspections[0].rating", "register"))
    spoken, graded = of_entries(case)
    now = edit(case, spoken.thing, respeak("Ofsted", None, "inspectorate"), ADA)
    now = edit(now, graded.thing, regrade("inadequate"), ADA)
    assert now.accepted.quotes[1].speaker == "Ofsted"
    assert now.accepted.inspections[0].rating == "inadequate"
    assert now.accepted.review == ()
    again = stand(case.accepted, now.review.decisions)
    assert (again.quotes[1].speaker, again.inspections[0].rating) == ("Ofsted", "inadequate")


def test_what_was_missed_is_added_and_stays_when_the_model_misses_it_again() -> None:
    fields = {**span("Managers watch."), "theme": "supervision"}
    now = edit(on_desk(), None, add("weakness", 0, fields), ADA)
    assert [w.text for w in now.accepted.weaknesses] == [WAIT["text"], "Managers watch."]
    assert len(stand(accepted(), now.review.decisions).weaknesses) == 2


def test_an_edit_settles_what_was_pending_about_the_thing() -> None:
    case = on_desk(after=pending())
    (thing,) = (q.thing for q in of_pending(case) if q.key == THEME)
    now = edit(case, thing, retheme("voice"), ADA)
    assert {q.key for q in of_pending(now)} == {LABEL, ADDED}
    assert [w.theme for w in now.accepted.weaknesses] == ["voice"]
    (decision,) = now.review.decisions
    assert decision.refused == ({"theme": "placements"}, {"theme": "care_leavers"})


def test_an_edit_that_would_not_hold_is_refused() -> None:
    case = flagged(("strengths[0]", "low"))
    thing = next(of_entries(case)).thing
    with pytest.raises(RecordError, match="the record would not hold"):
        edit(case, thing, respan(0, 5, "wrong"), ADA)


def test_an_edit_that_changes_nothing_is_no_verdict() -> None:
    case = flagged(("strengths[0]", "low"))
    assert edit(case, next(of_entries(case)).thing, retheme("practice"), ADA) == case


# ---- many at once


def test_all_but_some_are_accepted() -> None:
    done = sweep(on_desk(after=pending()), Wanted("rutland", ("",), (THEME,)), ADA)
    assert (done.accepted, done.rejected, done.after.pending) == (2, 1, None)
    assert [w.theme for w in done.after.accepted.weaknesses] == ["practice", "care_leavers"]


def test_all_but_some_are_rejected() -> None:
    done = sweep(on_desk(after=pending()), Wanted("rutland", (ADDED,), ("",)), ADA)
    assert (done.accepted, done.rejected, done.after.pending) == (1, 2, None)


def test_verdicts_that_contradict_each_other_are_refused() -> None:
    leeds = inspection("leeds-1", "Leeds", rating=None, type="monitoring_visit")
    more = accepted(inspections=[inspection(), leeds], strengths=[KNOW, MANAGED | {"inspection": "leeds-1"}])
    wanted = Wanted("rutland", (ADDED,), ("inspection@leeds/monitoring_visit/2021-05",))
    with pytest.raises(UsageError, match="what is accepted needs it, and what is rejected takes it along"):
        sweep(on_desk(after=more), wanted, ADA)


def test_a_mass_of_removals_is_not_taken_unseen() -> None:
    empty = accepted(strengths=[], weaknesses=[], recommendations=[], quotes=[PICTURE])
    done = sweep(on_desk(after=empty), Wanted("rutland", ("",)), ADA)
    with pytest.raises(UsageError, match=r"remove 4 things from 1 records \(4 of rutland\); .* --yes"):
        check_mass([done])
    check_mass([sweep(on_desk(after=accepted(strengths=[])), Wanted("rutland", ("",)), ADA)])


# ---- gold


def test_a_reviewed_record_becomes_gold_in_the_form_of_gold() -> None:
    now = accept(on_desk(after=pending()), [LABEL, THEME, ADDED], ADA)
    assert why_not(now, named=False) is None
    gold = GoldRecord.model_validate_json(gold_of(now), context={"text": TEXT})
    assert [(w.text, w.theme) for w in gold.weaknesses] == [
        (KNOW["text"], "practice"),
        (WAIT["text"], "placements"),
    ]
    assert gold.inspections[0].evidence == ()


def test_optional_gold_stays_so() -> None:
    old = case().gold
    gold = GoldRecord.model_validate_json(gold_of(on_desk(), old))
    assert [(s.text, s.optional) for s in gold.strengths] == [
        (KNOW["text"], False),
        ("Managers watch.", True),
    ]


@pytest.mark.parametrize(
    ("case_", "reason"),
    [
        (on_desk(after=pending()), "3 changes are pending"),
        (flagged(("strengths[0]", "low")), "1 doubtful entry is not decided"),
        (replace(on_desk(), text=None), "articles/rutland.txt is not the text it was made from"),
        (on_desk(), "nobody has reviewed it; name it to vouch for it"),
    ],
)
def test_what_is_not_reviewed_is_no_gold(case_: Case, reason: str) -> None:
    assert why_not(case_, named=False) == reason
    assert why_not(on_desk(), named=True) is None

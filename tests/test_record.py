import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from extract.store import canonical, parse_record
from schemas.export import record_schema, schema_hash
from schemas.record import Evidence, Inspection, Record, Span, comparable, stands_in

TEXT = (
    "Ofsted visited Rutland’s\u00a0front door in May. "
    "“Leaders listen to every child,” Ada Penrose, the lead inspector, said."
)
FINDING = "Ofsted visited Rutland’s\u00a0front door in May."
QUOTE = "Leaders listen to every child,"


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def inspection(**changes: object) -> dict[str, Any]:
    return {
        "id": "rutland-1",
        "council": "Rutland",
        "council_code": "E06000017",
        "type": "focused_visit",
        "ordinal": None,
        "date": "2021-05",
        "date_text": "in May",
        "focus": "front door",
        "rating": None,
        "judgements": [],
        "previous_ratings": [{"rating": "good", "year": 2019}],
        "evidence": [{"start": 0, "end": len(FINDING)}],
        **changes,
    }


def quote(**changes: object) -> dict[str, Any]:
    return {
        **span(QUOTE),
        "inspection": "rutland-1",
        "speaker": "Ada Penrose",
        "role": "lead inspector",
        "speaker_kind": "inspectorate",
        "confidence": 0.98,
        **changes,
    }


def finding(**changes: object) -> dict[str, Any]:
    return {**span(FINDING), "inspection": "rutland-1", "theme": "front_door", "confidence": 0.7, **changes}


def record(**changes: object) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "article": {
            "id": "a",
            "source": "a.txt",
            "sha256": "0" * 64,
            "title": None,
            "publisher": None,
            "published": None,
        },
        "inspections": [inspection()],
        "strengths": [finding()],
        "weaknesses": [],
        "recommendations": [],
        "quotes": [quote()],
        "review": [],
        "provenance": {
            "model": "m",
            "prompts": {"quotes": "sha256:1"},
            "schema": "sha256:2",
            "extract": "0.1.0",
        },
        **changes,
    }


def check(data: dict[str, Any], text: str = TEXT) -> Record:
    return Record.model_validate(data, context={"text": text})


def test_a_record_that_fits_its_article_is_accepted() -> None:
    assert check(record()).quotes[0].speaker == "Ada Penrose"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"strengths": [finding(text="Ofsted visited Rutland’s front door in June, too.")]},
            "not as long as its text",
        ),
        ({"strengths": [finding(text=FINDING.replace("May", "Jun"))]}, "the article does not read"),
        ({"strengths": [finding(text=FINDING.replace("\u00a0", " "))]}, "the article does not read"),
        ({"strengths": [finding(start=1, end=1 + len(FINDING))]}, "the article does not read"),
        (
            {"strengths": [finding(start=200, end=200 + len(FINDING))]},
            "span ends at 243, beyond the article's end 115",
        ),
        (
            {"inspections": [inspection(evidence=[{"start": 0, "end": 116}])]},
            "span ends at 116, beyond the article's end 115",
        ),
        (
            {"strengths": [finding(inspection="rutland-2")]},
            "no inspection of this record is called 'rutland-2'",
        ),
        ({"quotes": [quote(inspection="oakham-1")]}, "no inspection of this record is called 'oakham-1'"),
        ({"quotes": [quote(speaker="Ada Pemrose")]}, "the article does not say 'Ada Pemrose'"),
        ({"quotes": [quote(role="chief inspector")]}, "the article does not say 'chief inspector'"),
        ({"quotes": [quote(confidence=1.01)]}, "less than or equal to 1"),
        ({"inspections": [inspection(date_text="in June")]}, "the article does not say 'in June'"),
        ({"inspections": [inspection(focus="back door")]}, "the article does not say 'back door'"),
        (
            {"inspections": [inspection(judgements=[{"area": "adoption", "rating": "good"}])]},
            "the article does not say 'adoption'",
        ),
        ({"inspections": [inspection(), inspection()]}, "two inspections share an id"),
        ({"inspections": [inspection(id="Rutland 1")]}, "should match pattern"),
        ({"inspections": [inspection(date="May 2021")]}, "should match pattern"),
        ({"inspections": [inspection(rating="adequate")]}, "Input should be 'outstanding', 'good'"),
        ({"surprise": 1}, "Extra inputs are not permitted"),
    ],
)
def test_a_record_that_breaks_an_invariant_is_rejected_with_the_reason(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        check(record(**changes))
    assert reason in str(caught.value)


def test_without_the_article_spans_are_checked_in_themselves_only() -> None:
    data = record(
        quotes=[quote(speaker="Somebody Else")], strengths=[finding(text=FINDING.replace("May", "Jun"))]
    )
    assert Record.model_validate(data).quotes[0].speaker == "Somebody Else"


@pytest.mark.parametrize("speaker", ["Ofsted", None])
def test_ofsted_and_nobody_need_not_stand_in_the_article(speaker: str | None) -> None:
    text = TEXT.replace("Ofsted", "Inspectors")
    start = text.index(QUOTE)
    data = record(
        inspections=[inspection(evidence=[])],
        strengths=[],
        quotes=[quote(speaker=speaker, role=None, start=start, end=start + len(QUOTE))],
    )
    assert check(data, text).quotes[0].speaker == speaker


@pytest.mark.parametrize(
    ("printed", "recorded"),
    [
        ("O’Neill", "O'Neill"),
        ("Ada\u00a0Penrose", "Ada Penrose"),
        ("Ada\r\n  Penrose", "Ada Penrose"),
        ("‘chief’ of “care”", "'chief' of \"care\""),
    ],
)
def test_typographic_quotes_and_odd_spaces_are_forgiven_in_names(printed: str, recorded: str) -> None:
    text = TEXT.replace("Ada Penrose", printed)
    assert check(record(quotes=[quote(speaker=recorded)]), text).quotes[0].speaker == recorded


@pytest.mark.parametrize("type_", ["monitoring_visit", "focused_visit"])
def test_a_visit_with_a_grade_is_rejected(type_: str) -> None:
    with pytest.raises(ValidationError, match=f"a {type_} gives no overall grade, but good is recorded"):
        Inspection.model_validate(inspection(type=type_, rating="good"))


@pytest.mark.parametrize(
    "type_", ["graded_inspection", "joint_targeted_area_inspection", "unspecified_visit"]
)
def test_other_inspections_may_give_a_grade(type_: str) -> None:
    assert Inspection.model_validate(inspection(type=type_, rating="good")).rating == "good"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3), (0, 0)])
def test_a_span_runs_forward(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Evidence(start=start, end=end)


@pytest.mark.parametrize(
    "date", ["2018", "2018-01", "2018-01-31", "2018-01/2018-02", "2018-01-30/2018-02-02"]
)
def test_a_date_is_an_iso_day_month_year_or_interval(date: str) -> None:
    assert Inspection.model_validate(inspection(date=date)).date == date


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        check(record()).article.id = "b"  # type: ignore[misc]


@given(st.text(min_size=1), st.text(), st.text())
def test_offsets_count_code_points_whatever_the_text(words: str, before: str, after: str) -> None:
    cut = Span.model_validate(
        {"start": len(before), "end": len(before) + len(words), "text": words},
        context={"text": before + words + after},
    )
    assert cut.text == words


def test_reading_canonical_json_and_writing_it_again_changes_nothing() -> None:
    written = canonical(check(record()))
    assert canonical(parse_record(written, source="a.json", text=TEXT)) == written


def test_canonical_json_keeps_the_contracts_order_and_its_name_for_the_schema() -> None:
    written = canonical(check(record()))
    assert list(json.loads(written)) == list(record())
    assert json.loads(written)["provenance"]["schema"] == "sha256:2"
    assert written.endswith("}\n")
    assert "Rutland’s\u00a0front door" in written


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("adequate", "found inadequate care", False),
        ("adequate", "inadequate, not adequate", True),
        ("Ann Lee", "Joann Leech and Ann Lee", True),
        ("Ann Lee", "Joann Leech", False),
        ("year 1", "year 12", False),
        ("director", "co-director", True),
        ("“director”", "the“director”s", True),
        ("", "anything", True),
    ],
)
def test_words_stand_in_a_text_whole(words: str, text: str, *, stands: bool) -> None:
    assert stands_in(words, text) is stands


@given(st.text(), st.text())
def test_comparable_never_equates_texts_that_differ_in_a_letter_or_digit(one: str, other: str) -> None:
    if comparable(one) == comparable(other):
        assert [c for c in one if c.isalnum()] == [c for c in other if c.isalnum()]


@given(st.text(alphabet="aA1 \u00a0\n’'“\"", max_size=12), st.text(alphabet="aA1 \u00a0\n’'“\"", max_size=12))
def test_comparable_forgives_only_quotes_and_spaces(one: str, other: str) -> None:
    if comparable(one) == comparable(other):
        assert [c for c in one if c.isalnum()] == [c for c in other if c.isalnum()]


@given(st.text())
def test_comparable_twice_is_comparable_once(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


def test_the_schema_names_the_fields_of_the_file_and_has_one_hash() -> None:
    properties = record_schema()["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == list(record())
    assert schema_hash() == schema_hash()
    assert schema_hash().startswith("sha256:")

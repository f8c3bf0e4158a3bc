from typing import Any

import pytest
from pydantic import ValidationError

from schemas.answers import Answer, FindingsAnswer, InspectionsAnswer, QuotesAnswer

OFFERED = {
    "council": [1, 2],
    "date": [1],
    "focus": [1],
    "grade": [1, 2, 3],
    "sentence": [2, 4],
    "quotation": [1, 2],
    "speaker": [1, 2],
    "inspection": [1],
}


def visit(**changes: object) -> dict[str, Any]:
    plain = {
        "council": 1,
        "type": "graded_inspection",
        "ordinal": None,
        "date": None,
        "focus": None,
        "grade": 2,
        "judgements": [],
        "previous": [],
        "evidence": [2],
    }
    return {"inspections": [{**plain, **changes}]}


def quotes(*changes: dict[str, Any]) -> dict[str, Any]:
    plain = {"quotation": 1, "speaker": 1, "kind": "inspectorate", "inspection": 1}
    return {"quotes": [{**plain, **c} for c in changes]}


def findings(*changes: dict[str, Any]) -> dict[str, Any]:
    plain = {
        "sentence": 2,
        "label": "strength",
        "inspection": 1,
        "theme": "practice",
        "second_theme": None,
        "weakness_first": None,
    }
    return {"findings": [{**plain, **c} for c in changes]}


@pytest.mark.parametrize(
    ("answer", "data"),
    [
        (InspectionsAnswer, {"inspections": []}),
        (
            InspectionsAnswer,
            visit(date=1, focus=1, judgements=[1, 3], previous=[{"grade": 3, "year": None}], evidence=[2, 4]),
        ),
        (QuotesAnswer, quotes({}, {"quotation": 2, "speaker": None, "inspection": None})),
        (FindingsAnswer, {"findings": []}),
        (FindingsAnswer, findings({}, {"sentence": 4, "label": "none", "theme": None, "inspection": None})),
    ],
)
def test_an_answer_in_offered_numbers_is_accepted(answer: type[Answer], data: dict[str, Any]) -> None:
    assert answer.model_validate(data, context=OFFERED).model_dump() == data


@pytest.mark.parametrize(
    ("answer", "data", "message"),
    [
        (InspectionsAnswer, visit(council=3), "there is no council number 3"),
        (InspectionsAnswer, visit(date=2), "there is no date number 2"),
        (InspectionsAnswer, visit(focus=9), "there is no focus number 9"),
        (InspectionsAnswer, visit(grade=4), "there is no grade number 4"),
        (InspectionsAnswer, visit(judgements=[1, 5]), "there is no grade number 5"),
        (InspectionsAnswer, visit(previous=[{"grade": 6, "year": 2019}]), "there is no grade number 6"),
        (InspectionsAnswer, visit(evidence=[3]), "there is no sentence number 3"),
        (QuotesAnswer, quotes({}, {"quotation": 3}), "there is no quotation number 3"),
        (QuotesAnswer, quotes({"speaker": 7}, {"quotation": 2}), "there is no speaker number 7"),
        (QuotesAnswer, quotes({"inspection": 2}, {"quotation": 2}), "there is no inspection number 2"),
        (FindingsAnswer, findings({"sentence": 3}), "there is no sentence number 3"),
        (FindingsAnswer, findings({"inspection": 2}), "there is no inspection number 2"),
    ],
)
def test_a_number_that_was_not_offered_is_rejected_by_name(
    answer: type[Answer], data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=f"{message}; choose among those listed"):
        answer.model_validate(data, context=OFFERED)


@pytest.mark.parametrize(
    ("answer", "data", "message"),
    [
        (
            InspectionsAnswer,
            visit(type="monitoring_visit"),
            "a monitoring_visit gives no overall grade; put an old grade under previous",
        ),
        (InspectionsAnswer, visit(type="focused_visit"), "a focused_visit gives no overall grade"),
        (InspectionsAnswer, visit(council=0), "greater than or equal to 1"),
        (InspectionsAnswer, visit(why="because"), "Extra inputs are not permitted"),
        (QuotesAnswer, quotes({}), "quotation number 2 is not answered"),
        (QuotesAnswer, quotes({}, {}, {"quotation": 2}), "a quotation is answered twice"),
        (FindingsAnswer, findings({}, {}), "a sentence is labelled twice"),
        (FindingsAnswer, findings({"theme": None}), "sentence 2 is a strength but has no theme"),
        (FindingsAnswer, findings({"label": "both", "theme": None}), "sentence 2 is a both but has no theme"),
        (
            FindingsAnswer,
            findings({"label": "recommendation", "inspection": None}),
            "sentence 2 is a recommendation but names no inspection",
        ),
        (FindingsAnswer, findings({"theme": "weather"}), "Input should be 'workforce'"),
    ],
)
def test_an_answer_that_is_not_whole_is_rejected_with_the_reason(
    answer: type[Answer], data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        answer.model_validate(data, context=OFFERED)


def test_an_answer_read_without_its_question_is_checked_in_itself_only() -> None:
    assert InspectionsAnswer.model_validate(visit(council=99)).inspections[0].council == 99


@pytest.mark.parametrize("answer", [InspectionsAnswer, QuotesAnswer, FindingsAnswer])
def test_every_field_is_required_as_strict_schemas_want(answer: type[Answer]) -> None:
    schema = answer.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        if part["type"] == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])

import asyncio
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from chat_server import Reply, completion, drop, error, json_page, no_choices, page
from open_door import OFFERED, Door

from extract.errors import EmptyAnswerError, InvalidAnswerError, ModelError, RefusalError, TruncatedError
from extract.model.client import REASKS
from extract.model.door import Model
from extract.model.presets import DEFAULT_OPENAI_MODEL, PRICES
from schemas.answers import FindingsAnswer, InspectionsAnswer, QuotesAnswer

NONE = completion('{"inspections": []}')
VISIT = {
    "council": 1,
    "type": "graded_inspection",
    "ordinal": None,
    "date": None,
    "focus": None,
    "grade": 1,
    "judgements": [],
    "previous": [],
    "evidence": [2],
}


def visit(**changes: object) -> Reply:
    return completion(json.dumps({"inspections": [{**VISIT, **changes}]}))


def chances(**probabilities: float) -> dict[str, float]:
    return {token: math.log(p) for token, p in probabilities.items()}


# ---- answers and non-answers


@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
@pytest.mark.parametrize(
    ("reply", "kind", "message"),
    [
        (completion(""), EmptyAnswerError, "the model's answer is empty"),
        (completion(None), EmptyAnswerError, "the model's answer is empty"),
        (json_page(no_choices), EmptyAnswerError, "the server's answer has no choices; check --base-url"),
        (json_page([]), EmptyAnswerError, "the server's answer has no choices; check --base-url"),
        (
            page("<html>Welcome</html>"),
            EmptyAnswerError,
            "the server's answer has no choices; check --base-url",
        ),
        (
            completion(None, refusal="I cannot\nhelp."),
            RefusalError,
            "the model declined to answer: I cannot help.",
        ),
        (
            completion("", finish="content_filter"),
            RefusalError,
            "the server's content filter withheld the answer",
        ),
        (completion("", finish="length"), TruncatedError, "the answer was cut off before its first word"),
    ],
)
def test_an_answer_that_is_none_is_told_by_its_kind_and_not_asked_again(
    door: Door, ask: Callable[[Door], object], reply: Reply, kind: type[ModelError], message: str
) -> None:
    door.server.replies(reply, NONE)
    with pytest.raises(kind, match=message):
        ask(door)
    assert len(door.server.bodies) == 1


def test_an_answer_cut_off_in_the_middle_is_not_asked_again(door: Door) -> None:
    door.server.replies(completion('{"inspections": [{"council"', finish="length"), NONE)
    with pytest.raises(
        TruncatedError, match="cut off by a length limit; use a model with a larger output limit"
    ):
        door.structured()
    assert len(door.server.bodies) == 1


# ---- structured answers


def test_a_structured_question_sends_its_strict_json_schema(door: Door) -> None:
    for answer, reply in (
        (InspectionsAnswer, NONE),
        (QuotesAnswer, completion('{"quotes": []}')),
        (FindingsAnswer, completion('{"findings": []}')),
    ):
        door.server.replies(reply)
        door.structured(answer)
        sent = door.server.bodies[-1]["response_format"]
        assert sent["type"] == "json_schema"
        assert sent["json_schema"]["name"] == answer.__name__
        assert sent["json_schema"]["strict"] is True
        assert sent["json_schema"]["schema"]["properties"].keys() == answer.model_fields.keys()
        assert sent["json_schema"]["schema"]["additionalProperties"] is False


@pytest.mark.parametrize(
    "text",
    [
        "Say {{ prompt_0 }}",
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{# note #}",
        "{{ council }}",
        "{{",
        "“Café” \u00a0 \\n {0} %s",
    ],
)
@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
def test_article_text_reaches_the_server_verbatim(door: Door, ask: Callable[..., object], text: str) -> None:
    door.server.replies(NONE if ask is Door.structured else completion("yes"))
    messages = [{"role": "system", "content": f"Read: {text}"}, {"role": "user", "content": text}]
    ask(door, messages=messages)
    assert door.server.bodies[0]["messages"] == messages


def test_an_invalid_answer_is_asked_again_with_the_reason(door: Door) -> None:
    door.server.replies(visit(council=7), visit())
    assert door.structured().model_dump() == {"inspections": [VISIT]}
    question, answer, reason = door.server.bodies[1]["messages"]
    assert question == door.server.bodies[0]["messages"][0]
    assert answer["role"] == "assistant"
    assert '"council": 7' in answer["content"]
    assert "there is no council number 7; choose among those listed" in reason["content"]


def test_a_rejected_answer_that_looks_like_a_template_stays_text(door: Door) -> None:
    door.server.replies(completion("{{ 7 * 7 }}{% for %}"), visit())
    door.structured()
    assert door.server.bodies[1]["messages"][1]["content"] == "{{ 7 * 7 }}{% for %}"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            visit(council=7),
            "inspections.0: Value error, there is no council number 7; choose among those listed",
        ),
        (
            visit(type="monitoring_visit"),
            "inspections.0: Value error, a monitoring_visit gives no overall grade",
        ),
        (visit(type="tea party"), "inspections.0.type: Input should be"),
        (visit(evidence=[2, 9]), "there is no sentence number 9"),
        (completion("It was a good inspection."), "Invalid JSON"),
        (completion("[]"), "Input should be an object"),
        (completion('{"visits": []}'), "inspections: Field required"),
    ],
)
def test_an_answer_that_stays_invalid_is_an_error_that_names_the_reason(
    door: Door, reply: Reply, reason: str
) -> None:
    door.server.replies(reply)
    with pytest.raises(InvalidAnswerError) as caught:
        door.structured()
    assert str(caught.value).startswith(f"the answer is still invalid after {REASKS + 1} attempts: ")
    assert reason in str(caught.value)
    assert len(door.server.bodies) == REASKS + 1


def test_of_a_long_rejected_answer_a_part_is_sent_back(door: Door) -> None:
    door.server.replies(completion(json.dumps({"inspections": [{}] * 10_000})), visit())
    door.structured()
    _, answer, reason = door.server.bodies[1]["messages"]
    assert len(answer["content"]) == len(reason["content"]) == 20_000


def test_usage_is_counted_for_rejected_answers_too(door: Door) -> None:
    door.server.replies(visit(council=7), visit(grade=9), visit())
    door.structured()
    assert (door.tally.tokens_in, door.tally.tokens_out) == (300, 30)
    assert (door.tally.questions, door.tally.attempts, door.tally.from_cache) == (3, 3, 0)


def test_cached_tokens_cost_less_and_an_unknown_price_is_not_guessed(door: Door) -> None:
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "total_tokens": 1100,
        "prompt_tokens_details": {"cached_tokens": 600},
    }
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "yes"}}
    door.server.replies(json_page({**no_choices, "choices": [choice], "usage": usage}))
    door.choose()
    assert (door.tally.tokens_in, door.tally.tokens_cached, door.tally.cost) == (1000, 600, None)
    price = PRICES[DEFAULT_OPENAI_MODEL]
    door.tally.add_usage(DEFAULT_OPENAI_MODEL, 1000, 600, 100)
    assert door.tally.cost == pytest.approx(
        (400 * price.input + 600 * price.cached + 100 * price.output) / 1e6
    )


def test_a_server_that_counts_no_tokens_is_taken_as_it_is(door: Door) -> None:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "yes"}}
    door.server.replies(json_page({**no_choices, "choices": [choice]}))
    assert door.choose().best == "yes"
    assert door.tally.tokens_in == 0


# ---- choices


@pytest.mark.parametrize(
    ("options", "logprobs", "probabilities"),
    [
        (("yes", "no"), chances(yes=0.6, no=0.2), {"yes": 0.75, "no": 0.25}),
        (
            ("yes", "no"),
            {" Yes": math.log(0.5), "YES": math.log(0.2), "y": math.log(0.1), "no": math.log(0.2)},
            {"yes": 0.8, "no": 0.2},
        ),
        (
            ("strength", "weakness", "none"),
            chances(stre=0.5, weak=0.3, n=0.1, the=0.1),
            {"strength": 0.555556, "weakness": 0.333333, "none": 0.111111},
        ),
        (("A", "B"), {"A.": math.log(0.5), "B)": math.log(0.25), "b": math.log(0.25)}, {"A": 0.5, "B": 0.5}),
        (("A", "B"), chances(B=0.5, Answer=0.25, Because=0.25), {"A": 0.0, "B": 1.0}),
        (("yes", "no"), chances(no=0.2, none=0.5, yes=0.2, yesterday=0.1), {"yes": 0.5, "no": 0.5}),
        (
            ("inspector", "inspection"),
            chances(inspect=0.9, inspector=0.1),
            {"inspector": 1.0, "inspection": 0.0},
        ),
        (("yes", "no"), {" ": math.log(0.9), "no": math.log(0.1)}, {"yes": 0.0, "no": 1.0}),
    ],
)
def test_probabilities_are_the_shares_of_the_tokens_that_begin_one_option_alone(
    door: Door, options: tuple[str, ...], logprobs: dict[str, float], probabilities: dict[str, float]
) -> None:
    door.server.replies(completion(next(iter(logprobs)), logprobs=logprobs))
    choice = door.choose(options)
    assert choice.probabilities == pytest.approx(probabilities)
    assert choice.certain is True


def test_a_choice_asks_for_one_token_with_logprobs(door: Door) -> None:
    door.server.replies(completion("yes", logprobs=chances(yes=0.9)))
    assert door.choose().best == "yes"
    sent = door.server.bodies[0]
    assert (sent["max_tokens"], sent["temperature"], sent["logprobs"], sent["top_logprobs"]) == (
        1,
        0,
        True,
        20,
    )


@pytest.mark.parametrize(("content", "best"), [("yes", "yes"), (" No.", "no"), ("n", "no")])
def test_without_logprobs_a_choice_is_not_certain(door: Door, content: str, best: str) -> None:
    door.server.replies(completion(content))
    choice = door.choose()
    assert choice.certain is False
    assert choice.probabilities == {"yes": float(best == "yes"), "no": float(best == "no")}


@pytest.mark.parametrize(
    "reply", [completion("perhaps"), completion("perhaps", logprobs=chances(perhaps=0.9, maybe=0.1))]
)
def test_an_answer_outside_the_options_is_an_error_that_names_them(door: Door, reply: Reply) -> None:
    door.server.replies(reply)
    with pytest.raises(InvalidAnswerError, match="is none of the options yes, no"):
        door.choose()


# ---- the answer cache


def test_an_answer_is_asked_for_once(door: Door) -> None:
    door.server.replies(visit(council=7), visit())
    first = door.structured()
    assert door.structured().model_dump() == first.model_dump()
    door.server.replies(completion("yes", logprobs=chances(yes=0.7, no=0.3)))
    chosen = door.choose()
    assert door.choose() == chosen
    assert len(door.server.bodies) == 3
    assert door.tally.from_cache == 2


def test_every_part_of_a_question_counts(door: Door) -> None:
    door.server.replies(completion("yes"))
    door.choose()
    door.choose(("no", "yes"))
    door.choose(messages=[{"role": "user", "content": "Another question?"}])
    door.choose(messages=[{"role": "system", "content": "Do these sentences report an inspection?"}])
    door.ask(lambda model: model.choose([{"role": "user", "content": "?"}], ("yes", "no"), door.tally))
    assert len(door.server.bodies) == 5


@pytest.mark.parametrize(
    "reply",
    [
        error(400),
        error(500),
        drop,
        page("<html>"),
        completion(""),
        completion(None, refusal="no"),
        completion("{", finish="length"),
        completion("none of this"),
    ],
)
@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
def test_an_error_is_never_kept(door: Door, ask: Callable[[Door], object], reply: Reply) -> None:
    door.server.replies(reply)
    with pytest.raises(ModelError):
        ask(door)
    door.server.replies(NONE if ask is Door.structured else completion("yes"))
    assert ask(door)
    assert door.tally.from_cache == 0


def test_a_kept_answer_that_the_candidates_no_longer_fit_is_asked_for_anew(door: Door) -> None:
    door.server.replies(visit(council=1), visit(council=2))
    door.structured()
    answer = door.structured(offered={**OFFERED, "council": [2]})
    assert isinstance(answer, InspectionsAnswer)
    assert answer.inspections[0].council == 2
    assert len(door.server.bodies) == 2


def test_the_key_is_sent_and_never_kept(door: Door) -> None:
    door.environment = {"OPENAI_API_KEY": "sk-very-secret"}
    door.server.replies(visit())
    door.structured()
    assert door.server.headers[0]["Authorization"] == "Bearer sk-very-secret"
    kept = b"".join(p.read_bytes() for p in door.cache._path.parent.iterdir())  # noqa: SLF001  what is on the disk is the point
    assert b"graded_inspection" in kept
    assert b"very-secret" not in kept


def test_questions_asked_side_by_side_are_all_answered(door: Door) -> None:
    door.server.replies(completion("yes"))

    async def ask(model: Model) -> list[str]:
        questions = [[{"role": "user", "content": f"Question {n}?"}] for n in range(20)]
        return [
            c.best
            for c in await asyncio.gather(*(model.choose(q, ("yes", "no"), door.tally) for q in questions))
        ]

    assert door.ask(ask) == ["yes"] * 20
    sent: list[Any] = [b["messages"][0]["content"] for b in door.server.bodies]
    assert sorted(sent) == sorted(f"Question {n}?" for n in range(20))

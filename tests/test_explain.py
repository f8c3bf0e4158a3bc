import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, Reply, completion, shown
from click.testing import CliRunner, Result
from evaluating import TEXT, case, record
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Reader
from recorded import ROOT, SEEDS, RecordedAnswers
from werkzeug import Request, Response

from extract.article import read_article
from extract.cache import ANSWERS, ResponseCache, cache_folder
from extract.cli import main
from extract.errors import UsageError
from extract.explain.explanation import explain
from extract.explain.paths import LISTS, find_target
from extract.explain.replay import replay
from extract.model.presets import kept_preset
from extract.provenance import way_asked
from extract.store import Store


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert articles == tmp_path / "articles"
    (articles / "bakery.txt").unlink()


def extract(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def run(server: ChatServer, *options: str) -> None:
    result = extract("run", "articles", "--model", "fake", "--base-url", server.url, *options)
    assert result.exit_code == 0, result.output


def explained(path: str, id_: str = "rutland", *options: str) -> dict[str, Any]:
    result = extract("explain", id_, path, "--json", *options)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def screen(path: str, id_: str = "rutland", *options: str) -> list[str]:
    result = extract("explain", id_, path, *options)
    assert result.exit_code == 0, result.output
    return [line.rstrip() for line in result.stdout.splitlines()]


def decided(found: dict[str, Any]) -> dict[str, str]:
    return {step["part"]: step["decided"] for step in found["steps"]}


STRENGTH = "Inspectors found that social workers know families well and visit them often."


# ---- one structured answer a task


@pytest.fixture
def whole(server: ChatServer) -> ChatServer:
    """A run in which the model answered each task at once."""
    server.reader = Reader()
    run(server)
    return server


def test_an_item_of_a_structured_answer_shows_the_answer_and_the_prompt_as_sent(whole: ChatServer) -> None:
    asked = len(whole.bodies)
    found = explained("strengths[0]")
    assert found["text"] == STRENGTH
    assert decided(found) == {
        "item": "may be a finding",
        "label": "strength",
        "theme": "practice",
        "inspection": "rutland-1",
    }
    (question,) = found["questions"]
    assert (question["task"], question["kind"]) == ("findings", "structured")
    assert question["messages"] == [dict(m) for m in whole.bodies[2]["messages"]]
    assert json.loads(question["kept"]["answer"])["findings"][0]["label"] == "strength"
    assert len(whole.bodies) == asked, "nothing is asked anew"
    lines = screen("strengths[0]")
    assert lines[0] == "strengths[0] of rutland"
    assert "label             strength – the model said so in its one answer about the whole article" in lines
    assert any(line.startswith("    [") and STRENGTH in line for line in lines), "the article as it was shown"


@pytest.mark.usefixtures("whole")
def test_a_field_shows_what_decided_that_field() -> None:
    assert decided(explained("quotes[1].speaker")) == {"speaker": "Tom Hartley"}
    assert decided(explained("quotes[1].speaker_kind")) == {"speaker_kind": "council"}
    assert decided(explained("strengths[0].theme")) == {"theme": "practice"}
    (rating,) = explained("inspections[0].rating")["steps"]
    assert rating["decided"] == "good"
    assert rating["why"].endswith("which reads as the grade that this inspection gave")
    assert "children’s services ‘good’ after" in rating["why"]


@pytest.mark.usefixtures("whole")
def test_a_sentence_that_code_shuts_out_says_by_which_rule() -> None:
    text = Path("articles/rutland.txt").read_text(encoding="utf-8")
    start = text.index("Tom Hartley, the council")
    steps = explained(f"article[{start}:{start + 20}]")["steps"]
    assert [(s["decided"], s["why"]) for s in steps if s["task"] == "findings"] == [
        ("left out", "it reports what the council or one of its people says")
    ]


@pytest.mark.usefixtures("whole")
def test_what_the_page_says_of_itself_is_read_off_by_code() -> None:
    assert screen("article.publisher") == [
        "article.publisher of rutland",
        "  publisher Harbour Gazette",
        "",
        "Read off the page by code, no model is asked: the outlet that the page names.",
    ]


@pytest.mark.usefixtures("whole")
def test_where_nothing_stands_nothing_was_decided() -> None:
    assert screen("article[0:10]")[-1] == (
        "Nothing was decided here: no sentence of the body and no quotation stands here."
    )


# ---- one closed question a decision

PROBABILITIES = {
    "Do these sentences report": {"yes": -0.1, "no": -2.4},
    "For whom does": {"A": -0.1, "C": -2.5},
    "Finding:": {"I": -0.2, "E": -1.8},
}
LABELS = {
    "know families well": {"strength": -0.05, "none": -3.0},
    "wait months": {"weakness": -0.2, "none": -1.7},
}


def answer(request: Request) -> Response:
    """Label by the words of the sentence, everything else by what is asked."""
    asked = shown(request.get_json())
    last = asked.rpartition("Sentence: ")[2]
    chosen = next((p for words, p in PROBABILITIES.items() if words in asked), None) or next(
        (p for words, p in LABELS.items() if words in last), {"none": -0.1, "strength": -2.5}
    )
    reply: Reply = completion(next(iter(chosen)), logprobs=chosen)
    return reply(request)


@pytest.fixture
def closed(server: ChatServer) -> ChatServer:
    """A run in which the model answered closed questions; nobody prints for whom Ann Moss speaks."""
    path = Path("articles/rutland.txt")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        f"{text}\n“It has been a long road for all of us here,” said Ann Moss.\n", encoding="utf-8"
    )
    server.replies(answer)
    run(server, "--ask", "choice")
    return server


def test_a_closed_question_shows_its_options_with_their_probabilities(closed: ChatServer) -> None:
    found = explained("strengths[0]")
    label, theme = found["questions"]
    assert label["kept"]["options"] == ["strength", "weakness", "none"]
    assert label["kept"]["probabilities"] == pytest.approx(
        {"strength": 0.950, "none": 0.050, "weakness": 0.0}, abs=0.001
    )
    assert label["messages"] in [[dict(m) for m in b["messages"]] for b in closed.bodies]
    assert theme["messages"][-1]["content"].endswith(f"Finding: {STRENGTH}\nTheme:")
    assert decided(found)["label"] == "strength"
    lines = screen("strengths[0]")
    assert "  strength 0.95 ━━━━━━━━━━━━━━━━━━━" in lines
    (option,) = [line for line in lines if line.startswith("  I ")]
    assert option.split(maxsplit=3)[1:] == [
        "0.83",
        "━━━━━━━━━━━━━━━━━",
        "care_leavers: anything about services for them",
    ]
    assert lines.count("label             strength – the likeliest label") == 1


@pytest.mark.usefixtures("closed")
def test_a_speaker_whom_the_words_settle_says_how_and_asks_nothing() -> None:
    found = explained("quotes[1].speaker")
    assert [(s["decided"], s["why"]) for s in found["steps"]] == [
        ("Tom Hartley", "the reporting clause beside it names the speaker")
    ]
    assert found["questions"] == []
    assert screen("quotes[1].speaker")[-1] == "No question was asked: the words settle it."


@pytest.mark.usefixtures("closed")
def test_a_side_that_no_words_tell_shows_the_question_that_settled_it() -> None:
    found = explained("quotes[2].speaker_kind")
    assert [(s["decided"], s["why"]) for s in found["steps"]] == [
        ("council", "no words settle it, so the model was asked")
    ]
    (question,) = found["questions"]
    assert "For whom does Ann Moss speak?" in question["messages"][-1]["content"]
    (option,) = [line for line in screen("quotes[2].speaker_kind") if line.startswith("  A ")]
    assert option.split(maxsplit=3)[1:] == [
        "0.92",
        "━━━━━━━━━━━━━━━━━━",
        "the council, its councillors or its staff, or the trust that runs its services",
    ]


@pytest.mark.usefixtures("closed")
def test_a_review_entry_is_explained_by_what_it_points_at() -> None:
    path = Path("outputs/rutland.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["review"] = [{"path": "quotes[2].speaker", "reason": "low confidence 0.48"}]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert screen("review[0]")[:3] == [
        "quotes[2].speaker of rutland",
        "  It has been a long road for all of us here,  549:592",
        "  to review: low confidence 0.48",
    ]


# ---- answers that are not kept, records that are not today's


@pytest.mark.usefixtures("closed")
def test_an_answer_that_is_not_kept_is_not_asked_for_and_the_way_to_get_it_is_told(
    server: ChatServer,
) -> None:
    asked = len(server.bodies)
    (cache_folder() / ANSWERS).unlink()
    before = sorted(cache_folder().rglob("*"))
    found = explained("strengths[0]")
    assert decided(found) == {
        "item": "may be a finding",
        "inspection": "rutland-1",
        "label": None,
        "theme": None,
    }
    assert [q["kept"] for q in found["questions"]] == [None, None]
    assert found["now"] is None
    lines = screen("strengths[0]")
    assert "label             not known – its answer is not kept" in lines
    (advice,) = re.findall(r"The answer cache lacks 2 answers .*?\.txt", " ".join(lines))
    assert advice == (
        "The answer cache lacks 2 answers that this rests on. To have them asked: extract run --force "
        f"--base-url {server.url} --model fake --ask choice articles/rutland.txt"
    )
    assert len(server.bodies) == asked
    assert sorted(cache_folder().rglob("*")) == before, "nothing is written"


def test_without_the_structured_answer_what_code_settled_is_still_told(whole: ChatServer) -> None:
    (cache_folder() / ANSWERS).unlink()
    found = explained("quotes[0].speaker")
    assert [q["task"] for q in found["questions"]] == ["inspections", "quotes"]
    assert all(q["kept"] is None for q in found["questions"])
    assert [dict(m) for m in whole.bodies[0]["messages"]] == found["questions"][0]["messages"]


@pytest.mark.usefixtures("whole")
def test_a_stale_record_says_what_changed_since() -> None:
    path = Path("outputs/rutland.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r'"quotes": "sha256:\w+"', '"quotes": "sha256:0123456789abcdef"', text), encoding="utf-8"
    )
    assert [c["component"] for c in explained("quotes[0]")["changed"]] == ["quotes prompt"]
    assert any(line.startswith("Stale: quotes prompt 01234567 → ") for line in screen("quotes[0]"))


@pytest.mark.usefixtures("whole")
def test_an_edited_item_says_what_the_pipeline_would_give() -> None:
    path = Path("outputs/rutland.json")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"theme": "practice"', '"theme": "voice"'), encoding="utf-8")
    assert explained("strengths[0]")["now"][0]["theme"] == "practice"
    assert "Nothing that it depends on changed: it was edited since." in screen("strengths[0]")


# ---- the embedded model


def test_a_finding_of_the_embedded_model_shows_what_was_read_and_the_probabilities_of_the_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    kept = ResponseCache(cache_folder() / ANSWERS)
    for key, value in RecordedAnswers().items():
        kept.put(key, value)
    kept.close()
    seed = SEEDS[0].stem
    accepted = Store(ROOT / "outputs").load(seed)
    assert accepted is not None
    found = explained("strengths[0]", seed)
    assert found["now"] == [{"list": "strengths", **accepted.strengths[0].model_dump(mode="json")}]
    (label,) = [s for s in found["steps"] if s["part"] == "label"]
    assert sum(label["probabilities"]["label"].values()) == pytest.approx(1, abs=0.01)
    (window,) = found["questions"]
    assert accepted.strengths[0].text[:40] in json.dumps(window, ensure_ascii=False)


def test_every_item_of_an_accepted_record_has_its_reasons_and_would_come_to_be_again() -> None:
    article = read_article(SEEDS[1])
    accepted = Store(ROOT / "outputs").load(article.id)
    assert accepted is not None
    preset = kept_preset(accepted.provenance.model, way_asked(accepted.provenance))
    replayed = asyncio.run(replay(article, preset, RecordedAnswers()))
    for name in LISTS:
        for number in range(len(getattr(accepted, name))):
            target = find_target(f"{name}[{number}]", accepted, article.text)
            found = explain(target, accepted, article, replayed, [])
            assert found.steps, target.path
            assert not found.differs, target.path
            assert not any(step.lacks_answer for step in found.steps)


def test_the_readme_shows_what_a_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    readme = Path("README.md").read_text(encoding="utf-8")
    printed = re.search(r"```\n\$ uv run extract explain (\S+) '(\S+)'\n(.*?)```", readme, re.DOTALL)
    assert printed
    assert screen(printed[2], printed[1]) == printed[3].splitlines()


# ---- wrong usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["nobody", "quotes[0]"],
            "outputs/nobody.json: there is no such record; extract status lists those that there are",
        ),
        (["rutland", "quotes[9]"], "quotes[9]: of quotes the record has 2, numbered from 0"),
        (["rutland", "recommendations[0]"], "recommendations[0]: of recommendations the record has none"),
        (
            ["rutland", "quotes[0].mood"],
            (
                "quotes[0].mood: quotes have no mood; they have start, end, text, inspection, speaker, role, "
                "speaker_kind, confidence"
            ),
        ),
        (
            ["rutland", "quotes"],
            (
                "quotes: is no path into a record; give one such as quotes[3].speaker, strengths[0], "
                "inspections[0].rating, review[1] or article[120:260]"
            ),
        ),
        (
            ["rutland", "article[9:9]"],
            "article[9:9]: the article has 547 characters; give a start and an end",
        ),
    ],
)
@pytest.mark.usefixtures("whole")
def test_wrong_usage_is_one_line_and_exits_2(arguments: list[str], message: str) -> None:
    result = extract("explain", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {message}\n")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda p: p.unlink(), "there is no such file; run from the folder that 'extract run' ran in"),
        (
            lambda p: p.write_text("Another text."),
            "has changed since this record was made; run 'extract run articles/rutland.txt' first",
        ),
    ],
)
@pytest.mark.usefixtures("whole")
def test_an_article_that_is_gone_or_another_is_one_line_and_exits_2(
    spoil: Callable[[Path], object], message: str
) -> None:
    spoil(Path("articles/rutland.txt"))
    result = extract("explain", "rutland", "quotes[0]")
    assert (result.exit_code, result.stderr) == (2, f"extract: articles/rutland.txt: {message}\n")


@pytest.mark.usefixtures("whole")
def test_hostile_text_is_printed_harmlessly() -> None:
    for path in (Path("articles/rutland.txt"), Path("outputs/rutland.json")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("clear and honest", "[red]\u202e\x1b[2J honest"), encoding="utf-8")
    result = extract("explain", "rutland", "article[300:500]")
    assert "\x1b" not in result.output


RUTLAND = record(case(), review=(("quotes[1].speaker", "low confidence"), ("article[3:9]", "left out")))


@settings(max_examples=50)
@given(
    st.one_of(
        st.text(),
        st.from_regex(
            r"(quotes|strengths|review|inspections|article)\[\d{1,3}(:\d{1,3})?\](\.[a-z_]{1,9})?",
            fullmatch=True,
        ),
    )
)
def test_any_path_has_a_target_within_the_record_or_is_wrong_usage(path: str) -> None:
    try:
        target = find_target(path, RUTLAND, TEXT)
    except UsageError:
        return
    if target.index is not None:
        assert target.index < len(getattr(RUTLAND, target.name))
    if target.span is not None:
        assert 0 <= target.span[0] < target.span[1] <= len(TEXT)

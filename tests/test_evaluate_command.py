import json
from pathlib import Path

import pytest
from chat_server import ChatServer, answer_nothing, completion, error, shown
from click.testing import CliRunner, Result
from evaluating import KNOW, PICTURE, PROUD, WAIT, case, record, write_gold, write_records
from werkzeug import Request, Response

from extract.cli import main
from extract.evaluate.report import load_report

SEED, DEV, TEST = case("000_rutland"), case("dev-rutland"), case("test-rutland")
WRONG = record(
    TEST,
    confidence=0.75,
    review=(("quotes[1].speaker", "low confidence"),),
    strengths=[KNOW, WAIT],
    weaknesses=[],
    quotes=[PICTURE, PROUD | {"speaker": "Ann Other"}],
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extract.commands.console.LOG_WIDTH", 80)
    write_gold(tmp_path, SEED, DEV, TEST)
    write_records(Path("records"), record(SEED), WRONG)


def evaluated(*options: str) -> Result:
    return CliRunner().invoke(main, ["eval", "--gold", "golden", *options], catch_exceptions=False)


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [line.rstrip() for line in result.stdout.splitlines()]


SCREEN = """\
                seeds (1 article)     dev (1 article)       test (1 article)
inspections     1.00 1.0–1.0          0.00 .00–.00          1.00 1.0–1.0
 precision      1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 recall         1.00 1.0–1.0     1/1  0.00 .00–.00     0/1  1.00 1.0–1.0     1/1
 type           1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 grade          1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 previous       1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 judgements     1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 ordinal        1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 date           1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 date's words   1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 focus          1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
findings        1.00 1.0–1.0          0.00 .00–.00          0.50 .50–.50
 precision      1.00 1.0–1.0     2/2     –                  0.50 .50–.50     1/2
 recall         1.00 1.0–1.0     2/2  0.00 .00–.00     0/2  0.50 .50–.50     1/2
 of inspection  1.00 1.0–1.0     2/2     –                  1.00 1.0–1.0     1/1
 theme          1.00 1.0–1.0     2/2     –                  1.00 1.0–1.0     1/1
strengths       1.00 1.0–1.0          0.00 .00–.00          0.67 .67–.67
 precision      1.00 1.0–1.0     1/1     –                  0.50 .50–.50     1/2
 recall         1.00 1.0–1.0     1/1  0.00 .00–.00     0/1  1.00 1.0–1.0     1/1
weaknesses      1.00 1.0–1.0          0.00 .00–.00          0.00 .00–.00
 precision      1.00 1.0–1.0     1/1     –                     –
 recall         1.00 1.0–1.0     1/1  0.00 .00–.00     0/1  0.00 .00–.00     0/1
recommended     1.00 1.0–1.0          0.00 .00–.00          1.00 1.0–1.0
 precision      1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 recall         1.00 1.0–1.0     1/1  0.00 .00–.00     0/1  1.00 1.0–1.0     1/1
quotes          1.00 1.0–1.0          0.00 .00–.00          1.00 1.0–1.0
 precision      1.00 1.0–1.0     2/2     –                  1.00 1.0–1.0     2/2
 recall         1.00 1.0–1.0     2/2  0.00 .00–.00     0/2  1.00 1.0–1.0     2/2
 speaker        1.00 1.0–1.0     2/2     –                  0.50 .50–.50     1/2
 side           1.00 1.0–1.0     2/2     –                  1.00 1.0–1.0     2/2
 role           1.00 1.0–1.0     1/1     –                  1.00 1.0–1.0     1/1
 of inspection  1.00 1.0–1.0     2/2     –                  1.00 1.0–1.0     2/2
grounded        1.00 1.0–1.0     6/6     –                  1.00 1.0–1.0     5/5
exact span      1.00 1.0–1.0     4/4     –                  1.00 1.0–1.0     3/3
calibration     0.10 .10–.10     4/4     –                  0.25 .25–.25     2/4
 findings       0.10 .10–.10     2/2     –                  0.25 .25–.25     1/2
 quotes         0.10 .10–.10     2/2     –                  0.25 .25–.25     1/2
errors flagged     –                     –                  0.50 .50–.50     1/2
flags right        –                     –                  1.00 1.0–1.0     1/1
Value, 95 % interval, counts. In bold F1 or a rate of its own; calibration is an
error: 0 is best.

confidence  seeds: sure, right, of  dev: sure, right, of  test: sure, right, of
0.7 – 0.8   –                       –                     0.75  0.50     4
0.9 – 1.0   0.90  1.00     4        –                     –

article       visits  finds  recs  quotes  voices  errors
000_rutland     1.00   1.00  1.00    1.00    1.00       0
dev-rutland     0.00   0.00  0.00    0.00       –  failed
test-rutland    1.00   0.50  1.00    1.00    0.50       2
failed dev-rutland: no record in records

mistakes (flagged)  seeds  dev   test
findings polarity       –    –  1 (0)
quotes speaker          –    –  1 (1)

findings polarity  test-rutland 197:231, confidence 0.75
  said strength, care_leavers; gold weakness, care_leavers
  Too many care leavers lack a home.

quotes speaker  test-rutland 401:451, confidence 0.75, flagged
  said Ann Other, director of children’s services (council); gold Tom Hartley,
  director of children’s services (council)
  Tom Hartley, director of children’s services, said: “We are proud of what our
  staff have done together.”"""


def test_the_scorecard_sets_seeds_dev_and_test_side_by_side_in_80_columns() -> None:
    printed = lines(evaluated("records"))
    assert "\n".join(printed) == SCREEN
    assert max(map(len, printed)) <= 80


def test_one_set_may_be_scored_by_itself() -> None:
    printed = lines(evaluated("records", "--set", "seeds", "--errors", "0"))
    assert printed[0].split() == ["seeds", "(1", "article)"]
    assert not any("dev-rutland" in line for line in printed)


def test_the_worst_mistakes_are_shown_up_to_a_number() -> None:
    printed = lines(evaluated("records", "--errors", "1"))
    assert printed[-1] == "1 of 2 mistakes shown; --errors N shows more, --json all."
    assert [line for line in printed if "test-rutland " in line and ":" in line] == [
        "findings polarity  test-rutland 197:231, confidence 0.75"
    ]


def test_json_is_the_report_that_save_keeps_and_baseline_reads() -> None:
    first = evaluated("records", "--json", "--save", "kept.json")
    Path("printed.json").write_text(first.stdout, encoding="utf-8")
    assert load_report(Path("printed.json")) == load_report(Path("kept.json"))
    again = json.loads(evaluated("records", "--json", "--baseline", "printed.json").stdout)
    assert again["report"] == json.loads(first.stdout)
    assert again["comparison"]["moved"] == []


def test_a_baseline_shows_what_moved() -> None:
    evaluated("records", "--save", "kept.json")
    write_records(Path("records"), record(TEST), record(DEV))
    better = lines(evaluated("records", "--baseline", "kept.json", "--errors", "0"))
    assert "quote.speaker                test    0.50  1.00  +0.50  1/2 → 2/2" in better
    assert "0 mistakes are new, 2 are gone." in better
    assert "Failed in the baseline, not now: dev-rutland" in better
    assert "Nothing moved since the baseline." in lines(
        evaluated("records", "--set", "seeds", "--baseline", "kept.json")
    )


def test_a_fresh_run_asks_the_model_and_leaves_no_record(server: ChatServer) -> None:
    before = sorted(Path().rglob("*.json"))
    report = json.loads(
        evaluated("--model", "fake", "--base-url", server.url, "--set", "dev", "--json").stdout
    )
    assert server.bodies
    assert (report["model"], report["sets"][0]["failed"]) == ("fake", 0)
    assert report["effort"]["asked"] == len(server.bodies)
    assert report["effort"]["tokens_in"] == 100 * len(server.bodies)
    assert sorted(Path().rglob("*.json")) == before


def test_a_second_run_is_answered_from_the_cache(server: ChatServer) -> None:
    options = ("--model", "fake", "--base-url", server.url, "--set", "dev")
    evaluated(*options)
    asked = len(server.bodies)
    assert f"0 questions asked, {asked} answers kept from before; " in evaluated(*options).stdout
    assert len(server.bodies) == asked


def test_two_models_stand_side_by_side_with_what_they_took(server: ChatServer) -> None:
    result = evaluated("--model", "one", "--model", "two", "--base-url", server.url)
    printed = lines(result)
    assert printed[0].split() == ["one", "two"]
    assert printed[1].split() == ["seeds", "dev", "test"] * 2
    rows = {line[:14].rstrip(): line[14:].split() for line in printed[2:]}
    assert rows["quotes"] == ["1.00"] * 6
    assert rows["findings"] == ["0.00"] * 6
    assert rows["failed"] == ["0", "0"]
    assert rows["asked"] == [str(len(server.bodies) // 2)] * 2
    assert rows["cost"] == ["–", "–"]
    assert max(map(len, printed)) <= 80


def test_an_article_that_fails_is_named_and_the_others_are_scored(server: ChatServer) -> None:
    def refuse_dev(request: Request) -> Response:
        body = request.get_json()
        reply = error(400) if "He spoke in dev-rutland." in shown(body) else completion(answer_nothing(body))
        return reply(request)

    server.replies(refuse_dev)
    report = json.loads(evaluated("--model", "fake", "--base-url", server.url, "--json").stdout)
    assert [(one["name"], one["failed"]) for one in report["sets"]] == [("seeds", 0), ("dev", 1), ("test", 0)]


def test_a_model_that_answers_nothing_at_all_has_no_score(server: ChatServer) -> None:
    server.replies(error(400))
    result = evaluated("--model", "fake", "--base-url", server.url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("extract: no article could be scored; the first: ")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            ("records", "--model", "embedded"),
            "records is scored without asking; leave out the folder or the model",
        ),
        (
            ("--model", "a", "--model", "b", "--save", "x.json"),
            "--baseline and --save are about one scorecard; give one --model",
        ),
        (("--model", "a", "--model", "a"), "--model names one model twice"),
        (
            ("--model", "embedded", "--base-url", "http://x/v1"),
            "--base-url is for a model that is neither embedded nor openai:<name>; leave it out",
        ),
        (
            ("--model", "unknown"),
            "--model unknown: no such preset; use embedded, openai:<name>, or give --base-url as well",
        ),
        (("articles",), "articles: holds no records; make some with extract run --out articles"),
        (
            ("records", "--gold", "articles"),
            "articles: holds no gold for seeds, dev, test; name another with --gold",
        ),
        (("records", "--set", "dev"), "no article could be scored; the first: no record in records"),
    ],
)
def test_wrong_usage_is_told_in_a_line(options: tuple[str, ...], complaint: str) -> None:
    result = evaluated(*options)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {complaint}\n")


def test_a_name_cannot_steer_the_terminal() -> None:
    quotes = [PICTURE, PROUD | {"speaker": "Ann \x1b[31mOther", "role": "[red]chair[/red]"}]
    write_records(Path("records"), record(SEED), record(TEST, quotes=quotes), record(DEV))
    printed = evaluated("records").stdout
    assert "\x1b" not in printed
    assert "Ann \\u001b[31mOther, [red]chair[/red]" in " ".join(printed.split())

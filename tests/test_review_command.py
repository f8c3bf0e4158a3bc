import json
import subprocess
from pathlib import Path

import pytest
from chat_server import ChatServer
from click.testing import CliRunner, Result
from desk import ADDED, LABEL, THEME, accepted, lay_out, pending
from evaluating import KNOW, PICTURE, TEXT, case

from extract.cli import main
from extract.evaluate.dataset import read_dataset
from extract.review.keep import keep
from extract.store import Store

HEAD_OF_KNOW = "Inspectors found that social workers"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "-q"], check=True)  # noqa: S607
    subprocess.run(["git", "config", "user.name", "Ada Penrose"], check=True)  # noqa: S607


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return lay_out(tmp_path)


def review(*arguments: str | Path) -> Result:
    return extract("review", *arguments)


def extract(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)], prog_name="extract")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_changes_are_accepted_and_rejected_by_their_keys(store: Store) -> None:
    given = ["--accept", f"rutland#{LABEL}", "--reject", f"rutland#{THEME}", "--why", "read twice"]
    result = review(*given)
    assert (result.exit_code, result.stdout) == (0, "rutland: 1 accepted, 1 rejected, 1 left\n")
    decisions = store.review("rutland").decisions
    assert [(d.by, d.why) for d in decisions] == [("Ada Penrose", "read twice")] * 2
    assert review("--accept-all").stdout == "rutland: 1 accepted, 0 rejected, 0 left\n"
    assert store.pending_ids() == []
    assert review("--accept-all").stdout == "Nothing is pending.\n"


def test_all_is_rejected_and_the_record_stays(store: Store) -> None:
    assert review("--reject-all").stdout == "rutland: 0 accepted, 3 rejected, 0 left\n"
    now = store.load("rutland")
    assert now is not None
    assert now.model_copy(update={"provenance": accepted().provenance}) == accepted()
    assert keep(store, pending()) is False, "the same answer again is not pending"
    assert store.load("rutland") == now


def test_an_id_alone_stands_for_all_that_is_pending_there(tmp_path: Path) -> None:
    store = lay_out(tmp_path, "dev-1", before=accepted("dev-1"), after=pending("dev-1"))
    lay_out(tmp_path)
    assert review("--accept", "dev-1").stdout == "dev-1: 3 accepted, 0 rejected, 0 left\n"
    assert review("--reject-all", "rutland").stdout == "rutland: 0 accepted, 3 rejected, 0 left\n"
    assert store.pending_ids() == []


def test_a_doubtful_entry_is_confirmed_by_its_key(store: Store) -> None:
    store.drop_pending("rutland")
    store.accept(accepted(review=(("strengths[0]", "low confidence 0.51"),)))
    assert (
        review("--list").stdout
        == f"rutland#finding@{KNOW['start']}:{KNOW['end']}  doubtful  low confidence 0.51\n"
    )
    key = f"rutland#finding@{KNOW['start']}:{KNOW['end']}"
    assert review("--accept", key).stdout == "rutland: 1 accepted, 0 rejected, 0 left\n"
    assert review("--list").stdout == "Nothing is pending, and nothing is doubtful.\n"


def test_what_is_to_be_decided_is_listed_as_text_and_as_json(store: Store) -> None:
    assert review("--list").stdout.splitlines() == [
        f"rutland#{LABEL}  relabelled",
        f"rutland#{THEME}  edited",
        f"rutland#{ADDED}  added",
    ]
    assert [one["what"] for one in json.loads(review("--json").stdout)] == ["relabelled", "edited", "added"]
    assert store.review("rutland").decisions == ()


def test_a_mass_of_removals_needs_yes_and_is_all_or_nothing(tmp_path: Path) -> None:
    empty = accepted(strengths=[], weaknesses=[], recommendations=[], quotes=[PICTURE])
    store = lay_out(tmp_path, after=empty)
    refused = review("--accept-all")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "extract: this would remove 4 things from 1 records (4 of rutland); "
        "look at them with extract diff, or add --yes\n"
    )
    assert store.load("rutland") == accepted()
    assert review("--accept-all", "--yes").stdout == "rutland: 4 accepted, 0 rejected, 0 left\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--accept", "rutland#finding@1:2"],
            "rutland#finding@1:2: there is no such change; extract diff lists them",
        ),
        (
            ["--reject", "rutland#nothing"],
            "rutland#nothing: there is no such change; extract diff lists them",
        ),
        (["--accept", "nowhere#x"], "nowhere: there is no record of it in outputs"),
        (["nowhere"], "nowhere: there is no record of it in outputs"),
        (["--accept-all", "--reject-all"], "--accept-all and --reject-all contradict each other"),
        ([], "review asks on a terminal; without one, give --accept-all, --accept ID#KEY or --list"),
    ],
)
def test_wrong_usage_is_one_line_exits_2_and_decides_nothing(
    store: Store, arguments: list[str], message: str
) -> None:
    result = review(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {message}\n")
    assert store.review("rutland").decisions == ()


def test_decisions_that_cannot_be_read_stop_the_review(store: Store) -> None:
    store.review_path("rutland").write_text("{")
    result = review("--accept-all")
    assert result.exit_code == 2
    assert result.stderr.startswith("extract: outputs/rutland.review.json: Invalid JSON")


def test_a_pending_record_with_nothing_to_decide_is_taken_as_it_is(tmp_path: Path) -> None:
    store = lay_out(tmp_path, after=accepted(confidence=0.5))
    assert review("--accept-all").stdout == "rutland: 0 accepted, 0 rejected, 0 left\n"
    assert (store.pending_ids(), store.load("rutland")) == ([], accepted(confidence=0.5))


def test_what_cannot_be_read_is_told_and_the_rest_is_listed(tmp_path: Path) -> None:
    store = lay_out(tmp_path, "dev-1", before=accepted("dev-1"), after=pending("dev-1"))
    store.accept(accepted("torn"))
    store.path("torn").write_text("{")
    store.hold(pending("orphan"))
    result = review("--list")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr.splitlines()[0].startswith(
        "extract: orphan: has a pending record but no accepted one in"
    )
    assert result.stderr.splitlines()[1].startswith("extract: outputs/torn.json: Invalid JSON")


# ---- gold


def test_reviewed_records_become_gold_and_the_others_are_told_why_not(tmp_path: Path) -> None:
    lay_out(tmp_path, "dev-1", before=accepted("dev-1"), after=pending("dev-1"))
    lay_out(tmp_path)
    review("--accept", "dev-1")
    result = review("--gold", "golden")
    assert (result.exit_code, result.stdout) == (
        0,
        "dev-1: written to golden/dev-1.json\nrutland: left out: 3 changes are pending\n",
    )
    (made,) = read_dataset(Path("golden")).cases
    assert made.gold.weaknesses[0].text.startswith(HEAD_OF_KNOW)
    assert review("--gold", "golden", "dev-1").stdout == "dev-1: is gold in golden/dev-1.json already\n"
    assert extract("diff", "golden", "--only", "dev-1").stdout == "Nothing changed.\n"


def test_other_gold_is_overwritten_only_if_asked(store: Store) -> None:
    review("--accept-all")
    Path("golden").mkdir()
    Path("golden/rutland.json").write_text(case().gold.model_dump_json(), encoding="utf-8")
    kept = review("--gold", "golden", "rutland")
    assert (kept.exit_code, kept.stdout) == (
        1,
        "rutland: left out: golden/rutland.json says otherwise; --yes overwrites it\n",
    )
    assert review("--gold", "golden", "--yes").stdout == "rutland: written to golden/rutland.json\n"
    assert store.ids() == ["rutland"]


# ---- decisions and runs


def test_a_decision_outlives_later_runs_and_is_asked_again_when_the_article_changes(
    server: ChatServer, articles: Path
) -> None:
    asking = ["--model", "fake", "--base-url", server.url, "--force", str(articles / "rutland.txt")]
    extract("run", *asking)
    store = Store(Path("outputs"))
    first = store.load("rutland")
    assert first is not None
    store.accept(first.model_copy(update={"article": first.article.model_copy(update={"publisher": None})}))
    assert "1 differ from the accepted record" in extract("run", *asking).stdout
    assert (
        extract("diff").stdout.splitlines()[1].strip() == "edited article, publisher: none → Harbour Gazette"
    )
    review("--reject-all")
    assert "differ from" not in extract("run", *asking).stdout
    kept = store.load("rutland")
    assert kept is not None
    assert kept.article.publisher is None
    text = (articles / "rutland.txt").read_text(encoding="utf-8")
    (articles / "rutland.txt").write_text(text + "\nMore follows.\n", encoding="utf-8")
    assert "1 differ from the accepted record" in extract("run", *asking).stdout
    assert TEXT not in text

import json
from pathlib import Path

import pytest
from evaluating import KNOW, case, record, span, write_gold, write_records

from extract.errors import RecordError, UsageError
from extract.evaluate.dataset import Unscored, read_dataset, read_records, set_of

GOLD = Path("golden/rutland.json")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_gold(tmp_path, case("rutland"), case("dev-1"), case("test-1"))


@pytest.mark.parametrize(
    ("id_", "name"),
    [("dev-1", "dev"), ("test-1", "test"), ("000_ab", "seeds"), ("development", "seeds"), ("dev", "dev")],
)
def test_the_set_is_told_by_the_id(id_: str, name: str) -> None:
    assert set_of(id_) == name


def test_gold_is_read_with_the_articles_it_names() -> None:
    found = read_dataset(Path("golden"))
    assert [(c.article.id, c.set_name) for c in found.cases] == [
        ("dev-1", "dev"),
        ("rutland", "seeds"),
        ("test-1", "test"),
    ]
    assert found.cases[0].article == case("dev-1").article


def test_one_set_may_be_read_by_itself_under_the_same_hash() -> None:
    alone, all_three = read_dataset(Path("golden"), ("test",)), read_dataset(Path("golden"))
    assert [c.article.id for c in alone.cases] == ["test-1"]
    assert alone.sha256 == {"test": all_three.sha256["test"]}


def test_articles_are_found_above_the_gold_from_any_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert len(read_dataset(Path("../golden")).cases) == 3


def test_a_folder_without_gold_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="articles: holds no gold"):
        read_dataset(Path("articles"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            {"strengths": [{**KNOW, "start": KNOW["start"] + 1, "end": KNOW["end"] + 1}]},
            "the article does not read",
        ),
        (
            {"strengths": [{**KNOW, "inspection": "derby-1"}]},
            "no inspection of this gold is called 'derby-1'",
        ),
        ({"strengths": [{**KNOW, "firm": True}]}, "strengths.0.firm: Extra inputs"),
        ({"inspections": "none"}, "inspections: Input should be a valid array"),
    ],
)
def test_gold_that_does_not_fit_its_article_is_refused(change: dict[str, object], complaint: str) -> None:
    GOLD.write_text(json.dumps({**json.loads(GOLD.read_text()), **change}), encoding="utf-8")
    with pytest.raises(RecordError, match=complaint):
        read_dataset(Path("golden"))


def test_an_article_that_changed_under_its_gold_is_refused() -> None:
    Path("articles/rutland.txt").write_text(case().article.text + "More.\n", encoding="utf-8")
    with pytest.raises(RecordError, match="is not the text it was made from"):
        read_dataset(Path("golden"))


def test_an_article_without_a_usable_record_says_why() -> None:
    found = read_dataset(Path("golden"))
    other = record(case("dev-1")).model_copy(
        update={"article": record(case("dev-1")).article.model_copy(update={"sha256": "0" * 64})}
    )
    write_records(Path("records"), record(case("rutland")), other)
    records = read_records(Path("records"), found)
    assert records["rutland"] == record(case("rutland"))
    assert records["dev-1"] == Unscored("its record was made from another text; run it again")
    assert records["test-1"] == Unscored("no record in records")
    Path("records/test-1.json").write_text("{", encoding="utf-8")
    torn = read_records(Path("records"), found)["test-1"]
    assert isinstance(torn, Unscored)
    assert torn.reason.startswith("records/test-1.json: ")


def test_a_span_that_does_not_stand_in_the_article_is_read_so_that_it_can_be_scored() -> None:
    astray = span("Managers watch.", inspection="rutland-1") | {"text": "Managers sleep."}
    said = record(case("rutland"), recommendations=[astray])
    write_records(Path("records"), said)
    assert read_records(Path("records"), read_dataset(Path("golden")))["rutland"] == said


def test_a_folder_without_records_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="articles: holds no records"):
        read_records(Path("articles"), read_dataset(Path("golden")))

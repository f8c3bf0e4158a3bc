from pathlib import Path

import pytest

from extract.errors import RecordError
from extract.review.keep import keep
from extract.store import Store, canonical, parse_record, write_atomically
from schemas.record import Article, Evidence, Inspection, Provenance, Record
from schemas.review import Review

TEXT = "Ofsted visited Rutland in May."


def record(
    id_: str = "rutland", *, council: str = "Rutland", model: str = "m", source: str = "rutland.txt"
) -> Record:
    inspection = Inspection(
        id="rutland-1",
        council=council,
        council_code=None,
        type="unspecified_visit",
        ordinal=None,
        date=None,
        date_text="in May",
        focus=None,
        rating=None,
        evidence=(Evidence(start=0, end=30),),
    )
    return Record(
        article=Article(
            id=id_, source=source, sha256="0" * 64, title=None, publisher="Harbour’s Gazette", published=None
        ),
        inspections=(inspection,),
        strengths=(),
        weaknesses=(),
        recommendations=(),
        quotes=(),
        review=(),
        provenance=Provenance(model=model, prompts={}, record_schema="sha256:1", extract="0"),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "outputs")


def names(store: Store) -> list[str]:
    return sorted(p.name for p in store.folder.iterdir())


def test_a_first_record_is_accepted_as_it_comes(store: Store) -> None:
    assert keep(store, record()) is False
    assert store.load("rutland", text=TEXT) == record()
    assert names(store) == ["rutland.json"]


def test_a_differing_record_waits_beside_the_accepted_one(store: Store) -> None:
    keep(store, record())
    assert keep(store, record(council="Oakham")) is True
    assert store.load("rutland") == record()
    assert store.load("rutland", pending=True) == record(council="Oakham")
    assert names(store) == ["rutland.json", "rutland.pending.json"]
    assert store.ids() == ["rutland"]


def test_a_record_that_differs_in_nothing_to_review_replaces_the_accepted_one(store: Store) -> None:
    keep(store, record())
    assert keep(store, record(model="another", source="elsewhere/rutland.txt")) is False
    accepted = store.load("rutland")
    assert accepted is not None
    assert accepted.provenance.model == "another"
    assert names(store) == ["rutland.json"]


def test_what_was_pending_goes_when_a_rerun_agrees_with_the_accepted_record(store: Store) -> None:
    keep(store, record())
    keep(store, record(council="Oakham"))
    keep(store, record())
    assert names(store) == ["rutland.json"]


def test_the_same_record_gives_the_same_bytes(store: Store) -> None:
    keep(store, record())
    first = store.path("rutland").read_bytes()
    keep(store, record())
    assert store.path("rutland").read_bytes() == first == canonical(record()).encode()
    assert "Harbour’s".encode() in first


def test_there_is_no_record_where_none_was_written(store: Store) -> None:
    assert store.load("rutland") is None
    assert store.load("rutland", pending=True) is None
    assert store.ids() == []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda whole: whole[:200], "Invalid JSON"),
        (lambda _: b"", "Invalid JSON"),
        (lambda _: b"[]", "Input should be an object"),
        (
            lambda whole: whole.replace(b'"schema_version": 1', b'"schema_version": 2'),
            "schema_version: Input should be 1",
        ),
        (lambda whole: whole.replace(b'"in May"', b'"in June"'), "the article does not say 'in June'"),
        (lambda whole: whole.replace(b'"publisher"', b'"outlet"'), "article.publisher: Field required"),
        (lambda whole: whole.replace("’".encode(), b"\x92"), "is not UTF-8; delete it and run again"),
    ],
)
def test_a_torn_or_foreign_record_is_an_error_that_names_the_file(
    store: Store, spoil: object, reason: str
) -> None:
    keep(store, record())
    path = store.path("rutland")
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(RecordError) as caught:
        store.load("rutland", text=TEXT)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)


def test_a_torn_record_protects_nothing(store: Store) -> None:
    keep(store, record())
    store.path("rutland").write_text("{")
    assert keep(store, record(council="Oakham")) is False
    assert store.load("rutland") == record(council="Oakham")


def test_the_message_of_a_wrong_record_says_what_to_do() -> None:
    with pytest.raises(RecordError, match=r"a\.json: Invalid JSON: .*; delete it and run again"):
        parse_record("{", source="a.json")


def test_a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \udcff")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_with_its_newlines_as_they_are(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new" / "a.json", "a\r\nb\n")
    assert (tmp_path / "new" / "a.json").read_bytes() == b"a\r\nb\n"


def test_a_folder_that_cannot_be_written_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_text("a file")
    with pytest.raises(RecordError, match=r"outputs/a.json: cannot be written: "):
        write_atomically(tmp_path / "outputs" / "a.json", "new")


def test_the_run_log_and_other_files_are_no_records(store: Store) -> None:
    keep(store, record("b"))
    keep(store, record("a"))
    write_atomically(store.folder / ".runs" / "x.jsonl", "{}")
    write_atomically(store.folder / "notes.md", "notes")
    assert store.ids() == ["a", "b"]


@pytest.mark.parametrize(
    "id_", ["rutland.pending", "rutland.review", "rutland.pending~", ".pending", "rutland~"]
)
def test_an_article_that_is_called_like_a_file_of_another_keeps_files_of_its_own(
    store: Store, id_: str
) -> None:
    keep(store, record())
    keep(store, record(council="Oakham"))
    keep(store, record(id_))
    keep(store, record(id_, council="Oakham"))
    assert store.ids() == sorted(["rutland", id_])
    assert store.pending_ids() == sorted(["rutland", id_])
    assert len(names(store)) == 4
    assert store.load(id_) == record(id_)
    assert store.load("rutland", pending=True) == record(council="Oakham")


def test_decisions_that_cannot_be_read_are_never_passed_over(store: Store) -> None:
    write_atomically(store.review_path("rutland"), "{")
    with pytest.raises(
        RecordError, match=r"rutland\.review\.json: Invalid JSON: .*; mend it, for it holds decisions"
    ):
        keep(store, record())
    assert store.load("rutland") is None


def test_a_review_without_decisions_has_no_file(store: Store) -> None:
    store.keep_review(Review(article="rutland"))
    assert not store.review_path("rutland").exists()
    assert store.review("rutland") == Review(article="rutland")

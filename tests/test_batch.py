import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest

from extract.article import Article, read_article
from extract.batch import Counts, Failure, Outcome, Planned, plan, run
from extract.corpus import STDIN, find_articles
from extract.errors import RefusalError
from extract.gate import Gate
from extract.model.tally import Tally
from extract.store import Store
from schemas.record import Article as ArticleEntry
from schemas.record import Provenance, Record

NOW = Provenance(
    model="m",
    prompts={"quotes": "sha256:1", "findings": "sha256:2"},
    record_schema="sha256:3",
    extract="0.1.0",
)


def record(article: Article, provenance: Provenance = NOW) -> Record:
    entry = ArticleEntry(
        id=article.id,
        source=article.source,
        sha256=article.sha256,
        title=None,
        publisher=None,
        published=None,
    )
    return Record(
        article=entry,
        inspections=(),
        strengths=(),
        weaknesses=(),
        recommendations=(),
        quotes=(),
        review=(),
        provenance=provenance,
    )


async def make(article: Article, tally: Tally) -> Record:
    tally.questions += 1
    return record(article)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "outputs")


def go(
    planned: Iterable[Planned],
    store: Store,
    extract: Callable[[Article, Tally], Awaitable[Record]] = make,
    jobs: int = 2,
) -> dict[str, Outcome]:
    async def outcomes() -> dict[str, Outcome]:
        return {
            o.id: o
            async for o in run(planned, store, extract, jobs=jobs, gate=Gate(), started=lambda *_: None)
        }

    return asyncio.run(outcomes())


def one(articles: Path, store: Store, now: Provenance = NOW, *, force: bool = False) -> Planned:
    planned, failed = plan([articles / "rutland.txt"], store, now, force=force)
    assert failed == []
    return planned[0]


# ---- what needs asking


def test_an_article_without_a_record_is_new(articles: Path, store: Store) -> None:
    assert (one(articles, store).fresh, one(articles, store).reasons) == (None, ("new",))


def test_an_article_whose_record_depends_on_nothing_that_changed_is_fresh(
    articles: Path, store: Store
) -> None:
    store.accept(record(read_article(articles / "rutland.txt")))
    assert (one(articles, store).fresh, one(articles, store).reasons) == (Counts(0, 0, 0, 0, 0), ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": "another"}, "model changed: m → another"),
        (
            {"prompts": {"quotes": "sha256:9", "findings": "sha256:2"}},
            "quotes prompt changed: sha256:1 → sha256:9",
        ),
        ({"record_schema": "sha256:9"}, "schema changed: sha256:3 → sha256:9"),
        ({"extract": "0.2.0"}, "version changed: 0.1.0 → 0.2.0"),
    ],
)
def test_a_stale_record_tells_which_component_changed(
    articles: Path, store: Store, change: dict[str, object], reason: str
) -> None:
    store.accept(record(read_article(articles / "rutland.txt")))
    stale = one(articles, store, NOW.model_copy(update=change))
    assert (stale.fresh, stale.reasons) == (None, (reason,))


def test_a_prompt_that_the_record_does_not_know_makes_it_stale(articles: Path, store: Store) -> None:
    store.accept(
        record(
            read_article(articles / "rutland.txt"), NOW.model_copy(update={"prompts": {"quotes": "sha256:1"}})
        )
    )
    assert one(articles, store).reasons == ("findings prompt changed: none → sha256:2",)


def test_a_changed_article_makes_its_record_stale(articles: Path, store: Store) -> None:
    store.accept(record(read_article(articles / "rutland.txt")))
    (articles / "rutland.txt").write_text("Ofsted visited.", encoding="utf-8")
    (reason,) = one(articles, store).reasons
    assert reason.startswith("article text changed: ")


def test_force_asks_about_fresh_articles_too(articles: Path, store: Store) -> None:
    store.accept(record(read_article(articles / "rutland.txt")))
    assert (one(articles, store, force=True).fresh, one(articles, store, force=True).reasons) == (
        None,
        ("--force",),
    )


def test_a_torn_record_is_asked_for_anew(articles: Path, store: Store) -> None:
    store.accept(record(read_article(articles / "rutland.txt")))
    store.path("rutland").write_text("{")
    assert one(articles, store).fresh is None
    assert "rutland.json: Invalid JSON" in one(articles, store).reasons[0]
    go([one(articles, store)], store)
    assert one(articles, store).fresh is not None


def test_articles_that_cannot_be_read_are_failures_and_the_others_are_planned(
    articles: Path, store: Store
) -> None:
    (articles / "broken.txt").write_bytes(b"\xff\xfe")
    planned, failed = plan(find_articles([str(articles)]), store, NOW, force=False)
    assert [p.id for p in planned] == ["bakery", "rutland"]
    assert [(o.id, o.result) for o in failed] == [
        ("broken", Failure(f"{articles}/broken.txt: is not UTF-8 (byte 0); convert it and run again"))
    ]


def test_standard_input_is_read_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ofsted visited.")))
    planned, failed = plan([STDIN], store, NOW, force=False)
    assert failed == []
    assert go(planned, store)["stdin"].result == Counts(0, 0, 0, 0, 0)
    kept = store.load("stdin", text="Ofsted visited.")
    assert kept is not None
    assert kept.article.source == "-"


# ---- asking


def test_each_article_ends_as_a_record(articles: Path, store: Store) -> None:
    planned, _ = plan(find_articles([str(articles)]), store, NOW, force=False)
    outcomes = go(planned, store)
    assert {id_: o.result for id_, o in outcomes.items()} == dict.fromkeys(
        ("bakery", "rutland"), Counts(0, 0, 0, 0, 0)
    )
    assert all(
        o.seconds > 0 and o.tally.questions == 1 and not o.pending and not o.fresh for o in outcomes.values()
    )
    assert store.ids() == ["bakery", "rutland"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RefusalError("the model declined\nto answer"), "the model declined to answer"),
        (
            ZeroDivisionError("division by zero"),
            "internal error, please report: ZeroDivisionError: division by zero",
        ),
        (RefusalError("x" * 1000), "x" * 300),
    ],
)
def test_one_that_fails_stops_none_of_the_others_and_is_never_written(
    articles: Path, store: Store, error: Exception, reason: str
) -> None:
    async def fail_one(article: Article, tally: Tally) -> Record:
        if article.id == "bakery":
            raise error
        return await make(article, tally)

    planned, _ = plan(find_articles([str(articles)]), store, NOW, force=False)
    outcomes = go(planned, store, fail_one, jobs=1)
    assert outcomes["bakery"].result == Failure(reason)
    assert isinstance(outcomes["rutland"].result, Counts)
    assert [p.name for p in store.folder.iterdir()] == ["rutland.json"]


def test_a_failure_leaves_the_accepted_record_as_it_was(articles: Path, store: Store) -> None:
    async def fail(_: Article, __: Tally) -> Record:
        raise RefusalError("no")

    store.accept(record(read_article(articles / "rutland.txt")))
    before = store.path("rutland").read_bytes()
    go([one(articles, store, force=True)], store, fail)
    assert store.path("rutland").read_bytes() == before


def test_an_article_that_vanishes_after_planning_is_a_failure(articles: Path, store: Store) -> None:
    planned = one(articles, store)
    planned.path.unlink()
    assert go([planned], store)["rutland"].result == Failure(
        f"{articles}/rutland.txt: cannot be read: No such file or directory"
    )


def test_a_differing_record_is_reported_as_pending(articles: Path, store: Store) -> None:
    async def another(article: Article, _: Tally) -> Record:
        made = record(article)
        return made.model_copy(update={"article": made.article.model_copy(update={"title": "Another"})})

    store.accept(record(read_article(articles / "rutland.txt")))
    assert go([one(articles, store, force=True)], store, another)["rutland"].pending is True
    assert store.pending_path("rutland").exists()


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_at_most_so_many_articles_are_asked_about_side_by_side(
    tmp_path: Path, store: Store, jobs: int
) -> None:
    running: set[str] = set()
    most = 0

    async def watch(article: Article, tally: Tally) -> Record:
        nonlocal most
        running.add(article.id)
        most = max(most, len(running))
        for _ in range(5):
            await asyncio.sleep(0)
        running.remove(article.id)
        return await make(article, tally)

    for n in range(12):
        (tmp_path / f"{n}.txt").write_text(f"Visit {n}.")
    planned, _ = plan(find_articles([str(tmp_path / "*.txt")]), store, NOW, force=False)
    assert len(go(planned, store, watch, jobs)) == 12
    assert most == jobs


def test_articles_are_taken_up_only_as_others_end(tmp_path: Path, store: Store) -> None:
    taken: list[int] = []

    def many() -> Iterable[Planned]:
        for n in range(100):
            path = tmp_path / f"{n}.txt"
            path.write_text("Visit.")
            taken.append(n)
            yield Planned(str(n), path, 6, None, ("new",))

    async def first() -> Outcome:
        outcomes = run(many(), store, make, jobs=4, gate=Gate(), started=lambda *_: None)
        outcome = await anext(outcomes)
        await outcomes.aclose()
        return outcome

    assert isinstance(asyncio.run(first()).result, Counts)
    assert len(taken) == 4

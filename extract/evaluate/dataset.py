"""The articles with gold, in their three sets, and the records to be scored against them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from extract.article import Article, read_article
from extract.errors import RecordError, UsageError
from extract.evaluate.gold import GoldRecord
from extract.store import Store
from schemas.record import Record

SetName = Literal["seeds", "dev", "test"]
SETS: tuple[SetName, ...] = ("seeds", "dev", "test")


@dataclass(frozen=True, slots=True)
class Case:
    """One article and its gold."""

    article: Article
    gold: GoldRecord

    @property
    def set_name(self) -> SetName:
        """The set the article belongs to, which its id tells."""
        return set_of(self.article.id)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Cases in the order of their ids; ``sha256`` identifies each set's gold, tagged with the algorithm."""

    cases: tuple[Case, ...]
    sha256: Mapping[SetName, str]


@dataclass(frozen=True, slots=True)
class Unscored:
    """An article without a usable record, and why: all of its gold counts as missed."""

    reason: str


Result = Record | Unscored


def set_of(id_: str) -> SetName:
    """``dev-…`` is to work on, ``test-…`` is scored and never tuned on; every other article is a seed."""
    prefix = id_.partition("-")[0]
    return "dev" if prefix == "dev" else "test" if prefix == "test" else "seeds"


def read_dataset(folder: Path, sets: Collection[SetName] = SETS) -> Dataset:
    """Read a folder of gold and the articles it names.

    Raises ``UsageError`` when there is none, ``RecordError`` when gold does not fit its article.
    """
    paths = [p for p in sorted(folder.glob("*.json")) if set_of(p.stem) in sets]
    if not paths:
        raise UsageError(
            f"{folder.as_posix()}: holds no gold for {', '.join(sets)}; name another with --gold"
        )
    digests = {set_of(path.stem): hashlib.sha256() for path in paths}
    cases = []
    for path in paths:
        raw = path.read_bytes()
        digests[set_of(path.stem)].update(f"{path.name}\0{len(raw)}\0".encode() + raw)
        cases.append(_read_case(path, raw))
    return Dataset(tuple(cases), {name: f"sha256:{digest.hexdigest()}" for name, digest in digests.items()})


def _read_case(path: Path, raw: bytes) -> Case:
    try:
        entry = GoldRecord.model_validate_json(raw).article
        article = read_article(_find(entry.source, path), source=entry.source)
        gold = GoldRecord.model_validate_json(raw, context={"text": article.text})
    except ValidationError as exc:
        error = exc.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        raise RecordError(f"{path.as_posix()}: {place + ': ' if place else ''}{error['msg']}") from exc
    if article.sha256 != entry.sha256:
        raise RecordError(
            f"{path.as_posix()}: {entry.source} is not the text it was made from; restore that file"
        )
    if not path.stem == entry.id == article.id:
        raise RecordError(
            f"{path.as_posix()}: is about {entry.id} in {entry.source}; the three names must agree"
        )
    return Case(article, gold)


def _find(source: str, gold: Path) -> Path:
    """The article's file, from the working directory or else from a folder above the gold."""
    bases = (Path(), *gold.resolve().parents)
    return next((base / source for base in bases if (base / source).is_file()), Path(source))


def read_records(folder: Path, dataset: Dataset) -> dict[str, Result]:
    """The accepted record of each article with gold, or why it has none.

    Spans are not compared with the text here: one that does not stand there is scored, not refused.
    Raises ``UsageError`` for a folder without records.
    """
    store = Store(folder)
    if not store.ids():
        raise UsageError(
            f"{folder.as_posix()}: holds no records; make some with extract run --out {folder.as_posix()}"
        )
    return {case.article.id: _read_record(store, case.article) for case in dataset.cases}


def _read_record(store: Store, article: Article) -> Result:
    try:
        record = store.load(article.id)
    except RecordError as exc:
        return Unscored(str(exc))
    if record is None:
        return Unscored(f"no record in {store.folder.as_posix()}")
    if record.article.sha256 != article.sha256:
        return Unscored("its record was made from another text; run it again")
    return record

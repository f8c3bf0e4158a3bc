"""A small invented article with gold, and records that say the same save where a test has it otherwise."""

import json
from pathlib import Path
from typing import Any

from extract.article import decode_article
from extract.evaluate.dataset import SETS, Case, Dataset
from extract.evaluate.gold import GoldRecord
from schemas.record import Record

Data = dict[str, Any]

TEXT = """Inspectors find better help for Rutland’s children

Ofsted has rated Rutland’s children’s services ‘good’ after an inspection in May 2021.

Inspectors found that social workers know families well. Too many care leavers lack a home. Managers watch.

“Leaders have a clear and honest picture,” the report said. It recommended that plans be shorter.

Tom Hartley, director of children’s services, said: “We are proud of what our staff have done together.”
"""


def span(words: str, **fields: object) -> Data:
    """Words of the article with their offsets."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **fields}


def inspection(id_: str = "rutland-1", council: str = "Rutland", **fields: object) -> Data:
    given = {"type": "graded_inspection", "rating": "good", "date": "2021-05", "date_text": "in May 2021"}
    empty = {"council_code": None, "ordinal": None, "focus": None}
    return {"id": id_, "council": council, **empty, **given, **fields}


KNOW = span(
    "Inspectors found that social workers know families well.",
    inspection="rutland-1",
    theme="practice",
)
WAIT = span(
    "Too many care leavers lack a home.",
    inspection="rutland-1",
    theme="care_leavers",
)
MANAGERS = span("Managers watch.", inspection="rutland-1", theme="supervision")
SHORTER = span("It recommended that plans be shorter.", inspection="rutland-1")
PICTURE = span(
    "Leaders have a clear and honest picture,",
    inspection="rutland-1",
    speaker="Ofsted",
    role=None,
    speaker_kind="inspectorate",
)
PROUD = span(
    "We are proud of what our staff have done together.",
    inspection="rutland-1",
    speaker="Tom Hartley",
    role="director of children’s services",
    speaker_kind="council",
)


def gold_data(**lists: list[Data]) -> Data:
    """Gold for the article; lists that are given take the place of its own."""
    own = {
        "inspections": [inspection()],
        "strengths": [KNOW, {**MANAGERS, "optional": True}],
        "weaknesses": [WAIT],
        "recommendations": [SHORTER],
        "quotes": [PICTURE, PROUD],
    }
    return {**own, **lists}


def case(id_: str = "rutland", **lists: list[Data]) -> Case:
    """The article under an id, which tells its set, with gold."""
    article = decode_article(
        f"{TEXT.rstrip()} He spoke in {id_}.\n".encode(), id_=id_, source=f"articles/{id_}.txt"
    )
    entry = {
        "id": id_,
        "source": article.source,
        "sha256": article.sha256,
        "title": None,
        "publisher": None,
        "published": None,
    }
    return Case(
        article,
        GoldRecord.model_validate({"article": entry, **gold_data(**lists)}, context={"text": article.text}),
    )


def dataset(*cases: Case) -> Dataset:
    return Dataset(tuple(sorted(cases, key=lambda c: c.article.id)), dict.fromkeys(SETS, "sha256:0"))


def record(
    of: Case, *, review: tuple[tuple[str, str], ...] = (), confidence: float = 0.9, **lists: list[Data]
) -> Record:
    """What gold says, optional items too; lists that are given take the place of gold's."""
    data = {**of.gold.model_dump(mode="json"), **lists}
    for name in ("inspections", "strengths", "weaknesses", "recommendations", "quotes"):
        sure = {"confidence": confidence} if name in {"strengths", "weaknesses", "quotes"} else {}
        data[name] = [{**sure, **{k: v for k, v in item.items() if k != "optional"}} for item in data[name]]
    data["review"] = [{"path": path, "reason": reason} for path, reason in review]
    data["provenance"] = {"model": "m", "prompts": {}, "schema": "s", "extract": "0"}
    return Record.model_validate(data)


def write_gold(folder: Path, *cases: Case) -> None:
    """Gold and articles as files: ``<folder>/golden`` and ``<folder>/articles``."""
    for name in ("golden", "articles"):
        (folder / name).mkdir(exist_ok=True)
    for one in cases:
        (folder / one.article.source).write_text(one.article.text, encoding="utf-8")
        (folder / "golden" / f"{one.article.id}.json").write_text(
            one.gold.model_dump_json(), encoding="utf-8"
        )


def write_records(folder: Path, *records: Record) -> None:
    folder.mkdir(exist_ok=True)
    for one in records:
        (folder / f"{one.article.id}.json").write_text(
            json.dumps(one.model_dump(mode="json", by_alias=True)), encoding="utf-8"
        )

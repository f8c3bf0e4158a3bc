"""A folder with an article, its accepted record, and a pending one that differs in three ways."""

from pathlib import Path
from typing import Any

from evaluating import KNOW, MANAGERS, WAIT, Case, case, record, span

from extract.store import Store
from schemas.record import Record

SHORT = span("Too many care leavers lack a home.", inspection="rutland-1", theme="care_leavers")
MANAGED = MANAGERS | {"theme": "supervision"}


def accepted(id_: str = "rutland", **given: Any) -> Record:  # noqa: ANN401  as evaluating.record
    """Knows families well, a strength; care leavers lack a home, a weakness."""
    return record(case(id_), **{"strengths": [KNOW], **given})


def pending(id_: str = "rutland", **given: Any) -> Record:  # noqa: ANN401
    """The strength has become a weakness, the weakness has another theme, and managers are a strength."""
    lists = {"strengths": [MANAGED], "weaknesses": [KNOW, WAIT | {"theme": "placements"}]}
    made = record(case(id_), **{**lists, **given})
    provenance = made.provenance.model_copy(update={"prompts": {"findings": "sha256:2"}})
    return made.model_copy(update={"provenance": provenance})


LABEL = f"finding@{KNOW['start']}:{KNOW['end']}.label"
THEME = f"finding@{WAIT['start']}:{WAIT['end']}.theme"
ADDED = f"finding@{MANAGERS['start']}:{MANAGERS['end']}"


def lay_out(folder: Path, *ids: str, before: Record | None = None, after: Record | None = None) -> Store:
    """``articles/`` and ``outputs/`` under a folder, for each id."""
    store = Store(folder / "outputs")
    (folder / "articles").mkdir(exist_ok=True)
    for id_ in ids or ("rutland",):
        of: Case = case(id_)
        (folder / of.article.source).write_text(of.article.text, encoding="utf-8")
        store.accept(before or accepted(id_))
        store.hold(after or pending(id_))
    return store

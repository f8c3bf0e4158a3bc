"""From an edited prompt to a page in a browser, by the commands alone, in a copy of the project."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from chat_server import Body, ChatServer, asked, sentence_with
from chromium import needs_chromium, open_chromium
from reading import Reader
from selenium.webdriver.common.by import By
from terminal import Terminal

ROOT = Path(__file__).parent.parent
HINT = "Look twice at whose words a sentence relays."
MODEL = "fake"
PROMPT = "help › "


class AnotherReader(Reader):
    """Reads by the edited prompt: another theme, the other polarity, and one finding more."""

    def _findings(self, body: Body) -> list[Body]:
        families, leavers = super()._findings(body)
        leaders = {**families, "sentence": sentence_with("clear and honest", body), "theme": "leadership"}
        return [families | {"theme": "assessment"}, leaders, leavers | {"label": "strength"}]


def read(body: Body) -> str:
    if "Rutland" not in str(body):
        return json.dumps({"inspections": []})
    return (AnotherReader() if HINT in str(body) else Reader())(body)


@pytest.fixture
def project(tmp_path: Path, articles: Path) -> Path:
    """The packages, copied so that a prompt may be edited, beside a folder of articles."""
    for package in ("extract", "schemas", "prompts"):
        left_out = shutil.ignore_patterns("__pycache__", "training")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=left_out)
    assert articles.parent == tmp_path
    return tmp_path


@needs_chromium
def test_an_edited_prompt_is_named_reasked_compared_reviewed_scored_and_shown(
    project: Path, server: ChatServer
) -> None:
    server.reader = read
    model = ["--model", MODEL, "--base-url", server.url]

    def extract(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "extract", *arguments],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def findings_f1() -> float | None:
        report = json.loads(extract("eval", "outputs", "--gold", "gold", "--json"))
        return next(m["value"] for s in report["sets"] for m in s["measures"] if m["name"] == "findings.f1")

    extract("run", "articles", *model)
    extract("review", "rutland", "--gold", "gold")
    assert findings_f1() == 1

    template = project / "prompts" / "findings" / "structured.j2"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("{% endblock %}", f"{HINT}\n{{% endblock %}}", 1), encoding="utf-8")
    assert "rutland stale findings prompt" in extract("status", "articles", *model)

    before = len(server.bodies)
    extract("run", "articles", *model)
    assert [asked(body) for body in server.bodies[before:]] == ["FindingsAnswer"]

    shown = extract("diff")
    assert "1 added, 1 relabelled, 1 edited" in shown.splitlines()[0]
    assert "because the findings prompt changed" in shown

    with Terminal(["review"], project) as terminal:
        for kind, key in (("edited", "a"), ("relabelled", "r"), ("added", "a")):
            terminal.wait_for(f"  {kind}")
            terminal.wait_for(PROMPT)
            terminal.type(key)
        assert terminal.end() == 0
    assert "2 fresh" in extract("status", "articles", *model)
    extract("diff", "--exit-code")

    record = json.loads((project / "outputs" / "rutland.json").read_text(encoding="utf-8"))
    assert [s["theme"] for s in record["strengths"]] == ["assessment", "leadership"]
    assert [w["theme"] for w in record["weaknesses"]] == ["care_leavers"]
    assert findings_f1() == pytest.approx(4 / 5)

    extract("report")
    browser = open_chromium()
    try:
        browser.get((project / "report.html").as_uri())
        page = browser.find_element(By.TAG_NAME, "body").text
        assert "Inspectors find better help for Rutland’s children" in page
        assert "leadership" in page
        assert browser.get_log("browser") == []
    finally:
        browser.quit()

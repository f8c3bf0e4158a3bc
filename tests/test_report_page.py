import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filed import EVIL_NAME, HOSTILE, TEXT, file_away, hostile, quote, record, rutland
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cli import main
from extract.marks import LETTERS
from extract.report.charts import themes_chart, timeline_chart
from extract.report.entries import Entry
from extract.report.overview import Given, ThemeCount
from extract.report.page import render_page
from extract.store import Store, canonical


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file_away(tmp_path, TEXT, rutland())


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments], catch_exceptions=False)


def page() -> str:
    return Path("report.html").read_text(encoding="utf-8")


class Reader(HTMLParser):
    """The tags of a page, and the text of its articles without the letters that stand for items."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "input", "br"}:
            self._open.append(f"{tag}.{dict(attrs).get('class', '')}")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().startswith(f"{tag}."), f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "div.text" in self._open and not self._open[-1].startswith("a."):
            self.text += data


def as_shown(text: str) -> str:
    return "".join(text.split())


def test_a_page_is_made_of_a_folder_of_records() -> None:
    result = report()
    assert result.exit_code == 0
    assert re.fullmatch(r"Wrote report\.html: 1 article, 0\.\d MB\n", result.stdout)
    assert result.stderr == ""


def test_the_same_records_make_the_same_page() -> None:
    report()
    first = page()
    report()
    assert page() == first


def test_the_article_is_there_word_for_word() -> None:
    report()
    assert as_shown(Reader(page()).text) == as_shown(TEXT)


def test_every_item_leads_to_its_words_and_they_lead_back() -> None:
    report()
    tags = Reader(page()).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [a["href"] for tag, a in tags if tag == "a" and a["href"]]
    assert {link.removeprefix("#") for link in links if link} <= set(ids)
    items = [id_ for id_ in ids if id_ and re.fullmatch(r"a0-\d+", id_)]
    assert len(items) == 7
    for item in items:
        assert {f"#{item}", f"#{item}t"} <= set(links)


def test_the_page_fetches_nothing_and_runs_only_its_own_script() -> None:
    report()
    html = page()
    assert set(re.findall(r"https?://[^\"' )]*", html)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"<[^>]+\s(src|srcset|style|on\w+)=", html)
    policy = next(a["content"] for tag, a in Reader(html).tags if a.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        (own,) = re.findall(f"<{element}>(.*?)</{element}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    file_away(tmp_path, HOSTILE, hostile())
    report()
    html = page()
    reader = Reader(html)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert not {"img", "b>"} & {tag for tag, _ in reader.tags}
    assert not any(name.startswith("on") for _, attributes in reader.tags for name in attributes)
    assert EVIL_NAME in [a.get("data-council") for _, a in reader.tags]
    assert "{{ 7 * 7 }} {% raw %}" in reader.text
    assert "\\u202ereversed\\u202c \\u001b[31mred\\u001b[0m \\u0007 \\ufeff a" in reader.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\ufeff]", html)


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.sampled_from("<>&\"'`{}%#\\\u202e\x1b\x00\u00a0 \nab/!-=;"), min_size=1, max_size=60),
    st.data(),
)
def test_whatever_a_text_is_the_page_holds_it_and_stays_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quotes = [quote(text, text[start:end], text, "other", of=None)]
    made = record(text, article={"title": text, "publisher": text}, quotes=quotes)
    reader = Reader(render_page("a page", "outputs", [Entry(made, text)], {}))
    expected = "".join(c if c.isprintable() or c.isspace() else f"\\u{ord(c):04x}" for c in text)
    assert as_shown(reader.text) == as_shown(expected)
    assert [tag for tag, _ in reader.tags].count("script") == 1


def test_a_text_that_is_gone_or_changed_is_left_out_and_said(tmp_path: Path) -> None:
    file_away(tmp_path, TEXT, rutland("gone"))
    Path("articles/gone.txt").unlink()
    Path("articles/rutland.txt").write_text("Something else.", encoding="utf-8")
    result = report()
    assert result.exit_code == 0
    assert result.stderr == (
        "without its text: articles/gone.txt: there is no such file; "
        "run from the folder that 'extract run' ran in\n"
        "without its text: articles/rutland.txt: has changed since its record was made; "
        "run 'extract run articles/rutland.txt' to make it anew\n"
    )
    html = page()
    assert html.count("The text is not shown. articles/") == 2
    assert "Something else" not in html
    assert html.count("Too many care leavers wait months for a home</q>") == 2
    assert "<mark data-items" not in html


def test_a_record_that_cannot_be_read_is_said_on_the_page_and_by_the_exit_status() -> None:
    Path("outputs/torn.json").write_text("{", encoding="utf-8")
    result = report()
    assert result.exit_code == 1
    assert result.stderr.startswith("failed torn: outputs/torn.json: Invalid JSON: ")
    assert "1 record could not be read:" in page()


def test_a_doubt_that_is_about_no_item_is_listed_below_the_items() -> None:
    doubts = [
        ("inspections[0].rating", "low confidence 0.41"),
        ("weaknesses[0].theme", "low confidence 0.41"),
    ]
    made = rutland(review=[{"path": path, "reason": reason} for path, reason in doubts])
    Store(Path("outputs")).path("rutland").write_text(canonical(made), encoding="utf-8")
    report()
    assert page().count("<li>inspections[0].rating: low confidence 0.41</li>") == 1
    assert page().count('<em class="review">low confidence 0.41</em>') == 1


def test_pending_records_are_not_on_the_page() -> None:
    Store(Path("outputs")).hold(rutland(strengths=[]))
    report()
    assert "2 strengths, 1 weaknesses" in page()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["empty"], "empty: holds no records that can be read; make some with 'extract run --out empty'"),
        (["-o", "articles/rutland.txt"], "articles/rutland.txt: the page is HTML; give --out a name that "),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(arguments: list[str], message: str) -> None:
    Path("empty").mkdir()
    result = report(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"extract: {message}")
    assert Path("articles/rutland.txt").read_text(encoding="utf-8") == TEXT


def test_without_the_library_of_the_charts_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = report()
    assert result.exit_code == 2
    assert result.stderr == (
        "extract: the charts need vl-convert-python, which is not installed; run 'uv sync --group report'\n"
    )


def given_grade(day: str, *, council: str = "Rutland", previous: bool = False) -> Given:
    return Given(council, day, "good", previous, "graded inspection", day or "no date")


@pytest.mark.parametrize("days", [["2021-05-10"], [""], ["2021-05-10", "", "2016-07-01"]])
def test_each_grade_is_one_mark_that_says_what_it_is_and_leads_to_its_article(days: list[str]) -> None:
    told = {given_grade(day): [n] for n, day in enumerate(days)}
    drawn = str(timeline_chart(told, ["a0", "a1", "a2"]))
    for n, day in enumerate(days):
        said = f"Rutland: good, graded inspection, {day or 'no date'}, 1 article"
        assert re.search(f'<a tabindex="-1" href="#a{n}"><path aria-label="{said}"', drawn)
    assert drawn.count(">Rutland</text>") == 1


def test_charts_take_their_colours_from_the_page_and_their_names_stay_text() -> None:
    evil = "</text></svg><script>alert(1)</script>\u202e"
    drawn = str(timeline_chart({given_grade("2021-05-10", council=evil): [0]}, ["a0"]))
    drawn += str(themes_chart([ThemeCount("care_leavers", 1, 0)]))
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert "care leavers, strengths: 1" in drawn
    assert {"var(--good)", "var(--ink)", "var(--strength)"} <= set(re.findall(r"var\(--\w+\)", drawn))


def test_nothing_to_draw_is_no_chart() -> None:
    assert (timeline_chart({}, []), themes_chart([])) == (None, None)


def test_records_without_any_inspection_make_a_page_too(tmp_path: Path) -> None:
    Store(tmp_path / "outputs").path("rutland").unlink()
    file_away(tmp_path, "Bread.\n", record("Bread.\n", "bakery"))
    assert report().exit_code == 0
    assert "The article reports no inspection." in page()
    assert "<figure" not in page()


def test_every_kind_of_item_is_in_the_legend() -> None:
    report()
    legend = re.search(r'<p class="legend".*?</p>', page(), re.DOTALL)
    assert legend
    assert re.findall(r"<b class=\"\w+\">(.)</b>", legend[0]) == list(LETTERS.values())


def test_a_page_of_another_folder_goes_where_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "outputs").rename(tmp_path / "elsewhere")
    assert report("elsewhere", "-o", "pages/r.HTML", "--title", "A & B").exit_code == 0
    html = Path("pages/r.HTML").read_text(encoding="utf-8")
    assert "<title>A &amp; B</title>" in html
    assert "from elsewhere." in html
    assert json.dumps(TEXT) not in html

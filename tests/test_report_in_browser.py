"""The page in a real browser: Debian's chromium and chromium-driver, headless, without a network."""

import contextlib
from collections.abc import Iterator

import pytest
from chromium import needs_chromium, open_chromium
from click.testing import CliRunner
from filed import EVIL_NAME, HOSTILE, TEXT, file_away, finding, hostile, inspection, record, rutland
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from extract.cli import main

pytestmark = needs_chromium

PATIENCE = 20
"""Seconds that a loaded machine may need."""

ESSEX = """Mixed news for two councils

Essex gave children a voice, inspectors said. In Kent caseloads were too high.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of four articles: graded; two visits; hostile; without an inspection."""
    folder = tmp_path_factory.mktemp("report")
    visits = [
        inspection("essex-1", "Essex", type="focused_visit", rating=None, date="2022-03"),
        inspection("kent-1", "Kent", type="monitoring_visit", ordinal=3, rating=None, date=None),
    ]
    essex = record(
        ESSEX,
        "essex",
        article={"title": "Mixed news for two councils", "published": "2022-04-01"},
        inspections=visits,
        strengths=[finding(ESSEX, "Essex gave children a voice, inspectors said.", "voice", "essex-1")],
        weaknesses=[finding(ESSEX, "In Kent caseloads were too high.", "caseloads", "kent-1")],
    )
    file_away(folder, "Bread and buns.\n", record("Bread and buns.\n", "bakery"))
    file_away(folder, ESSEX, essex)
    file_away(folder, HOSTILE, hostile())
    file_away(folder, TEXT, rutland())
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, ["report"], catch_exceptions=False)
    assert result.exit_code == 0
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chrome]:
    driver = open_chromium()
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Chrome, page: str) -> Iterator[Chrome]:
    """The page as it is when it is opened; whatever a test does there, the console stays empty."""
    chromium.get("about:blank")
    chromium.get(page)
    yield chromium
    assert chromium.get_log("browser") == []


def press(browser: Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def focused(browser: Chrome) -> str:
    return str(browser.switch_to.active_element.get_attribute("id"))


def focused_link(browser: Chrome) -> str:
    return str(browser.switch_to.active_element.get_attribute("href"))


def find(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def seen(browser: Chrome, selector: str) -> list[str]:
    """What stands in the elements that are there to be seen."""
    script = """
        const seen = [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility());
        return seen.map((e) => e.textContent);
    """
    return list(browser.execute_script(script, selector))


def titles(browser: Chrome) -> list[str]:
    """First words of the articles that the filter leaves."""
    return [title.split()[0] for title in seen(browser, "h3")]


def councils(browser: Chrome) -> list[str]:
    """Councils of the rows that the filter leaves."""
    return seen(browser, "#table tbody th")


def is_in_view(browser: Chrome, element: WebElement) -> bool:
    script = "const b = arguments[0].getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight"
    return bool(browser.execute_script(script, element))


def choose(browser: Chrome, name: str, value: str) -> None:
    field = find(browser, f"#filter [name={name}]")
    if name == "text":
        field.send_keys(value)
    else:
        Select(field).select_by_visible_text(value)


ALL = ["bakery", "Mixed", '<b>x"', "Inspectors"]


def test_the_whole_page_comes_out_of_one_file(browser: Chrome) -> None:
    assert browser.title == "Ofsted inspections in the news"
    assert titles(browser) == ALL
    assert find(browser, "output").text == "4 of 4 articles, 4 inspections"
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize(
    ("choices", "articles", "rows"),
    [
        ({"council": "Kent"}, ["Mixed"], ["Kent"]),
        ({"type": "focused visit"}, ["Mixed"], ["Essex"]),
        ({"grade": "good"}, ['<b>x"', "Inspectors"], ["Rutland", EVIL_NAME]),
        ({"grade": "no grade"}, ["Mixed"], ["Essex", "Kent"]),
        ({"theme": "caseloads"}, ["Mixed"], ["Kent"]),
        ({"theme": "voice"}, ["Mixed", '<b>x"'], ["Essex", EVIL_NAME]),
        ({"text": "BREAD and"}, ["bakery"], []),
        ({"text": "rutland's children's"}, ["Inspectors"], ["Rutland"]),
        ({"text": "inspectors said", "council": "Essex"}, ["Mixed"], ["Essex"]),
        ({"council": "Essex", "type": "monitoring visit"}, [], []),
        ({"text": "<script>"}, ['<b>x"'], [EVIL_NAME]),
    ],
    ids=str,
)
def test_the_filter_leaves_the_rows_that_fit_and_their_articles(
    browser: Chrome, choices: dict[str, str], articles: list[str], rows: list[str]
) -> None:
    for name, value in choices.items():
        choose(browser, name, value)
    assert titles(browser) == articles
    assert councils(browser) == rows
    assert find(browser, "output").text == f"{len(articles)} of 4 articles, {len(rows)} inspections"
    assert find(browser, "#nothing").is_displayed() is (not articles)
    find(browser, "#filter [type=reset]").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: titles(b) == ALL)


def test_the_table_leads_to_the_article(browser: Chrome) -> None:
    find(browser, "#table tr[data-council=Kent] a").click()
    assert is_in_view(browser, find(browser, "#a1 h3"))


def test_a_letter_leads_to_its_item_and_the_item_back_to_its_words(browser: Chrome) -> None:
    letter = find(browser, "#a3 .text .ref.weakness")
    letter.click()
    item = find(browser, "#a3 li.weakness")
    WebDriverWait(browser, PATIENCE).until(lambda _: "on" in str(item.get_attribute("class")))
    lit = browser.find_elements(By.CSS_SELECTOR, "mark.on")
    assert [mark.text for mark in lit] == ["Too many care leavers wait months for a home"]
    item.find_element(By.TAG_NAME, "a").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: focused(b) == letter.get_attribute("id"))
    assert is_in_view(browser, letter)


def test_an_item_that_others_overlap_is_lit_whole(browser: Chrome) -> None:
    find(browser, "#a3 li.strength a").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: b.find_elements(By.CSS_SELECTOR, "mark.on"))
    lit = [mark.text for mark in browser.find_elements(By.CSS_SELECTOR, "mark.on")]
    assert "".join(lit) == "“Leaders have a clear and honest picture of the service,” the report said."
    assert len(lit) == 3


def test_a_mark_of_the_timeline_leads_to_its_article_even_if_the_filter_hides_it(browser: Chrome) -> None:
    choose(browser, "council", "Kent")
    mark = find(browser, "svg [aria-label^='Rutland: good']")
    ActionChains(browser).move_to_element(mark).perform()
    assert find(browser, "#tip").text == "Rutland: good, graded inspection, 2021-05, 1 article"
    mark.click()
    WebDriverWait(browser, PATIENCE).until(lambda b: is_in_view(b, find(b, "#a3 h3")))
    assert titles(browser) == ALL


def test_words_under_the_pointer_tell_every_item_they_belong_to(browser: Chrome) -> None:
    quoted = find(browser, "#a3 mark.quote.strength")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", quoted)
    ActionChains(browser).move_to_element(quoted).perform()
    assert find(browser, "#tip").text.splitlines() == [
        "S1 strength · leadership · Rutland · 0.90",
        "Q1 quote · Ofsted · Rutland · 0.80",
    ]
    press(browser, Keys.ESCAPE)
    assert not find(browser, "#tip").is_displayed()


def test_keys_go_from_article_to_article_and_from_item_to_item(browser: Chrome) -> None:
    been = []
    for key in ("j", "j", "j", "j", "j", "k", "j", "n", "n", "p", "p", "p", "n"):
        press(browser, key)
        been.append(focused(browser))
        assert is_in_view(browser, browser.switch_to.active_element)
    assert been == [
        *("a0", "a1", "a2", "a3", "a3", "a2", "a3"),
        *("a3-0t", "a3-1t", "a3-0t", "a2-3t", "a2-2t", "a2-3t"),
    ]


def test_an_item_that_has_the_focus_tells_what_it_is_and_enter_goes_to_it(browser: Chrome) -> None:
    press(browser, "j", "j", "n")
    letter = browser.switch_to.active_element
    assert letter.get_attribute("aria-describedby") == "tip"
    assert find(browser, "#tip").text == "S1 strength · voice · Essex · 0.90"
    press(browser, Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(
        lambda b: b.switch_to.active_element.get_attribute("href").endswith("#a1-0t")
    )
    press(browser, Keys.ENTER)
    WebDriverWait(browser, PATIENCE).until(lambda b: focused(b) == "a1-0t")


def test_keys_skip_what_the_filter_hides(browser: Chrome) -> None:
    choose(browser, "grade", "good")
    press(browser, Keys.ESCAPE)
    been = []
    for key in "jjj":
        press(browser, key)
        been.append(focused(browser))
    assert been == ["a2", "a3", "a3"]


def test_slash_filters_and_there_keys_are_letters(browser: Chrome) -> None:
    press(browser, "/", "j", "?", "/")
    field = find(browser, "#filter [name=text]")
    assert browser.switch_to.active_element == field
    assert field.get_attribute("value") == "j?/"
    press(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element != field


def test_question_mark_helps_until_escape(browser: Chrome) -> None:
    help_ = find(browser, "#help")
    press(browser, "?")
    assert help_.is_displayed()
    press(browser, "j", Keys.ESCAPE)
    assert not help_.is_displayed()
    assert focused(browser) != "a0"


def test_hostile_text_stays_text(browser: Chrome) -> None:
    assert browser.title == "Ofsted inspections in the news"
    assert browser.execute_script("return document.scripts.length + document.images.length") == 1
    text = find(browser, "#a2 .text").text
    assert '</p><script>document.title = "owned"</script> &' in text.replace("S1", "")
    assert "\\u202ereversed\\u202c \\u001b[31mred\\u001b[0m" in text
    assert find(browser, "#a2 h4").text == f"{EVIL_NAME} good"
    ActionChains(browser).move_to_element(find(browser, "#a2 h4")).click().perform()
    assert (
        browser.execute_script(
            "return document.querySelectorAll('[onmouseover], [onerror], [style]:not(#tip)').length"
        )
        == 0
    )


CONTRAST = """
const linear = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(linear);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour;
  }
};
const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
const read = [...document.querySelectorAll("body *:not(script, option)")];
return read.filter((e) => hasText(e) && e.checkVisibility()).flatMap((e) => {
  const colour = getComputedStyle(e)[e.closest("svg") ? "fill" : "color"];
  const [dark, bright] = [colour, ground(e)].map(luminance).sort((a, b) => a - b);
  const ratio = (bright + 0.05) / (dark + 0.05);
  return ratio < 4.5 ? [[e.tagName, e.className, e.textContent.slice(0, 40), ratio]] : [];
});
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_light_and_in_dark(browser: Chrome, scheme: str) -> None:
    feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
    try:
        browser.execute_script("location.hash = 'a3-1'")
        assert browser.execute_script(CONTRAST) == []
        ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") is (scheme == "light")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_printed_it_is_the_articles_without_the_controls(browser: Chrome) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not find(browser, "#filter").is_displayed()
        assert titles(browser) == ALL
        assert find(browser, "#a3 .text").is_displayed()
        overflow = "return getComputedStyle(document.querySelector('.scroll')).overflow"
        assert browser.execute_script(overflow) == "visible"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_without_scripts_it_is_still_all_there_to_read(browser: Chrome, page: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(page)
        assert not find(browser, "#filter").is_displayed()
        assert titles(browser) == ALL
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_controls_and_articles_have_names_and_the_table_its_roles(browser: Chrome) -> None:
    controls = browser.find_elements(By.CSS_SELECTOR, "#filter label, #filter button")
    assert [c.text.split()[0] for c in controls] == [
        *("Text", "Council", "Type", "Grade", "Theme"),
        *("Clear", "Keys"),
    ]
    assert find(browser, "#filter select").accessible_name == "Council"
    parts = ("#table", "#table tr", "thead th", "tbody th", "tbody td")
    roles = [find(browser, f"#inspections ~ div {part}").aria_role for part in parts]
    assert roles == ["table", "row", "columnheader", "rowheader", "cell"]
    press(browser, "j")
    assert browser.switch_to.active_element.accessible_name == "bakery"

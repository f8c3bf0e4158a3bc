import pytest

from extract.candidates.segments import segment

ARTICLE = """Council praised for early help

Ofsted finds progress, but care leavers still wait

By Ada Penrose on 3 May 2022

Photo: Anna Lee/Adobe Stock

Inspectors visited Rutland in April. They found better help for families.

Workloads

The report recommended:

• Prompt health checks

2) Better records of supervision

More from this section

Council tax to rise"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(s.text, s.kind) for s in segment(text)]


def test_a_page_falls_into_headline_standfirst_furniture_caption_body_heading_and_bullets() -> None:
    assert kinds(ARTICLE) == [
        ("Council praised for early help", "headline"),
        ("Ofsted finds progress, but care leavers still wait", "standfirst"),
        ("By Ada Penrose on 3 May 2022", "furniture"),
        ("Photo: Anna Lee/Adobe Stock", "caption"),
        ("Inspectors visited Rutland in April.", "body"),
        ("They found better help for families.", "body"),
        ("Workloads", "heading"),
        ("The report recommended:", "body"),
        ("Prompt health checks", "bullet"),
        ("Better records of supervision", "bullet"),
        ("More from this section", "furniture"),
        ("Council tax to rise", "furniture"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ada Penrose, Harbour Gazette", "furniture"),
        ("By Ada Penrose and Tom Hartley.", "furniture"),
        ("By contrast, carers wait weeks.", "body"),
        ("By June the team had doubled.", "body"),
        ("The landlord has advertised the house.", "body"),
        ("Advertise with us", "furniture"),
        ("Few carers had read the newsletters.", "body"),
        ("Get our morning newsletter by email.", "furniture"),
        ("Workers rarely get in touch with fathers.", "body"),
        ("Published: 12 June 2021", "furniture"),
        ("12/06/2021", "furniture"),
        ("Share this article", "furniture"),
        ("Comments are closed.", "furniture"),
        ("Sign up to our newsletter for more stories like this.", "furniture"),
        ("Picture: Local Democracy Reporting Service", "caption"),
        ("The head office (Image: Google Street View)", "caption"),
        ("- a plan for each child", "bullet"),
        ("What happens next?", "heading"),
    ],
)
def test_a_line_between_paragraphs_has_its_kind_by_form(line: str, kind: str) -> None:
    text = f"Council improves\n\nInspectors came in May.\n\n{line}\n\nThey will return.\n\nA plan is due."
    assert dict(kinds(text))[line.removeprefix("- ")] == kind


def test_prose_above_a_byline_is_the_standfirst() -> None:
    text = (
        "Council improves\n\nChildren are safer.\n\nBy Ada Penrose\n\nInspectors came in May.\n\nThey left."
    )
    assert dict(kinds(text))["Children are safer."] == "standfirst"


@pytest.mark.parametrize("line", ["Rutland", "Rutland – good", "Rutland: a visit", "Rutland (good)"])
def test_a_council_above_the_first_paragraph_is_a_heading_where_others_follow(line: str) -> None:
    page = f"What inspectors told three councils\n\nBy Ada Penrose\n\n{line}\n\nThey came in May.\n\n"
    digest = page + line.replace("Rutland", "Luton") + "\n\nThey came in June and did not."
    kinds = [[s.kind for s in segment(text) if s.text == line] for text in (page, digest)]
    assert kinds == [["furniture"], ["heading"]]


def test_numbered_lines_above_prose_are_headings() -> None:
    text = "Two things.\n\n1. Homes\n\nHomes are few.\n\n2. Schools\n\nSchools are good.\n\nThat is all."
    assert [k for t, k in kinds(text) if t in {"Homes", "Schools"}] == ["heading", "heading"]


def test_a_wrapped_line_goes_on_with_its_paragraph() -> None:
    text = "Inspectors wrote that the council had made some very good\nprogress since the last visit."
    assert [s.text for s in segment(text)] == [text]


def test_plain_text_keeps_its_length() -> None:
    (sentence,) = segment("Inspectors\u00a0came in\u00a0May.")
    assert sentence.plain == "Inspectors came in May."

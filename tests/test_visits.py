import pytest

from extract.candidates.cues import find_cues
from extract.candidates.focuses import find_focuses
from extract.candidates.ratings import rate_mentions
from extract.candidates.segments import Sentence, segment
from extract.candidates.visits import Proposal, propose
from extract.tasks.reported import is_reported

PUBLISHED = "2022-06-20"


def sentence(text: str) -> Sentence:
    return next(s for s in segment(f"Council makes progress, Ofsted says\n\n{text}") if s.is_body)


def cues(text: str, *, monitored: bool = True) -> list[tuple[str, int | None]]:
    return [(cue.type, cue.ordinal) for cue in find_cues(sentence(text), 2022, monitored=monitored)]


def proposals(text: str) -> list[Proposal]:
    sentences = segment(text)
    return propose(text, sentences, PUBLISHED, rate_mentions(text, sentences, PUBLISHED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ofsted made a focused visit in May.", [("focused_visit", None)]),
        ("Two of the inspectors paid a focused visit in May.", [("focused_visit", None)]),
        ("Inspectors last month carried out a focused visit.", [("focused_visit", None)]),
        ("This was one of the pilot focused visits.", [("focused_visit", None)]),
        ("It was the fourth monitoring visit to the county.", [("monitoring_visit", 4)]),
        ("The monitoring visit, its seventh since 2018, was in May.", [("monitoring_visit", 7)]),
        ("On the second such visit inspectors met staff.", [("monitoring_visit", 2)]),
        ("The council was visited for a third time.", [("monitoring_visit", 3)]),
        ("Ofsted has returned to Rutland for the fourth time.", [("monitoring_visit", 4)]),
        ("A joint targeted area inspection took place in May.", [("joint_targeted_area_inspection", None)]),
        ("The full inspection lasted two weeks.", [("graded_inspection", None)]),
        (
            "The first, on 4 May, was short; its second, in June, was not.",
            [("monitoring_visit", 1), ("monitoring_visit", 2)],
        ),
    ],
)
def test_words_name_the_kind_and_the_number_of_a_visit(
    text: str, expected: list[tuple[str, int | None]]
) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize("heading", ["The third: May 2021", "May 2021: the third", "The third – 4 and 5 May"])
def test_a_number_and_a_date_head_a_visit_of_a_series(heading: str) -> None:
    text = f"Ofsted’s letters\n\nInspectors came.\n\n{heading}\n\nThey liked it."
    found = next(s for s in segment(text) if s.text == heading)
    assert [(c.type, c.ordinal) for c in find_cues(found, 2022, monitored=True)] == [("monitoring_visit", 3)]


def test_a_numbered_visit_has_no_kind_where_no_monitoring_is_named() -> None:
    assert cues("It was the second visit to the county.", monitored=False) == [("unspecified_visit", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "A full inspection is due in the autumn.",
        "The borough expects a full inspection in July.",
        "Readers have asked whether this was a full inspection?",
        "Monitoring visits may yet follow.",
        "There will be an improvement notice, and a monitoring visit within five months.",
        "Ofsted will carry out its first monitoring visit next year.",
        "Three monitoring visits will follow.",
        "A focused visit in 2019 had raised concerns.",
        "A focused visit last year led to a letter.",
        "It was told after a focused visit that two areas needed action.",
        "It was told in 2021 after a focused visit to take action.",
        "Waiting times have fallen since the last full inspection.",
    ],
)
def test_planned_and_older_visits_are_no_cues(text: str) -> None:
    assert cues(text) == []


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("The visit, on 4 and 5 May, looked at children in need.", "children in need"),
        ("A focused visit in early May examined the planning of permanence.", "the planning of permanence"),
        ("Inspectors spent 4 and 5 May in the city looking at the front door.", "the front door"),
        (
            "During the visit, inspectors reviewed how well care leavers are supported.",
            "how well care leavers are supported",
        ),
        ("Inspectors looked at children who go missing in May.", "children who go missing"),
        (
            "The visit covered children in care, with a particular focus on adoption.",
            "children in care, with a particular focus on adoption",
        ),
        ("The subject of the visit was children on the edge of care.", "children on the edge of care"),
        ("The visit focused on early help and found that it was timely.", "early help"),
        ("The visit looked at early help, and we asked why.", "early help"),
        ("Both considered early help.", "early help"),
        ("Inspectors came in May to see how missing children are sought.", "how missing children are sought"),
        ("The subject this time was fostering.", "fostering"),
        ("The team took adoption as its subject.", "adoption"),
        ("The second, in May, was about thresholds, and the third about courts.", "thresholds"),
        ("Ofsted made a focused visit on private fostering in May.", "private fostering"),
        ("A joint targeted area inspection of gang violence took place.", "gang violence"),
        ("They wanted to know whether calls are answered.", "whether calls are answered"),
        ("Rutland was visited on 4 and 5 May, on fostering.", "fostering"),
        ("Ofsted has been to Rutland for two days about adoption.", "adoption"),
        ("Children in need were the focus of the visit.", "Children in need"),
        ("The visit looked at the hub, through which all calls pass.", "the hub"),
    ],
)
def test_a_focus_runs_to_the_end_of_what_was_looked_at(text: str, focus: str) -> None:
    found = sentence(text)
    spans = find_focuses(found)
    assert found.text[spans[0][0] - found.start : spans[0][1] - found.start] == focus


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors looked at 20 children’s records.",
        "Inspectors visited the authority and looked at it again.",
        "The visit found that staff concerned themselves with targets.",
    ],
)
def test_what_is_no_subject_of_a_visit_is_no_focus(text: str) -> None:
    assert find_focuses(sentence(text)) == []


DIGEST = """Ofsted round-up: what inspectors said

Ofsted has published two letters this month.

Rutland

Inspectors made a focused visit to Rutland in May. They found that early help was timely. Staff were proud.

Luton

Luton has been rated good after an inspection. Inspectors met staff. It was inadequate in 2018.
"""


def test_each_passage_of_a_digest_stands_under_its_council() -> None:
    rutland, luton = proposals(DIGEST)
    assert (rutland.authority.name, rutland.headed, len(rutland.sentences)) == ("Rutland", True, 3)
    assert [g.grade.rating for g in rutland.grades] == []
    assert (luton.authority.name, luton.headed, len(luton.sentences)) == ("Luton", True, 3)
    assert [(g.role, g.grade.rating) for g in luton.grades] == [
        ("current", "good"),
        ("previous", "inadequate"),
    ]


def test_a_council_in_capitals_opens_its_passage() -> None:
    text = """Inspectors’ letters this month

RUTLAND – Ofsted made a focused visit in May. It found that help was timely.

TELFORD AND WREKIN – Ofsted made a monitoring visit in June. It found that help was late.
"""
    assert [(p.authority.name, len(p.sentences)) for p in proposals(text)] == [
        ("Rutland", 2),
        ("Telford and Wrekin", 2),
    ]


def test_a_numbered_line_that_labels_a_council_opens_its_passage() -> None:
    text = """Letters of the week

Two letters came out.

1. Rutland (focused visit, 4 and 5 May)

Plans are short.

2. Luton (ILACS, 6 to 17 June)

Luton is good. Plans are long.
"""
    rutland, luton = proposals(text)
    assert (rutland.headed, [c.type for c in rutland.cues]) == (True, ["focused_visit"])
    assert (luton.headed, [d.value for d in luton.dates]) == (True, ["2022-06-06/2022-06-17"])


def test_two_councils_in_one_sentence_have_each_the_grade_nearest_after_their_name() -> None:
    text = """Contrasting fortunes as reports on Rutland and Luton land

Rutland has been judged inadequate by Ofsted, while Luton has been rated good by Ofsted.

In Rutland, inspectors said that children waited too long.

In Luton, inspectors said that children were seen quickly.
"""
    grades = {p.authority.name: [g.grade.rating for g in p.grades] for p in proposals(text)}
    assert grades == {"Rutland": ["inadequate"], "Luton": ["good"]}


@pytest.mark.parametrize(
    "aside",
    [
        "The director joined from Luton last year.",
        "A girl told inspectors that her worker fetched her from Luton.",
        "Luton already ran the service in May when inspectors visited.",
        "The service is run in partnership with Luton.",
        "Staff have learnt from neighbouring Luton.",
        "Luton’s inspection is expected next year.",
        "The inspectors crossed into Luton’s neighbour Rutland in May.",
    ],
)
def test_a_council_named_in_passing_takes_no_sentences(aside: str) -> None:
    text = f"""Rutland praised by inspectors

Ofsted has rated Rutland good after an inspection in May. {aside} Inspectors found that help was timely.
"""
    assert [p.authority.name for p in propose(text, segment(text), None, [])] == ["Rutland"]


def test_a_paragraph_goes_on_about_the_council_that_it_begins_with() -> None:
    text = """Mixed month for councils

Rutland has been rated good by Ofsted. Help is quick.

Luton, for its part, is large. It went down in May from good to inadequate. Help is slow.
"""
    assert {p.authority.name: [g.role for g in p.grades] for p in proposals(text)} == {
        "Rutland": ["current"],
        "Luton": ["previous", "current"],
    }


def test_the_only_council_of_the_page_is_meant_though_the_body_names_none() -> None:
    text = """Rutland County Council newsroom

Ofsted says our services for children are good

Our services for children have been rated good. Inspectors found that help is quick.
They said that plans are short. Social workers stay.
"""
    assert [(p.authority.name, is_reported(p)) for p in proposals(text)] == [("Rutland", True)]


@pytest.mark.parametrize(
    ("text", "in_scope"),
    [
        (
            "Rutland nursery celebrates\n\nA Rutland nursery was judged good by Ofsted.",
            False,
        ),
        (
            "Children’s home shut\n\nA home in Rutland was unsafe, Ofsted said. Rutland council is good.",
            False,
        ),
        (
            "Rutland improves\n\nOfsted has judged children’s services in Rutland good.",
            True,
        ),
        (
            (
                "Rutland’s letter\n\nInspectors came to Rutland. They wrote. A nursery told inspectors."
                "\n\nOnly three children in care live far off."
            ),
            True,
        ),
    ],
)
def test_only_inspections_of_childrens_services_are_in_scope(text: str, *, in_scope: bool) -> None:
    assert [p.in_scope for p in proposals(text)] == [in_scope]


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        (
            (
                "In May Ofsted came to Rutland to see how its social workers fare. "
                "The inspectors praised the hub. Plans were short. Inspectors found that few are seen."
            ),
            True,
        ),
        (
            (
                "In May Ofsted came to Rutland to see how its social workers fare. "
                "The inspectors liked the hub. Plans were short. Inspectors would have every child seen."
            ),
            None,
        ),
        (
            (
                "Rutland’s social care budget is short. Pay is up. Posts are empty. Rent is up. "
                "Homes are few. Ofsted was in town in May. Ofsted says little. Taxes rise. Fares rise. "
                "Bills rise. Wages stall. "
                "Shops shut. Pubs shut. Banks shut. Roads crack. Bins fill. Rivers rise."
            ),
            None,
        ),
        (
            "Rutland awaits Ofsted’s verdict on its social care. Inspectors left in May. It hopes. It waits.",
            False,
        ),
        ("Rutland has social workers to spare. Ofsted was in town in May.", False),
        (
            "In May Ofsted looked at Rutland’s social work. Such visits carry no grade. Help is quick.",
            True,
        ),
    ],
)
def test_a_passage_that_names_inspectors_seldom_is_left_to_the_model(
    body: str, *, reported: bool | None
) -> None:
    (proposal,) = proposals(f"Rutland and its children\n\n{body}")
    assert is_reported(proposal) is reported

import pytest

from extract.article import decode_article
from extract.candidates.find import find_candidates
from extract.candidates.occasions import share_out
from extract.candidates.segments import segment
from extract.candidates.visits import Proposal, propose
from extract.tasks.drafts import draft_visits
from extract.tasks.parts import apart
from extract.tasks.reported import kind_of_visit

PUBLISHED = "2022-06-20"
OPENING = (
    "Rutland has had two letters from Ofsted about its children’s services since it was judged inadequate."
)


def parts(body: str) -> list[Proposal]:
    text = f"Two letters about Rutland\n\n{OPENING}\n\n{body}"
    (proposal,) = propose(text, segment(text), PUBLISHED, [])
    return apart(proposal)


def visits(body: str) -> list[tuple[str | None, int | None, int]]:
    """Date, number and count of sentences of each visit told apart."""
    return [
        (
            next((d.value for d in part.dates), None),
            next((c.ordinal for c in part.cues if c.ordinal), None),
            len(part.sentences),
        )
        for part in parts(body)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            (
                "The second monitoring visit took place on 1 and 2 February. Calls were lost. Staff left.\n\n"
                "The third monitoring visit took place on 3 and 4 May. Calls are answered. Staff have stayed."
            ),
            [("2022-02-01/2022-02-02", 2, 4), ("2022-05-03/2022-05-04", 3, 3)],
        ),
        (
            (
                "The first monitoring visit was in February; the second, in May, looked at care leavers.\n\n"
                "In February nobody had a plan. Rents went unpaid.\n\n"
                "Most in May had a plan. Rents were paid. Flats were warm."
            ),
            [("2022-02", 1, 4), ("2022-05", 2, 3)],
        ),
        (
            (
                "A focused visit in February went badly, and the full inspection in May went well.\n\n"
                "At the time of the focused visit calls went unanswered. Staff were new.\n\n"
                "At the full inspection calls were answered. Staff had stayed."
            ),
            [("2022-02", None, 4), ("2022-05", None, 2)],
        ),
        (
            (
                "The focused visit\n\nOn 7 and 8 May 2019 it was the hub. Calls were lost. Staff left.\n\n"
                "The full inspection\n\nThe team was back from 4 to 15 April and judged Rutland good. "
                "Calls are answered. Staff have stayed."
            ),
            [("2019-05-07/2019-05-08", None, 4), ("2022-04-04/2022-04-15", None, 3)],
        ),
        (
            (
                "Winter\n\nIn January they were back about fostering. Homes were few. Carers left.\n\n"
                "Spring\n\nOn 3 and 4 May it was the turn of courts. Papers were late. Judges complained."
            ),
            [("2022-01", None, 4), ("2022-05-03/2022-05-04", None, 3)],
        ),
    ],
)
def test_visits_with_dates_of_their_own_are_told_apart(
    body: str, expected: list[tuple[str | None, int | None, int]]
) -> None:
    assert visits(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The third monitoring visit took place on 3 and 4 May. Calls are answered. A visit in March had not.",
        "The third monitoring visit took place in May. It was short. On 4 May inspectors met families.",
        "The visit took place in May.\n\nMissing children\n\nOf 30 who went missing in April two came.",
    ],
)
def test_a_visit_only_mentioned_and_a_date_within_a_visit_open_no_part(body: str) -> None:
    assert len(parts(body)) == 1


def test_a_sentence_is_about_the_visit_whose_month_number_or_place_it_names() -> None:
    body = (
        "The second monitoring visit took place on 1 and 2 February. The third was on 3 and 4 May.\n\n"
        "In February 40 calls lay unopened.\n\nThere were none by May.\n\nNobody waits for help.\n\n"
        "The earlier letter spoke of drift.\n\nPlans had no dates.\n\nThe latest letter speaks of pace.\n\n"
        "The second visit had found tired staff."
    )
    text = f"Two letters about Rutland\n\n{OPENING}\n\n{body}"
    (proposal,) = propose(text, segment(text), PUBLISHED, [])
    told = {s.plain[:12]: n for n, part in enumerate(apart(proposal), start=1) for s in part.sentences}
    assert [told[s.plain[:12]] for s in proposal.sentences if s.paragraph > 2] == [1, 2, 2, 1, 1, 2, 1]


def test_without_occasions_every_sentence_has_the_first_place() -> None:
    sentences = segment("Headline here\n\nOne sentence stands here. Another stands there.")
    assert set(share_out(sentences, []).values()) == {0}


def test_the_grade_of_an_earlier_inspection_is_held_before_the_visit_that_followed() -> None:
    text = (
        "What inspectors said of Rutland\n\n"
        "The full inspection in February rated Rutland’s children’s services inadequate. Calls were lost. "
        "Staff left.\n\nThe first monitoring visit took place on 3 and 4 May. Calls are answered. Staff stay."
    )
    candidates = find_candidates(decode_article(text.encode(), id_="a", source="a.txt"))
    (proposal,) = candidates.proposals
    inspection, visit = draft_visits(proposal, candidates, kind_of_visit(proposal))
    assert (inspection.type, visit.type) == ("graded_inspection", "monitoring_visit")
    assert inspection.grade is not None
    assert inspection.previous == []


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("The full report of May 2019 had been harsh.", 2019),
        ("The 2018 inspection had been harsh.", 2018),
        ("Ofsted condemned the service in June 2019.", 2019),
        ("In 2017 we were told that too many children waited.", 2017),
        ("A letter after a visit in 2019 had been harsh.", None),
        ("The full reports of 2015 and the one before, the full report of 2012, were harsh.", None),
        ("The company was set up in 2019.", None),
    ],
)
def test_a_sole_grade_without_a_year_takes_that_of_the_only_earlier_inspection_told(
    told: str, year: int | None
) -> None:
    text = (
        "What inspectors said of Rutland\n\nOfsted made a monitoring visit to Rutland on 3 and 4 May 2022, "
        f"since its services are inadequate.\n\n{told}\n\nInspectors found that calls are answered."
    )
    candidates = find_candidates(decode_article(text.encode(), id_="a", source="a.txt"))
    (proposal,) = candidates.proposals
    (visit,) = draft_visits(proposal, candidates, kind_of_visit(proposal))
    assert [held.year for held in visit.previous] == [year]


def test_the_grade_that_officials_speak_of_is_not_the_one_given() -> None:
    text = (
        "What inspectors said of Rutland\n\nOfsted has judged Rutland’s children’s services inadequate.\n\n"
        "Inspectors found that calls are lost.\n\n"
        "The leader, Ada Birch, said that Rutland was a good council.\n\n"
        "Her deputy, Guy Flint, said that Rutland was a good council."
    )
    candidates = find_candidates(decode_article(text.encode(), id_="a", source="a.txt"))
    (proposal,) = candidates.proposals
    (visit,) = draft_visits(proposal, candidates, kind_of_visit(proposal))
    assert visit.grade is not None
    assert candidates.grades[visit.grade - 1].grade.rating == "inadequate"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.candidates.people import find_people
from extract.candidates.quotations import find_quotations
from extract.candidates.segments import segment
from extract.candidates.speakers import attribute
from extract.candidates.speech import Speech, relay

LEAD_IN = "Inspectors came to Rutland in May."


def speech(text: str) -> dict[int, Speech]:
    sentences = segment(text)
    quotations = find_quotations(text, sentences)
    people = find_people(text, sentences)
    return relay(text, sentences, quotations, people, attribute(text, sentences, quotations, people))


@pytest.mark.parametrize(
    ("sentence", "relayed"),
    [
        ("“Children are seen and heard here,” the report said.", Speech("inspectorate", quoted=True)),
        ("Inspectors found that help was timely.", Speech("inspectorate", quoted=False)),
        ("“We are proud of our staff,” said Cllr Ada Penrose.", Speech("council", quoted=True)),
        ("Cllr Ada Penrose said the council was proud.", Speech("council", quoted=False)),
        (
            "Responding to the report, director Ada Penrose said she was proud.",
            Speech("council", quoted=False),
        ),
        ("The council said it would recruit more staff.", Speech("council", quoted=False)),
        ("The council will recruit more staff.", Speech("council", quoted=False)),
        ("Unison said that staff were tired.", Speech("other", quoted=False)),
        (
            "“They always listen to me and they come when they say they will,” one child told inspectors.",
            Speech("inspectorate", quoted=True),
        ),
        ("Parents said that workers listened to them.", Speech(None, quoted=False)),
        ("The council was warned about its workloads.", Speech(None, quoted=False)),
        ("Parents told this newspaper that workers never came.", Speech("other", quoted=False)),
        ("A carer told councillors that nobody rang back.", Speech("other", quoted=False)),
        ("A carer told inspectors that somebody always rang back.", Speech("inspectorate", quoted=False)),
        ("A carer told them that somebody always rang back.", Speech(None, quoted=False)),
        ("Help was well understood by schools.", Speech(None, quoted=False)),
        ("Director Ada Penrose told them that help was good.", Speech("council", quoted=False)),
        ("A peer review in May found that help was good.", Speech("other", quoted=False)),
        ("The county’s own auditors noted in May that help was dear.", Speech("other", quoted=False)),
        ("Ten have left, according to Unison, of whom most were new.", Speech("other", quoted=False)),
        (
            "The auditor, in a letter of her own, wrote that the books were a mess.",
            Speech("other", quoted=False),
        ),
        ("Social workers know their children well.", Speech(None, quoted=False)),
    ],
)
def test_a_sentence_relays_the_words_of_its_reporter(sentence: str, relayed: Speech) -> None:
    assert speech(f"{LEAD_IN}\n\n{sentence}")[2] == relayed


def test_she_goes_on_with_the_speaker_of_the_sentence_before() -> None:
    text = f"{LEAD_IN}\n\nAda Penrose, of Unison, said that staff were tired. She added that many had left."
    assert speech(text)[3] == Speech("other", quoted=False)


SAID = "Ada Penrose, of Unison, said that staff were tired."


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (" Desks stood empty.", "other"),
        (" The report found that desks stood empty.", "inspectorate"),
        (" The visit took place in May.", None),
        ("\n\nDesks stood empty.", None),
        ("\n\nCarers said that desks stood empty.", "other"),
        ("\n\nCarers told inspectors that desks stood empty.", "inspectorate"),
    ],
)
def test_whoever_was_reported_goes_on_to_the_paragraphs_end(after: str, kind: str | None) -> None:
    assert speech(f"{LEAD_IN}\n\n{SAID}{after}")[3].kind == kind


@given(st.text(st.sampled_from('ab .“”"\nOfsted said,') | st.characters(), max_size=200))
def test_every_body_sentence_of_any_text_has_its_speech(text: str) -> None:
    assert set(speech(text)) == {s.number for s in segment(text) if s.is_body}

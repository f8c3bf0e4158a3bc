"""The top of a page: which line is the headline, and what stands between it and the body."""

import re

from extract.candidates.councils import find_councils
from extract.candidates.furniture import BODY_MARKER, DATE_LINE, TOPIC
from extract.candidates.nameplate import is_name, is_nameplate
from extract.candidates.paragraphs import Kind, Paragraph

_SHORT = 4
"""Words of a line above the body that is too short for a standfirst."""
_LONG = 14
"""Words of the longest line that may follow a motto as the headline; a longer one is a standfirst."""
_STANDFIRST_WORDS = 60
_ONE_QUESTION = re.compile(r"[^.?!]+\?")


def mark_top(paragraphs: list[Paragraph], kinds: list[Kind]) -> None:
    """Tell headline, standfirst and furniture among the lines above the first sentence of the body."""
    prose = [i for i, p in enumerate(paragraphs) if kinds[i] == "body" and p.is_prose]
    first_body = prose[0] if prose else len(paragraphs)
    headline = _headline(paragraphs[:first_body], kinds)
    titled = any(kinds[i] == "body" and _is_title(paragraphs[i]) for i in range(headline, first_body))
    if prose and _asks(paragraphs[first_body]) and not titled:
        headline, first_body = first_body, prose[1] if len(prose) > 1 else len(paragraphs)
    above = first_body - 1
    if headline < above and kinds[above] == "body" and _opens_digest(paragraphs, kinds, above):
        kinds[above] = "heading"
    for i in range(first_body):
        if kinds[i] == "body":
            kinds[i] = "furniture" if i < headline or _is_no_standfirst(paragraphs[i]) else "standfirst"
    if headline < first_body:
        for i in range(headline, len(paragraphs)):
            if paragraphs[i].text == paragraphs[headline].text:
                kinds[i] = "headline"
        _mark_prose_standfirst(paragraphs, kinds, headline)


def _asks(paragraph: Paragraph) -> bool:
    """Whether a paragraph is one short question, as a headline may be."""
    return paragraph.words <= _LONG and _ONE_QUESTION.fullmatch(paragraph.text) is not None


def _is_title(paragraph: Paragraph) -> bool:
    return not is_name(paragraph.text) and not is_nameplate(paragraph.text)


def _opens_digest(paragraphs: list[Paragraph], kinds: list[Kind], line: int) -> bool:
    """Whether a line begins with a council, as another does that stands further down by itself."""
    labels = [
        p
        for p, kind in zip(paragraphs[line:], kinds[line:], strict=True)
        if kind == "body" and not p.is_prose and any(m.start == 0 for m in find_councils(p.text))
    ]
    return labels[:1] == [paragraphs[line]] and len(labels) > 1


def _is_no_standfirst(paragraph: Paragraph) -> bool:
    return paragraph.words <= _SHORT or is_name(paragraph.text) or is_nameplate(paragraph.text)


def _headline(top: list[Paragraph], kinds: list[Kind]) -> int:
    """Index of the headline among the paragraphs above the body; ``len(top)`` when there is none.

    It is the first line that reads like one; below a masthead and its motto, the first on the subject.
    """
    lines = [i for i, p in enumerate(top) if kinds[i] == "body" and not p.is_prose and p.words > 1]
    own = [i for i in lines if not is_nameplate(top[i].text)]
    sentences = [
        i for i in own if not is_name(top[i].text) and (top[i].words > _SHORT or _is_on_subject(top[i]))
    ]
    short = [i for i in own if not is_name(top[i].text)]
    headline = next(iter(sentences or short or own or lines), len(top))
    below_masthead = any(is_name(p.text) or is_nameplate(p.text) for p in top[:headline])
    if below_masthead and headline < len(top) and not _is_on_subject(top[headline]):
        brief = (i for i in sentences if top[i].words <= _LONG)
        return next((i for i in brief if _is_on_subject(top[i])), headline)
    return headline


def _is_on_subject(paragraph: Paragraph) -> bool:
    return TOPIC.search(paragraph.text) is not None or bool(find_councils(paragraph.text))


def _mark_prose_standfirst(paragraphs: list[Paragraph], kinds: list[Kind], headline: int) -> None:
    """Mark full sentences between the headline and a byline, a date line or a "main content" marker."""
    opening = list(range(headline + 1, min(headline + 8, len(paragraphs))))
    markers = [i for i in opening if BODY_MARKER.match(paragraphs[i].text)]
    if markers:
        for i in range(headline + 1, markers[-1]):
            if kinds[i] == "body":
                kinds[i] = "standfirst"
        return
    prose = [i for i in opening if kinds[i] == "body"]
    if len(prose) > 1 and paragraphs[prose[0]].words <= _STANDFIRST_WORDS:
        between = [paragraphs[i].text for i in range(prose[0] + 1, prose[1]) if kinds[i] == "furniture"]
        if any(
            DATE_LINE.match(t) or re.match(r"by\b|written by|posted|published|words by", t, re.IGNORECASE)
            for t in between
        ):
            kinds[prose[0]] = "standfirst"

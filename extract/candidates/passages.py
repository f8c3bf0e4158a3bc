"""Which council each sentence stands under: a council holds the floor until another is reported on."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from extract.candidates.councils import Authority, CouncilMention, authorities, within
from extract.candidates.grades import find_grades
from extract.candidates.segments import Sentence

_INSPECTORATE = re.compile(
    r"\b(?:ofsted|inspectors?|inspectorates?|watchdog|regulator|the (?:report|letter)|"
    r"(?:report|letter) (?:said|says|found|finds|notes?|noted|added|adds|praised?|states?))\b",
    re.IGNORECASE,
)
_VISIT = re.compile(r"\b(?:visit(?:s|ed)?|inspect(?:ion|ions|ed))\b", re.IGNORECASE)
_GRADED = re.compile(r"rated|judged|graded|rating|inadequate|outstanding|good|improve")
_ELSEWHERE = re.compile(
    r"\b(?:joined|moved|arrived|came|moving|poached|previously|formerly|former|worked|working|stint|job|role"
    r"|post|roles|seconded|"
    r"recruited|experience|career|director|chief executive|officer|manager|leader|commissioner"
    r"|commissioners)\b[^.;,]{0,60}"
    r"\b(?:from|at|in|with|of|for) (?:the )?(?:London Borough of )?$"
    r"|\b(?:unlike|(?<!look )(?<!looks )(?<!looked )like|neighbouring|(?<![’']s )neighbours?"
    r"|nearby|alongside|such as|compared (?:with|to)|than"
    r"|supported by|"
    r"partner(?:ed|ship)? (?:with|in practice)|paired with|(?:help|support|advice) from|improvement partner"
    r"|borrowed from|modelled on|"
    r"pioneered in|developed in|based in|live[sd]? in|born in|near|lead(?:s|ing)? authority|jointly with"
    r"|shared with|split from|"
    r"merged? with|follows|following the example of|commissioners from) (?:the )?(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_NEXT_DOOR = re.compile(
    r"[’']s? (?:next-door |near |northern |southern |eastern |western )?neighbour\b", re.IGNORECASE
)
_NOT_NOW = re.compile(
    r"\b(?:will|due|expected|expect|awaiting|await|next|neighbours?|neighbouring|only (?:one|two|three)"
    r"|would|likely|planned|in common with|"
    r"along with|followed by|among|joins?|joining|only|other|separate"
    r"|r[ua]n(?:s|ning)? (?:it|them|the services?))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?: \w+)? ?(?:[:(–—]|-(?= )|$)")
_REACH = 90


@dataclass(slots=True)
class Passages:
    """The body sentences of each council, by its name, and the council of each sentence, by its number."""

    of: dict[str, list[Sentence]] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    at: dict[int, str] = field(default_factory=dict)
    headed: set[str] = field(default_factory=set)
    """Names of the councils whose passage stands under a heading with their name."""


@dataclass(frozen=True, slots=True)
class _Page:
    """An article's sentences and the councils that it names as more than a background."""

    text: str
    sentences: list[Sentence]
    named: dict[int, list[CouncilMention]]
    """Mentions by sentence, but for those of where somebody came from or what is next door."""
    counts: Counter[str]
    """How often the article names each, as a background too."""

    def named_in(self, sentence: Sentence) -> list[CouncilMention]:
        """List the mentions in a sentence that are no background."""
        return self.named[sentence.number]


def _page(text: str, sentences: list[Sentence], mentions: list[CouncilMention]) -> _Page:
    shown = [s for s in sentences if s.kind not in {"furniture", "caption"}]
    named = {
        s.number: [
            m
            for m in within(mentions, s.start, s.end)
            if not _ELSEWHERE.search(text[max(s.start, m.start - _REACH) : m.start])
            and not _NEXT_DOOR.match(text, m.end)
        ]
        for s in shown
    }
    return _Page(text, shown, named, Counter(m.authority.name for m in mentions))


def find_passages(text: str, sentences: list[Sentence], mentions: list[CouncilMention]) -> Passages:
    """Give each body sentence to the council that it stands under."""
    page = _page(text, sentences, mentions)
    counts = Counter(m.authority.name for s in page.sentences for m in page.named_in(s))
    subjects = _subjects(page)
    if not subjects and (counts or len(page.counts) == 1):
        subjects = {(counts or page.counts).most_common(1)[0][0]}
    main = _main_council(page, subjects, counts)
    result = Passages()
    for mention in mentions:
        if mention.authority.name in subjects:
            result.authorities.setdefault(mention.authority.name, mention.authority)
    headed = subjects & _headed(page)
    current = None if len(headed) > 1 else main
    for sentence in page.sentences:
        if not (sentence.is_body or sentence.kind == "heading"):
            continue
        names = list(
            dict.fromkeys(m.authority.name for m in page.named_in(sentence) if m.authority.name in subjects)
        )
        if len(names) == 1 or (names and current not in names):
            current = names[0]
        if current and sentence.is_body:
            result.of.setdefault(current, []).append(sentence)
            result.at[sentence.number] = current
    order = list(result.authorities)
    result.of = {n: result.of[n] for n in sorted(result.of, key=order.index)}
    result.headed = headed
    return result


def relays_inspectors(sentence: Sentence) -> bool:
    """Whether the inspectorate, a report or a letter is named."""
    return _INSPECTORATE.search(sentence.plain) is not None


def names_visit(sentence: Sentence) -> bool:
    """Whether a visit or an inspection is named."""
    return _VISIT.search(sentence.plain) is not None


def _subjects(page: _Page) -> set[str]:
    """Names of the councils of whose inspection the article may speak."""
    top = {
        m.authority.name
        for s in page.sentences
        for m in page.named_in(s)
        if s.kind in {"headline", "heading"} or _is_section(page, s, m)
    }
    told_in = {s.number: _told_of(page, s) for s in page.sentences}
    for sentence, after in pairwise(page.sentences):
        if (
            not told_in[sentence.number]
            and _opens(page, sentence, after)
            and _speaks_of_inspection(page, after)
        ):
            told_in[sentence.number] = {m.authority.name for m in page.named_in(sentence)}
    told = set().union(*told_in.values())
    backed = set().union(*(_told_now(page, s, told_in[s.number]) for s in page.sentences if s.is_body))
    replaced = {
        a.name for a in authorities() if a.name in page.counts and page.counts.keys() & set(a.successors)
    }
    headed = (top & told) | (top & _headed(page)) or (top if len(top) == 1 else set())
    if headed:
        return (headed | backed) - replaced
    return told - replaced


def _opens(page: _Page, sentence: Sentence, after: Sentence) -> bool:
    """Whether a paragraph begins with a council that its next sentence, naming none, goes on about."""
    mentions = page.named_in(sentence)
    return (
        sentence.is_body
        and after.paragraph == sentence.paragraph
        and len(mentions) == 1
        and mentions[0].start == sentence.start
        and not page.named_in(after)
    )


def _speaks_of_inspection(page: _Page, sentence: Sentence) -> bool:
    """Whether a sentence names the inspectorate, a visit or a grade."""
    return bool(
        _INSPECTORATE.search(sentence.plain)
        or _VISIT.search(sentence.plain)
        or find_grades(page.text, sentence.start, sentence.end)
    )


def _told_of(page: _Page, sentence: Sentence) -> set[str]:
    """Names of the councils of which a sentence speaks with an inspector, a visit or a grade."""
    mentions = page.named_in(sentence)
    if not mentions:
        return set()
    if _speaks_of_inspection(page, sentence):
        return {m.authority.name for m in mentions}
    graded = sentence.is_body and _GRADED.search(sentence.plain) is not None
    return {m.authority.name for m in mentions if m.is_council and graded}


def _told_now(page: _Page, sentence: Sentence, told: set[str]) -> set[str]:
    """Names of those whose inspection a sentence tells of, alone and not only in passing."""
    names = {m.authority.name for m in page.named_in(sentence)}
    often = sum(page.counts[name] for name in names) > 1
    weighty = often or _VISIT.search(sentence.plain) or find_grades(page.text, sentence.start, sentence.end)
    return told if len(names) == 1 and weighty and not _NOT_NOW.search(sentence.plain) else set()


def _headed(page: _Page) -> set[str]:
    """Names with which a heading of a few words, or a label as in "LEEDS –", begins."""
    return {m.authority.name for s in page.sentences for m in page.named_in(s) if _is_section(page, s, m)}


def _is_section(page: _Page, sentence: Sentence, mention: CouncilMention) -> bool:
    if sentence.kind == "heading":
        return mention.start - sentence.start < len("The visit to ")
    label = _LABEL.match(page.text, mention.end, sentence.end)
    return sentence.is_body and mention.start == sentence.start and label is not None


_LEAD = 6


def _main_council(page: _Page, subjects: set[str], counts: Counter[str]) -> str | None:
    """Name the council that an opening without a name is about: the first in body, headline or by count."""
    bodies = [s for s in page.sentences if s.is_body]
    heads = [s for s in page.sentences if s.kind == "headline"]
    for sentence in (*bodies[:_LEAD], *heads):
        for mention in page.named_in(sentence):
            if mention.authority.name in subjects:
                return mention.authority.name
    return next((name for name, _ in (counts or page.counts).most_common() if name in subjects), None)

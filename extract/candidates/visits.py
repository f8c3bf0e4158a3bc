"""Inspections that an article may report: which council, what kind of visit, and the words that say so.

A proposal is a candidate, not a verdict: the inspections task asks the model what these words leave open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.candidates.councils import Authority, CouncilMention, find_councils, within
from extract.candidates.cues import Cue, find_cues, find_roundup_cues, names_monitoring
from extract.candidates.dates import DatePhrase
from extract.candidates.focuses import find_focuses
from extract.candidates.passages import Passages, find_passages, names_visit, relays_inspectors
from extract.candidates.ratings import RatedMention
from extract.candidates.reporting import REPORTS
from extract.candidates.scope import is_in_scope
from extract.candidates.segments import Sentence
from extract.candidates.ungraded import says_ungraded
from extract.candidates.visit_dates import visit_dates

__all__ = ["Cue", "Proposal", "count_findings", "find_focuses", "propose"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One council's inspection that the article may report, with everything code found to choose from."""

    authority: Authority
    sentences: tuple[Sentence, ...]
    """Its passages: the body sentences that stand under this council."""
    cues: tuple[Cue, ...]
    findings: int
    """Sentences of its passages that name the inspectorate, but for those that relay anyone else."""
    officials: frozenset[int] = frozenset()
    """Numbers of the sentences that relay anyone but the inspectorate; they report no inspection."""
    roundup: tuple[Cue, ...] = ()
    """Plural cues elsewhere that name the kind of all visits of a round-up."""
    grades: tuple[RatedMention, ...] = ()
    dates: tuple[DatePhrase, ...] = ()
    focuses: tuple[tuple[int, int], ...] = ()
    in_scope: bool = True
    headed: bool = False
    """Whether its passage stands under a heading with its name, as in a digest."""
    headings: tuple[Sentence, ...] = ()
    """The headings that stand right above sentences of its passages."""
    ungraded: bool = False
    """Whether its passages say that a visit gave no grade, and so that there was one."""


@dataclass(frozen=True, slots=True)
class _Article:
    """What all proposals of an article share."""

    text: str
    sentences: list[Sentence]
    named: dict[int, Sequence[CouncilMention]]
    """Mentions of councils by sentence."""
    passages: Passages
    published: str | None
    this_year: int | None
    officials: frozenset[int]
    cues: dict[int, list[Cue]]
    """Cues by sentence."""
    roundup: tuple[Cue, ...]
    rated: list[RatedMention]

    @property
    def only_one(self) -> bool:
        return len(self.passages.of) == 1

    def names(self, sentence: Sentence, council: str) -> bool:
        """Whether a sentence names the council."""
        return any(m.authority.name == council for m in self.named[sentence.number])


def propose(
    text: str,
    sentences: list[Sentence],
    published: str | None,
    rated: list[RatedMention],
    officials: frozenset[int] = frozenset(),
) -> list[Proposal]:
    """Return the councils whose inspection the article may report, by first mention.

    ``rated`` are the grades that the article states, ``officials`` the numbers of the sentences
    that relay anyone but the inspectorate.
    """
    mentions = find_councils(text)
    this_year = int(published[:4]) if published else None
    monitored = names_monitoring(sentences)
    article = _Article(
        text=text,
        sentences=sentences,
        named={s.number: within(mentions, s.start, s.end) for s in sentences},
        passages=find_passages(text, sentences, mentions),
        published=published,
        this_year=this_year,
        officials=officials,
        cues={
            s.number: find_cues(s, this_year, monitored=monitored)
            for s in sentences
            if s.kind not in {"furniture", "caption"}
        },
        roundup=tuple(c for s in sentences if s.kind in _SHOWN for c in find_roundup_cues(s)),
        rated=rated,
    )
    return [_propose(article, name, own) for name, own in article.passages.of.items()]


def _propose(article: _Article, name: str, own: list[Sentence]) -> Proposal:
    headings = _headings(article, own)
    around = _around(article, name, own, headings)
    near = {s.number for s in around}
    return Proposal(
        authority=article.passages.authorities[name],
        sentences=tuple(own),
        cues=tuple(c for s in around for c in article.cues[s.number] if _is_of(article, s, c.start, name)),
        findings=count_findings([s for s in own if s.number not in article.officials]),
        officials=article.officials,
        roundup=() if article.only_one else article.roundup,
        grades=tuple(
            r
            for r in article.rated
            if r.sentence.number in near and _is_of(article, r.sentence, r.grade.start, name)
        ),
        dates=tuple(_dates(article, name, [*headings, *own])),
        focuses=tuple(f for before, s in zip([None, *own], own, strict=False) for f in _focuses(before, s)),
        in_scope=is_in_scope(own, article.sentences, only_one=article.only_one),
        headed=name in article.passages.headed,
        headings=tuple(headings),
        ungraded=any(map(says_ungraded, own)),
    )


def _dates(article: _Article, name: str, own: list[Sentence]) -> list[DatePhrase]:
    """When inspectors were there, by its own passage or, in a digest, by the introduction to all passages."""
    dates = visit_dates(article.text, own, article.published, article.this_year)
    if dates or name not in article.passages.headed:
        return dates
    shared = [s for s in article.sentences if s.is_body and s.number not in article.passages.at]
    return visit_dates(article.text, shared, article.published, article.this_year)


_SHOWN = frozenset({"headline", "standfirst", "body"})


def _headings(article: _Article, own: list[Sentence]) -> list[Sentence]:
    above = {s.number - 1 for s in own}
    return [s for s in article.sentences if s.kind == "heading" and s.number in above]


def _around(article: _Article, name: str, own: list[Sentence], headings: list[Sentence]) -> list[Sentence]:
    """Its passages and headings, other sentences that name it, and the page's head where that is about it."""
    numbers = {s.number for s in (*own, *headings)}
    return [
        s
        for s in article.sentences
        if s.number in numbers
        or (s.kind in {"body", "bullet", "heading"} and article.names(s, name))
        or (s.kind in {"headline", "standfirst"} and (article.only_one or article.names(s, name)))
    ]


def _is_of(article: _Article, sentence: Sentence, place: int, name: str) -> bool:
    """Whether words are of this council: the one named last before, or else the one that has the floor."""
    here = article.named[sentence.number]
    before = [m.start for m in here if m.start < place]
    if before:
        return any(m.authority.name == name for m in here if m.start == before[-1])
    holder = article.passages.at.get(sentence.number)
    if holder:
        return holder == name
    return not here or any(m.authority.name == name for m in here)


def _focuses(before: Sentence | None, sentence: Sentence) -> list[tuple[int, int]]:
    """Focus phrases of a sentence that speaks of a visit or follows one that does."""
    told = names_visit(sentence) or relays_inspectors(sentence)
    continued = before is not None and (names_visit(before) or relays_inspectors(before))
    return find_focuses(sentence) if told or continued else []


def count_findings(sentences: list[Sentence]) -> int:
    """Return in how many sentences the inspectorate reports."""
    return sum(relays_inspectors(s) and REPORTS.search(s.plain) is not None for s in sentences)

"""All candidates of one article, found once and shared by the tasks."""

from dataclasses import dataclass

from extract.article import MAX_SENTENCES, Article, too_many_sentences
from extract.candidates.councils import Authority, find_councils
from extract.candidates.dates import DatePhrase, find_date_phrases
from extract.candidates.issue import reckoning_day
from extract.candidates.masthead import find_published, find_title
from extract.candidates.outlet import find_publisher
from extract.candidates.people import Person, find_people
from extract.candidates.quotations import Quotation, find_quotations
from extract.candidates.ratings import RatedMention, rate_mentions
from extract.candidates.segments import Sentence, segment
from extract.candidates.speakers import Attribution, attribute
from extract.candidates.speech import Speech, relay
from extract.candidates.visits import Proposal, find_focuses, propose
from extract.errors import ArticleError


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a model may choose from; a candidate's number is its place in its tuple, from 1."""

    article: Article
    title: str | None
    publisher: str | None
    published: str | None
    sentences: tuple[Sentence, ...]
    body: tuple[Sentence, ...]
    """Those of the sentences in which findings and quotes may stand."""
    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    attributions: dict[int, Attribution]
    """Speakers that a reporting clause settles, by quotation number."""
    speech: dict[int, Speech]
    """Whose words each body sentence relays, by sentence number."""
    authorities: tuple[Authority, ...]
    grades: tuple[RatedMention, ...]
    dates: tuple[DatePhrase, ...]
    focuses: tuple[tuple[int, int], ...]
    proposals: tuple[Proposal, ...]

    @property
    def quotes(self) -> tuple[Quotation, ...]:
        """Quotations long enough to be quotes."""
        return tuple(q for q in self.quotations if q.is_quote)


def find_candidates(article: Article) -> Candidates:
    """Find every candidate in an article. Raises ``ArticleError`` for a mere list of anything."""
    text = article.text
    sentences = segment(text)
    if len(sentences) > MAX_SENTENCES:  # fewer full stops were counted when it was read
        raise ArticleError(f"{article.source}: {too_many_sentences(len(sentences))}")
    published = find_published(sentences)
    day = reckoning_day(sentences, published)
    quotations = find_quotations(text, sentences)
    try:
        people = find_people(text, sentences)
        grades = rate_mentions(text, sentences, day)
    except ArticleError as exc:
        raise ArticleError(f"{article.source}: {exc}") from exc
    attributions = attribute(text, sentences, quotations, people)
    speech = relay(text, sentences, quotations, people, attributions)
    officials = frozenset(n for n, s in speech.items() if s.kind in {"council", "other"})
    body = tuple(s for s in sentences if s.is_body)
    told = [s for s in sentences if s.is_body or s.kind == "heading"]
    return Candidates(
        article=article,
        title=find_title(sentences),
        publisher=find_publisher(sentences),
        published=published,
        sentences=tuple(sentences),
        body=body,
        quotations=tuple(quotations),
        people=tuple(people),
        attributions=attributions,
        speech=speech,
        authorities=tuple(dict.fromkeys(m.authority for m in find_councils(text))),
        grades=tuple(grades),
        dates=tuple(d for s in told for d in find_date_phrases(text, s.start, s.end, day)),
        focuses=tuple(f for s in body for f in find_focuses(s)),
        proposals=tuple(propose(text, sentences, day, grades, officials)),
    )

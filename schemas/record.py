"""The record: what one article becomes. Its names and meanings are the contract of every other part.

A record is checked whenever it is made or read. Pass the article's text as validation context,
``Record.model_validate(data, context={"text": text})``, and every span is compared with the text too.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

InspectionType = Literal[
    "graded_inspection",
    "monitoring_visit",
    "focused_visit",
    "joint_targeted_area_inspection",
    "unspecified_visit",
]
Rating = Literal["outstanding", "good", "requires_improvement", "inadequate"]
SpeakerKind = Literal["inspectorate", "council", "other"]
Theme = Literal[
    "workforce",
    "caseloads",
    "leadership",
    "supervision",
    "practice",
    "assessment",
    "permanence",
    "placements",
    "care_leavers",
    "early_help",
    "edge_of_care",
    "front_door",
    "partnership",
    "quality_assurance",
    "voice",
    "other",
]
Confidence = Annotated[float, Field(ge=0, le=1)]

_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
IsoDate = Annotated[str, Field(pattern=rf"^{_DATE}(/{_DATE})?$")]


class Frozen(BaseModel):
    """Base of every part of a record: immutable, and closed to names the contract does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Article(Frozen):
    """Which text the record was made from."""

    id: str = Field(min_length=1, description="The file's stem; unique in a run.")
    source: str = Field(description="Path as the run was given it, or '-' for standard input.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the decoded text's UTF-8 bytes.")
    title: str | None
    publisher: str | None
    published: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None


class Evidence(Frozen):
    """A stretch of the article, in Unicode code points of the decoded text; ``end`` is exclusive."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)

    @model_validator(mode="after")
    def _runs_forward_within_the_article(self, info: ValidationInfo) -> Self:
        if self.end <= self.start:
            raise ValueError(f"span ends at {self.end}, before its start {self.start}")
        article = (info.context or {}).get("text")
        if article is not None and self.end > len(article):
            raise ValueError(f"span ends at {self.end}, beyond the article's end {len(article)}")
        return self


class Span(Evidence):
    """A stretch of the article with its words: ``article_text[start:end] == text``."""

    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_cut_from_the_article(self, info: ValidationInfo) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} is not as long as its text")
        article = (info.context or {}).get("text")
        if article is not None and article[self.start : self.end] != self.text:
            raise ValueError(f"the article does not read {self.text!r} at {self.start}:{self.end}")
        return self


class Judgement(Frozen):
    """A graded part of an inspection; the area as printed."""

    area: str = Field(min_length=1)
    rating: Rating


class PreviousRating(Frozen):
    """An overall grade the council held before this inspection."""

    rating: Rating
    year: Annotated[int, Field(ge=1990, le=2100)] | None


class Inspection(Frozen):
    """One inspection or visit that the article reports."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*-\d+$")
    council: str = Field(min_length=1)
    council_code: str | None
    type: InspectionType
    ordinal: Annotated[int, Field(ge=1)] | None
    date: IsoDate | None
    date_text: str | None
    focus: str | None
    rating: Rating | None
    judgements: tuple[Judgement, ...] = ()
    previous_ratings: tuple[PreviousRating, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _visits_give_no_grade(self) -> Self:
        if self.type in {"monitoring_visit", "focused_visit"} and self.rating is not None:
            raise ValueError(f"a {self.type} gives no overall grade, but {self.rating} is recorded")
        return self


class Finding(Span):
    """A sentence, or the clause of a sentence, that says what the inspectorate found."""

    inspection: str
    theme: Theme
    confidence: Confidence


class Recommendation(Span):
    """Something the inspectorate recommended."""

    inspection: str


class Quote(Span):
    """Direct speech or quoted writing of five words or more."""

    inspection: str | None
    speaker: str | None
    role: str | None
    speaker_kind: SpeakerKind
    confidence: Confidence


class ReviewItem(Frozen):
    """Something a person should look at: a path into the record and the reason."""

    path: str
    reason: str


class Provenance(Frozen):
    """What the record depends on beside the article; a difference makes it stale."""

    model: str
    prompts: dict[str, str]
    record_schema: str = Field(alias="schema")
    extract: str

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Record(Frozen):
    """The whole of what one article says."""

    schema_version: Literal[1] = 1
    article: Article
    inspections: tuple[Inspection, ...]
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    quotes: tuple[Quote, ...]
    review: tuple[ReviewItem, ...]
    provenance: Provenance

    @model_validator(mode="after")
    def _refers_only_to_its_own_inspections(self) -> Self:
        ids = [inspection.id for inspection in self.inspections]
        if len(ids) != len(set(ids)):
            raise ValueError("two inspections share an id")
        named = {f.inspection for f in (*self.strengths, *self.weaknesses)} | {
            r.inspection for r in self.recommendations
        }
        named |= {q.inspection for q in self.quotes if q.inspection}
        if unknown := named - set(ids):
            raise ValueError(f"no inspection of this record is called {min(unknown)!r}")
        return self

    @model_validator(mode="after")
    def _names_stand_in_the_article(self, info: ValidationInfo) -> Self:
        article = (info.context or {}).get("text")
        if article is None:
            return self
        text = comparable(article)
        verbatim = [q.speaker for q in self.quotes if q.speaker != "Ofsted"]
        verbatim += [q.role for q in self.quotes]
        verbatim += [v for i in self.inspections for v in (i.date_text, i.focus)]
        verbatim += [j.area for i in self.inspections for j in i.judgements]
        for words in verbatim:
            if words is not None and not stands_in(comparable(words), text):
                raise ValueError(f"the article does not say {words!r}")
        return self


def stands_in(words: str, text: str) -> bool:
    """Whether ``text`` holds the words whole: "adequate" does not stand in "inadequate"."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        edges = (text[at - 1 : at] + words[:1], words[-1:] + text[end : end + 1])
        if not any(len(edge) > 1 and edge.isalnum() for edge in edges):
            return True
        at = text.find(words, at + 1)
    return False


_TYPOGRAPHY = tuple(zip("‘’‛“”„\u00a0", "'''\"\"\" ", strict=True))


def comparable(text: str) -> str:
    """The text with white space runs as one space and typographic quotes as straight ones."""
    for printed, plain in _TYPOGRAPHY:  # str.translate takes ten times as long, a second in 1,500 records
        text = text.replace(printed, plain)
    return " ".join(text.split())

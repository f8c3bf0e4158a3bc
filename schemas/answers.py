"""What a model may answer: numbers of sentences and of candidates, never words of the article.

Each answer is validated against the candidates it was asked about, given as validation context, so that a
number that names nothing, or an option that was not offered, is rejected with a reason the model can act on.
"""

from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from schemas.record import InspectionType, SpeakerKind, Theme

Number = Annotated[int, Field(ge=1)]


class Answer(BaseModel):
    """Base of every answer: closed to fields that were not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _offered(info: ValidationInfo, name: str) -> Collection[int] | None:
    """The numbers offered under ``name``, or None when the answer is read without its question."""
    return (info.context or {}).get(name)


def _check(info: ValidationInfo, name: str, numbers: Collection[int]) -> None:
    offered = _offered(info, name)
    if offered is not None and (unknown := sorted(set(numbers) - set(offered))):
        raise ValueError(f"there is no {name} number {unknown[0]}; choose among those listed")


class PreviousGrade(Answer):
    """A grade the council held before: the number of the grade mention, and the year the article ties to it."""  # noqa: E501  one line in the schema that a model reads

    grade: Number
    year: Annotated[int, Field(ge=1990, le=2100)] | None


class Visit(Answer):
    """One inspection that the article reports."""

    council: Number = Field(description="Number of the council in the list of councils.")
    type: InspectionType
    ordinal: Number | None = Field(
        description="4 for a fourth monitoring visit; null if no number is printed."
    )
    date: Number | None = Field(
        description="Number of the date phrase that says when inspectors were there; null if none."
    )
    focus: Number | None = Field(
        description="Number of the phrase that says what the visit looked at; null if none."
    )
    grade: Number | None = Field(
        description=(
            "Number of the grade mention that states this inspection's overall grade; "
            "null for visits and where none is stated."
        )
    )
    judgements: list[Number] = Field(
        description="Numbers of the grade mentions that grade a part of the services in this inspection."
    )
    previous: list[PreviousGrade] = Field(
        description="Overall grades the council held before this inspection, newest first."
    )
    evidence: list[Number] = Field(description="Numbers of the sentences that state the above.")

    @model_validator(mode="after")
    def _names_only_what_was_listed(self, info: ValidationInfo) -> Self:
        _check(info, "council", [self.council])
        _check(info, "date", [self.date] if self.date else [])
        _check(info, "focus", [self.focus] if self.focus else [])
        _check(
            info,
            "grade",
            [*([self.grade] if self.grade else []), *self.judgements, *(p.grade for p in self.previous)],
        )
        _check(info, "sentence", self.evidence)
        if self.grade is not None and self.type in {"monitoring_visit", "focused_visit"}:
            raise ValueError(f"a {self.type} gives no overall grade; put an old grade under previous")
        return self


class InspectionsAnswer(Answer):
    """The inspections of one article; empty when it reports none."""

    inspections: list[Visit]


class Attribution(Answer):
    """Who speaks one quotation: a number in the list of speakers, or null with the kind alone."""

    quotation: Number
    speaker: Number | None = Field(
        description="Number in the list of speakers; null if none of them or unknowable."
    )
    kind: SpeakerKind
    inspection: Number | None = Field(description="Number of the inspection it is about; null if none.")

    @model_validator(mode="after")
    def _names_only_what_was_listed(self, info: ValidationInfo) -> Self:
        _check(info, "quotation", [self.quotation])
        _check(info, "speaker", [self.speaker] if self.speaker else [])
        _check(info, "inspection", [self.inspection] if self.inspection else [])
        return self


class QuotesAnswer(Answer):
    """The speakers of an article's quotations, one entry a quotation."""

    quotes: list[Attribution]

    @model_validator(mode="after")
    def _answers_each_quotation_once(self, info: ValidationInfo) -> Self:
        _check_complete(info, "quotation", [q.quotation for q in self.quotes])
        return self


class Label(Answer):
    """What one sentence reports."""

    sentence: Number
    label: Literal["strength", "weakness", "both", "recommendation", "none"]
    inspection: Number | None = Field(description="Number of the inspection that found it; null for none.")
    theme: Theme | None = Field(
        description="Theme of the thing found good or poor; null for none and recommendations."
    )
    second_theme: Theme | None = Field(
        description="For both: theme of the weakness, theme being that of the strength."
    )
    weakness_first: bool | None = Field(
        description="For both: whether the clause with the weakness comes first."
    )

    @model_validator(mode="after")
    def _is_whole(self, info: ValidationInfo) -> Self:
        _check(info, "sentence", [self.sentence])
        _check(info, "inspection", [self.inspection] if self.inspection else [])
        if self.label in {"strength", "weakness", "both"} and self.theme is None:
            raise ValueError(f"sentence {self.sentence} is a {self.label} but has no theme")
        if self.label != "none" and self.inspection is None:
            raise ValueError(f"sentence {self.sentence} is a {self.label} but names no inspection")
        return self


class FindingsAnswer(Answer):
    """The findings of an article; sentences left out report nothing."""

    findings: list[Label]

    @model_validator(mode="after")
    def _labels_no_sentence_twice(self) -> Self:
        numbers = [f.sentence for f in self.findings]
        if len(numbers) != len(set(numbers)):
            raise ValueError("a sentence is labelled twice")
        return self


def _check_complete(info: ValidationInfo, name: str, numbers: list[int]) -> None:
    offered = _offered(info, name)
    if len(numbers) != len(set(numbers)):
        raise ValueError(f"a {name} is answered twice")
    if offered is not None and (missing := sorted(set(offered) - set(numbers))):
        raise ValueError(f"{name} number {missing[0]} is not answered")

"""A reviewer's decisions on one article's record: what was chosen, what was refused, by whom and why.

They stand beside the record and outlive it. A decision is about a thing, named by its kind and its place in
the article's text, never by its place in a list; and it holds for that text alone, named by its hash.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from schemas.record import Frozen

State = dict[str, JsonValue]
"""Facts of a thing by the record's names; `inspection` is the council and visit, not the id."""


class Place(Frozen):
    """What a decision is about: an item's span, an inspection's council and visit, or the article itself."""

    kind: Literal["article", "inspection", "finding", "quote"]
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(gt=0)] | None = None
    visit: str | None = None

    @model_validator(mode="after")
    def _is_a_place_of_its_kind(self) -> Self:
        spanned = self.start is not None and self.end is not None
        if self.kind in {"finding", "quote"} and not spanned:
            raise ValueError(f"a {self.kind} has a start and an end")
        if self.kind == "inspection" and self.visit is None:
            raise ValueError("an inspection has a visit")
        return self


class Decision(Frozen):
    """One decision. Without ``fields`` it is about the whole thing; a state of null is "not in the record".

    Nothing refused means that the record was looked at and found right.
    """

    about: Place
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the text it was decided on.")
    fields: tuple[str, ...] = ()
    chosen: State | None
    refused: tuple[State | None, ...] = ()
    by: str = Field(min_length=1, description="As git's user.name has it.")
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    why: str | None = None


class Review(Frozen):
    """All decisions on one article, oldest first; one for each thing, field and text."""

    schema_version: Literal[1] = 1
    article: str = Field(min_length=1, description="The article's id.")
    decisions: tuple[Decision, ...] = ()

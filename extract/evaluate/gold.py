"""Gold: what a person's reading of an article says. A record without confidence, review and provenance.

An item with ``"optional": true`` may be found or left out: it is neither a miss nor a false alarm.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from schemas.record import Article, Frozen, Inspection, Span, SpeakerKind, Theme


class GoldInspection(Inspection):
    """An inspection that the article reports; its evidence is not measured against."""

    optional: bool = False


class GoldFinding(Span):
    """A strength or a weakness."""

    inspection: str
    theme: Theme
    optional: bool = False


class GoldRecommendation(Span):
    """Something the inspectorate recommended."""

    inspection: str
    optional: bool = False


class GoldQuote(Span):
    """Direct speech or quoted writing."""

    inspection: str | None
    speaker: str | None
    role: str | None
    speaker_kind: SpeakerKind
    optional: bool = False


class GoldRecord(Frozen):
    """All that one article says. Pass the article's text as context, as for a record."""

    schema_version: Literal[1] = 1
    article: Article = Field(description="``source`` is the article's path, from the project's root.")
    inspections: tuple[GoldInspection, ...]
    strengths: tuple[GoldFinding, ...]
    weaknesses: tuple[GoldFinding, ...]
    recommendations: tuple[GoldRecommendation, ...]
    quotes: tuple[GoldQuote, ...]

    @model_validator(mode="after")
    def _refers_only_to_its_own_inspections(self) -> Self:
        ids = [inspection.id for inspection in self.inspections]
        if len(ids) != len(set(ids)):
            raise ValueError("two inspections share an id")
        named = {f.inspection for f in (*self.strengths, *self.weaknesses)}
        named |= {r.inspection for r in self.recommendations} | {
            q.inspection for q in self.quotes if q.inspection
        }
        if unknown := named - set(ids):
            raise ValueError(f"no inspection of this gold is called {min(unknown)!r}")
        return self

"""The naive baseline: a model is asked once for the whole record of an article as JSON, and believed.

``uv run python tests/naive.py FOLDER [GGUF]`` asks the embedded language model, or another's weights, about
every article with gold and writes what it says as records to FOLDER; ``extract eval FOLDER`` scores them.
What the model copies wrongly stands at the start of the article, where it counts as invented.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from openai import OpenAI
from pydantic import BaseModel, Field, ValidationError
from recorded import INVENTED, SEEDS
from rich.progress import track

from extract.article import Article, read_article
from extract.cache import cache_folder
from extract.candidates.councils import Authority, find_councils
from extract.embedded.engine import Engine
from extract.store import Store
from extract.weights.find import find_file
from extract.weights.pinned import LANGUAGE_MODEL
from schemas import record as r

LONGEST_ANSWER = 4000
"""Tokens; the longest gold record takes about 3,000."""
AROUND = " .,;:“”‘’\"'"
"""What may differ at either end of a copied sentence."""
ASK = """Read the news article and give the record of what it says as JSON.
inspections: the Ofsted inspections of councils' children's services that it reports, each with council, type,
overall grade (rating) and previous_ratings. strengths and weaknesses: each sentence that says what inspectors
found good, or poor, copied exactly from the article, with its council and theme. recommendations: each
sentence that says what inspectors recommended. quotes: all direct speech of five words or more, copied
exactly, with the speaker's full name ("Ofsted" for inspectors and their report), role and kind.

Article:
"""


class Visit(BaseModel):
    council: str
    type: r.InspectionType
    ordinal: int | None
    rating: r.Rating | None
    previous_ratings: list[r.PreviousRating]


class Finding(BaseModel):
    text: str
    council: str
    theme: r.Theme


class Recommendation(BaseModel):
    text: str
    council: str


class Quote(BaseModel):
    text: str
    speaker: str | None
    role: str | None
    speaker_kind: r.SpeakerKind


class Whole(BaseModel):
    """All that the model is asked for."""

    inspections: list[Visit] = Field(max_length=12)
    strengths: list[Finding] = Field(max_length=40)
    weaknesses: list[Finding] = Field(max_length=40)
    recommendations: list[Recommendation] = Field(max_length=20)
    quotes: list[Quote] = Field(max_length=40)


def ask(client: OpenAI, article: Article) -> Whole:
    """The model's answer. Raises ``ValidationError`` for one that was cut off."""
    answer = client.chat.completions.create(
        model="embedded",
        messages=[{"role": "user", "content": ASK + article.text}],
        temperature=0,
        max_tokens=LONGEST_ANSWER,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "record", "schema": Whole.model_json_schema(), "strict": True},
        },
    )
    return Whole.model_validate_json(answer.choices[0].message.content or "")


def as_record(article: Article, said: Whole) -> r.Record:
    """The answer in the record's form, without a check against the article."""
    seen: Counter[str] = Counter()
    first: dict[str, str] = {}
    inspections = []
    for visit in said.inspections:
        known = find_councils(visit.council + " council")
        council = known[0].authority if known else Authority(visit.council, "", (), (), None, ())
        slug = council.slug or "unknown"
        seen[slug] += 1
        first.setdefault(visit.council, f"{slug}-{seen[slug]}")
        graded = visit.type not in {"monitoring_visit", "focused_visit"}
        inspections.append(
            r.Inspection(
                id=f"{slug}-{seen[slug]}",
                council=council.name,
                council_code=council.code or None,
                type=visit.type,
                ordinal=visit.ordinal if visit.ordinal and visit.ordinal > 0 else None,
                date=None,
                date_text=None,
                focus=None,
                rating=visit.rating if graded else None,
                previous_ratings=tuple(visit.previous_ratings),
            )
        )

    def span(text: str) -> dict[str, Any]:
        words = text.strip(AROUND).split()
        found = re.search(r"\s+".join(map(re.escape, words)), article.text) if words else None
        if found is None:
            return {"start": 0, "end": len(text), "text": text}
        return {"start": found.start(), "end": found.end(), "text": found[0]}

    def findings(items: list[Finding]) -> tuple[r.Finding, ...]:
        return tuple(
            r.Finding(**span(f.text), inspection=of(f.council), theme=f.theme, confidence=1)
            for f in items
            if f.text and inspections
        )

    def of(council: str) -> str:
        return first.get(council) or inspections[0].id

    return r.Record(
        article=r.Article(
            id=article.id,
            source=article.source,
            sha256=article.sha256,
            title=None,
            publisher=None,
            published=None,
        ),
        inspections=tuple(inspections),
        strengths=findings(said.strengths),
        weaknesses=findings(said.weaknesses),
        recommendations=tuple(
            r.Recommendation(**span(x.text), inspection=of(x.council))
            for x in said.recommendations
            if x.text and inspections
        ),
        quotes=tuple(
            r.Quote(
                **span(q.text),
                inspection=None,
                speaker=q.speaker,
                role=q.role,
                speaker_kind=q.speaker_kind,
                confidence=1,
            )
            for q in said.quotes
            if q.text
        ),
        review=(),
        provenance=r.Provenance(model="naive", prompts={}, schema="none", extract="none"),
    )


def main(folder: Path, weights: Path | None) -> None:
    """Ask about every article that has no record in ``folder`` yet."""
    store = Store(folder)
    file = find_file(LANGUAGE_MODEL, None, cache_folder() / "models", lambda *_: None)
    with Engine(weights or file) as engine:
        client = OpenAI(base_url=engine.base_url, api_key=engine.api_key, timeout=1800, max_retries=0)
        for path in track([*SEEDS, *INVENTED]):
            article = read_article(path, source=path.as_posix())
            if store.load(article.id) is not None:
                continue
            try:
                store.accept(as_record(article, ask(client, article)))
            except ValidationError as exc:
                sys.stdout.write(f"{article.id}: {exc.errors()[0]['msg']}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)

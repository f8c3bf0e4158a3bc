"""An invented article whose evidence overlaps, and its record, filed as `extract run` files them."""

import hashlib
from pathlib import Path
from typing import Any

from extract.store import Store
from schemas.record import Record

Data = dict[str, Any]

TEXT = """Inspectors find better help for Rutland’s children

Ofsted rated Rutland’s children’s services good after an inspection in May 2021.

“Leaders have a clear and honest picture of the service,” the report said. \
Too many care leavers wait months for a home, but managers watch closely.

It recommended that plans be shorter.

Tom Hartley, director of children’s services, said: “We are proud of what our staff have done together. \
There is more to do.”
"""
GRADED = "Ofsted rated Rutland’s children’s services good after an inspection in May 2021."
PICTURE = "“Leaders have a clear and honest picture of the service,” the report said."


def span(text: str, words: str, **fields: object) -> Data:
    """The first place of words in a text."""
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **fields}


def place(text: str, words: str) -> Data:
    """The same without the words, as evidence is kept."""
    return {name: value for name, value in span(text, words).items() if name != "text"}


def finding(text: str, words: str, theme: str, of: str = "rutland-1") -> Data:
    return span(text, words, inspection=of, theme=theme, confidence=0.9)


def quote(text: str, words: str, speaker: str | None, kind: str, of: str | None = "rutland-1") -> Data:
    return span(text, words, inspection=of, speaker=speaker, role=None, speaker_kind=kind, confidence=0.8)


def inspection(id_: str = "rutland-1", council: str = "Rutland", **fields: object) -> Data:
    given = {"type": "graded_inspection", "rating": "good", "date": "2021-05", "date_text": None}
    return {
        "id": id_,
        "council": council,
        "council_code": None,
        "ordinal": None,
        "focus": None,
        **given,
        **fields,
    }


def record(text: str, id_: str = "rutland", *, article: Data | None = None, **lists: object) -> Record:
    """A record of a text: nothing in it but the lists that are given."""
    described = {
        "id": id_,
        "source": f"articles/{id_}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": None,
        "publisher": None,
        "published": None,
        **(article or {}),
    }
    names = ("inspections", "strengths", "weaknesses", "recommendations", "quotes", "review")
    made_by = {"model": "m", "prompts": {}, "schema": "s", "extract": "0"}
    data = {"article": described, **dict.fromkeys(names, ()), "provenance": made_by, **lists}
    return Record.model_validate(data, context={"text": text})


def rutland(id_: str = "rutland", **changes: object) -> Record:
    """The record of the article above."""
    lists: dict[str, object] = {
        "inspections": [
            inspection(
                date_text="in May 2021",
                evidence=[place(TEXT, GRADED)],
                previous_ratings=[{"rating": "inadequate", "year": 2016}],
            )
        ],
        "strengths": [
            finding(TEXT, PICTURE, "leadership"),
            finding(TEXT, "managers watch closely", "supervision"),
        ],
        "weaknesses": [finding(TEXT, "Too many care leavers wait months for a home", "care_leavers")],
        "recommendations": [span(TEXT, "It recommended that plans be shorter.", inspection="rutland-1")],
        "quotes": [
            quote(TEXT, "Leaders have a clear and honest picture of the service,", "Ofsted", "inspectorate"),
            quote(
                TEXT,
                "We are proud of what our staff have done together. There is more to do.",
                "Tom Hartley",
                "council",
            ),
        ],
        "review": [{"path": "weaknesses[0]", "reason": "low confidence 0.41"}],
    }
    title = "Inspectors find better help for Rutland’s children"
    return record(TEXT, id_, article={"title": title}, **{**lists, **changes})


HOSTILE = """</p><script>document.title = "owned"</script> &
<img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %}

\u202ereversed\u202c \x1b[31mred\x1b[0m \x07 \ufeff a "quoted' attribute` --> <!-- ]]> &lt;b&gt; \u2028 \ud7ff
"""
EVIL_NAME = """x" onmouseover='alert(1)' </option><script>alert(2)</script>{{ 1 }}"""


def hostile() -> Record:
    """A record every string of which would rather be something else."""
    return record(
        HOSTILE,
        "hostile",
        article={"title": f"<b>{EVIL_NAME}\u202e", "publisher": EVIL_NAME, "source": "articles/hostile.txt"},
        inspections=[inspection("x-1", EVIL_NAME, focus=None, date_text=None)],
        strengths=[finding(HOSTILE, '<script>document.title = "owned"</script>', "voice", "x-1")],
        weaknesses=[finding(HOSTILE, "<img src=x onerror=alert(1)>", "practice", "x-1")],
        quotes=[quote(HOSTILE, "\"quoted' attribute`", "reversed", "other", "x-1")],
        recommendations=[span(HOSTILE, "{{ 7 * 7 }}", inspection="x-1")],
        review=[{"path": EVIL_NAME, "reason": f"{EVIL_NAME}\x1b[0m"}],
    )


def file_away(folder: Path, text: str, made: Record) -> None:
    """The article and its record, where `extract run` from that folder would have them."""
    source = folder / made.article.source
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(text.encode())
    Store(folder / "outputs").accept(made)

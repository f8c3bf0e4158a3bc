"""Records that hypothesis makes up over one small article, and their content without order and numbers."""

import json
from typing import Any, get_args

from hypothesis import strategies as st

from schemas.record import InspectionType, Rating, Record, SpeakerKind, Theme

TEXT = (
    "Ofsted inspectors visited Rutland and Leeds in May 2021. They found good practice in most teams. "
    "Too many children wait for a plan, though managers know it. Tom Hartley, director of services, said: "
    "“We will do better next year.” Ada Penrose, lead member, agreed with him. Records are now up to date."
)
WORDS = [0, *(n + 1 for n, c in enumerate(TEXT) if c == " "), len(TEXT)]
"""Places at which a made-up span begins or ends."""

spans = (
    st.tuples(st.integers(0, len(WORDS) - 2), st.integers(1, 8))
    .map(lambda p: (WORDS[p[0]], WORDS[min(p[0] + p[1], len(WORDS) - 1)]))
    .map(lambda p: {"start": p[0], "end": p[1], "text": TEXT[p[0] : p[1]]})
)
maybe_number = st.one_of(st.none(), st.integers(1, 3))
ratings = st.sampled_from(get_args(Rating))
confidences = st.sampled_from([0.4, 0.8])


@st.composite
def visits(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to three inspections of two councils, numbered by their order."""
    made: list[dict[str, Any]] = []
    for council in draw(st.lists(st.sampled_from(["Rutland", "Leeds"]), max_size=3)):
        type_ = draw(st.sampled_from(get_args(InspectionType)))
        graded = type_ not in {"monitoring_visit", "focused_visit"}
        number = 1 + sum(visit["council"] == council for visit in made)
        made.append(
            {
                "id": f"{council.lower()}-{number}",
                "council": council,
                "council_code": None,
                "type": type_,
                "ordinal": draw(maybe_number),
                "date": draw(st.sampled_from([None, "2021", "2021-05"])),
                "date_text": draw(st.sampled_from([None, "in May 2021"])),
                "focus": draw(st.sampled_from([None, "good practice", "a plan"])),
                "rating": draw(st.one_of(st.none(), ratings)) if graded else None,
                "judgements": [
                    {"area": area, "rating": draw(ratings)}
                    for area in draw(st.lists(st.sampled_from(["most teams", "children"]), max_size=2))
                ],
                "previous_ratings": [{"rating": draw(ratings), "year": None}] if draw(st.booleans()) else [],
                "evidence": [{"start": 0, "end": draw(st.sampled_from([6, 57]))}],
            }
        )
    return made


@st.composite
def records(draw: st.DrawFn, inspections: list[dict[str, Any]] | None = None) -> Record:
    """A record that holds on the article, with inspections of its own unless they are given."""
    inspections = draw(visits()) if inspections is None else inspections
    ids = [visit["id"] for visit in inspections]

    def findings() -> list[dict[str, Any]]:
        return [
            {
                **draw(spans),
                "inspection": draw(st.sampled_from(ids)),
                "theme": draw(st.sampled_from(get_args(Theme)[:3])),
                "confidence": draw(confidences),
            }
            for _ in range(draw(st.integers(0, 3)) if ids else 0)
        ]

    strengths, weaknesses = findings(), findings()
    recommendations = [{k: f[k] for k in ("start", "end", "text", "inspection")} for f in findings()[:2]]
    quotes = [
        {
            **draw(spans),
            "inspection": draw(st.sampled_from([None, *ids])),
            "speaker": draw(st.sampled_from([None, "Ofsted", "Tom Hartley", "Ada Penrose"])),
            "role": draw(st.sampled_from([None, "director of services"])),
            "speaker_kind": draw(st.sampled_from(get_args(SpeakerKind))),
            "confidence": draw(confidences),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    paths = [f"strengths[{n}]" for n in range(len(strengths))] + [
        f"quotes[{n}].speaker" for n in range(len(quotes))
    ]
    return Record.model_validate(
        {
            "article": {
                "id": "rutland",
                "source": "rutland.txt",
                "sha256": "0" * 64,
                "title": draw(st.sampled_from([None, "A title"])),
                "publisher": None,
                "published": None,
            },
            "inspections": inspections,
            "strengths": strengths,
            "weaknesses": weaknesses,
            "recommendations": recommendations,
            "quotes": quotes,
            "review": [{"path": path, "reason": "low"} for path in paths if draw(st.booleans())],
            "provenance": {
                "model": draw(st.sampled_from(["m", "n"])),
                "prompts": {},
                "schema": "s",
                "extract": "0",
            },
        },
        context={"text": TEXT},
    )


alike = visits().flatmap(lambda given: st.tuples(records(given), records(given)))
"""Two records with the same inspections."""


def content(record: Record, *, sure: bool = True) -> Any:  # noqa: ANN401  JSON
    """What a record says, whatever the order of its lists and the numbers of its inspections.

    Inspections that are alike in all they say are told apart by what stands under them.
    """
    data = record.model_dump(mode="json")
    under: dict[str, Any] = {visit["id"]: visit for visit in data["inspections"]}
    for name in ("strengths", "weaknesses", "recommendations", "quotes"):
        for at, item in enumerate(data[name]):
            item["review"] = [r["reason"] for r in data["review"] if r["path"].startswith(f"{name}[{at}]")]
            if not sure:
                item.pop("confidence", None)
                item.pop("review")
            owner = under.get(item.pop("inspection") or "", data)
            owner.setdefault("items", []).append(json.dumps([name, item], sort_keys=True))
    for visit in data["inspections"]:
        visit["id"] = visit["id"].rpartition("-")[0]
        visit["evidence"].sort(key=str)
        visit["judgements"].sort(key=str)
        visit.setdefault("items", []).sort()
    data.setdefault("items", []).sort()
    kept = ("article", "items", "provenance") if sure else ("article", "items")
    inspections = sorted(json.dumps(visit, sort_keys=True) for visit in data["inspections"])
    return {"inspections": inspections, **{name: data[name] for name in kept}}

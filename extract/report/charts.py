"""The charts as inline SVG: Vega-Lite draws them from the specifications in ``page/``.

Their colours are the page's CSS variables, so that they follow light, dark and print.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from extract.errors import UsageError
from extract.printing import printable
from extract.report.overview import Given, ThemeCount
from extract.wording import words

_PAGE = files("extract.report") / "page"
_BASE = "https://vega.github.io/vega-datasets/"
"""What the converter puts before every relative link; ours point into the page."""
_CONFIG = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--ink)",
        "labelFontSize": 12,
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
    },
    "legend": {"labelColor": "var(--ink)", "labelFontSize": 12},
    "text": {"color": "var(--ink)", "fontSize": 12},
}


def timeline_chart(told: Mapping[Given, Sequence[int]], ids: Sequence[str]) -> Markup | None:
    """Grades by council and day, each linked to the first article that tells it, whose id in the page is of
    ``ids``; None where there is nothing to draw.
    """  # noqa: D205  one sentence
    if not told:
        return None
    rows = [_mark(given, positions, ids) for given, positions in told.items()]
    spec = _spec("timeline.vl.json", rows)
    councils = sorted({row["council"] for row in rows})
    spec["hconcat"] = [
        panel for panel in spec["hconcat"] if any(row["dated"] != _is_undated(panel) for row in rows)
    ]
    for panel in spec["hconcat"]:
        panel["encoding"]["y"]["scale"] = {"domain": councils}
    if _is_undated(spec["hconcat"][0]):
        spec["hconcat"][0]["encoding"]["y"]["axis"]["labels"] = True
    return _svg(spec)


def themes_chart(counts: Iterable[ThemeCount]) -> Markup | None:
    """Strengths to the right and weaknesses to the left of a line, a bar a theme; None without any."""
    rows: list[dict[str, object]] = []
    for one in counts:
        theme = words(one.theme)
        for found, count, signed in (
            ("weaknesses", one.weaknesses, -one.weaknesses),
            ("strengths", one.strengths, one.strengths),
        ):
            said = f"{theme}, {found}: {count}"
            rows.append({"theme": theme, "found": found, "count": count, "signed": signed, "said": said})
    return _svg(_spec("themes.vl.json", rows)) if rows else None


def _mark(given: Given, positions: Sequence[int], ids: Sequence[str]) -> dict[str, Any]:
    council = printable(given.council)
    articles = f"{len(positions)} article{'s'[: len(positions) != 1]}"
    return {
        "council": council,
        "dated": bool(given.day),
        "day": given.day,
        "grade": given.grade,
        "previous": given.previous,
        "said": given.said,
        "words": f"{council}: {given.grade}, {given.kind}, {given.said}, {articles}",
        "link": f"#{ids[positions[0]]}",
    }


def _is_undated(panel: Mapping[str, Any]) -> bool:
    return bool(panel["name"] == "undated")


def _spec(name: str, rows: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads((_PAGE / name).read_text(encoding="utf-8"))
    return {**spec, "data": {"values": rows}}


def _svg(spec: Mapping[str, Any]) -> Markup:
    """The chart; nothing is loaded from anywhere. Raises ``UsageError`` without the library."""
    try:
        import vl_convert  # noqa: PLC0415  80 MB of native code, loaded only for a report
    except ImportError as exc:
        raise UsageError(
            "the charts need vl-convert-python, which is not installed; run 'uv sync --group report'"
        ) from exc
    drawn = vl_convert.vegalite_to_svg(dict(spec), config=_CONFIG, allowed_base_urls=[])
    # what a mark tells is in the table too: the way there by Tab is not through a thousand marks
    return Markup(drawn.replace(f'xlink:href="{_BASE}#', 'tabindex="-1" href="#'))  # noqa: S704  the library escapes its texts

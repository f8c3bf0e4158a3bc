"""Whether `review` sent a person to the mistakes, and to nothing else."""

import re

from extract.evaluate.differences import Difference, find_differences
from extract.evaluate.gold import GoldRecord
from extract.evaluate.matching import GoldSpan, Matches
from schemas.record import Evidence, Record, ReviewItem

_STRETCH = re.compile(r"article\[(\d+):(\d+)\]")


def flags_right(said: Record, gold: GoldRecord, matches: Matches) -> tuple[int, int]:
    """How many entries of a record's review flag a mistake, of those that are not about optional gold."""
    differences = list(find_differences(said, gold, matches))
    right = [any(flags(item, d) for d in differences) for item in said.review]
    optional = [_is_about_optional(item, gold, matches) for item in said.review]
    return sum(right), sum(good or not spared for good, spared in zip(right, optional, strict=True))


def flags(item: ReviewItem, difference: Difference) -> bool:
    """Whether a person sent to the item's path would come upon the difference.

    What the record lacks is flagged by a stretch of the article that touches it, or by the whole list.
    """
    if stretch := _stretch(item):
        lacking = difference.path is None or difference.what == "polarity"
        return lacking and isinstance(difference.place, Evidence) and touch(stretch, difference.place)
    if difference.path is None:
        return item.path == difference.part
    return difference.path.startswith(item.path) or item.path.startswith(difference.path)


def touch(one: Evidence, other: Evidence) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def _stretch(item: ReviewItem) -> Evidence | None:
    found = _STRETCH.fullmatch(item.path)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    return Evidence(start=start, end=end) if start < end else None


def _is_about_optional(item: ReviewItem, gold: GoldRecord, matches: Matches) -> bool:
    if stretch := _stretch(item):
        spans: tuple[GoldSpan, ...] = (*gold.strengths, *gold.weaknesses, *gold.recommendations, *gold.quotes)
        return any(span.optional and touch(stretch, span) for span in spans)
    lists = {
        "inspections": matches.inspections,
        "strengths": matches.strengths,
        "weaknesses": matches.weaknesses,
        "recommendations": matches.recommendations,
        "quotes": matches.quotes,
    }
    return any(
        item.path.startswith(f"{n}[{s}]") for n, matching in lists.items() for s, _ in matching.forgiven
    )

"""The record's names and values as a reader would say them."""

from schemas.record import Inspection

NONE = "–"
NO_GRADE = "no grade"


def words(value: str) -> str:
    """A name of the contract as prose."""
    return value.replace("_", " ")


def kind_of(inspection: Inspection) -> str:
    """What was done: "monitoring visit", "4th monitoring visit"."""
    kind = words(inspection.type)
    return f"{_ordinal(inspection.ordinal)} {kind}" if inspection.ordinal else kind


def grade_of(inspection: Inspection) -> str:
    """The overall grade that it gave."""
    return words(inspection.rating) if inspection.rating else NO_GRADE


def grades_before(inspection: Inspection) -> str:
    """The grades held before it, newest first, with their years."""
    grades = [f"{words(p.rating)} {p.year or ''}".rstrip() for p in inspection.previous_ratings]
    return ", ".join(grades) or NONE


def _ordinal(number: int) -> str:
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"

"""A model that takes all it is offered: every sentence is a finding, every quotation the inspectorate's."""

import json
import re
from dataclasses import dataclass

from chat_server import Body, asked, quotations, shown


@dataclass
class Greedy:
    """What an article can do at most: a model that lets everything into the record."""

    label: str = "strength"

    def __call__(self, body: Body) -> str:
        page = shown(body)
        match asked(body):
            case "InspectionsAnswer":
                named = page.partition("Councils named:\n")[2].startswith("1. ")
                return json.dumps({"inspections": [self._visit(page)] if named else []})
            case "QuotesAnswer":
                inspection = 1 if page.partition("Inspections:\n")[2].startswith("1. ") else None
                quote = {"speaker": 1, "kind": "inspectorate", "inspection": inspection}
                return json.dumps({"quotes": [{"quotation": n, **quote} for n in quotations(body)]})
            case _:
                return json.dumps({"findings": [self._label(n) for n in starred(page)]})

    def _visit(self, page: str) -> Body:
        dated = page.partition("Date phrases:\n")[2].startswith("1. ")
        return {
            "council": 1,
            "type": "unspecified_visit",
            "ordinal": None,
            "date": 1 if dated else None,
            "focus": None,
            "grade": None,
            "judgements": [],
            "previous": [],
            "evidence": [1],
        }

    def _label(self, number: int) -> Body:
        more = {"second_theme": None, "weakness_first": None}
        return {"sentence": number, "label": self.label, "inspection": 1, "theme": "practice", **more}


def starred(page: str) -> list[int]:
    """The numbers of the sentences that may be findings: those with which our lines begin."""
    return [int(n) for n in re.findall(r"^\[(\d+)\]\*", page, re.MULTILINE)]

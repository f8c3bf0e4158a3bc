"""A model that reads the invented article of the tests rightly."""

import json
from dataclasses import dataclass, field

from chat_server import Body, asked, listed, quotations, sentence_with


@dataclass
class Reader:
    """A model that reads the invented article rightly, but for what a test tells it to get wrong."""

    visit: dict[str, object] = field(default_factory=dict)
    spoken: dict[str, object] = field(default_factory=dict)
    label: dict[str, object] = field(default_factory=dict)

    def __call__(self, body: Body) -> str:
        match asked(body):
            case "InspectionsAnswer":
                return json.dumps({"inspections": [self._visit(body)]})
            case "QuotesAnswer":
                return json.dumps({"quotes": self._quotes(body)})
            case _:
                return json.dumps({"findings": self._findings(body)})

    def _visit(self, body: Body) -> Body:
        return {
            "council": listed("Councils named", "Rutland", body),
            "type": "graded_inspection",
            "ordinal": None,
            "date": listed("Date phrases", "May 2021", body),
            "focus": None,
            "grade": listed("Grade mentions", "good", body),
            "judgements": [],
            "previous": [],
            "evidence": [sentence_with("has rated", body)],
            **self.visit,
        }

    def _quotes(self, body: Body) -> list[Body]:
        ofsted, council = listed("Speakers", "Ofsted", body), listed("Speakers", "Tom Hartley", body)
        first, second = quotations(body)
        return [
            {"quotation": first, "speaker": ofsted, "kind": "inspectorate", "inspection": 1, **self.spoken},
            {"quotation": second, "speaker": council, "kind": "council", "inspection": 1},
        ]

    def _findings(self, body: Body) -> list[Body]:
        plain = {"inspection": 1, "second_theme": None, "weakness_first": None}
        return [
            {
                **plain,
                "sentence": sentence_with("know families well", body),
                "label": "strength",
                "theme": "practice",
                **self.label,
            },
            {
                **plain,
                "sentence": sentence_with("care leavers wait", body),
                "label": "weakness",
                "theme": "care_leavers",
            },
        ]

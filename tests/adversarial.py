"""Text that is made to keep the rules busy: one thing again and again, in every place of an article."""

from collections.abc import Callable
from itertools import product

from extract.candidates.councils import authorities

_SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprst", "aeiou")]


def _name(number: int) -> str:
    parts = (number // len(_SYLLABLES) ** place % len(_SYLLABLES) for place in range(3))
    return "".join(_SYLLABLES[part] for part in parts).capitalize()


UNITS = {
    "grades": "good inadequate outstanding requires improvement ",
    "a grade given": "rated good and ",
    "a grade listed": "good, ",
    "needing": "requires ",
    "dates": "12 May 2021 ",
    "spans of time": "between May and June ",
    "months": "May ",
    "years": "2021 ",
    "one name": "Tom Hartley ",
    "many names": "".join(f"{_name(7 * i + 1)} {_name(11 * i + 5)}, " for i in range(2_000)),
    "titles": "Mr Smith said ",
    "capitals": "A. ",
    "capitalised words": "Aa ",
    "councils": "Leeds, Rutland, Bradford and ",
    "all councils": ", ".join(a.name for a in authorities()) + ", ",
    "visits": "monitoring visit ",
    "inspections": "inspection of ",
    "the inspectorate": "Ofsted ",
    "verbs": "said ",
    "posts": "the council’s director of children’s services ",
    "concessions": "while some progress has been made, but ",
    "opening marks": "“",
    "opening marks and words": "“a ",
    "straight marks": '"a ',
    "single marks": "‘a ",
    "apostrophes": "workers’ ",
    "straight apostrophes": "'",
    "small words": "the ",
    "letters": "a",
    "spaces": " ",
    "hard spaces": "\u00a0",
    "nothing": "\u200b",
    "digits": "1",
    "full stops": ".",
    "abbreviations": "a.",
    "commas": ", ",
    "dashes": "-",
    "brackets": "(a) ",
    "bars": " | ",
    "accents": "e\u0301",
    "addresses": "http://a.b/c@d ",
    "returns": "\r",
    "bullets": "\n- needs to do a",
    "numbers of a list": "\n1. a",
    "wrapped lines": "the council was told by the inspectors that the service was very\n",
    "headings": "Leeds\nOfsted found it good there. \n",
    "captions": "Photo by Tom Hartley\n",
    "quotes": "“We are very proud of it all,” she said. ",
}
_HEAD = "Ofsted visits Leeds again\n\nOfsted rated Leeds good in May 2021, it said.\n\n"
_TAIL = "\n\nTom Hartley, director of children’s services, said: “We are proud of all our people.”\n"


def _run(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


PLACES: dict[str, Callable[[str, int], str]] = {
    "a sentence": lambda unit, length: f"{_HEAD}Ofsted said {_run(unit, length)} it found.{_TAIL}",
    "a quotation": lambda unit, length: f"{_HEAD}“{_run(unit, length)},” said Tom Hartley.{_TAIL}",
    "sentences": lambda unit, length: f"{_HEAD}{_run(f'Ofsted found {unit[:200]} there. ', length)}{_TAIL}",
    "paragraphs": lambda unit, length: (
        f"{_HEAD}{_run(f'Ofsted found {unit[:200]} in Leeds.{chr(10) * 2}', length)}{_TAIL}"
    ),
    "the headline": lambda unit, length: f"{_run(unit, length)}\n\nOfsted rated Leeds good, it said.{_TAIL}",
    "the whole page": _run,
}

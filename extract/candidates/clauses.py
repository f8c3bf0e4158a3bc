"""The two clauses of a sentence with a finding of each polarity, without the conjunctions that join them."""

import re

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did"
    r"|can|could|will|would|may|might|must|should|need(?:s|ed)?|remain(?:s|ed)?"
    r"|[a-z]{3,}(?:ed|es|s)"
    r"|kn(?:e|o)w|felt|feel|made|make|led|kept|found|left|saw|seen|told|took|got|gave"
    r"|lack|wait|receive|benefit|live|work)\b"
)
_BETWEEN = re.compile(
    r"(?:[,;:]|[ ]?[–—-])?[ ]+"
    r"(?:but|although|though|while|whilst|whereas|yet|however|even though)[ ,]+"
    r"|;[ ]+(?:however,[ ]+)?"
    r"|[,;][ ]+(?:and yet|with)[ ]+"
)
_COMMA = re.compile(r",[ ]+")
_BEFORE = re.compile(r"^[“\"‘']?(?:While|Whilst|Although|Though|Even though|But|However,?|And)[ ]+")
_CONCESSIVE = {"While", "Whilst", "Although", "Though", "Even though"}
_SHORTEST = 3
"""Words of the shortest clause."""


def split_clauses(sentence: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Spans of two clauses, each with a verb of its own; None if the sentence has no such pair."""
    plain = sentence.replace("\u00a0", " ")
    lead = _BEFORE.match(plain)
    begin = lead.end() if lead else (1 if plain[:1] in '“"' else 0)
    end = len(plain.rstrip("”\"’'")) if plain[-1:] in "”\"’'" and begin else len(plain)
    end = len(plain[:end].rstrip(".,;!?"))
    between = _COMMA if lead and lead.group().strip("“\"‘', ") in _CONCESSIVE else _BETWEEN
    breaks = [(m.start(), m.end()) for m in between.finditer(plain, begin)]
    for stop, start in breaks:
        first, second = plain[begin:stop], plain[start:end]
        if _is_clause(first) and _is_clause(second):
            return (begin, stop), (start, end)
    return None


def _is_clause(text: str) -> bool:
    return len(text.split()) >= _SHORTEST and bool(_VERB.search(text))

"""Where a page's writer speaks: of itself as "we" or "I", and below the last word on the inspection."""

import re

from extract.candidates.find import Candidates
from extract.candidates.reporting import INSPECTORATE, outside
from extract.candidates.segments import Sentence

_ITSELF = re.compile(r"\b(?:we|us|our|ours|I|me|my|mine)\b", re.IGNORECASE)
_ON_THE_INSPECTION = re.compile(
    rf"{INSPECTORATE.pattern}|\binspect\w*\b|\bvisit(?:s|ors?)?\b|\b(?:reports?|letters?|page)\b|\bit says\b",
    re.IGNORECASE,
)


def of_itself(candidates: Candidates) -> set[int]:
    """Numbers of the sentences that say "we", "our" or "I" outside marks."""
    quoted = [(q.start - 1, q.end + 1) for q in candidates.quotations]
    return {
        s.number
        for s in candidates.body
        if not candidates.speech[s.number].quoted
        and _ITSELF.search(outside(candidates.article.text, s.start, s.end, quoted))
    }


def afterword(candidates: Candidates) -> set[int]:
    """Numbers of the sentences after an official's, from where nothing more is said of the inspection."""
    rest = candidates.body[_last_on_the_inspection(candidates) + 1 :]
    officials = [i for i, s in enumerate(rest) if _is_official(s, candidates)]
    return {s.number for s in rest[officials[0] :]} if officials else set()


def _last_on_the_inspection(candidates: Candidates) -> int:
    return max(
        (
            i
            for i, s in enumerate(candidates.body)
            if _ON_THE_INSPECTION.search(s.plain) and not _is_official(s, candidates)
        ),
        default=-1,
    )


def _is_official(sentence: Sentence, candidates: Candidates) -> bool:
    return candidates.speech[sentence.number].kind in {"council", "other"}

"""Sentences that say what is needed, which in the inspectorate's running text is a weakness."""

import re

from extract.candidates.segments import Sentence

_NEEDED = re.compile(
    r"(?<!what )(?<!that )\b(?:need(?:s|ed)? to|must|should|ought to)[ ]"
    r"(?:now |also |urgently |still |further |quickly )?"
    r"(?:ensure|improve|strengthen|address|become|do more|make sure|reduce|increase|develop|tackle"
    r"|come down|go further|speed up|embed|co-?ordinate"
    r"|be (?:more|better|clearer|quicker|improved|stronger|strengthened|addressed|reviewed|consistent))\b",
    re.IGNORECASE,
)


def says_what_is_needed(sentence: Sentence) -> bool:
    """Whether a sentence says what is to be improved."""
    return _NEEDED.search(sentence.plain) is not None

"""What code knows of a sentence that its words alone may not tell, and the words of it that are read."""

import re

import numpy as np
from numpy.typing import NDArray

from extract.candidates.find import Candidates
from extract.candidates.grades import find_grades
from extract.candidates.segments import Sentence

LONGEST = 2_000
"""Characters of a sentence that are read; a longer one is no sentence of news."""

_ASIDE = re.compile(
    r",[ ](?:which |who |whose |still |also |recently |currently |previously |last )?"
    r"(?:[^,“”]{0,40} )?(?:rated|judged|graded)[ ][^,“”]{0,70},"
)
_NEEDED = re.compile(
    r"(?<!what )(?<!that )\b(?:need(?:s|ed)? to|must|should|ought to)[ ]"
    r"(?:now |also |urgently |still |further |quickly )?"
    r"(?:ensure|improve|strengthen|address|become|do more|make sure|reduce|increase|develop|tackle"
    r"|come down|go further|speed up|embed|co-?ordinate"
    r"|be (?:more|better|clearer|quicker|improved|stronger|strengthened|addressed|reviewed|consistent))\b",
    re.IGNORECASE,
)
_COUNTED = (
    r"(?:a number|several|a range|many|some|\w+teen|ten|nine|eight|seven|six|five|four|three|two)"
    r" (?:of )?(?:\w+ )?"
    r"(?:areas|issues|strengths|weaknesses|positives|improvements|concerns|failings|shortcomings|things)"
)
_WORDS = (
    # praises
    r"\b(?:prais|commend|applaud|impressed|credit(?:ed|s)|highlighted the (?:good|strong))",
    # criticises
    r"\b(?:warn(?:ed|s)|critici[sz]|concern(?:ed|s)? (?:that|about|over)|raised concerns)",
    # says what is needed
    r"\b(?:needs?|needed|must|should|required|ought)\b(?! and\b)",
    # counts findings without naming them
    rf"\b{_COUNTED}\b",
    # turns from one polarity to the other
    r"^[“\"‘']?(?:however|but|despite|although|while)\b|\bbut\b|\bhowever\b",
)
_SIGNS = tuple(re.compile(words, re.IGNORECASE) for words in _WORDS)


def signs_of(sentence: Sentence, candidates: Candidates) -> NDArray[np.float32]:
    """Signs, each 0 or 1.

    The inspectorate speaks; speech marks; a grade; a bullet; the first paragraph; then ``_WORDS`` in turn.
    """
    speech = candidates.speech[sentence.number]
    known = (
        speech.kind == "inspectorate",
        speech.quoted,
        bool(find_grades(wording(sentence.text))),
        sentence.kind == "bullet",
        candidates.body[0].paragraph == sentence.paragraph,
    )
    return np.array([*known, *(s.search(sentence.plain) is not None for s in _SIGNS)], dtype=np.float32)


def wording(sentence: str) -> str:
    """What is read of a sentence: one line, without an aside that only recalls a grade."""
    return " ".join(_ASIDE.sub("", sentence.replace("\u00a0", " ")).split())[:LONGEST]


def says_what_is_needed(sentence: Sentence) -> bool:
    """Whether a sentence says what is to be improved, which in the inspectorate's text is a weakness."""
    return _NEEDED.search(sentence.plain) is not None

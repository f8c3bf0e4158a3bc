"""Words that say that a visit gives no grade: a grade beside them is one in force."""

import re

from extract.candidates.segments import Sentence

_A_GRADE = r"(?:(?:an?|any|new|overall|fresh|formal) )*(?:grade|rating|judge?ment)s?\b(?! (?:of|for|on)\b)"
_UNGRADED = re.compile(
    r"\b(?:g[ia]ves?|given|carr(?:y|ies|ied)|brings?|brought|c[ao]mes? with|result(?:s|ed)? in|leads? to"
    rf"|led to|award(?:s|ed)?|ma[dk]es?|includes?|included) no {_A_GRADE}"
    r"|\b(?:(?:do|does|did) not|(?:do|does|did)n[’']t) (?:itself )?"
    rf"(?:give|result in|carry|lead to|come with|award|bring|include|make) {_A_GRADE}"
    rf"|\bnone of the (?:visits|letters)[^.;:]{{0,20}} {_A_GRADE}"
    r"|\bvisits?,? (?:which )?(?:is|are|was|were) not graded\b|\bungraded\b"
    r"|\bwas not a (?:full|graded) inspection\b"
    r"|\bwhich (?:a|the|such a) visit[\w ]{0,20} (?:cannot|does not) change\b",
    re.IGNORECASE,
)


def says_ungraded(sentence: Sentence) -> bool:
    """Whether a sentence says that the visit, or visits of its kind, give no grade."""
    return _UNGRADED.search(sentence.plain) is not None

"""Speakers without a name: "a mother of two", "the union", "one of them"."""

import re

from extract.candidates.posts import POST_NOUN, any_of, without_owner
from extract.candidates.reporting import SPEECH_VERB

_GROUP_NOUN = re.compile(
    r"\b"
    + any_of(
        r"statement|source|union|charity|parents?|department|government|council|authority|trust|partnership"
        r"|police|force",
        r"opposition|group|committee|board|association|unison|unite|gmb|branch|people|person|child|children"
        r"|girls?|boys?",
        r"women|woman|men|man|carers?|leavers?|adopters?|families|[\w-]+-year-olds?|staff|practitioners"
        r"|partners|mps",
        r"commissioners|councillors|campaigners|foundation|federation|society|network|workers?"
        r"|peer (?:challenge|review|team)",
        r"dfe|education|review|company|one of the \w+|mother|bosses|chiefs|officers|officials|teenagers?"
        r"|residents|students?|teachers?|auditors?|neighbours?|ministry",
    )
    + r"(?: (?-i:[A-Z][\w’'-]+)){0,4}$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|however|meanwhile|also|yesterday|earlier|today|last (?:night|week|month)"
    r"|responding(?: to [^,]{3,60})?"
    r"|in (?:a|its|their) (?:joint |written )?(?:statement|letter|response)|(?:in|at|asked) [^,]{2,60}(?=,)"
    r"|afterwards),? )+",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^(?P<who>[^,:;]{2,120}?(?:, [^,:;]{2,80} and [^,:;]{2,60}?|, [^:;]{2,100},)?)"
    r"(?<! who)(?<! which) (?:also |is |has |had |have |later |then |all |both |jointly |often "
    rf"|sometimes )*(?:{SPEECH_VERB})\b",
    re.IGNORECASE,
)
_OTHERS_FIND = re.compile(
    r"^(?P<who>(?:an?|the|[\w’' ]{3,40}[’']s?)(?: [\w-]+){0,2} (?:auditors?|ombudsman|coroner"
    r"|(?:peer|case|safeguarding|independent|practice) review"
    r"|(?:audit|inquiry|study|survey) (?:by|of|in|for))\b[^:;]{0,90}?)"
    r"(?:, which [^,]{3,60},)? (?:\w+ly )?(?:also |had |has |have |already )*"
    r"(?:found|finds?|established|show(?:n|ed|s)|noted|notes|concluded|reported|identified)\b",
    re.IGNORECASE,
)
"""Other people's reviews and audits, which find as inspectors do."""
_TAIL = re.compile(r", (?!\w[\w ]{2,60} and ).*$")
_HEAD_END = re.compile(
    r" (?:of|for|from|in|at|with|on|who|whom|which|whose|speaking|leaving"
    r"|\w{4,}ed (?:by|from|in|at|to|with))\b"
)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|do|does|did|be|been|has|had|have|nor|should|would|will|can|could|not|there|this"
    r"|that|nobody|no one)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 24
_ANY_VERB = re.compile(r" [a-z]+(?:ed|s)\b")
RESTRICTION = re.compile(r" (?:who|whom|which|that)\b")
"""Where a relative clause begins that narrows a noun phrase."""


def nameless_speaker(clause: str) -> str | None:
    """Return the noun phrase that begins a clause, if its head is a person or a body and its verb speaks."""
    clause = _LEAD.sub("", clause.strip(" ,“”"))
    if others := _OTHERS_FIND.match(clause):
        return without_owner(others["who"])
    found = _SPEAKS.match(clause)
    return nameless(found["who"]) if found else None


def nameless_subject(clause: str) -> str | None:
    """Return the speaker without a name whose verb, of whatever meaning, comes first."""
    subjects = (nameless(clause[: verb.start()]) for verb in _ANY_VERB.finditer(clause))
    return next((s for s in subjects if s is not None), None)


def nameless(words: str) -> str | None:
    """Return a speaker without a name, as printed but for article and owner; None if the words are none.

    Empty where the words tell only a number: "one", "several of them".
    """
    words = _LEAD.sub("", words.strip(" ,“”:"))
    words = _TAIL.sub("", words).strip(" ,“”:")
    words = _AFTERTHOUGHT.split(words)[0]
    if _SOME_OF_THEM.fullmatch(words):
        return ""
    restricted = RESTRICTION.split(words)[0]
    if not _is_speaker(words) or len(words.split()) > _MOST_WORDS or _FINITE.search(restricted):
        return None
    shorter = without_owner(words)
    return shorter if _is_speaker(shorter) or POST_NOUN.search(shorter) else words


_SOME_OF_THEM = re.compile(
    r"(?:one|another|some|others|several|many|most|two|three|a third|half)(?: of (?:them|these|those))?",
    re.IGNORECASE,
)
"""Speakers of whom only the number is told."""
_AFTERTHOUGHT = re.compile(
    r" (?:in (?:a|its|their) (?:joint )?(?:statement|letter|response)|said|says|told)\b"
)


def _is_speaker(words: str) -> bool:
    """Whether the head of a noun phrase is a person or a body."""
    head = _HEAD_END.split(words)[0]
    return _GROUP_NOUN.search(head) is not None or POST_NOUN.fullmatch(head.rpartition(" ")[2]) is not None

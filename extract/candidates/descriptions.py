"""The description beside a name: in apposition behind it, as a post in front of it, or after "who is"."""

import re
from dataclasses import dataclass

from extract.candidates.posts import PARTY, POST_NOUN, any_of, clean_role
from extract.candidates.reporting import REPORTING_VERB

TITLE = (
    r"(?:(?:County |City |Borough )?Councillor|Cllrs?|Coun|Councillors|Dr|Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord"
    r"|Lady|Baroness|Professor|Prof|Rev|Alderman|Ald)\.?"
)
LEADING_PARTY = re.compile(rf"(?:\b{PARTY}(?:[’']s?)? )(?:{TITLE} +)*$")


@dataclass(frozen=True, slots=True)
class Description:
    """Who somebody is, in printed ``words``; ``role`` is without article and owner, None without a post."""

    words: str
    role: str | None


_END = (
    r"(?=,? (?:also |later |then )?"
    + any_of(
        r"(?:has|had|have|is|was|were|will|would|who|whose|which|took|joined|expressed|paid|put|gave"
        r"|attacked|reacted|when|since)\b",
        r"and (?:said|added|welcomed|he|she)\b",
        rf"{REPORTING_VERB}\b",
    )
    + r"|[.;:!?“\"()]|$| [–—-] |, in an? | at (?:a|the|this|last) (?:\w+ )?meeting"
    r"| at [A-Z][\w ]{2,40} (?:[Cc]ouncil|MBC)\b)"
)
_APPOSITION = re.compile(
    rf"(?:,| [–—-]| ?\() ?(?P<role>(?:the |a |an |his |her |its )?[^“”\"]{{3,140}}?){_END}", re.IGNORECASE
)
_CLAUSE = re.compile(
    r",? (?:who )?(?:is|was|became|has been|had been|will be|took over as|joined as|serves as|works as"
    r"|started as) "
    r"(?P<role>(?:the |a |an |its )?[^“”\",;:.()]{3,100}?)(?= (?:in (?:\d|[A-Z]\w+\b)|when|since|until"
    rf"|last|from|and|at the)\b|{_END})"
)
_NO_DESCRIPTION = re.compile(
    r"(?:who|which|whose|and|but|where|after|as|when|said|speaking|was|is|were|are|had|has|in|on|at|to|told"
    r"|also)\b"
    r"|\w+ (?:to|by|in|at|as)\b",
    re.IGNORECASE,
)


def description_after(after: str) -> Description | None:
    """Read the description behind a name: ", director of …, said" or ", who became director of … in July"."""
    for pattern in (_APPOSITION, _CLAUSE):
        found = pattern.match(after)
        words = found["role"].strip() if found else ""
        post = POST_NOUN.search(words)
        if post and not _NO_DESCRIPTION.match(words) and " to " not in words[: post.start()]:
            return Description(words, clean_role(words))
    return None


_REMARK = re.compile(rf", (?P<role>an? [^“”\",;:.()]{{3,80}}?){_END}")


def remark_after(after: str) -> Description | None:
    """Read ", a beekeeper from Oakham, said" behind a name known to be a person's: it may be no post."""
    found = _REMARK.match(after)
    return Description(found["role"], found["role"].partition(" ")[2]) if found else None


_BREAK = re.compile(r"[.;:!?“”\"()]|, (?:but|and|while|where|which) | (?:while|but|when|after) ")
_POST_LAST = re.compile(
    rf"{POST_NOUN.pattern}(?:,? (?:for|of|at|with|to|on|in) [\w’'&, -]{{2,90}})?$", re.IGNORECASE
)
_LONGEST = 18
_LIST_PIECES = 3


def description_before(before: str) -> Description | None:
    """Read the post that stands right before a name: "council leader Jane Doe", "its director, Jane Doe"."""
    before = re.sub(rf"(?:{TITLE}\s+)+$", "", before)
    before = re.sub(rf"(?<=, ){PARTY} $", "", before)
    clause = _BREAK.split(before)[-1]
    comma = clause.rstrip().endswith(",")
    pieces = clause.strip(" ,").split(", ")
    phrase = pieces.pop()
    while pieces and not POST_NOUN.search(phrase) and len(phrase.split(", ")) < _LIST_PIECES:
        phrase = f"{pieces.pop()}, {phrase}"
    phrase = _noun_phrase(phrase)
    titled = comma and re.match(
        rf"(?-i:[A-Z][\w’'-]+ ){{0,4}}{POST_NOUN.pattern}(?-i: [A-Z][\w’'-]+){{1,4}}$", phrase, re.IGNORECASE
    )
    if len(phrase.split()) > _LONGEST or not (titled or _POST_LAST.search(phrase)):
        return None
    if not comma and before and not before.endswith(" "):
        return None
    return Description(phrase, role) if (role := clean_role(phrase)) else None


_BOUNDARY = re.compile(
    any_of(
        rf"\b(?P<verb>{REPORTING_VERB}|is|was|are|were|has|had|have|been|be|met|will|would|led|joined"
        r"|replaced|appointed|including)\b",
        r"\b(?P<cut>but|yet|so|by|from|that|than|under|as|between|among|since|during|who|which|whose|where"
        r"|if|because|since)\b",
        r"\b(?P<link>of|for|in|at|on|about|with|to|and|over)\b",
        r"\b(?P<article>the|a|an|its|his|her|their|our|one|another)\b",
    ),
    re.IGNORECASE,
)
_POST_AT_END = re.compile(rf"{POST_NOUN.pattern}$", re.IGNORECASE)
_LINK_AT_END = re.compile(r"\b(?:of|for|in|at|on|with|to|over|and)$", re.IGNORECASE)
_OFFICE_AT_END = re.compile(r"\b(?:[Hh]ead|[Ss]ecretary|[Mm]ember|[Cc]hair|responsibility|[Oo]ffice)$")


def _noun_phrase(words: str) -> str:
    """Cut what stands left of the noun phrase that ends in a post: verbs, prepositions, an earlier phrase."""
    begin, inside = 0, False
    for mark in _BOUNDARY.finditer(words):
        left = words[begin : mark.start()].rstrip()
        if not POST_NOUN.search(words[mark.start() if mark["article"] else mark.end() :]):
            break
        if mark["link"] and re.search(r"[A-Z]\w+$", left) and words[mark.end() :][1:2].isupper():
            continue
        if mark["link"]:
            inside = bool(_POST_AT_END.search(left) or _OFFICE_AT_END.search(left)) or (
                inside and mark["link"] == "and"
            )
            if inside:
                continue
        if mark["article"]:
            if inside and _LINK_AT_END.search(left):
                continue
            begin = mark.start()
        else:
            begin = mark.end()
        inside = False
    return words[begin:].strip(" ,")

"""What the page says of itself: headline, outlet and publication date."""

import re

from extract.candidates.councils import find_councils
from extract.candidates.dates import full_date
from extract.candidates.segments import Sentence

_SECTION_PREFIX = re.compile(
    r"^(?:[A-Z][\w&’' -]{2,40}(?: news)?[ \u00a0]?(?:[|»>–—]|::|-)[ \u00a0]"
    r"|(?:news|latest|exclusive|breaking|analysis|update|report|inspection|watch|video|blog|press release"
    r"|news release|[\w ]{3,20} news)[ \u00a0]?:[ \u00a0])(?=[A-Z‘“'\"])",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(
    r"[ \u00a0][|»][ \u00a0][^|»]{3,50}$|[ \u00a0][-–—][ \u00a0](?:BBC News"
    r"|[A-Z][\w ]+ (?:Live|Online|News|Council|Post|Echo|Mail|Gazette|Herald|Telegraph|Times|Standard))$"
)

_OUTLETS = (
    "Community Care", "CommunityCare", "BBC News", "BBC", "The Guardian", "Guardian", "The Independent",
    "The Times", "The Telegraph", "Daily Telegraph", "Daily Mail", "Mail Online", "The Mirror",
    "Daily Mirror", "The Sun", "Sky News", "ITV News", "Children & Young People Now",
    "Children and Young People Now", "CYP Now", "CYPNow", "Local Government Chronicle", "LGC", "The MJ",
    "Municipal Journal", "Schools Week", "TES", "Tes", "LocalGov", "Public Finance",
    "Professional Social Work", "Press Association", "PA Media",
)  # fmt: skip
_NEWSPAPER = (
    r"(?:The )?(?:[A-Z][\w’'&-]+ ){1,4}(?:Live|Online|Telegraph|Evening News|Evening Post|Evening Telegraph"
    r"|Echo|Post|Daily Post|Mail|News|Gazette|Herald|Star|Mercury|Chronicle|Times|Free Press|Press|Journal"
    r"|Argus|Advertiser|"
    r"Guardian|Observer|Standard|Express|Examiner|Independent|Citizen|Courier|Messenger|Recorder|Leader"
    r"|Reporter|World|Weekly|Today|Review|Bulletin|Digest|Tribune|Sentinel|Packet|Beacon|Voice|Nub News"
    r"|Informer|Enquirer|Visiter|Record)"
)
_BY_OUTLET = re.compile(
    r"(?:source|written by|published (?:by|in|on)|first (?:appeared|published) (?:in|on|by)"
    r"|originally (?:appeared|published) (?:in|on|by)|republished from|from|courtesy of|©(?: \d{4})?"
    r"|copyright|by [\w .’'-]+?[,|])[: ]+(?:the )?(?P<outlet>[A-Z][\w&’'. -]{2,50}?)(?=$|[.,|(]| on "
    r"| in |\s{2})",
    re.IGNORECASE,
)
_COUNCIL_OUTLET = re.compile(
    r"^(?:written|posted|published|issued|released) by:?\s*(?P<outlet>[A-Z][\w’'&., -]+?)\s*$", re.IGNORECASE
)


_A_PERSONS_POST = re.compile(r"\b(?:local democracy|reporter|correspondent|editor)\b", re.IGNORECASE)
_PUBLIC_BODY = re.compile(
    r"(?:The )?(?:[A-Z][\w’'&-]+,? (?:and |of |for |the |upon |in |with ){0,3}){1,8}"
    r"(?:Council|Trust|Partnership"
    r"|Families|Children|First|Sunderland|Gazette|Bulletin|Briefing|Newsletter)"
)


def find_title(sentences: list[Sentence]) -> str | None:
    """Return the headline without a site's section in front or its name behind; None when there is none."""
    headline = next((s.text for s in sentences if s.kind == "headline"), None)
    if headline is None:
        return None
    return _SITE_SUFFIX.sub("", _without_section(headline)).strip() or None


def _without_section(headline: str) -> str:
    prefix = _SECTION_PREFIX.match(headline)
    if (
        prefix is None
        or find_councils(prefix.group())
        or re.search(r"ofsted|council\b", prefix.group(), re.IGNORECASE)
    ):
        return headline
    return headline[prefix.end() :]


def find_publisher(sentences: list[Sentence]) -> str | None:
    """Return the outlet named on the page, as spelt there, from the surest place; None when none is named."""
    furniture = [s.text for s in sentences if s.kind == "furniture"]
    captions = [s.text for s in sentences if s.kind == "caption"]
    first_body = next((s.number for s in sentences if s.is_body), 0)
    above = [s.text for s in sentences if s.kind == "furniture" and s.number < first_body]
    readings = (
        (_issuing_body, furniture),
        (_known_outlet, [*furniture, *captions]),
        (_newspaper, furniture),
        (_public_body, [part.strip() for text in above for part in re.split(r"[|•>]|[–—-] ", text)]),
        (_copyright_holder, furniture),
        (_credited_outlet, furniture),
    )
    named = (read(text) for read, texts in readings for text in texts)
    return next(filter(None, named), None)


_PERSON = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}")
_BODY_WORD = re.compile(r"council|borough|county|trust|news|team", re.IGNORECASE)


def _issuing_body(line: str) -> str | None:
    """Read "Published by Leeds City Council", but not a person's byline."""
    found = _COUNCIL_OUTLET.match(line)
    if found is None or (_PERSON.fullmatch(found["outlet"]) and not _BODY_WORD.search(found["outlet"])):
        return None
    return found["outlet"].strip()


_KNOWN_OUTLET = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _OUTLETS))})(?! Inform)(?!\w)")


def _known_outlet(line: str) -> str | None:
    return found.group() if (found := _KNOWN_OUTLET.search(line)) else None


_NEWSPAPER_NAME = re.compile(rf"(?<![\w’'-]){_NEWSPAPER}(?!\w)")
_LINK_WORD = re.compile(
    r"(?:More|Latest|Local|Breaking|Related|Council|Read|Top|Our|All|Social|Good|Education|Politics|Business"
    r"|Sport)\b"
)


def _newspaper(line: str) -> str | None:
    """Read a local paper's name by its last word ("Echo", "Gazette"), but no link and no post."""
    found = _NEWSPAPER_NAME.search(line)
    if found is None or " " not in found.group():
        return None
    name = found.group()
    return None if _A_PERSONS_POST.search(name) or _LINK_WORD.match(name) else name


def _public_body(part: str) -> str | None:
    return part if _PUBLIC_BODY.fullmatch(part) else None


_COPYRIGHT = re.compile(rf"(?:©|copyright)(?: \d{{4}})? (?P<holder>{_PUBLIC_BODY.pattern})", re.IGNORECASE)


def _copyright_holder(line: str) -> str | None:
    return found["holder"] if (found := _COPYRIGHT.search(line)) else None


def _credited_outlet(line: str) -> str | None:
    """Read "Source: …", "from …" or a byline that ends in the outlet's name."""
    found = _BY_OUTLET.search(line)
    if found is None or full_date(found["outlet"]) or _A_PERSONS_POST.search(line):
        return None
    return found["outlet"].strip()


def find_published(sentences: list[Sentence]) -> str | None:
    """Return the first complete date in a date line or byline as YYYY-MM-DD; None when none is printed."""
    dated = (
        full_date(s.text)
        for s in sentences
        if s.kind in {"furniture", "caption"} and not re.search(r"©|copyright", s.text, re.IGNORECASE)
    )
    return next(filter(None, dated), None)

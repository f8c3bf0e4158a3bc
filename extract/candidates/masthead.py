"""What the page says of itself: headline, outlet and publication date."""

import re

from extract.candidates.councils import find_councils
from extract.candidates.dates import full_date
from extract.candidates.segments import Sentence

_SECTION_PREFIX = re.compile(
    r"^(?:[A-Z][\w&’' -]{2,40}(?: news)?[ \u00a0]?(?:[|»>–—]|::|-)[ \u00a0]|(?:news|latest|exclusive|breaking|analysis|update|report|inspection|watch|video|blog|press release|news release|[\w ]{3,20} news)[ \u00a0]?:[ \u00a0])(?=[A-Z‘“'\"])",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(r"[ \u00a0][|»][ \u00a0][^|»]{3,50}$|[ \u00a0][-–—][ \u00a0](?:BBC News|[A-Z][\w ]+ (?:Live|Online|News|Council|Post|Echo|Mail|Gazette|Herald|Telegraph|Times|Standard))$")

_OUTLETS = (
    "Community Care", "CommunityCare", "BBC News", "BBC", "The Guardian", "Guardian", "The Independent", "The Times", "The Telegraph", "Daily Telegraph", "Daily Mail", "Mail Online", "The Mirror", "Daily Mirror",
    "The Sun", "Sky News", "ITV News", "Children & Young People Now", "Children and Young People Now", "CYP Now", "CYPNow", "Local Government Chronicle", "LGC", "The MJ", "Municipal Journal", "Schools Week", "TES",
    "Tes", "LocalGov", "Public Finance", "Professional Social Work", "Press Association", "PA Media",
)  # fmt: skip
_NEWSPAPER = (
    r"(?:The )?(?:[A-Z][\w’'&-]+ ){1,4}(?:Live|Online|Telegraph|Evening News|Evening Post|Evening Telegraph|Echo|Post|Daily Post|Mail|News|Gazette|Herald|Star|Mercury|Chronicle|Times|Free Press|Press|Journal|Argus|Advertiser|"
    r"Guardian|Observer|Standard|Express|Examiner|Independent|Citizen|Courier|Messenger|Recorder|Leader|Reporter|World|Weekly|Today|Review|Bulletin|Digest|Tribune|Sentinel|Packet|Beacon|Voice|Nub News|Informer|Enquirer|Visiter|Record)"
)
_BY_OUTLET = re.compile(rf"(?:source|written by|published (?:by|in|on)|first (?:appeared|published) (?:in|on|by)|originally (?:appeared|published) (?:in|on|by)|republished from|from|courtesy of|©(?: \d{{4}})?|copyright|by [\w .’'-]+?[,|])[: ]+(?:the )?(?P<outlet>[A-Z][\w&’'. -]{{2,50}}?)(?=$|[.,|(]| on | in |\s{{2}})", re.IGNORECASE)
_COUNCIL_OUTLET = re.compile(r"^(?:written|posted|published|issued|released) by:?\s*(?P<outlet>[A-Z][\w’'&., -]+?)\s*$", re.IGNORECASE)


_A_PERSONS_POST = re.compile(r"\b(?:local democracy|reporter|correspondent|editor)\b", re.IGNORECASE)
_PUBLIC_BODY = re.compile(
    r"(?:The )?(?:[A-Z][\w’'&-]+,? (?:and |of |for |the |upon |in |with )*){1,8}(?:Council|Trust|Partnership|Families|Children|First|Sunderland|Gazette|Bulletin|Briefing|Newsletter)"
)


def find_title(sentences: list[Sentence]) -> str | None:
    """The headline as printed, without a site-section prefix or a site's name behind it; None when there is none."""
    headline = next((s.text for s in sentences if s.kind == "headline"), None)
    if headline is None:
        return None
    return _SITE_SUFFIX.sub("", _without_section(headline)).strip() or None


def _without_section(headline: str) -> str:
    prefix = _SECTION_PREFIX.match(headline)
    if prefix is None or find_councils(prefix.group()) or re.search(r"ofsted|council\b", prefix.group(), re.IGNORECASE):
        return headline
    return headline[prefix.end() :]


def find_publisher(sentences: list[Sentence]) -> str | None:
    """The outlet named on the page, as spelt there: in a source line, byline or footer; None when none is named."""
    furniture = [s.text for s in sentences if s.kind == "furniture"]
    first_body = next((s.number for s in sentences if s.is_body), 0)
    top = [part.strip() for s in sentences if s.kind == "furniture" and s.number < first_body for part in re.split(r"[|•>]|[–—-] ", s.text)]
    for text in furniture:
        if match := _COUNCIL_OUTLET.match(text):
            if not re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}", match["outlet"]) or re.search(r"council|borough|county|trust|news|team", match["outlet"], re.IGNORECASE):
                return match["outlet"].strip()
    for text in [*furniture, *(s.text for s in sentences if s.kind == "caption")]:
        for outlet in _OUTLETS:
            if re.search(rf"(?<!\w){re.escape(outlet)}(?! Inform)(?!\w)", text):
                return outlet
    for text in furniture:
        if match := re.search(rf"(?<![\w’'-]){_NEWSPAPER}(?!\w)", text):
            if len(match.group().split()) > 1 and not _A_PERSONS_POST.search(match.group()) and not re.match(r"(?:More|Latest|Local|Breaking|Related|Council|Read|Top|Our|All|Social|Good|Education|Politics|Business|Sport)\b", match.group()):
                return match.group()
    for text in top:
        if _PUBLIC_BODY.fullmatch(text):
            return text
    for text in furniture:
        if match := re.search(rf"(?:©|copyright)(?: \d{{4}})? ({_PUBLIC_BODY.pattern})", text, re.IGNORECASE):
            return match[1]
    for text in furniture:
        if (match := _BY_OUTLET.search(text)) and not full_date(match["outlet"]) and not _A_PERSONS_POST.search(text):
            return match["outlet"].strip()
    return None


def find_published(sentences: list[Sentence]) -> str | None:
    """The publication date as YYYY-MM-DD: the first complete date in a date line or byline; None when none is printed."""
    dated = (full_date(s.text) for s in sentences if s.kind in {"furniture", "caption"} and not re.search(r"©|copyright", s.text, re.IGNORECASE))
    return next(filter(None, dated), None)

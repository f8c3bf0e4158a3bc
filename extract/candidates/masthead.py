"""What the page says of itself: headline and publication date."""

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


def find_published(sentences: list[Sentence]) -> str | None:
    """Return the first complete date in a date line or byline as YYYY-MM-DD; None when none is printed."""
    dated = (
        full_date(s.text)
        for s in sentences
        if s.kind in {"furniture", "caption"} and not re.search(r"©|copyright", s.text, re.IGNORECASE)
    )
    return next(filter(None, dated), None)

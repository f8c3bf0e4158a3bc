"""Names of outlets: those known, papers by their last word, public bodies, and shapes of no person."""

import re

from extract.candidates.names import not_names

KNOWN = (
    "Community Care", "CommunityCare", "BBC News", "BBC", "The Guardian", "Guardian", "The Independent",
    "The Times", "The Telegraph", "Daily Telegraph", "Daily Mail", "Mail Online", "The Mirror",
    "Daily Mirror", "The Sun", "Sky News", "ITV News", "Children & Young People Now",
    "Children and Young People Now", "CYP Now", "CYPNow", "Local Government Chronicle", "LGC", "The MJ",
    "Municipal Journal", "Schools Week", "TES", "Tes", "LocalGov", "Public Finance",
    "Professional Social Work", "Press Association", "PA Media",
)  # fmt: skip
_LAST_WORD = (
    r"(?:Live|Online|Telegraph|Evening News|Evening Post|Evening Telegraph|Echo|ECHO|Post|Daily Post|Mail"
    r"|News|Gazette|Herald|Star|Mercury|Chronicle|Times|Free Press|Press|Journal|Argus|Advertiser|Guardian"
    r"|Observer"
    r"|Standard|Express|Examiner|Independent|Citizen|Courier|Messenger|Recorder|Leader|Reporter|World|Weekly"
    r"|Today|Review|Bulletin|Digest|Tribune|Sentinel|Packet|Beacon|Voice|Nub News|Informer|Enquirer|Visiter"
    r"|Record|Daily|Radio|FM|Wire|Agency|Ledger|Monitor|Magazine|Blog)"
)
NEWSPAPER = re.compile(rf"(?<![\w’'-])(?:The )?(?:[A-Z][\w’'&-]+ (?:(?:and|&) )?){{1,4}}{_LAST_WORD}(?!\w)")
PUBLIC_BODY = re.compile(
    r"(?:The )?(?:[A-Z][\w’'&-]+,? (?:and |of |for |the |upon |in |with ){0,3}){1,8}"
    r"(?:Council|Trust|Partnership|Families|Children|First|Sunderland|Gazette|Bulletin|Briefing|Newsletter)"
    r"|(?:(?:Royal|London) )?Borough of [A-Z][\w ]+"
)
_NEWS_OF_BODY = re.compile(rf"(?:{PUBLIC_BODY.pattern}) [Nn]ews(?:room| ?[Cc]entre)?")
_SHAPE = re.compile(r"The (?!.* (?:in|at) )[A-Z].*|.* & .*|[A-Z]\w*[a-z][A-Z]\w*|[A-Z][A-Z’' &-]{3,}")
"""With an article or "&", with a capital inside a word, or in capitals: no person's name."""
_ADDRESS = re.compile(r"(?:www\.)?[\w-]+\.(?:co\.uk|com|org|net)")
_INITIALS = 2
_PERSON = re.compile(r"[A-Z][\w’'-]+(?: [A-Z]\.?)*(?: [A-Z][\w’'-]+){1,2}")


def is_outlet(name: str) -> bool:
    """Whether the words of a name, or its shape, are an outlet's."""
    return any(
        (
            name in KNOWN,
            NEWSPAPER.fullmatch(name),
            re.fullmatch(_LAST_WORD, name),
            PUBLIC_BODY.fullmatch(name),
            _NEWS_OF_BODY.fullmatch(name),
            _SHAPE.fullmatch(name),
        )
    )


def is_address(name: str) -> bool:
    """Whether a name is that of a site on the web."""
    return _ADDRESS.fullmatch(name) is not None


def is_person(name: str) -> bool:
    """Whether a name has the shape of a person's: two or three capitalised words, none of the subject."""
    words = [re.sub(r"[’']s$", "", word) for word in name.split()]
    named = not any(word in not_names() or (word.isupper() and len(word) > _INITIALS) for word in words)
    return _PERSON.fullmatch(name) is not None and named and not is_outlet(name)

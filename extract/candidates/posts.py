"""Posts and bodies: which words name a person's post, and whose side a printed description speaks for."""

import re

from schemas.record import SpeakerKind


def any_of(*alternatives: str) -> str:
    """Return a group that matches one of the alternatives."""
    return f"(?:{'|'.join(alternatives)})"


POST_NOUN = re.compile(
    r"\b"
    + any_of(
        r"director|leader|member|mayor|executive|councillor|cllr|head|minister|mp|secretary|officer|manager",
        r"chair(?:man|woman|person)?|spokes\w+|commissioner|inspector|worker|unionist|adviser|advisor"
        r"|organiser",
        r"president|chief|dcs|holder|carer|lead|professor|lecturer|founder|representative|steward|mother"
        r"|father",
        r"parent|grandmother|grandfather|grandparent|solicitor|barrister|lawyer|trustee|coordinator"
        r"|convenor|convener",
        r"practitioner|reviewer|judge|teacher|headteacher|superintendent|constable|sergeant|detective"
        r"|bishop|vicar",
        r"teenager|resident|campaigner|assistant|deputy|leaver|nurse|doctor|psychologist|analyst|editor"
        r"|author|whip",
        r"researcher|consultant|scrutineer|boss|mum|dad|gran|governor|chaplain|expert|student|apprentice"
        r"|successor|official|locum|correspondent|columnist|caseworker|volunteer|neighbour",
        r"predecessor|portfolio|shadow|opposite number|foster(?:er| parent)|adopter|[a-z]+-of-[a-z]+",
    )
    + r"s?\b",
    re.IGNORECASE,
)
"""A word that makes a phrase a person's description."""

PARTY = (
    r"(?:Labour|Conservatives?|Tory|Tories|Lib(?:eral)? Dem(?:ocrat)?s?|Greens?|Reform(?: UK)?|Independent)"
)

_INSPECTOR = re.compile(
    r"\b(?:ofsted|inspectorate|hmi|hmci|(?:her|his) majesty[’']s inspector"
    r"|(?<!former )(?<!ex-)(?<!police )(?<!detective )inspectors?)\b",
    re.IGNORECASE,
)
_COUNCIL_ONLY = re.compile(
    r"\b"
    + any_of(
        r"councillors?|cllrs?|cabinet|portfolio|lead member|executive (?:board )?member|deputy leader|mayor"
        r"|dcs",
        r"opposition|head of (?:children|social care)|director of children|director for children"
        r"|children[’']s brief",
        r"principal social worker|opposite number|section 151",
    )
    + r"\b",
    re.IGNORECASE,
)
"""Posts that nobody but a council has."""

_COUNCIL = re.compile(
    r"\b"
    + any_of(
        r"councils?|local authority|authority|borough|committee|scrutiny|whip|company|town hall|county hall",
        r"(?<!nhs )(?-i:trust|^Trust|(?<=the )Trust)|children[’']s (?:\w+ ){0,2}trust|\w+ for children"
        r"|children first|director|leader|head of|chief (?:executive|officer)|team manager|social workers?"
        r"|practitioners?",
        r"(?:safeguarding |children[’']s )?partnership|partners|shadow|interim successor|staff|members",
        rf"(?:{PARTY}|group) (?:group|spokes\w+|leader|member|whip|shadow|opposition"
        r"|children[’']s spokes\w+)",
        rf"for the {PARTY}|\bbrief\b|spokes\w+ for children|^{PARTY}$|^{PARTY}(?=,)|[(]{PARTY}"
        r"|\((?:con|lab|ld|ind)\)",
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
"""Bodies of the council's side, and posts that are the council's unless another body is named."""

_OTHER_BODY = re.compile(
    r"\b"
    + any_of(
        r"unions?|unison|unite|gmb|basw|adcs|lga|nspcc|barnardo[’']?s|become|charity|association|network"
        r"|foundation",
        r"society|federation|think ?tank|campaign\w*|forum|university|college|government (?!and )|dfe|nhs"
        r"|icb|hospital|police",
        r"department (?:for|of)|ministry|commons|integrated care board|clinical commissioning|diocese"
        r"|union branch",
        r"branch|commissioner|neighbouring|children in care council|auditors?|peer (?:challenge|review|team)",
        r"one of those areas",
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
"""Bodies outside the council: a director or chair of one is other."""

_OTHER_PERSON = re.compile(
    r"\b"
    + any_of(
        r"mps?|ministers?|secretary of state|(?:education|health|home|general|branch|regional"
        r"|assistant) secretary|secretary",
        r"commissioners?|commissioned by|adviser to|government|constable|superintendent|sergeant|detective"
        r"|pc",
        r"parents?|mothers?|fathers?|mums?|dads?|gran\w*|residents?|head ?teachers?|teachers?|professors?"
        r"|academics?",
        r"researchers?|lecturers?|lawyers?|solicitors?|barristers?|judges?|(?:former )?foster carers?"
        r"|carers?|care leavers?",
        r"young (?:person|wom[ae]n|m[ae]n)|girls?|boys?|teenagers?|[\w-]+-year-olds?|adopters?",
        r"^(?:[a-z]+ ){0,2}(?:child(?:ren)?|young people|famil(?:y|ies))(?![’'])(?! (?:and|trust|services?"
        r"|partnership|board)\b)",
        r"trade unionist|organisers?|convenors?|conveners?|(?:shop )?stewards?|regional officer",
        r"founders?|trustees?|president|local representative|consultants?|psychologists?|bishop|vicar|peers?",
        r"independent (?:safeguarding |improvement )?(?:board |panel )?(?:chair\w*|review\w*|scrutin\w*"
        r"|advis\w+|expert"
        r"|consultant|author|person)",
        r"(?:former|ex-) ?chief social worker|has fostered|have fostered"
        r"|whose (?:son|daughter|child|twins|family|branch)\w*",
        r"member of (?:the )?parliament|grew up in care|(?:been|was|were"
        r"|spent \w+ years) in (?:foster )?care|real name",
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
"""People who speak for no council, unless a council's own post comes first ("cabinet member and carer")."""


def kind_of_role(role: str) -> SpeakerKind | None:
    """Return the side a printed description speaks for; None if its words do not tell."""
    if _JOINT.search(role) and not re.search(r"\bindependent\b", role, re.IGNORECASE):
        return "council"
    post = without_owner(role)
    former = _FORMER.match(post)
    own, person = None if former else _COUNCIL_ONLY.search(post), former or _OTHER_PERSON.search(post)
    council, body = own or _COUNCIL.search(post) or _COUNCIL.search(role), _OTHER_BODY.search(role)
    if _INSPECTOR.search(role) and not (person or own):
        return "inspectorate"
    if own and not (person and person.start() < own.start()) and not (body and body.start() < own.start()):
        return "council"
    if person and not (council and council.start() < person.start() and not own and not body):
        return "other"
    if body:
        return "other"
    return "council" if council else None


_FORMER = re.compile(r"(?:former|retired|ex)\b(?!.*\b(?:and|now|current)\b)", re.IGNORECASE)
"""Whoever held a post speaks for nobody by it."""
_JOINT = re.compile(
    r"\bjoint statement|^(?:the )?(?:[a-z]+ )?council,|safeguarding (?:children )?partnership", re.IGNORECASE
)
"""What a council says together with its partners."""

_OWNING_BODY = any_of(
    r"(?:[Cc]ounty |[Cc]ity |[Bb]orough )?[Cc]ouncil",
    r"authority|local authority|borough|county|city|town|town hall|district|region|island|area|service",
    r"trust|company|union|partnership|charity|department|group|branch|party|forum|board|regulator|watchdog"
    r"|inspectorate",
)
_OWNER = re.compile(
    any_of(
        r"(?!Children|Young)(?:[A-Z][\w&-]*(?:[ -](?:[A-Z][\w&-]*|and|upon|on|of|the|with|council|city"
        r"|county|borough|in)){0,8}[’']s?)",
        rf"(?:[a-z]+ )?{_OWNING_BODY}[’']s?",
    )
    + " "
)
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|my|our|their|one)\s+", re.IGNORECASE)
_FROM_POST = re.compile(r"[Cc]hildren|[Yy]oung")


def clean_role(role: str) -> str | None:
    """Return a description without article and owner ("Croydon’s cabinet member"); None if it has no post."""
    role = without_owner(role)
    return role if role and POST_NOUN.search(role) else None


def without_owner(role: str) -> str:
    """Cut article and possessive in front, but no party, nor part of the post ("children’s minister")."""
    previous = None
    role = role.strip(" ,\u00a0–—-")
    while previous != role:
        previous = role
        role = _ARTICLE.sub("", role).strip(" ,\u00a0")
        owner = _OWNER.match(role)
        if owner and not _FROM_POST.search(owner.group()) and not re.match(PARTY, owner.group()):
            rest = role[owner.end() :]
            if (
                not POST_NOUN.search(re.sub(r"Head Teachers|Directors|Social Workers", "", owner.group()))
                and rest
            ):
                role = rest
    return role

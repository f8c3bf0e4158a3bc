"""Who may have said a quotation: the people an article names, their roles, and the clause that reports the speech.

A reporting clause that names its subject settles the speaker; where none does, the model picks among the people here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extract.candidates.councils import authorities
from extract.candidates.quotations import Quotation
from extract.candidates.segments import Sentence
from schemas.record import SpeakerKind

REPORTING_VERB = (
    r"(?:says?|said|saying|adds?|added|adding|tells?|told|telling|writes?|wrote|writing|states?|stated|stating|notes?|noted|noting|comments?|commented|commenting|concludes?|concluded|concluding|"
    r"explains?|explained|explaining|continues?|continued|finds?|found|finding|reads?|warns?|warned|warning|remarks?|remarked|observes?|observed|reports?|reported|insists?|insisted|acknowledged?s?|"
    r"admits?|admitted|described?s?|stressed|argued|claimed|declared|replied|recalled|praised|highlighted|identified|judged|recognised|pointed out|asked|urged|posted|tweeted|responded|went on|joked|pledged|promised|reflected|repeated|revealed|announced|confirmed|called|recorded|emphasised|suggested|agreed|put it|summed up|noticed|saw|credited|criticised|recommended|heard|welcomed|thanked)"
)
_TITLE = r"(?:Cllr|Coun|Councillor|Cllrs|Dr|Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord|Lady|Baroness|Professor|Prof|Rev|Alderman|Ald)\.?"
_TITLE_PREFIX = re.compile(rf"^(?:{_TITLE}\s+)+")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|[’'][A-Z][a-zà-ÿ]+|[a-z]*[A-Z][a-zà-ÿ]+|\.)(?:[-’'][A-Z][a-zà-ÿ]+)*"
_NAME = rf"(?:{_TITLE} +)*{_CAPITAL}(?: (?:de|van|von|der|la|le|del|bin|al|ap|al-)){{0,2}}(?: {_CAPITAL}){{0,3}}"
_NAME_RE = re.compile(rf"(?<![\w’'-]){_NAME}")

_NOT_NAMES = frozenset(
    """Ofsted Inspectors Inspector Inspectorate Council Councillor Councillors County City Borough Children Childrens Child Services Service Social Workers Worker Care Leaders
    Leader Deputy Director Directors Chief Executive Cabinet Member Members Mayor Chair Chairman Report Reports Letter The This That These Those It Its He She They We I You In On At By For
    From With And But Or So As If When While After Before Since Although Though However Meanwhile Also Both Each Many Most Some Several All Any No Not Yet There Here Their His Her Our My
    Your What Which Who How Why Where Monitoring Focused Visit Visits Inspection Inspections Department Education Government Ministers Minister Secretary State Labour Conservative Conservatives Liberal Democrat Democrats Tory
    Green Party Reform UK England English British London North South East West Royal Authority Local Authorities Trust Board Safeguarding Partnership Police Health NHS CQC HMICFRS Hmicfrs Hub MASH Mash Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September October November December Community Family Families Early Help Front Door Head Heads
    Managers Manager Practitioners Staff Parents Carers Foster Young People Unison Unite GMB BASW Adcs LGA Association Senior Principal Lead Executive Strategic Interim Assistant Corporate Spokesman Spokeswoman Spokesperson
    Outstanding Good Inadequate Requires Improvement Response Responding Speaking Writing Asked Last Next Today Yesterday Now Then Under Over Across Despite During Following Among Between Ilacs ILACS JTAI Jtai Her His
    Majesty Majesty’s Opposition Overall Another Other One Two Three Four Five Six Seven Eight Nine Ten First Second Third Finally Elsewhere Nevertheless Plans Practice Quality Commissioner Commissioners Union Officers Officer
    Political Company Little Tory Tories Greens Detective Superintendent Constable Sergeant Councils Town Hall Scrutiny Committee Panel Whitehall DfE Dfe MP MPs Mps Statutory New Old Read Source Photo Independent Improvement Progress Work Working Because Once Until Even Only Just More Less Well Let Nor Instead Supervision Caseloads Assessments""".split()
)
INSPECTORATE = re.compile(
    r"\b(?:ofsted|inspectors?|inspectorates?|the (?:\w+[ -]){0,4}?(?:report|letter|findings|judgement|inspection team|document|watchdog|regulator)|(?:the|its|their|our|an?|his|her) (?:\w+[ -]){0,4}?(?:watchdog|regulator)|(?:a|its|ofsted[’']s|their) (?:\w+[ -]){0,3}(?:report|letter)|report(?:[’']s)? authors?|report (?:also|added|goes|went|said|says|found|notes?d?|states?d?|concludes?d?))\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:(?:spokes(?:man|woman|person|people)|spokespeople|statement|source|union|charity|campaigner|parents?|mother|father|mum|dad|carer|grandmother|resident|headteacher|social worker|worker|care leaver|teenager|young (?:person|woman|man)|minister|commissioner|department|government|council|authority|trust|partnership|police|chair|leader|director|chief executive|mayor|opposition|member|group|committee|officer|manager|board|association|unison|foster carer|girl|boy|adviser|practitioner|judge|lawyer|department for education|dfe|bid|petition)s?)\b",
    re.IGNORECASE,
)
_COUNCIL_ROLE = re.compile(
    r"\b(?:councillor|cllr|cabinet|council|portfolio|lead member|executive member|deputy leader|leader|mayor|(?:strategic|corporate|executive|interim|assistant|deputy|acting|service|managing)?[ -]?director|dcs|head of|chief (?:executive|officer)|"
    r"principal social worker|social workers?|team manager|local authority|authority|borough|trust|opposition|spokes\w+ for (?:children|the (?:council|authority|trust|partnership))|committee|scrutiny|(?:group|conservative|labour|lib(?:eral)? dem(?:ocrat)?s?|green|tory|reform(?: uk)?|independent|opposition)(?: group| opposition)? (?:spokes\w+|leader|member|councillor|whip)|company|safeguarding partnership|partnership)\b",
    re.IGNORECASE,
)
_OTHER_ROLE = re.compile(
    r"\b(?:union|unison|unite|gmb|basw|charity|mp|mps|minister|secretary of state|education secretary|secretary|dfe|department for education|government|commissioner|commissioned by|adviser to the|nhs|police|constable|superintendent|inspector\b(?= (?:of|at) police)|health|hospital|icb|clinical|"
    r"campaign\w*|parent|mother|father|mum|dad|grand\w+|resident|headteacher|head teacher|teacher|professor|academic|university|researcher|lawyer|solicitor|judge|foster carer|care leaver|young person|girl|boy|teenager|independent (?:chair|reviewer|scrutineer|advis[eo]r|expert|consultant|author|commissioner|person)|former|[a-z]+-of-[a-z]+|organiser|association|adcs|lga|local government association|"
    r"network|foundation|society|federation|trustee|children[’']s commissioner|think ?tank|detective|sergeant|mum|gran|crime commissioner|diocese|bishop|branch|regional (?:officer|organiser)|steward|shop steward|nspcc|barnardo|who cares|become)s?\b",
    re.IGNORECASE,
)
_INSPECTOR_ROLE = re.compile(r"\b(?:ofsted|lead inspector|her majesty[’']s inspector|his majesty[’']s inspector|hmi|hmci|chief inspector|senior inspector|inspectors?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the article names: the full name without title, the role as printed nearest, and where first named."""

    name: str
    role: str | None
    start: int
    titled_councillor: bool = False

    @property
    def surname(self) -> str:
        return re.split(r" ", self.name)[-1]

    @property
    def kind(self) -> SpeakerKind | None:
        """Whose side the role speaks for, where its words tell."""
        if self.titled_councillor and not self.role:
            return "council"
        return kind_of_role(self.role) if self.role else None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a reporting clause says is speaking; ``person`` and ``role`` both None for the inspectorate."""

    how: Literal["clause", "pronoun", "continued"]
    kind: SpeakerKind | None
    person: Person | None = None
    role: str | None = None


def kind_of_role(role: str) -> SpeakerKind | None:
    """The speaker kind a printed role tells: an inspectorate's, the council's or another's; None if it does not."""
    if _INSPECTOR_ROLE.search(role):
        return "inspectorate"
    council, other = _COUNCIL_ROLE.search(role), _OTHER_ROLE.search(role)
    if other and (not council or _decides_other(role, other, council)):
        return "other"
    return "council" if council else None


def _decides_other(role: str, other: re.Match[str], council: re.Match[str]) -> bool:
    """Of two signs the head of the phrase decides ("cabinet member for health" is the council's, "MP and former councillor" not)."""
    if re.match(r"director|mayor|leader|chair|cabinet|lead member|councillor|cllr|executive member|portfolio|deputy leader|council|opposition|head of|assistant", council.group().strip().lower()):
        return other.start() < council.start()
    return True


_FIRST_NAME_ONLY = re.compile(rf"(?<![\w’'-])({_CAPITAL})(?:, \d{{1,2}}(?=,)|,? \(?(?:not (?:her|his|their) real name|whose name (?:we have|has been) changed)| \((?:\d{{1,2}})\))")


def find_people(text: str, sentences: list[Sentence]) -> list[Person]:
    """Return the people named in the body, by first mention, each with the printed description nearest to a mention."""
    people: dict[str, Person] = {}
    for sentence in sentences:
        if not sentence.is_body:
            continue
        for match in _NAME_RE.finditer(sentence.plain):
            name = _person_name(match.group())
            if name is None:
                continue
            start = match.start() + match.group().replace("\u00a0", " ").index(name)
            role = _role_around(sentence.plain, start, start + len(name))
            known = people.get(name)
            councillor = bool(re.search(r"\b(?:Cllr|Coun|Councillor|Ald|Alderman)\.? $", sentence.plain[:start]))
            if known is None:
                people[name] = Person(name, role, sentence.start + start, councillor)
            elif known.role is None and role:
                people[name] = Person(name, role, known.start, known.titled_councillor or councillor)
        for match in _FIRST_NAME_ONLY.finditer(sentence.plain):
            name = match.group(1)
            if name not in _NOT_NAMES | _place_words() and not any(name in p.split() for p in people):
                people[name] = Person(name, _role_around(sentence.plain, match.start(1), match.end()), sentence.start + match.start(1))
    return _merged(sorted(people.values(), key=lambda p: p.start))


@lru_cache(maxsize=1)
def _place_words() -> frozenset[str]:
    return frozenset(w for a in authorities() for n in (a.name, *a.aliases) for w in n.replace("-", " ").split())


def _person_name(printed: str) -> str | None:
    """The name in capitalised words without title; None for one bare word and for places, bodies, posts, months."""
    words = printed.replace("\u00a0", " ").split(" ")
    titled = False
    if words[:2] == ["Lib", "Dem"]:
        words = words[2:]
    while words and (_leads(words[0]) or (len(words) > 2 and words[0] in _place_words())):
        titled = titled or bool(re.fullmatch(_TITLE, words[0]))
        words = words[1:]
    words = [re.sub(r"[’']s$", "", w) for w in words]
    if len(words) < 2 or any(w.strip(".") in _NOT_NAMES for w in words):
        return None
    if words[0] in _place_words() and (not titled) and words[0] not in {"Kent", "Milton", "Chester", "Devon", "Lincoln", "Bradford", "Kingston"}:
        return None
    if all(w in _place_words() for w in words):
        return None
    return " ".join(words)


def _leads(word: str) -> bool:
    """Whether a capitalised word before a name is a title, a post or the start of a sentence, and no part of it."""
    return bool(re.fullmatch(_TITLE, word)) or word.strip("’'.") in _NOT_NAMES or bool(_ROLE_NOUN.fullmatch(word))


def _merged(people: list[Person]) -> list[Person]:
    """One person a name: a longer form of a known name is the same person."""
    kept: list[Person] = []
    for person in people:
        if not any(k.name != person.name and k.name.endswith(" " + person.name) for k in people):
            kept.append(person)
    return kept


_ROLE_STOP = (
    r"(?=,? (?:also |later |then |has |had |have |is |was |were |will |would |who |whose |and (?:said|added|welcomed|he|she)|"
    + REPORTING_VERB
    + r"|welcomed|told|responded|apologised|reacted|accepted|paid|thanked|defended|took|joined|expressed|hailed|vowed|put|gave|called|blamed|attacked|which)\b|[.;:!?“\"(]|$| [–—-] |, in a| at (?:a|the) (?:meeting|time))"
)
_APPOSITION = re.compile(rf"^(?:,| [–—-]| ?\() ?(?P<role>(?:the |a |an |his |her |its )?[^“”\"]{{3,140}}?){_ROLE_STOP}", re.IGNORECASE)
_ROLE_NOUN = re.compile(
    r"\b(?:director|leader|member|mayor|chair(?:man|woman|person)?|executive|councillor|cllr|head|minister|mp|secretary|officer|manager|spokes\w+|commissioner|inspector|worker|adviser|advisor|organiser|president|chief|dcs|holder|carer|lead|professor|"
    r"lecturer|founder|representative|steward|mother|father|parent|grandmother|solicitor|barrister|trustee|coordinator|practitioner|convenor|convener|reviewer|judge|teacher|headteacher|superintendent|constable|bishop|teenager|resident|campaigner|assistant|deputy|leaver|nurse|analyst|editor|author|researcher|consultant|scrutineer|portfolio|whip|boss|mum|dad|gran|grandfather|sergeant|inspector|governor|vicar|chaplain|doctor|detective|psychologist|expert|students?|apprentice|[a-z]+-of-[a-z]+)s?\b",
    re.IGNORECASE,
)
_POSSESSIVE_LEAD = re.compile(r"^(?:(?:[Tt]he|its|his|her|our|their|a|an) )?(?!Children)(?:[A-Z][\w&-]*(?:[ -](?:[A-Z][\w&-]*|and|upon|on|of|the|with|council|city|county|borough|in))*[’']s?|(?:the )?(?:council|authority|borough|county|city|trust|town hall|local authority|town|district|region|company|union|partnership|charity|area|service)[’']s?) ")
_ARTICLE_LEAD = re.compile(r"^(?:the|a|an|its|his|her|our|their)\s+", re.IGNORECASE)
_ROLE_BEFORE = re.compile(r"(?P<role>[^,.;:!?“”\"]{3,110}?)(?:,)? +$")


def _without_owner(role: str) -> str:
    """Cut a possessive in front ("Croydon’s"), but not one that belongs to the post ("director of children’s services")."""
    owner = _POSSESSIVE_LEAD.match(role)
    if owner is None or re.search(r"\b[Cc]hildren|[Yy]oung", owner.group()) or _ROLE_NOUN.search(owner.group()):
        return role
    return role[owner.end() :]


def clean_role(role: str) -> str | None:
    """A description without the article and the council's possessive in front: "Croydon’s cabinet member" is "cabinet member"."""
    previous = None
    role = role.strip(" ,\u00a0–—-")
    while previous != role:
        previous = role
        role = _without_owner(role)
        role = _ARTICLE_LEAD.sub("", role).strip(" ,\u00a0")
    return role if role and _ROLE_NOUN.search(role) else None


def _role_around(sentence: str, start: int, end: int) -> str | None:
    """The description in apposition after the name, or else in front of it."""
    if after := _APPOSITION.match(sentence[end:]):
        role = after.group("role").strip()
        if _ROLE_NOUN.search(role) and not re.match(r"(?:who|which|whose|and|but|where|after|as|when|said|speaking)\b", role, re.IGNORECASE):
            return clean_role(role)
    return _role_in_front(sentence[:start])


def _role_in_front(before: str) -> str | None:
    """A post that stands right before the name: "council leader Jane Doe", "Leicester’s deputy city mayor for social care, Sarah …"."""
    before = re.sub(rf"(?:{_TITLE}\s+)+$", "", before)
    clause = re.split(r"(?:[.;:!?“”\"]|^(?:But|And|However|Meanwhile|Responding|In response|Speaking|Asked|Commenting)\b,?|, (?:but|and|while|where|which)\b| (?:while|but|when|after) )", before)[-1]
    comma = clause.rstrip().endswith(",")
    clause = clause.strip(" ,\u00a0")
    if not comma:
        clause = clause.rsplit(",", 1)[-1].strip()
    noun = None
    for noun in _ROLE_NOUN.finditer(clause):
        pass
    if noun is None or (not comma and not _ends_with_post(clause)):
        return None
    begin = re.search(r"(?:\b(?:by|to|with|from|said|says|told|added|that|former|of its|including|as|and|is|was|welcomed|under|both)\s+(?=(?:the |its |[A-Z])?[^,]*$))", clause)
    if begin and not re.match(r"and\b", begin.group()) and _ROLE_NOUN.search(clause[begin.end() :]):
        clause = clause[begin.end() :]
    if len(clause.split()) > 18:
        return None
    return clean_role(clause)


def _ends_with_post(clause: str) -> bool:
    """Whether the noun phrase before a name is the post itself: its last words are a post, or a post "for/of …"."""
    return bool(re.search(rf"{_ROLE_NOUN.pattern}(?: (?:for|of|at|with|to|on) [\w’'&, -]+)?$", clause, re.IGNORECASE))


def attribute(text: str, sentences: list[Sentence], quotations: list[Quotation], people: list[Person]) -> dict[int, Attribution]:
    """Who speaks each quotation, by number, where a reporting clause, a pronoun or the run of a speech settles it."""
    found: dict[int, Attribution] = {}
    spans = [(q.start - 1, q.end + 1) for q in quotations]
    bodies = [s for s in sentences if s.is_body]
    last_subject: Attribution | None = None
    last_person: Person | None = None
    seen = 0
    previous: tuple[Quotation, Attribution] | None = None
    for quotation in quotations:
        around = [s for s in bodies if s.start < quotation.end and quotation.start < s.end]
        if not around:
            continue
        for sentence in bodies:  # who was last named before this quotation
            if seen <= sentence.start and sentence.end <= around[0].start:
                seen = sentence.end
                last_subject = _subject_of_narrative(sentence, spans, people) or last_subject
                last_person = _last_person(sentence, people) or last_person
        clause = _clause_after(text, quotation, around[-1], spans) or _clause_before(text, quotation, around[0], spans)
        attribution = _read_clause(clause, people, last_person, last_subject) if clause else None
        if attribution is None:
            attribution = _continued(text, sentences, quotation, previous, around, last_subject)
        if attribution:
            found[quotation.number] = attribution
            last_subject = attribution
            last_person = attribution.person or last_person
            previous = (quotation, attribution)
    return found


def _outside_quotations(start: int, end: int, text: str, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], start
    for a, b in spans:
        if b <= start or a >= end:
            continue
        pieces.append(text[at : max(a, at)])
        pieces.append(" “” ")
        at = min(max(b, at), end)
    pieces.append(text[at:end])
    return "".join(pieces)


def _clause_after(text: str, quotation: Quotation, sentence: Sentence, spans: list[tuple[int, int]]) -> str | None:
    """The words after the closing mark, when they report: “…,” she said; “…,” said the report."""
    tail = text[quotation.end + 1 : sentence.end].strip(" ,\u00a0")
    tail = re.split(r"[.:;]\s|[.“\"]", tail + " ")[0]
    if not re.match(rf"(?:(?:also|he|she|it|they|who|the|a|an|one|its)\b|[A-Z]|{REPORTING_VERB}\b|inspectors|ofsted|according to|in\b|read\b)", tail):
        return None
    if re.match(rf"(?:according to |{REPORTING_VERB}\s)", tail) or re.search(rf"^(?:[^,]{{1,80}}|[^,]{{1,60}},[^:]{{1,160}},) (?:also |has |had |have |later |then |further )*{REPORTING_VERB}\b", tail):
        return tail
    return None


def _clause_before(text: str, quotation: Quotation, sentence: Sentence, spans: list[tuple[int, int]]) -> str | None:
    """The words of the sentence before the opening mark: X said: “…; inspectors found “…; the report praised “…”."""
    head = _outside_quotations(sentence.start, max(sentence.start, quotation.start - 1), text, spans).strip()
    return head if head and re.search(rf"\b{REPORTING_VERB}\b|\baccording to\b|:$", head, re.IGNORECASE) else None


_PRONOUN = re.compile(r"\b(he|she)\b", re.IGNORECASE)
_IT = re.compile(r"\b(it|they)\b", re.IGNORECASE)


def _read_clause(clause: str, people: list[Person], last_person: Person | None, last: Attribution | None) -> Attribution | None:
    """The subject of the reporting verb nearest the quotation."""
    candidates: list[tuple[int, Attribution]] = []
    subject = _subject_part(clause)
    for person in people:
        for match in re.finditer(rf"(?<![\w-]){re.escape(person.name)}\b|(?:{_TITLE} +|(?<![\w’'-])){re.escape(person.surname)}(?![\w-])(?![’']s)", subject):
            candidates.append((match.start(), Attribution("clause", person.kind or _kind_from_clause(clause), person, person.role)))
    if candidates:
        return _nearest_subject(subject, candidates)
    if match := INSPECTORATE.search(subject):
        if not re.match(r"[’']s?\s+(?:finding|report|verdict)", subject[match.end() :]) or not _PRONOUN.search(subject):
            pronoun = _PRONOUN.search(subject)
            if not (pronoun and pronoun.start() < match.start()):
                return Attribution("clause", "inspectorate")
    if _PRONOUN.search(subject) and last_person:
        return Attribution("pronoun", last_person.kind or "council", last_person, last_person.role)
    if role := _unnamed(subject):
        return Attribution("clause", kind_of_role(role), None, role)
    if _IT.search(subject) and last:
        return Attribution("pronoun", last.kind, last.person if _IT.search(subject)[1].lower() == "they" else None, last.role if last.person is None else None)  # type: ignore[index]
    return None


def _nearest_subject(subject: str, candidates: list[tuple[int, Attribution]]) -> Attribution:
    return min(candidates, key=lambda c: c[0])[1]


def _subject_part(clause: str) -> str:
    """The clause up to its last reporting verb, or, when the verb comes first, from it on."""
    verbs = list(re.finditer(rf"\b{REPORTING_VERB}\b|\baccording to\b", clause, re.IGNORECASE))
    if not verbs:
        return clause
    if verbs[0].start() <= 1 or verbs[0].group().lower() == "according to":
        return clause[verbs[0].end() :]
    return clause[: verbs[-1].start()] if not clause.rstrip().endswith(":") else clause


def _unnamed(subject: str) -> str | None:
    """A speaker without a name, as printed: "spokesperson for the council", "union official"."""
    words = re.sub(r"^(?:and|but|however|meanwhile|also|in (?:a|its|their) (?:joint )?(?:statement|response),?)\s+", "", subject.strip(" ,“”"), flags=re.IGNORECASE)
    words = re.split(r",| (?:who|which|also|has|had|later|then)\b", words)[0].strip(" ,“”:")
    if not words or len(words.split()) > 16 or not _ORGANISATION.search(words):
        return None
    words = re.split(rf"\b{REPORTING_VERB}\b", words)[0].strip(" ,“”:")
    if re.search(r"\b(?:was|were|is|are|do|does|did|had|has|have|been|be|should|would|will|can|could|not)\b", words):
        return None
    return clean_unnamed(words)


def clean_unnamed(words: str) -> str | None:
    """The description without its article and without a possessive in front."""
    words = _ARTICLE_LEAD.sub("", words)
    shorter = _without_owner(words)
    return (shorter if _ROLE_NOUN.search(shorter) else words) or None


def _kind_from_clause(clause: str) -> SpeakerKind | None:
    return "council" if re.search(r"\b(?:Cllr|Councillor|Coun)\b", clause) else None


def _subject_of_narrative(sentence: Sentence, spans: list[tuple[int, int]], people: list[Person]) -> Attribution | None:
    """Whom a sentence of the body speaks of as its reporter: what a following unattributed quotation continues."""
    if any(a <= sentence.start and sentence.end <= b for a, b in spans):
        return None
    subject = _subject_part(sentence.plain)[:160]
    for person in people:
        if re.search(rf"(?<![\w-]){re.escape(person.surname)}\b", subject):
            return Attribution("continued", person.kind, person, person.role)
    if INSPECTORATE.search(sentence.plain):
        return Attribution("continued", "inspectorate")
    return None


def _last_person(sentence: Sentence, people: list[Person]) -> Person | None:
    latest: tuple[int, Person] | None = None
    for person in people:
        at = sentence.plain.rfind(person.surname)
        if at >= 0 and (latest is None or at > latest[0]):
            latest = (at, person)
    return latest[1] if latest else None


def _continued(
    text: str, sentences: list[Sentence], quotation: Quotation, previous: tuple[Quotation, Attribution] | None, around: list[Sentence], last: Attribution | None
) -> Attribution | None:
    """A quotation that goes on with a speech: nothing but a reporting clause or a paragraph break since the last one."""
    if previous is not None:
        earlier, attribution = previous
        between = [s for s in sentences if s.start >= earlier.end and s.end <= quotation.start]
        alone = quotation.start - 1 <= around[0].start
        same_sentence = any(s.start <= earlier.start and quotation.end <= s.end + 1 for s in around)
        if same_sentence or (alone and not between):
            return Attribution("continued", attribution.kind, attribution.person, attribution.role)
    if last and quotation.start - 1 <= around[0].start:
        return Attribution("continued", last.kind, last.person, last.role)
    return last if last and last.kind == "inspectorate" else None

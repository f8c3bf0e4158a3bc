"""Inspections that an article may report: which council, what kind of visit, and the words that say so.

A proposal is a candidate, not a verdict: the inspections task asks the model what these words leave open.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from extract.candidates.councils import Authority, CouncilMention, find_councils
from extract.candidates.dates import DatePhrase, find_date_phrases
from extract.candidates.ratings import RatedMention, rate_mentions
from extract.candidates.segments import Sentence
from schemas.record import InspectionType

_ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1)}
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"

_MONITORING = re.compile(r"\bmonitoring (?:visit|inspection|letter|report)s?\b", re.IGNORECASE)
_FOCUSED = re.compile(r"\bfocuss?ed (?:assurance )?(?:visit|inspection|one)s?\b", re.IGNORECASE)
_JOINT = re.compile(r"\bjoint(?:ly)? targeted area|\bJTAIs?\b|\bjoint (?:area )?inspection\b", re.IGNORECASE)
_GRADED = re.compile(r"\bILACS\b|\bre-?inspect(?:ion|ed)\b|\b(?:full|standard|short|single|ILACS|graded|week-long|four-week|three-week|two-week|latest|recent) (?:\w+ )?inspection\b|\binspection of (?:local authority )?(?:children[’']s )?services\b|\bsingle inspection framework\b", re.IGNORECASE)
_VISIT = re.compile(r"\b(?:visit(?:s|ed)?|inspect(?:ion|ions|ed))\b", re.IGNORECASE)
_NOT_THIS_VISIT = re.compile(
    r"\b(?:(?:eight|seven|six|five|four|three|two)\b(?!-)|several|regular|further|future|next|follow-up|quarterly|more|previous|earlier|series of|all|will|would|expected|due|subject to|under|continue|before|since (?:its|their|the)? ?(?:last|first)|last|until|programme of|ends? with|conclude with|ahead of)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_INSPECTORATE = re.compile(r"\b(?:ofsted|inspectors?|inspectorates?|watchdog|regulator|the (?:report|letter)|(?:report|letter) (?:said|says|found|finds|notes?|noted|added|adds|praised?|states?))\b", re.IGNORECASE)
_FINDING_VERB = re.compile(
    r"\b(?:sa(?:id|ys|w|ying)|f(?:ound|inds?|inding)|not(?:ed|es|ing)|prais(?:ed|es|ing)|identif(?:ied|ies|ying)|conclud(?:ed|es|ing)|add(?:ed|s|ing)|report(?:ed|s)|wr(?:ote|ites)|observ(?:ed|es)|criticis(?:ed|es)|warn(?:ed|s|ing)|highlight(?:ed|s|ing)|commend(?:ed|s|ing)|"
    r"judg(?:ed|es)|heard|describ(?:ed|es|ing)|recognis(?:ed|es|ing)|welcom(?:ed|es)|uncover(?:ed|s)|stat(?:ed|es)|pointed|rais(?:ed|es)|credit(?:ed|s)|recommend(?:ed|s)|considered|told|noticed|came across|singled|paints?|reveals?|detail(?:ed|s)|acknowledg(?:ed|es)|discover(?:ed|s)|expressed|flagged|spoke|met|gave|ordered)\b",
    re.IGNORECASE,
)
_OUT_OF_SCOPE = re.compile(
    r"\b(?:primary school|secondary school|schools?|academy|academies|pupils?|headteachers?|nurser(?:y|ies)|pre-?school|childminders?|early years (?:setting|provider)|children[’']s homes?|residential home|care homes?|secure (?:unit|home)|SEND|special educational needs|"
    r"fostering agency|adoption agency|adult social care|CQC|Care Quality Commission|college|sixth form|curriculum|phonics|apprenticeships?|holiday club|adult services)\b"
)
_IN_SCOPE = re.compile(
    r"\b(?:children[’']s (?:services|social (?:care|work|services)|trust|department)|social work(?:ers?)?|monitoring visit|focused visit|care leavers|children in (?:its |their |the council[’']s )?care|child protection|looked[ -]after children|front door|early help|safeguarding hub|ILACS|JTAI|joint targeted|children in need|local authority)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:joined|moved|arrived|came|moving|poached|previously|formerly|former|worked|working|stint|job|role|post|roles|seconded|recruited|experience|career|director|chief executive|officer|manager|leader|commissioner)\b[^.;,]{0,60}\b(?:from|at|in|with|of|for) (?:the )?(?:London Borough of )?$"
    r"|\b(?:unlike|like|neighbouring|neighbour|nearby|alongside|such as|including|compared (?:with|to)|than|supported by|partner(?:ed|ship)? (?:with|in practice)|paired with|help from|support from|advice from|improvement partner|borrowed from|modelled on|pioneered in|developed in|based in|live[sd]? in|born in|near|lead(?:s|ing)? authority) (?:the )?(?:\w+ ){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A place whose words name a kind of visit."""

    type: InspectionType
    sentence: Sentence
    start: int
    end: int
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One council's inspection that the article may report, with everything code found to choose from."""

    authority: Authority
    sentences: tuple[Sentence, ...]
    """Its passages: the body sentences that stand under this council."""
    cues: tuple[Cue, ...]
    findings: int
    """Sentences of its passages in which the inspectorate reports."""
    roundup: tuple[Cue, ...] = ()
    """Plural cues elsewhere that name the kind of all visits of a round-up."""
    grades: tuple[RatedMention, ...] = ()
    dates: tuple[DatePhrase, ...] = ()
    focuses: tuple[tuple[int, int], ...] = ()
    in_scope: bool = True


@dataclass(slots=True)
class _Passages:
    of: dict[str, list[Sentence]] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    at: dict[int, str] = field(default_factory=dict)


def propose(text: str, sentences: list[Sentence], published: str | None) -> list[Proposal]:
    """Return the councils whose inspection the article may report, by first mention."""
    mentions = find_councils(text)
    passages = _passages(text, sentences, mentions)
    rated = rate_mentions(text, sentences, published)
    only_one = len(passages.of) == 1
    roundup = () if only_one else tuple(c for s in sentences if s.kind in {"headline", "standfirst", "body"} for c in _roundup_cues(s))
    proposals = []
    for name, own in passages.of.items():
        numbers = {s.number for s in own}
        around = [s for s in sentences if s.number in numbers or (s.is_body and _names(s, mentions, name)) or (s.kind in {"headline", "standfirst"} and (only_one or _names(s, mentions, name)))]
        cues = tuple(c for s in around for c in _cues(s))
        scope = _scope(own, sentences, only_one=only_one)
        proposals.append(
            Proposal(
                authority=passages.authorities[name],
                sentences=tuple(own),
                cues=cues,
                findings=sum(_reports(s) for s in own),
                roundup=roundup,
                grades=tuple(r for r in rated if r.sentence in around and _of_council(r, mentions, name, only_one)),
                dates=tuple(d for s in own for d in _visit_dates(text, s, published)),
                focuses=tuple(f for s in own for f in find_focuses(s)),
                in_scope=scope,
            )
        )
    return proposals


def sentence_councils(text: str, sentences: list[Sentence]) -> dict[int, str]:
    """The council that each body sentence stands under, by sentence number."""
    return _passages(text, sentences, find_councils(text)).at


def _names(sentence: Sentence, mentions: list[CouncilMention], name: str) -> bool:
    return any(m.authority.name == name and sentence.start <= m.start < sentence.end for m in mentions)


def _of_council(rated: RatedMention, mentions: list[CouncilMention], name: str, only_one: bool) -> bool:
    """Whether a grade is this council's: no other council is named nearer before it in its sentence."""
    here = [m for m in mentions if rated.sentence.start <= m.start < rated.sentence.end]
    if not here:
        return True
    before = [m for m in here if m.start < rated.grade.start]
    nearest = before[-1] if before else here[0]
    return nearest.authority.name == name or (only_one and any(m.authority.name == name for m in here) and nearest.authority.name == name)


def _passages(text: str, sentences: list[Sentence], mentions: list[CouncilMention]) -> _Passages:
    """Walk the article; a council holds the floor until another is named as a subject of inspection."""
    counts = Counter(m.authority.name for m in mentions if not _ELSEWHERE.search(text[max(0, m.start - 90) : m.start]))
    plausible = {name for name in counts if _is_subject(text, sentences, mentions, name)}
    if not plausible and counts:
        plausible = {counts.most_common(1)[0][0]}
    result = _Passages()
    for mention in mentions:
        if mention.authority.name in plausible:
            result.authorities.setdefault(mention.authority.name, mention.authority)
    named = {m.authority.name for m in mentions}
    plausible -= {m.authority.name for m in mentions if named & set(m.authority.successors)}
    current = _main_council(sentences, mentions, plausible, counts)
    for sentence in sentences:
        if not (sentence.is_body or sentence.kind == "heading"):
            continue
        here = [
            m
            for m in mentions
            if m.authority.name in plausible and sentence.start <= m.start < sentence.end and not _ELSEWHERE.search(text[max(sentence.start, m.start - 90) : m.start])
        ]
        names = list(dict.fromkeys(m.authority.name for m in here))
        if len(names) == 1 or (names and current not in names):
            current = names[0]
        if current and sentence.is_body:
            result.of.setdefault(current, []).append(sentence)
            result.at[sentence.number] = current
    order = list(result.authorities)
    result.of = {n: result.of[n] for n in sorted(result.of, key=order.index)}
    return result


def _main_council(sentences: list[Sentence], mentions: list[CouncilMention], plausible: set[str], counts: Counter[str]) -> str | None:
    """The council that an opening paragraph without a name is about: the first that headline, standfirst or body name."""
    bodies = [s for s in sentences if s.is_body]
    first = next((m.authority.name for s in bodies[:6] for m in mentions if m.authority.name in plausible and s.start <= m.start < s.end), None)
    top = next((m.authority.name for s in sentences if s.kind == "headline" for m in mentions if m.authority.name in plausible and s.start <= m.start < s.end), None)
    return first or top or next((name for name, _ in counts.most_common() if name in plausible), None)


def _is_subject(text: str, sentences: list[Sentence], mentions: list[CouncilMention], name: str) -> bool:
    """Whether some sentence speaks of this council and of an inspector, a visit or a grade."""
    for mention in mentions:
        if mention.authority.name != name or _ELSEWHERE.search(text[max(0, mention.start - 90) : mention.start]):
            continue
        sentence = next((s for s in sentences if s.start <= mention.start < s.end), None)
        if sentence is None or sentence.kind in {"furniture", "caption"}:
            continue
        if _INSPECTORATE.search(sentence.plain) or _VISIT.search(sentence.plain) or (mention.is_council and sentence.is_body and re.search(r"rated|judged|graded|rating|inadequate|outstanding|good|improve", sentence.plain)):
            return True
    return False


def _cues(sentence: Sentence) -> list[Cue]:
    kinds: tuple[tuple[InspectionType, re.Pattern[str]], ...] = (
        ("monitoring_visit", _MONITORING),
        ("focused_visit", _FOCUSED),
        ("joint_targeted_area_inspection", _JOINT),
        ("graded_inspection", _GRADED),
    )
    found = []
    for type_, pattern in kinds:
        for match in pattern.finditer(sentence.plain):
            before = sentence.plain[: match.start()]
            if _NOT_THIS_VISIT.search(before[-60:]) and not re.search(rf"\b{_ORDINAL} (?:\w+ )?$", before, re.IGNORECASE):
                continue
            if re.search(r"\b(?:will|would|expected|due|next|before|after (?:its|their|the) (?:last|previous|first))\b[^.;]{0,30}$", before[-45:], re.IGNORECASE) or (match.group().endswith("s") and type_ != "joint_targeted_area_inspection" and not re.search(r"\b(?:two|both|separate|recent|latest)\b[^.;]{0,30}$", before, re.IGNORECASE)):
                continue
            found.append(Cue(type_, sentence, sentence.start + match.start(), sentence.start + match.end(), _ordinal(sentence, match)))
    return found


def _roundup_cues(sentence: Sentence) -> list[Cue]:
    """Cues such as "Ofsted has published letters from six focused visits", which tell the kind of every visit below."""
    kinds: tuple[tuple[InspectionType, re.Pattern[str]], ...] = (("monitoring_visit", _MONITORING), ("focused_visit", _FOCUSED))
    return [
        Cue(type_, sentence, sentence.start + m.start(), sentence.start + m.end(), None)
        for type_, pattern in kinds
        for m in pattern.finditer(sentence.plain)
        if m.group().endswith("s")
    ]


def _ordinal(sentence: Sentence, match: re.Match[str]) -> int | None:
    """The number of a visit: "a fourth monitoring visit", "monitoring visit – its seventh since", "also the authority’s fourth since"."""
    before = re.search(rf"\b{_ORDINAL} (?:(?:and|of) [\w ]{{1,20}} )?(?:(?:ofsted|formal|official|such|recent|latest|final|successive|of \w+) )*$", sentence.plain[: match.start()], re.IGNORECASE)
    after = re.match(rf"[^.;]{{0,60}}?(?:[–—,(-] ?|\bwas |\bis )(?:also )?(?:the|its|their|a)? ?(?:\w+[’']s )?(?:the )?{_ORDINAL}\b(?! (?:of |time|in )?(?:January|February|March|April|May|June|July|August|September|October|November|December))", sentence.plain[match.end() :], re.IGNORECASE)
    word = (before or after)["ordinal"].lower() if (before or after) else None  # type: ignore[index]
    return None if word is None else _ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _reports(sentence: Sentence) -> bool:
    return bool(_INSPECTORATE.search(sentence.plain) and _FINDING_VERB.search(sentence.plain))


def _scope(own: list[Sentence], sentences: list[Sentence], *, only_one: bool) -> bool:
    """Whether what is inspected is the council's children's services, and not a school, a home or another service."""
    body = [s for s in own if _INSPECTORATE.search(s.plain) or _VISIT.search(s.plain)] or own
    top = [s for s in sentences if s.kind in {"headline", "standfirst"}] if only_one else []
    weigh = [(s, 2 if s.kind == "headline" else 1) for s in (*top, *body)]
    outside = sum(w for s, w in weigh if _OUT_OF_SCOPE.search(s.plain) and not _IN_SCOPE.search(s.plain))
    inside = sum(w for s, w in weigh if _IN_SCOPE.search(s.plain))
    return inside * 2 >= outside


_VISIT_WORDS = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|inspect(?:ion|ed|ors?)|re-?inspection|took place|carried out|conducted|spent|on site|on-site|fieldwork|arrived|held|undertaken|went)\b", re.IGNORECASE
)
_OTHER_EVENT = re.compile(
    r"\b(?:publish\w*|released|report (?:out|is)|appointed|joined|took over|took up|was (?:first )?(?:rated|judged|graded|found)|since|due|expected|will|next|meeting|cabinet|rated|judged|last inspected|previous(?:ly)?|budget|compared|launched|opened|introduced|recruited|set up|created|left|elections?|former|died)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def _visit_dates(text: str, sentence: Sentence, published: str | None) -> list[DatePhrase]:
    """Date phrases that say when inspectors were there, the plainest first."""
    if not _VISIT_WORDS.search(sentence.plain):
        return []
    phrases = []
    for phrase in find_date_phrases(text, sentence.start, sentence.end, published):
        before = sentence.plain[: phrase.start - sentence.start]
        after = sentence.plain[phrase.end - sentence.start :]
        if _OTHER_EVENT.search(before[-50:]) or re.match(r",? (?:said|when (?:it|they)|and (?:was|were) rated)\b", after):
            continue
        if re.search(r"(?:rated|judged|found|graded|received|verdict|rating|grade|inadequate|good|improvement|outstanding)[’'”\"]? (?:\w+ ){0,4}$", before) and not re.search(r"\b(?:visit|inspection)\b[^,;]{0,60}$", before[-70:]):
            continue
        if re.fullmatch(r"(?:in|during|since|from) \d{4}", phrase.text) or phrase.text.lower().startswith("since"):
            continue
        phrases.append(phrase)
    return phrases


_FOCUS = re.compile(
    r"(?:\bfocus(?:s?ed|ing|sing|es) (?:mainly |primarily |specifically |solely |closely )?(?:on|upon)|\bwith (?:a|its) (?:\w+ )?focus on|\b(?:which|that|it|and|they|who|visit|inspection|inspectors|ofsted|team|days|one|\d{4}|January|February|March|April|May|June|July|August|September|October|November|December|,|–) (?:also |then |was |were |specifically |mainly |primarily )*(?:looked (?:closely )?(?:at|into)|looking (?:at|into)|considered|considering|examined|examining|reviewed|reviewing|evaluated|evaluating|homed in on|took in|taking in|concentrat(?:ed|ing) on|covered|covering|scrutinised|explored|centred on|assess(?:ed|ing) (?=(?:the )?progress))|\bspotlight (?:was )?(?:on|fell on)|\b(?:sent|went|came) to look at|\b(?:visit|inspection) (?:in)?to) (?P<focus>(?:(?!,? (?:and|but) (?:found|said|concluded|was|were|identified)\b)[^.;:–—()“”\"])+)",
    re.IGNORECASE,
)
_FOCUS_STOP = re.compile(
    r",? (?:and (?:found|said|concluded|reported|noted|saw|praised|was|were|met|spoke)|finding|found|said|says|where|but|who|which|when|after|while|although|during|over|on \d|in (?:January|February|March|April|May|June|July|August|September|October|November|December|early|late|mid)|took place|since|concluded|at the (?:council|authority)|identified|with (?:inspectors|thresholds)|was\b|were\b|is\b|are\b|has\b|have\b|had\b|revealed)\b.*$|, (?!(?:\w+ ){0,5}(?:and|or)\b).*$",
    re.IGNORECASE,
)


def find_focuses(sentence: Sentence) -> list[tuple[int, int]]:
    """Spans that say what a visit looked at."""
    if not re.search(r"\bvisit|\binspect", sentence.plain, re.IGNORECASE):
        return []
    spans = []
    for match in _FOCUS.finditer(sentence.plain):
        if re.match(r"(?:during|by|in|at|the council)\b|[A-Z]", match["focus"]):
            continue
        words = _FOCUS_STOP.sub("", match["focus"]).rstrip(" ,\u00a0")
        if 1 < len(words.split()) <= 30 or words in {"permanence", "safeguarding", "practice"}:
            start = sentence.start + match.start("focus")
            spans.append((start, start + len(words)))
    return spans

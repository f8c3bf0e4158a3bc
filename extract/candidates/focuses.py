"""Phrases that say what a visit looked at."""

import re

from extract.candidates.segments import Sentence

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_HOW = r"(?:also|then|specifically|mainly|primarily|particularly|solely|closely|only|this time) "
_LOOKED = (
    r"(?:(?:look(?:ed|s|ing)?|homed|homing)(?: closely| again| in detail)? (?:at|into|in on)|examin(?:ed|es"
    r"|ing)|consider(?:ed|s|ing)|review(?:ed|s|ing)|"
    r"evaluat(?:ed|es|ing)|cover(?:ed|s|ing)|scrutinis(?:ed|ing)|explor(?:ed|ing)|"
    r"(?:concentrat|focus|focuss|cent[re]{2})(?:ed|es|s|ing|d)?(?: \w+ly)?(?: on| upon| around)|"
    r"concern(?:ed|s)(?: with)?|deal(?:s|t|ing) with|took in|taking in|asked (?:only )?about|"
    r"(?:(?:was|were|is) )?(?:all )?about|looked only at|(?:was )?given over to|(?:was )?spent in"
    r"|"
    r"turn(?:ed|ing) (?:its|their) attention to)"
)
_VISITORS = (
    r"(?:which|that|it|and|both|they|who|visit|inspection|inspectors|ofsted|watchdog|inspectorates?|team|days|one"
    r"|former|letter|JTAI|HMICFRS|"
    rf"\d{{4}}|\d{{1,2}}|{_MONTH}|week|month|year|autumn|summer|spring|(?-i:[A-Z]\w+)|,|–|judgment|judgement)"
)
_VERB = rf"\b{_VISITORS},? (?:{_HOW}|was |were |is |are |has |have |had |now |it |they ){{0,4}}{_LOOKED}"
_NOUN = (
    r"\bspent [^.;]{3,30} on(?= the)|\bspent [^.;]{3,60} (?:looking (?:at|into)|examining|reviewing)|"
    r"\bwith (?:a|its|the) (?:\w+ )?(?:focus|spotlight|emphasis) on|\bspotlight (?:was )?(?:on|fell on)"
    r"|\battention was on"
    r"|\b(?:subject|focus|theme|topic)(?: (?:of the (?:visit|inspection)|this time|again))*"
    r"(?: was| being| is|:)"
    r"|\bfocus on|\b(?:on the|as its|as their) (?:subject|theme|topic)(?: of)?|\bone thing(?:, which was|:)"
    r"|\bbegan with|\b(?:took|chose)(?= [^.;]{3,80} as (?:its|their) (?:subject|theme|topic|focus)\b)"
    r"|\b(?:they|inspectors|ofsted) wanted to (?:know|see|learn|find out)"
    r"|\bvisits?\b[^.;:]{0,40}?(?:,| was| were) about"
    r"|\b(?:first|second|third|fourth|fifth|sixth)\b[^.;:]{0,40}?, about"
    r"|\bvisit\b[^.;:]{0,40}?, to(?= (?:children|care leavers|young people|families)\b)"
    rf"|\b(?:visit|visited|been to|inspection)\b[^.;:]{{0,60}}(?:{_MONTH}|days)(?: \d{{4}})?,? (?:on|about)"
    rf"(?= (?!the \d|\d|{_MONTH}|\w+day)(?-i:[a-z]))"
    rf"|\bfocuss?ed visits? on(?= (?!the \d|\d|{_MONTH}|\w+day))"
)
_PURPOSE = (
    r"\bto (?:look (?:closely )?(?:at|into)|see(?= (?:how|what|whether)\b)|examine|review|consider|assess)"
)
_OF = (
    r"\b(?:joint [\w ]{0,30}inspection|JTAI)(?: programme)? (?:of|on|into)(?= (?!the \d|\d)(?-i:[a-z]))"
    r"|\b(?:inspection|assessment|JTAI)(?:,? [^.;]{0,140},)? (?:in)?(?:of|into)(?= (?:the |how "
    r"|what )?(?:response|arrangements|front|protection|"
    r"agenc|professionals|they|multi|services for))"
)
_VISIT_TO = (
    r"\bvisit (?:of|on|to)(?= (?:its|the) (?:[\w-]+ ){0,3}(?:arrangements|front door|hub|MASH|response"
    r"|service|teams?)\b)"
)
_LEAD = re.compile(rf"(?:{_VERB}|{_NOUN}|{_PURPOSE}|{_OF}|{_VISIT_TO}) ", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:the )?(?:(?:council|authority|county|borough|city|department|partnership)[’']s )?(?:work"
    r"|progress) (?:with|in relation to|for) (?!a\b)"
)
_STOP = re.compile(
    r"[.;:–—]|\((?![A-Z]{2,6}\))|(?<![A-Z])\)| - |,? and (?:found|said|concluded|reported|noted|saw|praised"
    r"|was|were|met|spoke|have|has|ended|heard)\b|,? but\b"
    r"|, (?:found|noted|praised|concluded|saw|heard|reported|says?|said|where|who|known|when|after|while"
    r"|(?:(?:for|in|of|through) )?which"
    r"|although|during|with inspectors|finding|that|as part|led|an?|in what|took|it|they|he|she|inspectors"
    r"|ofsted|did|not)\b"
    r"| as (?:its|their) (?:subject|theme|topic|focus)\b"
    r"|,? and (?:the|its) (?:first|second|third|fourth|fifth|sixth)\b"
    r"|,? and (?:I|we|he|she|they|it|nobody)\b"
    r"|,? and (?:on|in|from) (?=\d|(?-i:[A-Z]))"
    rf"|,? (?:(?:on|from|between) (?:(?:Mon|Tues|Wednes|Thurs|Fri)day )?(?:\d{{1,2}}|{_MONTH})\b|(?:in|during"
    rf"|over|since|last|this) (?:early |late |mid-)?(?:{_MONTH}|month|year|week|\d{{4}}))"
    r"| (?:took place|has found|have found|found|in (?:[A-Z]\w+ )+(?:has|have|found)|has called|have called"
    r"|led (?:inspectors|to)|came under|received|was (?:carried|held|published))\b"
    r"|,? (?:and|which) (?:the letter|its letter|it)\b|\. |[.”\"]?$"
)
_NOT_A_FOCUS = re.compile(
    r"(?:the |its |their |that )?(?:council|authority|county|borough|city|town|home|department|service"
    r"|region|area|district|progress|grade|rating|"
    r"performance|findings|report|letter|future|needs?|situation|case|public)(?:[’']s)?(?: (?:as a whole"
    r"|again|itself|before \S+))?$"
    r"|how (?:\w+ ){1,5}(?:getting on|progressing|doing|faring)"
    r"|(?:one thing|the (?:records|files|cases) of \d|the (?:\w+ )?(?:monitoring |focused )?visit\b"
    r"|\d+ (?:children|records|cases|files|local|social)|a visit|during\b|by\b|in\b|at\b|that\b"
    r"|whether to|more\b|further\b|being\b|becoming\b|making\b|every part|all\b|a number|individual"
    r"|case files|them\b|it\b|this\b|what (?:it|they)\b)",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"(?P<words>(?!(?:That|This|It|Both|These|Those|They|There)\b)[^,;:.“”]{3,90}?)"
    r" (?:was|were|formed) (?:also |again )?the (?:main |sole |only )?(?:subject|focus|theme|topic)\b"
)
_LONGEST = 34


def find_focuses(sentence: Sentence) -> list[tuple[int, int]]:
    """Return spans that may say what a visit looked at."""
    plain = sentence.plain
    spans = []
    for lead in _LEAD.finditer(plain):
        begin = lead.end()
        if aside := _ASIDE.match(plain, begin):
            begin = aside.end()
        stop = _STOP.search(plain, begin + 1)
        words = plain[begin : stop.start() if stop else len(plain)].rstrip(" ,")
        if not re.search(r"[“\"]", words[:-1]):
            words = words.rstrip('”"')
        words = re.sub(r"^(?:on|at|upon) ", "", words)
        if not words or _NOT_A_FOCUS.match(words) or len(words.split()) > _LONGEST or words[0].isupper():
            continue
        start = sentence.start + plain.index(words, begin)
        spans.append((start, start + len(words)))
    if fronted := _FRONTED.match(plain):
        spans.append((sentence.start, sentence.start + fronted.end("words")))
    return spans

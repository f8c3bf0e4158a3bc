"""What surrounds an article on its page, told by form: date lines, bylines, captions, promotion, markers."""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE_LINE = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}"
    rf"|{_MONTH} \d{{1,2}}),? \d{{4}}"
    r"(?:\W.{0,30})?$|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b.{0,20}$",
    re.IGNORECASE,
)
"""A line that holds nothing but a date, perhaps with a time."""

FURNITURE = re.compile(
    r"^(?:by (?:[A-Z][\w’'.-]+[ ,|]*){1,6}|written by\b|words by\b|posted (?:on|by|in)\b|published\b.{0,60}"
    r"|(?:last )?updated\b.{0,60}"
    r"|source:|sources:|share\b.{0,40}|tweet\b.{0,20}|cookie|we use cookies|this (?:web)?site uses"
    r"|accept (?:all )?cookies|connecting to\b"
    r"|(?:\d+ )?comments?(?: are closed\.?| \(?\d+\)?| below.*)?|leave a (?:comment|reply)|no comments"
    r"|more from\b|more on this.*|more stories|read more\b|read also\b"
    r"|read (?:this )?next\b|related\b|see also\b|you (?:may|might) also\b|most (?:read|popular|viewed)"
    r"|sign up\b|subscribe\b|advert(?:isement|orial)?\b|sponsored\b|promoted\b|follow us\b"
    r"|follow [\w ]{2,40} on (?:facebook|twitter|x\b|instagram)"
    r"|like us\b|tags?:|tagged\b|topics?:?$|topics?:|categor(?:y|ies):?|filed under|home ?[>|»/]|skip to\b"
    r"|(?:main )?menu$|search$|back to\b|print(?: this)?(?: page)?$|email(?: this)?.{0,20}$"
    r"|copy link|log ?in\b|register\b|\d+ min(?:ute)?s? read|click here\b|view comments"
    r"|join the conversation|all rights reserved|terms (?:and|&) conditions"
    r"|privacy\b|©|copyright\b|notes? (?:to|for) editors?|ends$|- ?ends ?-|press release\b|media release\b"
    r"|news release\b|news(?:room)?$|news (?:and|&) [\w ]+$|main (?:post |page )?content$|loading\b"
    r"|start of (?:main )?content|end of (?:main )?content|jump to\b|latest (?:news|jobs|headlines)"
    r"|trending\b|breaking\b.{0,10}$|local democracy reporting service\.?$|local democracy reporter"
    r"|.{0,80}\b(?:reporter|correspondent|editor)$|social care logo"
    r"|this (?:article|story) (?:was|is|first)\b|(?:the )?full report (?:is|can be)\b.{0,90}$"
    r"|(?:to )?read the (?:full )?(?:report|letter)\b.{0,90}$)",
    re.IGNORECASE,
)
"""How bylines, share links, cookie notices and related headlines begin."""

OPENING_BY = re.compile(r"by (?!(?:(?-i:[A-Z])[\w’'.-]*[\s,|&.]*|and )+$)", re.IGNORECASE)
"""How a sentence begins that begins like a byline and goes on: "By contrast", "By July"."""

PROMOTION = re.compile(
    r"\b(?:subscribers?"
    r"|sign(?:ing)? up (?:to|for|here)"
    r"|(?:our|your|free|daily|weekly|e-?mail|morning|evening) (?:\w+ )?newsletters?"
    r"|newsletters? (?:straight|direct|to your)|check out|webinar|click here|follow us"
    r"|our (?:app|website|podcast|facebook page|whatsapp)|(?:on|via|join) whatsapp|join our"
    r"|book (?:your|a) (?:place|ticket)|register (?:now|here|your)|download our"
    r"|get in touch with (?:us|our|the news)|advertise (?:with|here)|advertisements?\b"
    r"|(?:uses?|accept|set|our) cookies|cookie (?:policy|settings|preferences)|apply (?:now|today|here)|"
    r"send your (?:cv|stories)|contact our (?:team|newsroom)|to (?:find out|read) more|visit our"
    r"|for more (?:information|stories|news)|© |all rights reserved"
    r"|is (?:a|the) [\w ]{0,60}(?:reporter|correspondent|editor) (?:at|for|covering|with)\b)",
    re.IGNORECASE,
)
"""Words by which a sentence speaks to the reader for the site."""

CAPTION = re.compile(
    r"^(?:(?:main |file |stock |library |archive )?(?:photos?|pictures?|pics?|images?|photographs?"
    r"|illustration|credits?|caption|video)\b(?: credit| source| caption| by| of|:|\s*\()"
    r"|pictured\b|\(?credit:)|\((?:photo|image|picture|pic|credit|c)\b[^)]*\)$"
    r"|(?:getty images?|adobe stock|fotolia|shutterstock|istock|alamy|google (?:maps|street view|earth)"
    r"|ldrs|pa media|pa wire)\)?\.?$|\b(?:photo|picture|image|pic|credit):",
    re.IGNORECASE,
)
"""How captions and photo credits begin or end."""

BODY_MARKER = re.compile(
    r"^(?:main (?:post |page )?content|start of (?:main )?content|article body)$", re.IGNORECASE
)
"""A line that says where the body begins."""

TAIL_MARKER = re.compile(
    r"^(?:more from\b|more stories|related (?:articles|stories|news|content|links)|you (?:may|might) also"
    r"|most (?:read|popular|viewed)|latest (?:news|jobs|headlines)"
    r"|(?:\d+ )?comments?\b|read (?:this )?next|notes? (?:to|for) editors?)",
    re.IGNORECASE,
)
"""A line below which no body follows."""

TOPIC = re.compile(
    r"ofsted|inspect|child|council|social (?:work|care)|inadequate|outstanding|watchdog|care\b|borough"
    r"|county|rating|rated",
    re.IGNORECASE,
)
"""Words of this subject: a short line that holds one may be a headline."""

"""A line in, which small part of an article it is out: a date line, a byline, a picture's caption.

In:  the words of one block.
Out: where a date line ends, whether a block is a byline or a caption, the ISO date in a date line.
Not here: dates inside sentences (steps), whose photograph it was, page furniture (phrases.py).

Only English month and day names are known; numeric dates are known in any language.  A date that
can be read two ways (03/04/2025) is still a date line, but has no value.
"""

from __future__ import annotations

import re

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY_NAME = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[+-]\d{2}:?\d{2})?)?"
_WORDS_DMY = rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[ ,.]+(?P<m1>{_MONTH})[ ,]+(?P<y1>\d{{4}})"
_WORDS_MDY = rf"(?P<m2>{_MONTH})[ ]?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
_NUMERIC = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.]\d{1,2}[/.]\d{1,2}"
_CLOCK = r"(?:\d{1,2}(?:[:.h]\d{2}){1,2} ?(?:[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?\(?(?:UTC|GMT|BST|IST|CES?T|[ECMP][SD]?T)\)?)?"
_SAYS_DATE = (
    r"(?:date|dated|posted|published|updated|last (?:updated|modified)|first published|modified|created|publish date"
    r"|publication date|date published|filed|on|at)"
)
_DATE = rf"(?:{_ISO}|{_WORDS_DMY}|{_WORDS_MDY}|{_NUMERIC})"
_LEAD = rf"(?:(?:{_SAYS_DATE})\b[ :]*)*(?:{_CLOCK}[ ,|·•–-]*)?(?:{_DAY_NAME},? )?"
_TAIL = rf"(?:[ ,|·•–/@-]*(?:at |- )?{_CLOCK})?"
_DATE_LINE = re.compile(rf"[\s|·•–-]*{_LEAD}{_DATE}{_TAIL}", re.IGNORECASE)
_ANY_DATE = re.compile(_DATE, re.IGNORECASE)
_AGO = re.compile(
    rf"(?:(?:{_SAYS_DATE})[ :]*)?(?:an?|\d{{1,3}}) ?(?:m(?:in(?:ute)?s?)?|h(?:ou)?rs?|h|d(?:ays?)?|weeks?|months?|years?) ago\.?",
    re.IGNORECASE,
)

_PERSON = r"(?:[A-Z][\w'’.-]*|de|van|von|der|la|le|bin|al|el|di|da)"
_BYLINE = re.compile(
    rf"(?:By|BY|Words by|Written by|Story by|Reported by|Author:|Posted by|From)[: ]+{_PERSON}(?:[ ,]+(?:and |& )?{_PERSON}){{0,14}}"
    r"(?:[,|•·–-]? [^.!?]{0,60})?"
)
_CREDIT_NAMES = (
    r"Getty|Images?|Photos?|Photograph(?:y|er|s)?|Pictures?|Reuters|REUTERS|AP|AFP|EPA|PA|Alamy|Shutterstock|Rex|Handout|Courtesy|courtesy"
    r"|File|Staff|Wire|Illustration|Screenshot|iStock|Supplied|supplied|Bloomberg"
)
_CREDIT_END = re.compile(
    rf"(?:[(\[][^()\[\]]{{0,80}}\b(?:{_CREDIT_NAMES})\b[^()\[\]]{{0,80}}[)\]]"
    rf"|\b(?:Photo(?:graph)?|Picture|Image|Photo credit|Image credit|Credit)s?(?: by)?: ?[^.!?]{{2,80}}|(?:[A-Z][\w.-]+ ){{1,4}}?[/|] ?"
    rf"(?:{_CREDIT_NAMES})(?: [A-Z]\w+)?|(?:Getty Images|AP Photo|AFP|EPA)(?: for [A-Z][^.!?]{{2,50}})?)[.)\s]*$"
)
_CAPTION_START = re.compile(
    r"(?:open image in (?:gallery|fullscreen)|view (?:image|photo|picture)s? in (?:gallery|fullscreen)|enlarge (?:this )?image|image caption"
    r"|image source|(?:file )?(?:photo|image|picture|pic|caption)(?: credit)?s?(?: by)?:|photograph:|above:|FILE ?(?:[-–—:]|PHOTO)|pictured:"
    r"|media caption|hide caption|toggle caption)",
    re.IGNORECASE,
)


def date_line_end(text: str) -> int:
    """How far the date line reaches that `text` begins with; 0 where it begins with none."""
    found = _DATE_LINE.match(text) or _AGO.match(text)
    return found.end() if found else 0


def is_date_line(text: str) -> bool:
    """Whether the block is a date line and nothing more than a few words of place or outlet."""
    end = date_line_end(text)
    rest = text[end:].strip(" |·•–-/.,")
    return end > 0 and len(rest.split()) <= 3 and not rest.endswith((".", "!", "?"))


def date_in(text: str) -> str | None:
    """The first date in a date line as YYYY-MM-DD; None where there is none, or it can be read two ways."""
    found = _ANY_DATE.search(text)
    if found is None:
        return None
    part = found.groupdict()
    if part["iso"]:
        year, month, day = (int(piece) for piece in part["iso"].split("-"))
    elif part["m1"] or part["m2"]:
        name = (part["m1"] or part["m2"]).lower()[:3]
        month = next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name))
        day, year = int(part["d1"] or part["d2"]), int(part["y1"] or part["y2"])
    else:
        return None
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def is_byline(text: str) -> bool:
    """Whether the block names who wrote the article ("By Ada Stone and Bo Reed, Chief Reporter")."""
    text = text.strip()
    return len(text) <= 160 and not text.endswith(":") and _BYLINE.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Whether the block describes a picture: it says so at its beginning, or ends in a picture's credit."""
    text = text.strip()
    if len(text) > 600:
        return False
    return _CAPTION_START.match(text) is not None or _CREDIT_END.search(text) is not None

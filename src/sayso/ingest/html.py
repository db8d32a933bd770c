"""An HTML page in, a Document out.

In:  the bytes of a page.
Out: a Document whose text is the page's article, flattened by us, a blank line between blocks:
     headline, byline, date, paragraphs, the captions of its pictures, and asides that stand among
     them; with title, outlet, url, authors, date and language where the page states them.
Not here: fetching anything, ever; the rest of the page, which is left out of the text; offsets into
     the HTML.

trafilatura says which text is the article; which of the page's own blocks that is, in which order
and in which role, is decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sayso.errors import EmptyDocument, UnreadableInput
from sayso.ingest.asides import asides_in, segments_of
from sayso.ingest.decoding import REPLACEMENT, decode, digest_of, document_id, looks_binary
from sayso.ingest.pieces import RAISED
from sayso.ingest.stamps import is_byline, is_caption, is_date_line
from sayso.schema import Document, Role, Segment, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ATTRIBUTES = 2_000  # in one tag: real pages have under 200, and libxml2 takes time in their square (40,000: 11 s)
LONG_TAG = 4_000  # characters of a tag from which on its attributes are counted
KEPT_SHARE = 0.6  # of a block's four-word runs that must be in what trafilatura kept
RUN = 4  # words
FEW_WORDS = 100  # kept of a page: fewer are no article, or one behind a paywall
FEW_SHARE = 0.2  # of what can be kept; a paywalled page has little more than its first lines either way
STRETCH_GAP = 4  # blocks that do not match between two that do, in one stretch of the article
HOME_SHARE = 0.5  # of the kept words that stand in elements of one class, which is then the article's
PROSE_WORDS = 15  # of a paragraph that is added for its class
CAPTION_LENGTH = 600  # characters; what is longer and called a caption is a column
BYLINE_LENGTH = 120  # characters
TITLE_SHARE = 0.5  # of a headline's words that the page's title has too
CAPTION_REACH = 6  # blocks before the article's first paragraph in which a picture's caption is its own

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr li main nav ol option p pre section select summary table tbody td tfoot th thead title tr ul".split()
)
_UNSEEN_TAGS = frozenset("script style noscript template svg head iframe object canvas math audio video textarea select button".split())
_SENTENCE_ENDS = (".", "!", "?", "”", '"', ".)")
_CAPTIONS = ("caption", "caption by class")
_HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ENCODING = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*", re.DOTALL)
_OPENING = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div|p|article|section|main|header|h1|h2|span|table|ul)\b[^<]*",
    re.IGNORECASE,
)
_PAGE_TAG = re.compile(r"<(?:!doctype\s+html|html|body)\b[^<]{0,500}>", re.IGNORECASE)
_CLOSING = re.compile(r"</[a-z][a-z0-9]*\s*>", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONG_TAG},}}")
_QUOTED_VALUE = re.compile(r"\"[^\"]*(?:\"|$)|'[^']*(?:'|$)")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}))(?![0-9a-fA-F]);?")
_WORD = re.compile(r"\w+")
_APART = "\0"  # stands before a raised figure until its block is made; no page holds one: lxml refuses it
_BLANKS = re.compile(r"\s+")
_BYLINE_CLASS = re.compile(r"\b(?:byline|author|by-line|contributor)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"caption|photo-?credit|image-?credit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    """One visible block of the page."""

    text: str
    joined: str  # the same with raised figures joined to the word before, as trafilatura has them
    tag: str  # the innermost block element around it
    hint: str  # "caption", "caption by class", "byline", "date", "heading", "outside" (nav, footer, aside) or ""
    home: str  # tag and class of what holds that element


@dataclass(frozen=True, slots=True)
class Html:
    """Pages of the web, as saved."""

    name: str = "html"
    isolated: bool = True

    def sniff(self, data: bytes) -> float:
        """High where the text begins with a tag of HTML, or soon has `<html>` and closes tags."""
        head = data[:4096]
        if looks_binary(head):
            return 0.0
        try:
            text = decode(head)
        except UnreadableInput:
            return 0.0
        prologue = _PROLOGUE.match(text)
        if _OPENING.match(text, prologue.end() if prologue else 0):
            return 0.95
        return 0.8 if _PAGE_TAG.search(text) and len(_CLOSING.findall(text)) >= 3 else 0.0

    def parse(self, data: bytes, name: str) -> Document:
        """The Document in these bytes.

        Raises:
            EmptyDocument: the page shows no text.
            UnreadableInput: the page is built to stall parsers, or no parser gets through it.
        """
        declared = _ENCODING.search(data[:4096])
        page = _plain_references(decode(data, (declared[1] or declared[2]).decode("ascii") if declared else None))
        _refuse_bombs(page, name)
        blocks = list(_blocks_in(_tree_of(page, name)))
        if not any(block.text for block in blocks):
            raise EmptyDocument(f"{name} is a page that shows no text. Save it again after it has loaded.", about=name)
        found = _extracted(page, name)
        text, segments = _article_of(
            blocks, found.text if found is not None and found.text else "", found.title if found is not None else None
        )
        digest = digest_of(data)
        return Document(
            id=document_id(digest),
            name=name,
            kind="article",
            text=text,
            segments=segments,
            bytes_digest=digest,
            title=_stated(found, "title") or next((one.span.of(text) for one in segments if one.role == "headline"), None),
            outlet=_stated(found, "sitename"),
            url=_stated(found, "url"),
            authors=tuple(name.strip() for name in (_stated(found, "author") or "").split(";") if name.strip()),
            language=_language_of(page),
            published_at=_stated(found, "date"),
        )


HTML = Html()


def _plain_references(page: str) -> str:
    """The page with numeric references to control characters and surrogates made U+FFFD, as the text rule asks."""

    def shown(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        control = (code < 0x20 and code not in (9, 10, 13)) or 0x7F <= code < 0x80 or 0xD800 <= code < 0xE000
        return REPLACEMENT if control or code > 0x10FFFF else found[0]

    return _REFERENCE.sub(shown, page)


def _stated(found: Any, field: str) -> str | None:
    value = getattr(found, field, None)
    return value.strip() or None if isinstance(value, str) else None


def _language_of(page: str) -> str | None:
    """The language that the page declares, without its region."""
    found = re.search(r"<html\b[^<>]{0,1000}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})\b", page[:20_000], re.IGNORECASE)
    return found[1].lower() if found else None


def _refuse_bombs(page: str, name: str) -> None:
    """Refuses a tag with thousands of attributes before any parser sees it."""
    for tag in _LONG_TAG.finditer(page):
        names = _QUOTED_VALUE.sub("", tag[0])
        if len(names.split()) > MAX_ATTRIBUTES or names.count("=") > MAX_ATTRIBUTES:
            raise UnreadableInput(
                f"{name} has a tag with more than {MAX_ATTRIBUTES:,} attributes, which no real page has. Leave it out, or save its text.",
                about=name,
            )


def _tree_of(page: str, name: str) -> HtmlElement:
    """The page's tree, parsed by lxml with no network and no entities from outside."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(
            page.encode("utf-8"), parser=HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        )
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableInput(f"{name} is not HTML that can be parsed ({error}). Save the page again, or its text.", about=name) from error


def _extracted(page: str, name: str) -> Any:
    """What trafilatura makes of the page: text and metadata; None where it finds no article.

    It is asked to prefer precision.  Where it then keeps next to nothing, it is asked again without, and
    the second answer counts if it has far more to say.
    """
    found = _asked(page, name, precise=True)
    words = len(found.text.split()) if found is not None and found.text else 0
    if words < FEW_WORDS:
        more = _asked(page, name, precise=False)
        if more is not None and more.text and words < FEW_SHARE * len(more.text.split()):
            return more
    return found


def _asked(page: str, name: str, *, precise: bool) -> Any:
    from trafilatura import bare_extraction

    try:
        return bare_extraction(
            _tree_of(page, name),
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            with_metadata=True,
            favor_precision=precise,
        )
    except RecursionError:
        raise
    except Exception as error:  # a third party's parser on anyone's input: whatever it throws, the page is the reason
        raise UnreadableInput(
            f"{name} broke the parser ({type(error).__name__}: {error}). Save the page again, or its text.", about=name
        ) from error


def _blocks_in(tree: HtmlElement) -> Iterator[_Block]:
    """The visible blocks of text, in the order of the page; a picture's caption with its credit is one block."""
    from lxml import etree

    body = tree.find("body")
    tags, hints, homes, pieces = ["body"], [""], [""], [""]

    def flushed() -> Iterator[_Block]:
        said = _BLANKS.sub(" ", "".join(pieces)).strip()
        pieces.clear()
        if said:
            yield _Block(said.replace(_APART, " "), said.replace(_APART, ""), tags[-1], hints[-1], homes[-1])

    walk = etree.iterwalk(body if body is not None else tree, events=("start", "end"))
    for event, element in walk:
        is_block = element.tag in _BLOCK_TAGS
        inside_caption = hints[-1] in _CAPTIONS
        if event == "start":
            if element.tag in _UNSEEN_TAGS or element.get("hidden") is not None:
                walk.skip_subtree()
                continue
            hint = _hint_of(element) or hints[-1]
            if (is_block and not inside_caption) or hint != hints[-1]:
                yield from flushed()
            elif is_block:
                pieces.append(" ")
            if element.tag == "sup" and RAISED.match(next(element.itertext(), "")):
                pieces.append(_APART)  # a power or a footnote's number: 10⁶ is not 106, and belongs to no word
            tags.append(element.tag if is_block else tags[-1])
            hints.append(hint)
            homes.append(_home_of(element) if is_block else homes[-1])
            pieces.append(element.text or "")
        else:
            if element.tag not in _UNSEEN_TAGS and element.get("hidden") is None:
                if (is_block and not (inside_caption and hints[-2] in _CAPTIONS)) or hints[-1] != hints[-2]:
                    yield from flushed()
                elif is_block:
                    pieces.append(" ")
                tags.pop()
                hints.pop()
                homes.pop()
            pieces.append(element.tail or "")
    yield from flushed()


def _home_of(element: HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else f"{parent.tag} {parent.get('class') or ''}"


def _hint_of(element: HtmlElement) -> str:
    """What an element says of the text in it; "" where it says nothing."""
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
    if element.tag == "figcaption":
        return "caption"
    if named != "  " and _CAPTION_CLASS.search(named) and len(element.text_content()) <= CAPTION_LENGTH:
        return "caption by class"
    if element.tag in ("nav", "footer", "aside", "form"):
        return "outside"
    if element.tag == "time":
        return "date"
    if element.tag in ("p", "div", "span", "a", "address", "li") and named != "  " and _BYLINE_CLASS.search(named):
        return "byline"
    return ""


def _article_of(blocks: Sequence[_Block], kept: str, title: str | None) -> tuple[str, tuple[Segment, ...]]:
    """The article's text and segments, out of the page's blocks and what trafilatura kept of them.

    Where it kept nothing, the page is read as plain text.
    """
    roles = _roles_of(blocks, kept, title)
    if "paragraph" not in roles:
        text = "\n\n".join(block.text for block in blocks)
        return text, segments_of(text)
    pieces: list[str] = []
    segments: list[Segment] = []
    at = 0
    for block, role in zip(blocks, roles, strict=True):
        if role is None:
            continue
        span = Span(at, at + len(block.text))
        pieces.append(block.text)
        at = span.end + 2
        segments.append(Segment(span=span, role=role))
    text = "\n\n".join(pieces)
    return text, tuple(part for segment in segments for part in (asides_in(text, segment) if segment.role == "paragraph" else (segment,)))


def _roles_of(blocks: Sequence[_Block], kept: str, title: str | None) -> list[Role | None]:
    """The role of each block of the page in its article; None for what is no part of it."""
    roles: list[Role | None] = [None] * len(blocks)
    paragraphs = _matching(blocks, kept)
    if not paragraphs:
        return roles
    first, last = paragraphs[0], paragraphs[-1]
    top = _headline_of(blocks, first, title)
    for number, block in enumerate(blocks):
        inside = first <= number <= last
        is_kept = number in paragraphs
        if number == top:
            roles[number] = "headline"
        elif block.hint == "caption" or (block.hint == "caption by class" and not is_kept) or (is_kept and is_caption(block.text)):
            roles[number] = "caption" if first - CAPTION_REACH <= number <= last else None
        elif inside or (top is not None and top < number < first):
            if is_date_line(block.text):
                roles[number] = "date"
            elif is_byline(block.text) or (number < first and block.hint == "byline" and len(block.text) <= BYLINE_LENGTH):
                roles[number] = "byline"
            elif is_kept:
                roles[number] = "paragraph"
    return roles


def _matching(blocks: Sequence[_Block], kept: str) -> list[int]:
    """The numbers of the blocks that trafilatura kept.

    Both texts are compared as one run of words, so that a heading or the cell of a table is known by what
    stands around it.  A page may hold the same words twice (a teaser, a copy for printing); what
    trafilatura kept once is matched once, first where most of it stands together.
    """
    words = [_words_in(block.joined) for block in blocks]
    owners = [number for number, found in enumerate(words) for _ in found]
    page = [word for found in words for word in found]
    runs = Counter(_runs_of(_words_in(kept)))
    covered = [0] * len(blocks)
    for at, run in enumerate(_runs_of(page)):
        if runs[run]:
            covered[owners[at]] += 1
    like = [number for number, found in enumerate(words) if found and covered[number] >= KEPT_SHARE * len(found)]
    stretches: list[list[int]] = []
    for number in like:
        if not stretches or number - stretches[-1][-1] > STRETCH_GAP:
            stretches.append([])
        stretches[-1].append(number)
    starts = [0, *accumulate(len(found) for found in words)]
    out: list[int] = []
    for stretch in sorted(stretches, key=lambda part: -sum(covered[number] for number in part)):
        for number in range(stretch[0], stretch[-1] + 1):
            own = [tuple(page[at : at + RUN]) for at in range(starts[number], starts[number + 1])]
            if own and sum(runs[run] > 0 for run in own) >= KEPT_SHARE * len(own):
                out.append(number)
                runs.subtract(own)
    return sorted({*out, *_siblings(blocks, words, out)})


def _siblings(blocks: Sequence[_Block], words: Sequence[tuple[str, ...]], kept: Sequence[int]) -> list[int]:
    """The paragraphs that stand in elements of the same class as most of what was kept.

    Where advertisements cut an article into several such elements, trafilatura may keep only one of them.
    """
    sizes: Counter[str] = Counter()
    for number in kept:
        if blocks[number].tag == "p":
            sizes[blocks[number].home] += len(words[number])
    if not sizes:
        return []
    home, size = sizes.most_common(1)[0]
    if home.endswith(" ") or size < HOME_SHARE * sum(len(words[number]) for number in kept):
        return []
    said = {words[number] for number in kept}
    return [
        number
        for number, block in enumerate(blocks)
        if (block.tag, block.home, block.hint) == ("p", home, "")
        and len(words[number]) >= PROSE_WORDS
        and block.text.endswith(_SENTENCE_ENDS)
        and words[number] not in said
    ]


def _headline_of(blocks: Sequence[_Block], first: int, title: str | None) -> int | None:
    """The last heading up to the article's first paragraph that says what the page's title says; without a title, the last h1."""
    wanted = set(_words_in(title or ""))
    for number in range(min(first, len(blocks) - 1), -1, -1):
        if blocks[number].tag in _HEADING_TAGS:
            words = set(_words_in(blocks[number].text))
            if len(words & wanted) >= TITLE_SHARE * len(words) > 0 if wanted else blocks[number].tag == "h1":
                return number
    return None


def _words_in(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The run of `RUN` words that begins at each word; the last ones are shorter."""
    return [tuple(words[at : at + RUN]) for at in range(len(words))]

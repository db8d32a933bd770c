"""A document of evidence in, who speaks where in it out.

In:  a `Document`: its segments where they say who speaks (transcripts, chats), else plain text with "SPEAKER:" labels.
Out: `Voices`: the turns and their speakers, what nobody spoke (labels, stage directions, a crowd), where something
     was inaudible or a name was spelled by ear.
Not here: words and their comparison (tokens.py); whether a label is the person named in print (speakers.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from sayso.schema import Context, Document, Span, Spans

_CAPITALS = re.compile(
    r"(?m)^[ \t]*(?P<label>[^\W\d_a-zß-ÿ][^\n:a-zß-ÿ]{0,60}?|(?:[^\W\d_a-zß-ÿ][^\n:a-zß-ÿ]{2,40}), [^\n:]{1,50})"
    r"(?:[ \t]*\([^)\n]{1,40}\))?:(?=\s|$)"
)
_TITLED = re.compile(r"(?m)^[ \t]*(?P<label>[^\W\d_a-zß-ÿ][\w.'’-]*(?: [^\W\d_][\w.'’-]*| \d{1,3}){0,4}):(?=[ \t]+\S)")
_ASKS = re.compile(r"(?m)^[ \t]*(?P<label>[QA])\.(?=[ \t]+\S)")  # a deposition: "Q. Did you?", "A. No."
_ASKED = frozenset("q a interviewer question answer moderator host reporter".split())
_CROWD = re.compile(r"(?i)\b(audience|crowd|protest[eo]rs?|chorus|congregation|delegates|all|everyone)\b")
# A bracket is a stage direction where one of these stands in it ...
_STAGE = re.compile(
    r"(?i)[(\[][^()\[\]\n]{0,60}?\b(?:applause|laughter|laughs|laughing|chuckles?|cross[- ]?talk|inaudible|unintelligible|indiscernible"
    r"|off[- ]?mi[ck]e?|booing|cheering|jeering|chanting|clears throat|overlapping|foreign language|audio gap|phonetic|sighs|coughs|sobs"
    r"|sneezes|gasps|whistl\w*|mumbl\w*|bleep(?:ed)?|commercial break)\b[^()\[\]\n]{0,60}[)\]]"
)
# ... or where nothing but words like these does: in a written text a parenthesis holds words that count.
_WEAK_STAGE = re.compile(
    r"(?i)[(\[](?=[^()\[\]\n]{0,60}\b(?:music|pauses?|boos?|booed|cheers?|jeers?|bells?|rings?|ringing|crowd|audience|chants?|commercial|video"
    r"|clips?|recording|ph|sp|sic|silence|crying|noise|speaking|gap|expletive|translat\w*|siren|knocks?|shouting|nods?|whispering)\b)"
    r"(?:(?:music|pauses?|boos?|booed|cheers?|jeers?|bells?|rings?|ringing|crowd|audience|chants?|commercial|break|video|clips?"
    r"|begins?|ends?|starts?|stops?|recording|ph|sp|sic|silence|crying|noise|speaking|speaks|gap|audio|expletive|deleted|translat\w*"
    r"|members?|play(?:s|ing|ed)?|long|loud|more|scattered|brief|off|on|and|of|the|a|from|in|by|to|as|is|at|for|through|voice|off-camera"
    r"|spanish|french|arabic|russian|interpreter|phone|siren|door|knocks?|shouts?|shouting|nods?|whispers?|whispering|reads?|reading)"
    r"[ ,.;:/&-]{0,3}){1,8}[)\]]"
)
_UPPER = re.compile(r"\([A-Z][A-Z .,'’/&;:-]{1,60}\)")
_TIMED = re.compile(r"[(\[]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?[)\]]")
_STAGE_LINE = re.compile(
    r"(?m)^[ \t]*+(?:(?:APPLAUSE|LAUGHTER|LAUGHS|CROSSTALK|CHEERS|CHEERING|BOOS|BOOING|JEERS|MUSIC|BELL|RINGS|RINGING|CROWD|AUDIENCE|CHANTS"
    r"|CHANTING|COMMERCIAL|BREAK|VIDEO|CLIP|BEGIN|END|INAUDIBLE|SILENCE|PAUSE|AND)\b[ \t,/&-]*+)++$"
)
_INAUDIBLE = re.compile(r"(?i)inaudible|unintelligible|indiscernible|crosstalk|cross talk|audio gap|off[- ]?mi")
_PHONETIC = re.compile(r"(?i)[(\[]\s*(?:ph|phonetic|sp)\.?\s*[)\]]")


SILENCE_MS = 4_000  # the same as in ingest/captions.py, which begins a turn after it though nobody else speaks


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where, and what nobody spoke.

    Attributes:
        starts: where each turn begins; `speakers` is as long, None where the text does not say.
        noise: what nobody spoke, in order, without overlaps.
        inaudible: the part of the noise that stands for words not understood.
        phonetic: the part of the noise that says "spelled by ear" of the word before it.
        labelled: some turn has a speaker.
    """

    starts: tuple[int, ...]
    speakers: tuple[str | None, ...]
    noise: tuple[tuple[int, int], ...]
    inaudible: tuple[tuple[int, int], ...]
    phonetic: tuple[tuple[int, int], ...]

    @property
    def labelled(self) -> bool:
        """Whether the text says of any turn who speaks."""
        return any(self.speakers)

    def turn_at(self, position: int) -> int:
        """The number of the turn at a position, -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def speaker_at(self, position: int) -> str | None:
        """Who speaks at a position, None where the text does not say."""
        turn = self.turn_at(position)
        return self.speakers[turn] if turn >= 0 else None

    def noise_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """The noise that touches a stretch."""
        at = max(0, bisect_right(self.noise, (start, start)) - 1)
        out = []
        for low, high in self.noise[at:]:
            if low >= end:
                break
            if high > start:
                out.append((low, high))
        return out


def voices_in(document: Document) -> Voices:
    """Who speaks where in a document."""
    text = document.text
    spoken = [one for one in document.segments if one.role == "turn"]
    if spoken:
        turns, noise = _segmented(document)
    else:
        turns, noise = _labelled(text)
        noise += [(one.span.start, one.span.end) for one in document.segments if one.reason in LAYOUT]
    # what stands in capitals in brackets is a direction only where the rest does not stand in capitals too
    patterns = (_STAGE, _WEAK_STAGE, _TIMED, _STAGE_LINE, *(() if text.isupper() else (_UPPER,)))
    stage = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    inaudible = tuple(span for span in sorted(set(stage)) if _INAUDIBLE.search(text[span[0] : span[1]]))
    phonetic = tuple(found.span() for found in _PHONETIC.finditer(text))
    return Voices(
        tuple(start for start, _ in turns), tuple(speaker for _, speaker in turns), _joined([*noise, *stage]), inaudible, phonetic
    )


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if out and low <= out[-1][1]:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        else:
            out.append((low, high))
    return tuple(out)


def _segmented(document: Document) -> tuple[list[tuple[int, str | None]], list[tuple[int, int]]]:
    """Turns as the segments say them; what lies in none of them was not spoken."""
    text = document.text
    turns: list[tuple[int, str | None]] = []
    noise: list[tuple[int, int]] = []
    at = 0
    until: int | None = None  # when the turn before ended
    for one in document.segments:
        if one.role in ("aside", "headline", "byline", "date"):
            continue
        noise.append((at, one.span.start))
        at = one.span.end
        # captions that name nobody: what begins anew without a silence is somebody else's (">>", a dash)
        unnamed = one.speaker is None and document.kind != "recording" and until is not None and one.start_ms is not None
        begins = unnamed and one.start_ms - until <= SILENCE_MS  # type: ignore[operator]
        until = one.end_ms
        if not turns or turns[-1][1] != one.speaker or begins:
            turns.append((one.span.start, one.speaker))
        if one.speaker:
            head = re.compile(rf"\s*(?:\[?[\d:.]+\]?\s*)?{re.escape(one.speaker)}\s*:", re.IGNORECASE).match(
                text, one.span.start, one.span.end
            )
            if head:
                noise.append((one.span.start, head.end()))
    noise.append((at, len(text)))
    return turns, [(low, high) for low, high in noise if low < high]


def _labelled(text: str) -> tuple[list[tuple[int, str | None]], list[tuple[int, int]]]:
    """Turns of a plain text by its labels."""
    found = {one.start(): one for one in _CAPITALS.finditer(text) if _plausible(one["label"])}
    asks = list(_ASKS.finditer(text))
    if min(sum(one["label"] == letter for one in asks) for letter in "QA") >= 1 and len(asks) >= 3:
        found |= {one.start(): one for one in asks}
    titled = [one for one in _TITLED.finditer(text) if one.start() not in found]
    count = Counter(one["label"].casefold() for one in titled)
    often = {label for label, times in count.items() if times >= (3 if found else 2)}
    if found or len(often) >= 2 or any(label in _ASKED for label in often):
        found |= {one.start(): one for one in titled if one["label"].casefold() in often}
    names = sorted({one["label"].strip() for one in found.values() if len(one["label"].strip()) > 1}, key=len, reverse=True)
    turns: list[tuple[int, str | None]] = []
    noise: list[tuple[int, int]] = []
    places = [(one.start(), one.end(), one["label"].strip()) for one in found.values()]
    if names:  # a label that a lost line break left inside a line
        inner = re.compile(rf"(?<=[.!?…\"”])[ \t]*({'|'.join(map(re.escape, names[:200]))}):")
        places += [(one.start(), one.end(), one[1]) for one in inner.finditer(text) if one.start() not in found]
    last: str | None = None
    for start, end, label in sorted(places):
        if _CROWD.search(label):  # a crowd's line is no turn: the speaker goes on after it
            line = text.find("\n", end)
            noise.append((start, len(text) if line < 0 else line))
            continue
        noise.append((start, end))
        if not turns and text[:start].strip():
            turns.append((0, None))
        if not turns or label != last:
            turns.append((start, label))
        last = label
    return turns, noise


def _plausible(label: str) -> bool:
    """Whether a label in capitals may name someone: a few words with two letters in a row somewhere, or Q and A."""
    words = label.split()
    return 0 < len(words) <= 8 and (any(len(word.strip(".")) >= 2 for word in words) or label.strip().casefold() in _ASKED)


def is_article(document: Document) -> bool:
    """Whether a piece of evidence is itself journalism, which prints quotations and proves none."""
    return document.kind == "article" and bool(document.outlet or document.url or document.authors or document.with_role("byline"))


_PREPARED = re.compile(r"(?i)\bas[ _-](?:written|prepared)\b|prepared (?:for delivery|remarks|text)")


def is_prepared(document: Document) -> bool:
    """Whether a piece of evidence is a text written to be spoken, which a delivered one outranks."""
    return bool(_PREPARED.search(document.name) or _PREPARED.search(document.text[:600]))


# What interrupts a page without being words of its text.
LAYOUT = frozenset({"running head", "page number", "line numbers"})


def set_aside(document: Document, spans: Spans) -> tuple[Context, ...]:
    """What of a passage stands in a part of the evidence that is set aside: a footnote, a quoted mail, an advertisement."""
    out = []
    for one in document.segments:
        if one.role == "aside" and one.reason not in LAYOUT:
            for span in spans:
                start, end = max(span.start, one.span.start), min(span.end, one.span.end)
                if start < end:
                    out.append(Context(kind="set aside", span=Span(start, end)))
    return tuple(out)


def page_at(document: Document, span: Span) -> int | None:
    """The page on which the words of a span begin; None where a document has no pages."""
    return next(
        (one.page for one in document.segments if one.page is not None and one.span.start < span.end and span.start < one.span.end), None
    )


def times_at(document: Document, span: Span) -> tuple[int | None, int | None]:
    """When the words of a span were said, in milliseconds; None without times."""
    if document.timings:
        at = max(0, bisect_right(document.timings, (span.start,)) - 1)
        while at < len(document.timings) and document.timings[at].end <= span.start:
            at += 1
        said = [one for one in document.timings[at : at + span.end - span.start + 1] if one.start < span.end]
        return (said[0].start_ms, said[-1].end_ms) if said else (None, None)
    timed = [one for one in document.segments if one.start_ms is not None and one.span.start < span.end and span.start < one.span.end]
    return (timed[0].start_ms, timed[-1].end_ms) if timed else (None, None)

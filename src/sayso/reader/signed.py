"""Words whose speaker the print names: statements under a label, signed quotations, quoted headlines.

In:  a text, its paragraphs (half-open spans), the stretches between its marks, where its headline stands.
Out: `signed_in(...)`, each with the span of its label (none for a headline) and the spans of its words.
Not here: transcripts (turns.py); sentences that say who said it (the model finds those).

"From Chairwoman Diaz:" alone on a line says whose the next paragraph is, "— Ann Hill, baker" below a quotation
whose that is, and a headline that begins with a quotation and a colon quotes, though it does not say whom.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.reader.marks import Quoted
from sayso.schema import Span, Spans

LONGEST = 120  # characters of a label: a name, a title and a house
_NAME = r"(?:the )?[^\W\d_a-zß-ÿ][^\n:;!?]{1,100}"
_KIND = "(?:[Ss]tatement|[Mm]essage|[Rr]emarks|[Cc]omments|[Ll]etter)"
_HEADED = re.compile(rf"(?:(?:[Aa]n? )?(?:[Jj]oint |[Oo]fficial |[Ww]ritten |[Ff]ull )?{_KIND} (?:from|by|of)|From|By) ({_NAME}):")
_SIGNATURE = re.compile(rf"[—–―-]{{1,2}}\s?({_NAME})")


@dataclass(frozen=True, slots=True)
class Signed:
    """Some words, and where the print names who said them."""

    label: Span | None
    content: Spans


def signed_in(text: str, paragraphs: Sequence[tuple[int, int]], stretches: Sequence[Quoted], headlines: Sequence[Span]) -> list[Signed]:
    """The signed words of a text, in order."""
    found = []
    for at, (start, end) in enumerate(paragraphs):
        if end - start <= LONGEST:
            headed = _HEADED.fullmatch(text, start, end) if text[end - 1] == ":" and at + 1 < len(paragraphs) else None
            if headed is not None:
                found.append(Signed(Span(*headed.span(1)), (Span(*paragraphs[at + 1]),)))
            signature = _SIGNATURE.fullmatch(text, start, end) if at and text[start] in "—–―-" else None
            if (
                signature is not None
                and (quotation := _stretch(stretches, paragraphs[at - 1][0]))
                and quotation.end == paragraphs[at - 1][1]
            ):
                found.append(Signed(Span(*signature.span(1)), (Span(quotation.start, quotation.end),)))
    for headline in headlines:
        quotation = _stretch(stretches, headline.start)
        if quotation is not None and quotation.closed and text[quotation.end : quotation.end + 1] == ":":
            found.append(Signed(None, (Span(quotation.start, quotation.end),)))
    return sorted(found, key=lambda s: s.content[0])


def _stretch(stretches: Sequence[Quoted], start: int) -> Quoted | None:
    """The stretch that begins at a character."""
    at = bisect_left(stretches, start, key=lambda s: s.start)
    return stretches[at] if at < len(stretches) and stretches[at].start == start else None

"""How a dispute's lines are put into words: one wording for the terminal, the page and every export.

In:  a Dispute, a Line.
Out: `sums(...)`, `said(...)`, `line_of(...)`, `names(...)`, `day(...)`, `amount(...)`; SAID and STATES, words for acts and states.
Not here: any layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sayso.schema import Act, Dispute, Line, State, StepKind

SAID: Final[Mapping[Act | StepKind, str]] = {
    "accuse": "alleged",
    "assert": "said",
    "deny": "denied",
    "admit": "admitted",
    "apologise": "apologised",
    "decline": "declined to comment",
    "lawsuit": "lawsuit",
    "countersuit": "countersuit",
    "complaint": "complaint",
    "charge": "charge",
    "arrest": "arrest",
    "plea": "plea",
    "ruling": "ruling",
    "settlement": "settlement",
    "appeal": "appeal",
    "dismissal": "dismissal",
    "comment_request": "asked for comment",
    "comment_declined": "declined to comment",
    "no_response": "no response",
}
STATES: Final[Mapping[State, str]] = {
    "admitted": "admitted",
    "apologised": "apologised for",
    "denied": "denied",
    "answered": "answered, neither denied nor admitted",
    "declined": "comment declined",
    "silent": "asked, no response",
    "asked": "asked, no answer recorded",
    "unanswered": "no answer recorded",
}
NOT_DONE: Final = {"planned": "planned, not done", "reported": "reported", "denied": "said not to be so"}
_SIGNS: Final = {"USD": "$", "GBP": "£", "EUR": "€"}
_MOST: Final = 3  # names told before the rest are counted


def sums(dispute: Dispute) -> str:
    """What there is, in a line: "3 documents: 2 allegations, 1 of them unanswered, 4 steps"."""
    unanswered = sum(one.state in ("unanswered", "asked", "silent") for one in dispute.threads)
    steps = {line.id for one in dispute.threads for line in one.steps} | {line.id for line in dispute.others if line.kind == "step"}
    answers = {line.id for one in dispute.threads for line in one.answers} | {line.id for line in dispute.others if line.kind == "answer"}
    parts = [_count(len(dispute.threads), "allegation")]
    parts += [f"{unanswered} of them without an answer"] if unanswered else []
    parts += [_count(len(answers), "answer"), _count(len(steps), "step")]
    return f"{_count(dispute.documents, 'document')}: {', '.join(parts)}"


def said(line: Line) -> str:
    """What is done by a line: "alleged"; "answered" where an answer neither denies nor admits."""
    return "answered" if line.kind == "answer" and line.what == "assert" else SAID[line.what]


def line_of(line: Line, known: Mapping[str, str]) -> str:
    """Who, against whom, through whom, for what, where, how much, and whether it is done."""
    by, against = names(line.by, known) or "somebody", names(line.against, known)
    out = f"{by} → {against}" if against else by
    extra = [f"through {line.through}" if line.through else "", line.claim or "", amount(line), line.forum or ""]
    extra += [NOT_DONE.get(line.status or "", ""), "hedged" if line.hedged else ""]
    told = ", ".join(part for part in extra if part)
    return f"{out}; {told}" if told else out


def names(ids: Sequence[str], known: Mapping[str, str]) -> str:
    """The names of some parties."""
    told = [known[one] for one in ids[:_MOST]]
    more = len(ids) - _MOST
    if more > 0:
        return f"{', '.join(told)} and {more} more"
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))


def day(line: Line) -> str:
    """The date of the deed; in brackets the document's own where that is all there is."""
    if line.date is None:
        return "undated"
    return line.date if line.dated == "told" else f"[{line.date[:10]}]"


def amount(line: Line) -> str:
    """A sum of money as it is read: "$400m"; "" where there is none."""
    if line.amount is None:
        return ""
    size, unit = line.amount, ""
    for least, letter in ((1e9, "bn"), (1e6, "m")):
        if size >= least:
            size, unit = size / least, letter
            break
    figure = f"{size:,.2f}".rstrip("0").rstrip(".") if size != int(size) else f"{int(size):,}"
    sign = _SIGNS.get(line.currency or "")
    return f"{sign}{figure}{unit}" if sign else f"{figure}{unit} {line.currency or ''}".strip()


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"

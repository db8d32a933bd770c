"""The verbs and nouns by which news names legal and procedural steps.

In:  nothing; these are tables.
Out: sets of lower-case words by kind of step, and the words that must stand near an ambiguous one.
Not here: grammar (clauses.py), putting steps together (__init__.py).
"""

from __future__ import annotations

from typing import Final

from sayso.schema import StepKind


def _forms(table: dict[StepKind, str]) -> dict[str, StepKind]:
    return {word: kind for kind, words in table.items() for word in words.split()}


VERBS: Final = _forms({
    "lawsuit": "sue sues sued suing",
    "countersuit": "countersue countersues countersued countersuing counter-sue counter-sues counter-sued counter-suing",
    "charge": "charge charges charged charging indict indicts indicted indicting",
    "arrest": "arrest arrests arrested arresting",
    "plea": "plead pleads pleaded pled pleading",
    "ruling": "convict convicts convicted acquit acquits acquitted sentence sentences sentenced rule rules ruled ordered orders",
    "settlement": "settle settles settled settling",
    "appeal": "appeal appeals appealed appealing",
    "dismissal": "dismiss dismisses dismissed dismissing drop drops dropped dropping toss tosses tossed threw throws throw thrown",
})  # fmt: skip
NOUNS: Final = _forms({
    "lawsuit": "lawsuit lawsuits suit suits",
    "countersuit": "countersuit countersuits counter-suit counterclaim counter-claim",
    "complaint": "complaint complaints grievance",
    "appeal": "appeal appeals",
})  # fmt: skip
FILES: Final = frozenset(
    "file files filed filing bring brings brought bringing launch launches launched launching lodge lodges lodged"
    " lodging start starts started"
    "  begin begins began begun initiate initiates initiated issue issued submit submits submitted serve served make"
    " makes made register registered"
    " pursue pursued pursuing mount mounted take takes took taken taking".split()
)
ACTION: Final = frozenset("action proceedings".split())  # behind "legal", "court", "libel"
LEGAL: Final = frozenset("legal court libel defamation judicial civil".split())
CASES: Final = frozenset(
    "case cases lawsuit lawsuits suit suits charge charges complaint complaints countersuit counterclaim indictment"
    " proceedings appeal prosecution".split()
)
JUDGED: Final = frozenset(
    "ruling rulings verdict verdicts decision decisions conviction convictions sentence judgment judgement order finding".split()
)
BENCH: Final = frozenset(
    "judge judges court courts jury juries justice justices tribunal panel magistrate magistrates arbitrator commission"
    " regulator ombudsman".split()
)
CRIMES: Final = frozenset(
    "fraud theft assault perjury murder manslaughter bribery libel rape arson corruption conspiracy harassment misconduct"
    " contempt battery burglary robbery treason extortion blackmail trespass espionage embezzlement count counts offence"
    " offences offense offenses crime crimes laundering trafficking smuggling stealing shoplifting possession driving"
    " obstruction violence abuse kidnapping stalking tax evasion insider".split()
)
DEEDS: Final = frozenset(
    "aiding abetting killing shooting lying hacking assaulting attempting conspiring violating defrauding embezzling bribing threatening"
    " obstructing committing".split()
)
ASKS: Final = frozenset(
    "ask asks asked asking contact contacts contacted contacting approach approaches approached approaching invite invited".split()
)
REPLIES: Final = frozenset("respond responded responding reply replied replying return returned returning answer answered".split())
REQUESTS: Final = frozenset(
    "comment comments request requests call calls email emails e-mail message messages inquiry inquiries"
    " enquiries"
    " letter letters phone telephone voicemail".split()
)
FORUMS: Final = frozenset(
    "court board council commission agency tribunal department authority ombudsman office bureau police sessions session appeal".split()
)

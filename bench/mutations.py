"""True quotations changed on purpose, one change each: does the check notice, and does it leave untouched ones alone?

In:  transcripts of the shared check gold; a fixed seed.
Out: {figure: value}: of each kind of change the share that is not called verbatim or cleaned, and of untouched ones the
     share that is called verbatim.
Not here: how well outcomes agree with a person's (check.py); a change that no person would make proves little.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from bench.quality import Figures
from sayso.checker import Checker, Quoted, Source
from sayso.checker.evidence import voices_in
from sayso.schema import Document

SEED, EACH = 20161108, 500
SHORTEST, LONGEST = 8, 45  # words of a quotation
Change = Callable[[str, random.Random], str | None]

_AUX = re.compile(r"\b(is|are|was|were|will|would|can|could|should|do|does|did|has|have|had|must|may)\b(?! not\b)(?!n't)")
_NOT = re.compile(r"(?<=\w)n't\b| not\b| never\b")
_NUMBER = re.compile(r"\b\d+(?:,\d{3})*(?:\.\d+)?\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|trillion)\b")  # fmt: skip
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_WORD = re.compile(r"[A-Za-z']+")
NAMES = "Anderson Baltimore Carter Denmark Ellison Fresno Gibson Houston Iceland Jackson Kendall Lincoln Morgan Norway Oakland Parker Quincy Reagan Seattle Turner Utah Vernon Wallace Yemen".split()
SYNONYMS = dict(
    pair.split("=")
    for pair in (
        "big=large great=terrific good=fine bad=poor people=folks country=nation nations=countries money=cash job=position jobs=positions kill=murder"
        " killed=slain help=assist start=begin started=began end=finish buy=purchase fix=repair smart=clever stupid=foolish fast=quick happy=glad sad=unhappy"
        " war=conflict weapons=arms guns=firearms fight=battle win=triumph won=prevailed lose=fail beautiful=lovely tough=hard hard=difficult easy=simple"
        " right=correct wrong=mistaken problem=trouble problems=troubles important=crucial children=kids kids=children woman=lady women=ladies man=fellow"
        " friend=pal friends=allies leader=chief leaders=chiefs law=statute laws=statutes border=frontier wall=barrier trade=commerce deal=agreement"
        " deals=agreements taxes=levies tax=levy police=cops house=home family=household families=households world=globe place=spot city=town cities=towns"
        " company=firm companies=firms business=enterprise workers=laborers worker=laborer plan=scheme plans=schemes idea=notion ideas=notions"
        " question=query answer=reply true=real false=untrue total=complete totally=completely really=truly very=extremely tremendous=enormous"
        " incredible=amazing amazing=incredible huge=enormous small=little strong=powerful weak=feeble safe=secure dangerous=risky rich=wealthy"
        " poor=needy millions=thousands thousands=hundreds years=decades year=month month=week week=day day=hour days=weeks never=rarely always=often"
        " believe=think think=believe know=realize want=wish need=require talk=speak talking=speaking say=state saying=stating look=see looking=watching"
        " make=create making=creating bring=carry give=grant take=seize support=back campaign=race election=vote voters=electors vote=ballot votes=ballots"
        " president=premier senator=governor governor=senator judge=justice attack=assault attacks=assaults enemy=foe enemies=foes destroy=ruin"
        " disaster=catastrophe crime=offense crimes=offenses illegal=unlawful honest=sincere respect=admire love=adore hate=despise"
    ).split()
)
TENSES = dict(
    pair.split("=")
    for pair in (
        "is=was are=were was=is were=are has=had have=had had=has do=did does=did did=does go=went went=go goes=went say=said said=say says=said"
        " come=came came=come comes=came get=got got=get make=made made=make take=took took=take know=knew knew=know think=thought thought=think"
        " want=wanted wanted=want need=needed win=won won=win lose=lost lost=lose see=saw saw=see give=gave gave=give tell=told told=tell leave=left"
        " run=ran ran=run start=started started=start believe=believed pay=paid paid=pay build=built built=build fight=fought spend=spent spent=spend"
        " keep=kept bring=brought brought=bring happen=happened happened=happen work=worked worked=work talk=talked love=loved loved=love"
    ).split()
)


def mutations(shared: Path) -> Figures:
    """All kinds over the same transcripts."""
    sources = list(_sources(shared))
    checker = Checker.over(sources)
    said = " ".join(" ".join(_plain(one.document.text)) for one in sources)
    rng = random.Random(SEED)
    passages = [(at, *one) for at, source in enumerate(sources) for one in _passages(source)]
    rng.shuffle(passages)
    figures: Figures = {}
    alone = [Checker.over([one]) for one in sources]
    kept = sum(alone[at].check(Quoted.of(words, speaker)).outcome == "verbatim" for at, words, speaker in passages[:EACH])
    figures["untouched still verbatim"] = round(100 * kept / EACH, 1)
    for kind, change in KINDS.items():
        tried = noticed = 0
        for _, words, speaker in passages:
            changed = change(words, rng)
            if changed is None or " ".join(_plain(changed)) in said:  # what came of it was said all the same
                continue
            tried += 1
            noticed += checker.check(Quoted.of(changed, speaker)).outcome not in ("verbatim", "cleaned")
            if tried == EACH:
                break
        figures[f"noticed: {kind}"] = round(100 * noticed / tried, 1)
    joined = [_joined(sources, said, rng) for _ in range(EACH)]
    figures["noticed: two answers joined"] = round(
        100 * sum(checker.check(Quoted.of(words, speaker)).outcome not in ("verbatim", "cleaned") for words, speaker in joined) / EACH, 1
    )
    return figures


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.casefold().replace("’", "'"))


def _sources(shared: Path) -> Iterator[Source]:
    for path in sorted((shared / "eval/check/evidence").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        document = Document(id=path.name, name=path.name, kind="transcript", text=text, segments=(), bytes_digest="")
        yield Source(document, voices_in(document), path.name)


def _passages(source: Source) -> Iterator[tuple[str, str]]:
    """Runs of one to three whole sentences of one turn and line, and who says them."""
    text = source.document.text
    noise: set[int] = set()
    for low, high in source.voices.noise:
        noise.update(range(low, high))
    for line in re.finditer(r"[^\n]+", text):
        start = next((at for at in range(line.start(), line.end()) if at not in noise and not text[at].isspace()), line.end())
        speaker = source.voices.speaker_at(start)
        ends = [start, *(start + one.end() for one in re.finditer(r"[.!?](?=\s|$)", text[start : line.end()]))]
        for at in range(0, len(ends) - 1, 2):
            words = text[ends[at] : ends[min(at + 2, len(ends) - 1)]].strip()
            if (
                SHORTEST <= len(words.split()) <= LONGEST
                and speaker
                and not any(one in words for one in "()[]")
                and "..." not in words
                and "--" not in words
            ):
                yield words, speaker


def _joined(sources: list[Source], said: str, rng: random.Random) -> tuple[str, str]:
    """The beginning of one answer and the end of another of the same speaker and transcript, as one quotation."""
    while True:
        found = list(_passages(rng.choice(sources)))
        if len(found) < 2:
            continue
        (one, speaker), (other, again) = rng.sample(found, 2)
        made = f"{' '.join(one.split()[:20])} {' '.join(other.split()[-20:])}"
        if speaker == again and one != other and " ".join(_plain(made)) not in said:
            return made, speaker


def _negation(words: str, rng: random.Random) -> str | None:
    found = [one for one in _NOT.finditer(words) if re.search(r"\w", words[one.end() :])]  # what is cut off at the end is no change
    if found and rng.random() < 0.5:
        one = rng.choice(found)
        return words[: one.start()] + words[one.end() :]
    aux = [one for one in _AUX.finditer(words) if one.end() < len(words) - 1]
    if not aux:
        return None
    one = rng.choice(aux)
    return f"{words[: one.end()]}{rng.choice([' not', ' never'])}{words[one.end() :]}"


def _number(words: str, rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(words))
    if not found:
        return None
    one = rng.choice(found)
    said = one.group()
    if said[0].isdigit():
        digits = [at for at, sign in enumerate(said) if sign.isdigit()]
        at = rng.choice(digits)
        new = said[:at] + str((int(said[at]) + rng.randint(1, 8)) % 10 or 1) + said[at + 1 :]
        new = new if new != said else said[:at] + ("2" if said[at] != "2" else "3") + said[at + 1 :]
    else:
        scale = ("hundred", "thousand", "million", "billion", "trillion")
        pool = scale if said in scale else ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
        new = rng.choice([each for each in pool if each != said])
    return words[: one.start()] + new + words[one.end() :]


def _name(words: str, rng: random.Random) -> str | None:
    found = list(_NAME.finditer(words))
    if not found:
        return None
    one = rng.choice(found)
    return words[: one.start()] + rng.choice([each for each in NAMES if each != one.group()]) + words[one.end() :]


def _swapped(table: dict[str, str]) -> Change:
    def change(words: str, rng: random.Random) -> str | None:
        found = [one for one in _WORD.finditer(words) if one.group() in table]
        if not found:
            return None
        one = rng.choice(found)
        return words[: one.start()] + table[one.group()] + words[one.end() :]

    return change


def _clause_dropped(words: str, rng: random.Random) -> str | None:
    """The words between two commas, or one whole sentence, taken out; at least three, one of them long."""
    cuts = [one.end() for one in re.finditer(r"[,;:.!?](?= )", words)]
    places = [(low, high) for low, high in pairwise(cuts) if len(words[low:high].split()) >= 3]
    places = [(low, high) for low, high in places if sum(len(one) > 4 for one in words[low:high].split()) >= 2]
    if not places:
        return None
    low, high = rng.choice(places)
    return words[:low] + words[high:]


KINDS: dict[str, Change] = {
    "negation": _negation,
    "number": _number,
    "name": _name,
    "synonym": _swapped(SYNONYMS),
    "tense": _swapped(TENSES),
    "clause dropped": _clause_dropped,
}

"""Who is said to have said it, and who is labelled in the evidence: the same person or not.

In:  a name as an article has it ("President Trump", "Mr. Kasich"), a label as a transcript has it ("DONALD TRUMP", "Q").
Out: `same_person`: True, False, or None where the two cannot be compared.
Not here: finding either of them.

False is an accusation, so it needs two proper names that share nothing; a description or a role is never compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor president vice senator sen governor gov representative rep congressman congresswoman"
    " secretary sec general gen colonel col captain capt major lieutenant lt sergeant sgt judge justice chief minister prime mayor king queen"
    " prince princess pope father sister rev reverend ambassador director chairman chairwoman chair former acting candidate the hon jr sr ii iii"
    " attorney commissioner officer detective inspector sheriff councilman councilwoman councillor speaker leader first".split()
)
# Labels and descriptions that name nobody.
_ROLES = frozenset(
    "q a question answer moderator host interviewer reporter anchor announcer narrator unidentified unknown male female man woman voice audience"
    " speaker participant caller guest interpreter translator operator member questioner student correspondent witness clerk court counsel"
    " journalist voter spokesman spokeswoman spokesperson official source aide lawyer staff press media all both me you voiceover video"
    " clip protester he she they we i it his her their who person people officials sources anonymous".split()
)
_ASKING = frozenset("q question host moderator interviewer reporter anchor announcer narrator correspondent questioner journalist".split())
_NICK = [
    set(group.split())
    for group in (
        "robert bob rob bobby|william bill will billy|james jim jimmy|john jack johnny jon|richard dick rick rich|michael mike mick|"
        "donald don|edward ed ted eddie|theodore ted teddy|thomas tom tommy|charles charlie chuck|joseph joe joey|elizabeth liz beth betty|"
        "margaret maggie meg peggy|katherine kate kathy katie catherine kathryn|jennifer jen jenny|rebecca becky|steven steve stephen|"
        "anthony tony|daniel dan danny|david dave|matthew matt|benjamin ben benny|samuel sam|andrew andy drew|gregory greg|timothy tim|"
        "kenneth ken|ronald ron|lawrence larry|raymond ray|christopher chris|alexander alex|alexandra alex|nicholas nick|peter pete|"
        "patrick pat|patricia pat patty|susan sue|deborah deb debbie|barbara barb|bernard bernie|albert al|alan al|jeffrey jeff|"
        "john jeb|rafael ted|philip phil|leonard len|frederick fred|gerald jerry gerry|vladimir vlad|rodham hillary|nikki nimrata"
    ).split("|")
]


_MEN = frozenset("mr sir lord king prince father congressman councilman chairman".split())
_WOMEN = frozenset("mrs ms miss dame lady queen princess sister congresswoman councilwoman chairwoman".split())
_ORDER = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii"}


def _apart(said: str, label: str) -> bool:
    """Whether two names of one sound are of two people: "Mr. Vale" and "MS. VALE", "John Reed Sr." and "JOHN REED JR."."""
    one, two = (re.findall(r"[^\W\d_]+", name.casefold()) for name in (said, label))
    if not one or not two:
        return False
    if (one[0] in _MEN and two[0] in _WOMEN) or (one[0] in _WOMEN and two[0] in _MEN):
        return True
    return one[-1] in _ORDER and two[-1] in _ORDER and _ORDER[one[-1]] != _ORDER[two[-1]]


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """A name's words without titles, case and accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    plain = re.sub(r"['’]s\b", "", plain)
    return tuple(word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain.casefold()) if word not in _TITLES)


def same_person(said: str, label: str, others: Iterable[str] = ()) -> bool | None:
    """Whether a name in print and a label in the evidence mean one person; None where that cannot be told.

    Args:
        said: who is said to have said it.
        label: who is labelled as speaking.
        others: all labels of the evidence; a person with a label of their own is not meant by another.
    """
    one, two = words_of(said), words_of(re.sub(r",.*|\([^()]*\)", "", label))
    if not one or not two or _describes(said, one) or _ROLES & set(two) or any(digit.isdigit() for digit in label):
        return None
    if _apart(said, label):
        return False
    if one == two:
        return True
    if one[-1] == two[-1]:
        if len(one) == 1 or len(two) == 1:
            return True
        firsts = one[0], two[0]
        if _first_name(*firsts):
            return True
        return False if any(words_of(other)[-1:] == one[-1:] and words_of(other)[:1] == one[:1] for other in others) else _unlike(*firsts)
    if len(one) == 1 or len(two) == 1:  # a surname or a first name alone
        short, long = (one, two) if len(one) == 1 else (two, one)
        if short[0] in long or any(_first_name(short[0], word) for word in long[:1]):
            return True
    shared = set(one) & set(two)
    if shared - {"de", "van", "von", "al", "el", "la", "bin"} and (len(shared) >= 2 or one[0] == two[0]):
        return True if len(shared) >= 2 else None
    return False


def asks(label: str) -> bool:
    """Whether a label names by trade the one who asks and introduces: "HOST", "Q", "MODERATOR"."""
    words = words_of(label)
    return bool(words) and _ASKING.issuperset(words)


def _describes(name: str, words: Sequence[str]) -> bool:
    return bool(_ROLES & set(words)) or not any(word[:1].isupper() for word in re.findall(r"[^\W\d_]+", name))


def _first_name(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (long.startswith(short) and (len(short) == 1 or len(short) >= 3)) or any({one, other} <= group for group in _NICK)


def _unlike(one: str, other: str) -> Literal[False] | None:
    """Two first names with one surname: brothers and sisters where they are unlike; an initial or a nickname may differ."""
    return False if one[0] != other[0] else None

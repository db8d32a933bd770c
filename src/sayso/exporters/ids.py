"""Ids and addresses as other formats take them.

In:  an id of the ledger, an address that a document bears.
Out: an id that is harmless as a file's name, in XML and in a URN; an address that may be followed, or None.
Not here: what is identified.

Ids that sayso makes come out as they are.  Others, which a foreign ledger may bring, are hashed: they may hold anything.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

_HARMLESS = re.compile(r"[a-z][a-z0-9_-]{3,80}")  # longer than what Windows keeps for its devices: con, nul, com1 (4, with a digit)
_DEVICE = re.compile(r"(com|lpt)\d")
_FOLLOWED = re.compile(r"(?i)https?://[^/\s]")


def plain(key: str) -> str:
    """An id of small letters, digits, hyphens and underscores: the id itself where it is one, else one made of its hash."""
    if _HARMLESS.fullmatch(key) and not _DEVICE.fullmatch(key):
        return key
    return f"id-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def urn(key: str) -> str:
    """An id as a URN."""
    return f"urn:sayso:{plain(key)}"


def address(url: str | None) -> str | None:
    """An address of the web as an IRI, blanks and the like escaped; None where it is none, or would run something."""
    if url is None or not _FOLLOWED.match(url):
        return None
    return quote(url.encode("utf-8", "replace"), safe="%/:=&?~#+!$,;'@()*[]")

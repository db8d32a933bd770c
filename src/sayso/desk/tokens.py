"""A token in, its hash out; how many wrong tokens are borne.

In:  a token that a person or a program shows.
Out: `hashed(...)` for the settings, `verified(...)`, `Patience`.
Not here: where the hash is kept (settings.py), which requests need a token (guard.py).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections import deque
from dataclasses import dataclass, field

from sayso.errors import SettingsError

LOG_N, R, P = 15, 8, 1  # 32 MiB and about a tenth of a second a try
MEMORY = 64 << 20
WRONG, WITHIN = 5, 300.0  # wrong tokens from one address in so many seconds; ten times as many from all
_HASH = re.compile(r"scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})")


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """The hash of a token, as settings keep it."""
    salt = secrets.token_bytes(16)
    return f"scrypt${LOG_N}${R}${P}${_letters(salt)}${_letters(_scrypt(token, salt, LOG_N, R, P))}"


def verified(token: str, against: str) -> bool:
    """Whether a token is the one of a hash.

    Raises:
        SettingsError: that is no hash.
    """
    found = _HASH.fullmatch(against)
    if found is None:
        raise SettingsError("The hash of the desk's token cannot be read. Make a new one: sayso desk --new-token")
    log_n, r, p = (min(int(one), limit) for one, limit in zip(found.groups()[:3], (17, 16, 4), strict=True))
    return hmac.compare_digest(_letters(_scrypt(token, base64.urlsafe_b64decode(found[4] + "=="), log_n, r, p)), found[5])


def _scrypt(token: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(token.encode("utf-8", "surrogatepass"), salt=salt, n=1 << log_n, r=r, p=p, maxmem=2 * MEMORY, dklen=32)


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(slots=True)
class Patience:
    """How many wrong tokens came lately, from each address and from all."""

    tries: dict[str, deque[float]] = field(default_factory=dict)
    all_tries: deque[float] = field(default_factory=deque)

    def left(self, address: str) -> bool:
        """Whether one more try is borne."""
        since = time.monotonic() - WITHIN
        for address_, times in [*self.tries.items()]:
            while times and times[0] < since:
                times.popleft()
            if not times:
                del self.tries[address_]
        while self.all_tries and self.all_tries[0] < since:
            self.all_tries.popleft()
        return len(self.tries.get(address, ())) < WRONG and len(self.all_tries) < 10 * WRONG

    def wrong(self, address: str) -> None:
        """Take down that a token was wrong."""
        now = time.monotonic()
        self.tries.setdefault(address, deque()).append(now)
        self.all_tries.append(now)

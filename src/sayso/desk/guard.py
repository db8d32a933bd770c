"""Every request in, only the ones that may be answered out, and the headers that keep a page harmless.

In:  the ASGI app of the desk; who may call it (`Door`).
Out: `Guard`, an app around it: Host header, size, cookie, token, cross-site requests; the policy of every answer.
Not here: what a page shows; how a token is hashed (tokens.py).

The desk shows leaked and hostile documents.  A page of another site that is open in the same browser may send requests
to this machine, and a name of that site may be made to point to it.  So: the Host header must be ours; a request that
changes something must come from our own page (Sec-Fetch-Site, Origin) and bear the token of the visitor's cookie, unless
no browser sent it; pages load nothing but what the desk itself serves, and run no script that stands in a page.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.desk.tokens import Patience, verified

LARGEST_BODY = 64_000_000  # bytes of one request: three of the largest documents
CSRF_HEADER = "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")
TOO_OLD = "This page is too old. Reload it and try again; nothing was changed."
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-dns-prefetch-control": "off",
    "x-robots-tag": "noindex",
}
_SESSION = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True)
class Door:
    """Who may call the desk.

    Attributes:
        host: the address it listens on.
        port: and its port, for the cookie's name; 0 where that is not known.
        names: host names that it goes by, besides addresses.
        token_hash: the hash of the token that is asked for; None on this machine alone, where none is.
        secret: signs cookies; anew with each start.
        patience: counts wrong tokens.
        visitors: cookies of whoever was let in -> the names they gave.
    """

    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    token_hash: str | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    patience: Patience = field(default_factory=Patience)
    visitors: dict[str, str] = field(default_factory=dict)
    _known: set[bytes] = field(default_factory=set)  # sha256 of bearers that were verified, for scrypt takes long

    @property
    def cookie(self) -> str:
        """The cookie's name; a browser does not keep the cookies of two ports of one host apart."""
        return f"sayso-desk-{self.port}"

    def may_be_called(self, host: str) -> bool:
        """Whether a Host header may be ours: an address cannot be rebound, a name can."""
        name = re.sub(r":\d{1,5}$", "", host)
        if is_loopback(self.host):
            return is_loopback(name) or name in self.names
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name == "localhost" or name in self.names
        return True

    # -- cookies: a random number, whether and as whom its bearer was let in, signed -----------------

    def _signed(self, number: str, what: str) -> str:
        return hmac.new(self.secret, f"{what} {number}".encode(), sha256).hexdigest()

    def new_session(self, *, let_in: bool) -> str:
        """A new cookie."""
        number = secrets.token_hex(16)
        return f"{number}.{self._signed(number, 'in' if let_in else 'visitor')}"

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is one of ours."""
        found = _SESSION.fullmatch(cookie)
        return found is not None and any(hmac.compare_digest(found[2], self._signed(found[1], what)) for what in ("in", "visitor"))

    def let_in(self, cookie: str) -> bool:
        """Whether whoever bears this cookie has shown the token, or none is asked for."""
        if self.token_hash is None:
            return True
        found = _SESSION.fullmatch(cookie)
        return found is not None and hmac.compare_digest(found[2], self._signed(found[1], "in"))

    def csrf(self, cookie: str) -> str:
        """What forms of the bearer of this cookie must send along."""
        return hmac.new(self.secret, f"form {cookie}".encode(), sha256).hexdigest()

    def bears(self, token: str, address: str) -> bool | None:
        """Whether a token is the right one; None where too many wrong ones came from there."""
        if self.token_hash is None:
            return True
        digest = sha256(token.encode("utf-8", "surrogatepass")).digest()
        if digest in self._known:
            return True
        if not self.patience.left(address):
            return None
        if verified(token, self.token_hash):
            self._known.add(digest)
            return True
        self.patience.wrong(address)
        return False


class Guard:
    """The app that stands before the desk's."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # the desk speaks no websockets
        headers = Headers(scope=scope)
        cookie = _cookie(headers.getlist("cookie"), self.door.cookie)
        fresh = not self.door.knows(cookie)
        if fresh:
            cookie = self.door.new_session(let_in=False)
        scope.setdefault("state", {})["csrf"] = self.door.csrf(cookie)
        scope["state"]["cookie"] = cookie
        path = scope["path"]
        set_cookie = fresh and scope["method"] == "GET" and not path.startswith(("/static/", "/api/"))
        refusal = self._refusal(scope, headers, cookie, fresh)
        answering = _Answer(send, self.door, cookie if set_cookie else None, scope["state"], secure=scope.get("scheme") == "https")
        if refusal is not None:
            await refusal(scope, receive, answering)
            return
        try:
            await self.app(scope, _Measured(receive), answering)
        except Exception:  # it was answered and taken down in words; the server's own log would tell what a document says
            if not answering.begun:
                raise

    def _refusal(self, scope: Scope, headers: Headers, cookie: str, fresh: bool) -> Response | None:
        door, path, method = self.door, scope["path"], scope["method"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not door.may_be_called(hosts[0]):
            return refused(421, "settings", "This desk does not go by that name. Open the address that `sayso desk` printed.", path)
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length) > LARGEST_BODY:
            return refused(413, "too-large", f"The request is over {LARGEST_BODY // 1_000_000} MB. Send fewer files at once.", path)
        address = scope["client"][0] if scope.get("client") else ""
        bearer = headers.get("authorization", "")
        by_token = False
        if bearer.lower().startswith("bearer "):
            right = door.bears(bearer[7:].strip(), address)
            if right is None:
                return refused(429, "settings", "Too many wrong tokens. Wait five minutes.", path)
            if not right:
                return refused(401, "settings", "This is not the desk's token.", path)
            by_token = door.token_hash is not None
        scope["state"]["proved"] = method in SAFE or by_token
        if not scope["state"]["proved"]:
            wrong = self._cross_site(headers, hosts[0])
            if wrong:
                return refused(403, "settings", wrong, path)
            no_browser = all(name not in headers for name in ("sec-fetch-site", "origin", "cookie"))  # a script of the user's own
            given = headers.get(CSRF_HEADER, "")
            scope["state"]["proved"] = no_browser or (not fresh and hmac.compare_digest(given.encode(), door.csrf(cookie).encode()))
            if not scope["state"]["proved"] and (fresh or given or not is_form(headers)):
                return refused(403, "settings", TOO_OLD, path)
        if by_token or path == "/login" or path.startswith("/static/") or door.let_in(cookie):
            return None
        if path.startswith("/api/") or method != "GET" or headers.get("hx-request"):
            return refused(401, "settings", "This desk asks for its token. Log in, or send it as Authorization: Bearer TOKEN.", path)
        return RedirectResponse("/login", status_code=303)

    def _cross_site(self, headers: Headers, host: str) -> str:
        """Why a request that changes something is refused; "" where it comes from no other site."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if origin == "null" and site == "same-origin":
            origin = None  # a form of ours, whose page gives no referrer
        if site not in (None, "same-origin") or (origin is not None and urlsplit(origin).netloc != host):
            return "The request came from another site. Use the desk's own pages."
        return ""


def is_form(headers: Headers) -> bool:
    """Whether the body is a form, in which the visitor's token may be (forms.py looks for it)."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "multipart/form-data")


def _cookie(lines: Iterable[str], name: str) -> str:
    for line in lines:
        for part in line.split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
    return ""


def refused(status: int, code: str, message: str, path: str) -> Response:
    """The answer to a request that is not answered: JSON for the API, one line of text for people."""
    import json

    if path.startswith("/api/"):
        return Response(json.dumps({"code": code, "message": message}), status, media_type="application/json")
    return Response(message + "\n", status, media_type="text/plain; charset=utf-8")


class TooMuch(HTTPException):
    """The body is larger than a request may be."""

    def __init__(self) -> None:
        super().__init__(413, f"The request is over {LARGEST_BODY // 1_000_000} MB. Send fewer files at once.")


class _Measured:
    """A request's body, up to its limit."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._length = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._length += len(message.get("body", b""))
            if self._length > LARGEST_BODY:
                raise TooMuch
        return message


class _Answer:
    """What is sent, with the headers that every answer bears."""

    def __init__(self, send: Send, door: Door, cookie: str | None, state: Mapping[str, Any], *, secure: bool) -> None:
        self._send, self._door, self._cookie, self._state, self._secure = send, door, cookie, state, secure
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if (nonce := self._state.get("style_nonce")) is not None:  # of a page whose library brings a style sheet of its own
                headers["content-security-policy"] = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
            if "cache-control" not in headers:
                headers["cache-control"] = "no-store"  # what was leaked is not left in the browser's cache
            if self._cookie is not None and "set-cookie" not in headers:
                headers.append("set-cookie", cookie_line(self._door, self._cookie, secure=self._secure))
        await self._send(message)


def cookie_line(door: Door, value: str, *, secure: bool) -> str:
    """The Set-Cookie header of a visitor's cookie."""
    return f"{door.cookie}={value}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")

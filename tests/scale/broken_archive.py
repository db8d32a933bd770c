"""A WARC file that is broken in every way we could think of: bit flips, holes, bombs, lies about lengths, huge lines.

`python -m tests.scale.broken_archive FILE MEGABYTES` writes one, gzip'd where its name ends in .gz; the same size and seed give the
same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from tests.scale.conftest import article

LINE = 10_000_000  # of a page on one line
BOMB = 60_000_000  # bytes that a bomb unpacks to
KINDS = (
    "good", "good", "good", "good", "good", "flipped", "cut", "hole", "long line", "body bomb", "member bomb", "too long", "too short",
    "no length", "chunked", "bad chunks", "said to be gzip", "latin", "garbage", "nested", "attributes", "image", "moved", "empty", "header bomb",
)  # fmt: skip


def response(payload: bytes, *headers: tuple[str, str], status: str = "200 OK", packed: bool = True, number: int = 0) -> bytes:
    """One response, as crawlers write it."""
    said = headers or (("Content-Type", "text/html; charset=utf-8"),)
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in said)]
    block = "\r\n".join([*lines, "", ""]).encode() + payload
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        "WARC/1.0\r\n"
        "WARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: http://news.example/{number}\r\n"
        "WARC-Date: 2024-05-01T00:00:00Z\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    whole = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(whole, 6, mtime=0) if packed else whole


def page(chance: random.Random, number: int) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in article(chance, number).splitlines() if line)
    return f"<!doctype html><html lang=en><head><title>Mill {number}</title></head><body><article>{paragraphs}</article></body></html>".encode()


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(BOMB), 9)


def piece(kind: str, chance: random.Random, number: int, packed: bool = True) -> bytes:
    """The bytes of one record of a kind."""
    body = page(chance, number)
    record = partial(response, packed=packed)
    whole = record(body, number=number)
    if kind == "flipped":
        flipped = bytearray(whole)
        flipped[chance.randrange(12, len(flipped) - 8)] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if kind == "cut":
        return whole[: chance.randrange(20, len(whole))]
    if kind == "hole":
        at = chance.randrange(20, len(whole) - 20)
        return whole[:at] + bytes(200) + whole[at + 10 :]
    if kind == "long line":
        words = article(chance, number).replace("\n", " ")
        line = (words * (LINE // len(words) + 1))[: LINE * chance.randrange(20, 100) // 100]
        return record(b"<html><body><p>" + line.encode() + b"</p></body></html>", number=number)
    if kind == "body bomb":
        return record(_bomb(), ("Content-Type", "text/html"), ("Content-Encoding", "gzip"), number=number)
    if kind == "member bomb":
        return record(b"<html><p>" + b" " * (BOMB if packed else BOMB // 3 + 1_000_000), number=number)
    if kind in ("too long", "too short", "no length"):
        plain = response(body, packed=False, number=number)
        length = int(plain.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        lie = {"too long": b"99999999999", "too short": b"7", "no length": b"many"}[kind]
        plain = plain.replace(b"Content-Length: %d" % length, b"Content-Length: " + lie, 1)
        return gzip.compress(plain, 6, mtime=0) if packed else plain
    if kind == "chunked":
        half = len(body) // 2
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:half], body[half:]))
        return record(chunks + b"0\r\n\r\n", ("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), number=number)
    if kind == "bad chunks":
        return record(b"zz\r\nhello", ("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), number=number)
    if kind == "said to be gzip":
        return record(body, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"), number=number)
    if kind == "latin":
        return record(body.replace(b"mill", b"caf\xe9", 1), ("Content-Type", "text/html; charset=iso-8859-1"), number=number)
    if kind == "garbage":
        return chance.randbytes(500)
    if kind == "nested":
        return record(b"<div>" * 30_000 + body, number=number)
    if kind == "attributes":
        return record(b"<p " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">" + body, number=number)
    if kind == "image":
        return record(b"\x89PNG", ("Content-Type", "image/png"), number=number)
    if kind == "moved":
        return record(b"", ("Location", "/"), status="301 Moved", number=number)
    if kind == "empty":
        return record(b"", number=number)
    if kind == "header bomb":
        long = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"a" * 3_000_000 + b"\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
        return gzip.compress(long, 6, mtime=0) if packed else long
    return whole


def pieces(megabytes: float, packed: bool, seed: int = 11) -> Iterator[tuple[str, bytes]]:
    """Records by their kinds until there are so many megabytes; large kinds are rarer, or they would be all."""
    chance = random.Random(seed)
    size = number = 0
    while size < megabytes * 1_000_000:
        number += 1
        kind = KINDS[number % len(KINDS)]
        made = piece(kind, chance, number, packed)
        yield kind, made
        size += len(made)


def write(path: Path, megabytes: float) -> dict[str, int]:
    """Write one; how many of each kind."""
    counts: dict[str, int] = {}
    packed = path.suffix == ".gz"
    with path.open("wb") as stream:
        for kind, made in pieces(megabytes, packed):
            counts[kind] = counts.get(kind, 0) + 1
            stream.write(made)
        stream.write(response(b"<p>the last one", packed=packed)[:-40])
    return counts


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]), float(sys.argv[2]))}\n")

"""The ledger's tree: digests of entries in, one root that stands for all of them out.

In:  the digests of entries, in their order.
Out: `Tree`, which grows by a digest at a time and keeps no more than the peaks it needs; its root; signed
     checkpoints of size and root, to be kept elsewhere, and their check.
Not here: entries themselves, where they are stored.

The tree is that of RFC 6962, section 2.1 (a leaf is hashed after a byte 0, a node after a byte 1, so that neither can
pass for the other); a checkpoint has the form of C2SP's tlog-checkpoint in a signed note with an Ed25519 key, which the
verifiers of other transparency logs read.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EMPTY = hashlib.sha256().digest()
ALGORITHM = b"\x01"  # Ed25519, in a signed note's key hash and signature


def leaf(digest: bytes) -> bytes:
    """The hash of a leaf that holds an entry's digest."""
    return hashlib.sha256(b"\x00" + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A growing tree: its size and its peaks, the roots of the full trees that it is made of, from left to right."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, digest: bytes) -> None:
        """Grow by one entry."""
        here, size = leaf(digest), self.size
        while size & 1:
            here = node(self.peaks.pop(), here)
            size >>= 1
        self.peaks.append(here)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root over all entries so far."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root

    @classmethod
    def over(cls, digests: Iterable[bytes]) -> Tree:
        """The tree over some digests."""
        tree = cls()
        for digest in digests:
            tree.add(digest)
        return tree

    def packed(self) -> bytes:
        """The peaks, one after the other."""
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, peaks: bytes) -> Tree:
        """The tree of some size with these peaks.

        Raises:
            ValueError: a tree of this size has another number of peaks.
        """
        if len(peaks) != 32 * size.bit_count():
            raise ValueError(f"a tree of {size} has {size.bit_count()} peaks, not {len(peaks) / 32}")
        return cls(size, [peaks[at : at + 32] for at in range(0, len(peaks), 32)])


# -- checkpoints ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large a ledger was and what root it had: a promise that can be held against it later."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def signed(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note; the key's name is the checkpoint's origin."""
    public = key.public_key().public_bytes_raw()
    signature = key.sign(checkpoint.body.encode())
    line = base64.b64encode(_key_hash(checkpoint.origin, public) + signature).decode()
    return f"{checkpoint.body}\n— {checkpoint.origin} {line}\n"


def opened(note: str, public: bytes | None = None) -> Checkpoint:
    """The checkpoint in a signed note; its signature is verified where a public key (32 bytes) is given.

    Raises:
        InputError: it is no checkpoint, or the signature is not this key's.
        MissingExtra: a signature cannot be verified without the extra.
    """
    body, _, tail = note.partition("\n\n")
    lines = body.split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), _decoded(lines[2])
        if not origin or size < 0 or len(root) != 32 or str(size) != lines[1]:
            raise ValueError
        signatures = [_signature(line) for line in tail.removesuffix("\n").split("\n")]
    except (IndexError, ValueError) as error:
        raise InputError("This is no checkpoint. Give the file that `sayso checkpoint` wrote.", about="checkpoint") from error
    if public is not None:
        _verify(body + "\n", signatures, public)
    return Checkpoint(origin, size, root)


def _signature(line: str) -> tuple[str, bytes]:
    """The key's name, and its hash and signature, of a line of a signed note.

    Raises:
        ValueError: it is no such line.
    """
    dash, name, encoded = line.split(" ")
    raw = _decoded(encoded)
    if dash != "—" or not name or "+" in name or len(raw) < 5:
        raise ValueError(line)
    return name, raw


def _decoded(encoded: str) -> bytes:
    """The bytes of base64, which has one form only: nothing may be changed in it that makes no difference.

    Raises:
        ValueError: it is in no such form.
    """
    raw = base64.b64decode(encoded, validate=True)
    if base64.b64encode(raw).decode() != encoded:
        raise ValueError(encoded)
    return raw


def _verify(body: str, signatures: Iterable[tuple[str, bytes]], public: bytes) -> None:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ModuleNotFoundError as missing:
        raise MissingExtra("Signatures need the ledger extra: pip install 'sayso[ledger]'", about="cryptography") from missing
    for name, raw in signatures:
        if raw[:4] != _key_hash(name, public):
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], body.encode())
        except InvalidSignature:
            break
        return
    raise InputError("The checkpoint was not signed by this key, or was changed since.", about="checkpoint")


def _key_hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ALGORITHM + public).digest()[:4]

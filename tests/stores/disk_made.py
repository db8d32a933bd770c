"""What a program did to the files of a folder in, what a power cut would leave of them out.

`recorded` runs a program under strace and keeps every write, sync and change of a name, in order.  `left_after` plays
them up to some moment: what was synced is on the disk; of what was not, some 512-byte sectors are and some are not, and of
the changes of names the first few.  (The idea of a disk that forgets: SQLite's own crash tests; ALICE, OSDI 2014.)
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\w+)")
_HANDLE = re.compile(r"^-?\w+<([^>]*)>")
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"')
WATCHED = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,link,rename,openat"


@dataclass(slots=True)
class File:
    """A file: what is on the disk, and what was written since it was synced last."""

    safe: bytearray = field(default_factory=bytearray)
    written: list[tuple[str, int, bytes]] = field(default_factory=list)

    def apply(self, how: str, at: int, data: bytes) -> None:
        if how == "truncate":
            del self.safe[at:]
        self.safe.extend(bytes(max(0, at - len(self.safe))))
        self.safe[at : at + len(data)] = data


def may_watch() -> bool:
    """Whether strace is installed and may watch and disturb a program here."""
    if shutil.which("strace") is None:
        return False
    probe = ["strace", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=9", "true"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def plain(text: str) -> str:
    """A string as strace writes it, with everything in hexadecimal."""
    return bytes(int(pair, 16) for pair in text.replace("\\x", " ").split()).decode("latin-1")


def recorded(folder: Path, acks: Path, *command: str) -> list[tuple[str, ...]]:
    """What a program does in a folder, call by call: its name, the file's name, what is written where."""
    log = acks.with_suffix(".strace")
    subprocess.run(["strace", "-qq", "-xx", "-y", "-s", "9999999", "-o", str(log), "-e", f"trace={WATCHED}", *command], check=True)
    out: list[tuple[str, ...]] = []
    for line in log.read_text(encoding="ascii").splitlines():
        found = _CALL.match(line)
        if not found or found[3].startswith("-"):
            continue
        call, arguments = found[1], found[2]
        held = _HANDLE.match(arguments)
        path = Path(plain(held[1]) if held and "\\x" in held[1] else held[1]) if held else None
        words = [plain(each) for each in _WORDS.findall(arguments)]
        if call == "write":
            if path == acks:
                out.append(("told", words[0].strip()))
        elif call in ("unlink", "link", "rename"):
            if Path(words[0]).parent == folder:
                out.append((call, *(Path(each).name for each in words)))
        elif call == "openat":
            if "O_CREAT" in arguments and Path(words[0]).parent == folder:
                out.append(("create", Path(words[0]).name))
        elif path is not None and (path == folder or path.parent == folder):
            name = "" if path == folder else path.name
            if call == "pwrite64":
                out.append(("write", name, arguments.rsplit(",", 1)[1].strip(), words[0]))
            elif call == "ftruncate":
                out.append(("truncate", name, arguments.rsplit(",", 1)[1].strip()))
            else:
                out.append(("sync", name))
    return out


def left_after(calls: list[tuple[str, ...]], chance: random.Random, folder: Path) -> list[str]:
    """Write into a folder what a power cut after these calls leaves; what had been told by then."""
    told: list[str] = []
    now: dict[str, File] = {}  # as the program sees it
    safe: dict[str, File] = {}
    renamed: list[tuple[str, ...]] = []

    def change(names: dict[str, File], what: tuple[str, ...], file: File | None) -> None:
        if what[0] == "create":
            assert file is not None
            names.setdefault(what[1], file)
        elif what[0] == "unlink":
            names.pop(what[1], None)
        elif what[1] in names:
            names[what[2]] = names[what[1]] if what[0] == "link" else names.pop(what[1])

    made: dict[int, File] = {}
    for number, (what, *rest) in enumerate(calls):
        if what == "told":
            told.append(rest[0])
        elif what in ("create", "unlink", "link", "rename"):
            if what == "create":
                if rest[0] in now:
                    continue
                made[number] = File()
            change(now, (what, *rest), made.get(number))
            renamed.append((str(number), what, *rest))
        elif what == "sync" and not rest[0]:
            for place, *each in renamed:
                change(safe, tuple(each), made.get(int(place)))
            renamed = []
        elif rest[0] in now:
            file = now[rest[0]]
            if what == "sync":
                for each in file.written:
                    file.apply(*each)
                file.written = []
            else:
                file.written.append((what, int(rest[1]), rest[2].encode("latin-1") if what == "write" else b""))
    for place, *each in renamed[: chance.randint(0, len(renamed))]:
        change(safe, tuple(each), made.get(int(place)))
    for file in {id(file): file for file in safe.values()}.values():
        for how, at, data in file.written:
            if how == "truncate":
                if chance.random() < 0.5:
                    file.apply(how, at, data)
                continue
            whole = chance.random()
            for start in range(0, len(data), SECTOR):
                if whole < 0.4 or (whole < 0.6 and chance.random() < 0.5):
                    file.apply(how, at + start, data[start : start + SECTOR])
    for name, file in safe.items():
        if not name.endswith("-shm"):  # it lies in memory
            (folder / name).write_bytes(file.safe)
            (folder / name).chmod(0o600)
    return told

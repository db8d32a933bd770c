"""A verdict and a house style in, pass, note or flag out.

In:  a Verdict, whose facts are computed once; a policy, shipped (strict, spoken, any) or a file of your own.
Out: a `Ruling` on it.
Not here: any look at the evidence; another policy never changes a fact.

A policy is a small TOML file: `name`, `version`, `title`, `sources`, and tables that give "pass", "note" or "flag" for
outcomes, single edits, the severity of an abridged quotation, and what stands just outside the marks; `[written]` may
be stricter for documents and chats.  What a file leaves out is taken as "flag".  The gravest rule counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, cast, get_args

from sayso.errors import SettingsError
from sayso.schema import ContextKind, DocumentKind, EditType, Outcome, Ruling, Severity, Standing, Verdict

SHIPPED = ("strict", "spoken", "any")
WRITTEN: tuple[DocumentKind, ...] = ("chat", "filing", "article")
_RANK: dict[Standing, int] = {"pass": 0, "note": 1, "flag": 2}
_TABLES: dict[str, tuple[str, ...]] = {
    "outcomes": get_args(Outcome),
    "edits": get_args(EditType),
    "severity": get_args(Severity),
    "context": get_args(ContextKind),
    "written": get_args(Outcome),
}
LARGEST = 100_000  # bytes of a policy file


@dataclass(frozen=True, slots=True)
class Policy:
    """A house style: rules over outcomes, edits, severity and context."""

    name: str
    version: int
    title: str
    sources: tuple[str, ...]
    rules: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)

    def ruling(self, verdict: Verdict, kind: DocumentKind | None = None) -> Ruling:
        """What this style says of a verdict; `kind` is that of the evidence that decided it."""
        found: list[tuple[Standing, str]] = [(self._rule("outcomes", verdict.outcome), verdict.outcome)]
        if kind in WRITTEN and verdict.outcome in self.rules["written"]:
            found.append((self.rules["written"][verdict.outcome], f"{verdict.outcome}, and the evidence is written"))
        if verdict.alignment is not None:
            edits = self.rules["edits"]
            found += [(edits[one.type], one.type) for one in verdict.alignment.edits if one.type in edits]
            if verdict.outcome == "abridged":
                found.append((self.rules["severity"].get(verdict.severity, "pass"), f"{verdict.severity} omission"))
            found += [(self._rule("context", one.kind), _told(one.kind)) for one in verdict.alignment.context]
        standing, why = max(found, key=lambda one: _RANK[one[0]])
        return Ruling(name=self.name, version=self.version, standing=standing, why="" if standing == "pass" else why)

    def _rule(self, table: str, row: str) -> Standing:
        return self.rules[table].get(row, "flag")


def _told(kind: ContextKind) -> str:
    """What of its surroundings a ruling names."""
    return "set aside in the evidence" if kind == "set aside" else f"{kind} just outside the marks"


def policy_of(name: str | Path) -> Policy:
    """The policy of that name, or in that file.

    Raises:
        SettingsError: there is none, or the file makes no sense.
    """
    if str(name) in SHIPPED:
        return _made(files("sayso.checker").joinpath(f"policies/{name}.toml").read_bytes(), str(name))
    path = Path(name)
    if not path.is_file():
        raise SettingsError(f"There is no policy {str(name)!r}. Name one of {', '.join(SHIPPED)}, or a file of your own.", about=name)
    if path.stat().st_size > LARGEST:
        raise SettingsError(f"{name} is too large for a policy. Name the right file.", about=name)
    return _made(path.read_bytes(), str(name))


def _made(data: bytes, name: str) -> Policy:
    try:
        raw = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The policy {name} is not valid TOML ({error}). Correct it.", about=name) from error
    rules: dict[str, dict[str, Standing]] = {}
    for table, known in _TABLES.items():
        given: Any = raw.get(table, {})
        if not isinstance(given, dict):
            raise SettingsError(f"In the policy {name} [{table}] must be a table. Correct it.", about=name)
        for row, standing in given.items():
            if row not in known:
                raise SettingsError(f"The policy {name} names {row!r} under [{table}]; known are {', '.join(known)}.", about=name)
            if standing not in _RANK:
                raise SettingsError(f"In the policy {name} {row!r} is {standing!r}; write pass, note or flag.", about=name)
        rules[table] = dict(given)
    unknown = set(raw) - set(_TABLES) - {"name", "version", "title", "sources"}
    if unknown:
        raise SettingsError(f"The policy {name} holds {', '.join(sorted(unknown))}, which no policy has. Remove it.", about=name)
    version = raw.get("version", 1)
    if not isinstance(raw.get("name"), str) or not isinstance(version, int):
        raise SettingsError(f"The policy {name} needs a name in quotation marks and a whole number as version.", about=name)
    sources = raw.get("sources", [])
    return Policy(
        name=raw["name"],
        version=version,
        title=str(raw.get("title", "")),
        sources=tuple(map(str, sources)) if isinstance(sources, list) else (),
        rules=cast(Mapping[str, Mapping[str, Standing]], rules),
    )

"""Families of interchangeable parts: a name in, the part's object out.

A family is a visible table of built-in rows, `name -> "module:object"`, plus what other packages
register under its entry-point group; both take the same road.  A part is imported when it is first
asked for, and one whose extra is not installed says which command installs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar, cast

from sayso.errors import MissingExtra, SettingsError

Part = TypeVar("Part")


@cache
def _registered(group: str) -> dict[str, str]:
    """What installed packages register under a group; asking them takes a millisecond, so they are asked once."""
    return {point.name: point.value for point in entry_points(group=group)}


@dataclass(frozen=True)
class Family(Generic[Part]):
    """One family, e.g. the formats that can be ingested.

    Attributes:
        group: entry-point group under which outsiders register, e.g. "sayso.formats".
        built_in: name -> "module:object".
        extras: name -> the extra that brings what the part imports.
    """

    group: str
    built_in: Mapping[str, str]
    extras: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """All names, built-in first, in table order."""
        return tuple(self._table())

    def __getitem__(self, name: str) -> Part:
        """The part of that name.

        Raises:
            SettingsError: there is no such part.
            MissingExtra: the part needs a package that is not installed.
        """
        table = self._table()
        if name not in table:
            raise SettingsError(f"There is no {name!r} in {self.group}. Known: {', '.join(table)}.", about=name)
        module, _, attribute = table[name].partition(":")
        try:
            return cast(Part, getattr(import_module(module), attribute))
        except ModuleNotFoundError as missing:
            if name not in self.extras:
                raise
            raise MissingExtra(
                f"{name!r} needs the {self.extras[name]} extra: pip install 'sayso[{self.extras[name]}]'", about=name
            ) from missing

    def __iter__(self) -> Iterator[str]:
        return iter(self._table())

    def _table(self) -> dict[str, str]:
        outside = _registered(self.group)
        return {**self.built_in, **{name: value for name, value in outside.items() if name not in self.built_in}}

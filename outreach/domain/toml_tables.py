"""Strict reading of parsed TOML: every key is asked for once, and what nobody asked for is refused.

Errors name the file, the line and the key, because the people who write these files are lawyers and
reps. Datetimes may be TOML's own or text; a moment without an offset is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn, TypeVar

from outreach.domain.toml_lines import Step, line_of
from outreach.errors import InputError

E = TypeVar("E", bound=StrEnum)


class TomlError(InputError):
    """A file says something we cannot use. The message names file, line and key."""

    def __init__(self, file: str, line: int, key: str, why: str, within: str = "") -> None:
        self.key = key
        self.why = why
        where = f"{file}, line {line}, {within}" if within else f"{file}, line {line}"
        super().__init__(f"{where}: `{key}` {why}")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name and text, for errors that say where."""

    file: str
    text: str


@dataclass(slots=True)
class Toml:
    """One table of a document. Ask for its keys, then call `done`."""

    document: Document
    data: Mapping[str, object]
    path: tuple[Step, ...] = ()
    asked: set[str] = field(default_factory=set)
    within: str = ""
    """What it belongs to, for errors: entry `us-tcpa-hours`."""

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise the error that names this key."""
        path = (*self.path, key)
        line = line_of(self.document.text, path)
        raise TomlError(self.document.file, line, key, why, self.within)

    def done(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                known = ", ".join(f"`{name}`" for name in sorted(self.asked))
                self.refuse(key, f"is not a key here; known are {known}")

    def value(self, key: str) -> object | None:
        """Return the raw value, or None where the key is absent."""
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return text; without a default the key is required and may not be empty."""
        found = self.value(key)
        if found is None and default is not None:
            return default
        if not isinstance(found, str) or (default is None and not found):
            self.refuse(key, "is missing" if found is None else "must be text, and not empty")
        return found

    def optional(self, key: str) -> str | None:
        """Return text, or None where the key is absent."""
        return None if self.value(key) is None else self.text(key, "")

    def shaped(self, key: str, shape: re.Pattern[str], called: str) -> str | None:
        """Return text of this shape, or None where the key is absent; `called` is for errors."""
        found = self.optional(key)
        if found is not None and not shape.fullmatch(found):
            self.refuse(key, f"is `{found}`, which is not {called}")
        return found

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        found = self.value(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            self.refuse(key, "must be true or false")
        return found

    def count(self, key: str) -> int:
        """Return a whole number above zero."""
        found = self.value(key)
        if not isinstance(found, int) or isinstance(found, bool) or found < 1:
            self.refuse(key, "must be a whole number above zero")
        return found

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """Return a member of a fixed vocabulary."""
        found = self.value(key)
        if found is None and default is not None:
            return default
        return self._member(key, found, kind)

    def choices(self, key: str, kind: type[E], default: tuple[E, ...] = ()) -> tuple[E, ...]:
        """Return members of a fixed vocabulary, from a list."""
        found = self.value(key)
        if found is None:
            return default
        if not isinstance(found, list):
            self.refuse(key, "must be a list")
        return tuple(self._member(key, one, kind) for one in found)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.refuse(key, "must be a list of texts")
        return tuple(found)

    def moment(self, key: str) -> datetime:
        """Return an aware datetime; its offset is required."""
        found = self.value(key)
        if isinstance(found, str):
            found = self._parsed(key, found)
        if not isinstance(found, datetime):
            self.refuse(key, "is missing" if found is None else "must be a moment")
        if found.tzinfo is None:
            self.refuse(key, f"is `{found.isoformat()}`, which has no offset: add `Z` or `-08:00`")
        return found

    def when(self, key: str) -> date | datetime:
        """Return a day, or a moment with or without an offset."""
        found = self.value(key)
        if isinstance(found, str):
            return self._parsed(key, found)
        if not isinstance(found, date):
            self.refuse(key, "is missing" if found is None else "must be a day or a moment")
        return found

    def day(self, key: str) -> date | None:
        """Return a day, or None where the key is absent."""
        if self.value(key) is None:
            return None
        found = self.when(key)
        if isinstance(found, datetime):
            self.refuse(key, "must be a day, such as `2026-12-20`")
        return found

    def table(self, key: str) -> Toml:
        """Return the table under this key; absent is an empty one."""
        found = self.value(key)
        if found is not None and not isinstance(found, Mapping):
            self.refuse(key, "must be a table")
        return Toml(self.document, found or {}, (*self.path, key), within=self.within)

    def tables(self, key: str) -> tuple[Toml, ...]:
        """Return the tables listed under this key; absent is none."""
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            self.refuse(key, "must be a list of tables")
        return tuple(
            Toml(self.document, one, (*self.path, key, position), within=self.within)
            for position, one in enumerate(found)
        )

    def _member(self, key: str, found: object, kind: type[E]) -> E:
        if found is None:
            self.refuse(key, "is missing")
        try:
            return kind(str(found))
        except ValueError:
            known = ", ".join(f"`{member.value}`" for member in kind)
            self.refuse(key, f"is `{found}`; it must be one of {known}")

    def _parsed(self, key: str, found: str) -> date | datetime:
        try:
            return datetime.fromisoformat(found) if len(found) > 10 else date.fromisoformat(found)
        except ValueError:
            self.refuse(key, f"is `{found}`, which is neither a day nor a moment")

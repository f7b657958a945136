"""Every key that may be set, where it stands, and which of them are secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from outreach.config.settings import Settings

NAME = "NAME"
"""Stands in a key for a name of the house's own, as in `mailboxes.NAME.host`."""
PREFIX = "OUTREACH_"
NOT_IN_A_FILE = ("folder", "signing_key")


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `smtp.host`, `mailboxes.NAME.password`."""

    path: tuple[str, ...]
    field: FieldInfo
    secret: bool

    def __str__(self) -> str:
        return ".".join(self.path)

    def fits(self, path: tuple[str, ...]) -> bool:
        """Return whether a key that was written is this one."""
        both = zip(self.path, path, strict=False)
        return len(path) == len(self.path) and all(ours in (NAME, said) for ours, said in both)


def all_keys() -> Iterator[Key]:
    """Every key that may be set, sections opened."""
    yield from _keys(Settings, ())


def keys() -> Iterator[str]:
    """Every key that may be set, with its section: `smtp.host`, `mailboxes.NAME.host`."""
    yield from (str(key) for key in all_keys())


def _keys(model: type[BaseModel], above: tuple[str, ...]) -> Iterator[Key]:
    for name, field in model.model_fields.items():
        if name == "folder":
            continue
        kind, path = field.annotation, (*above, name)
        if get_origin(kind) is dict:
            kind, path = get_args(kind)[1], (*path, NAME)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _keys(kind, path)
        else:
            yield Key(path, field, kind is SecretStr)


def written_in(document: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """Return what a file says, by key; empty sections say nothing."""
    found: dict[tuple[str, ...], Any] = {}
    for name, value in document.items():
        if isinstance(value, dict):
            found |= {(name, *rest): each for rest, each in written_in(value).items()}
        else:
            found[(name,)] = value
    return found


def variable(path: tuple[str, ...]) -> str:
    """Return the variable of the environment that sets a key."""
    return f"{PREFIX}{'__'.join(path)}".upper()


def is_variable(name: str) -> bool:
    """Return whether a variable of the environment sets a key, or a whole section as JSON."""
    if name in {variable((section,)) for section in Settings.model_fields if section != "folder"}:
        return True
    of_ours = r"[A-Z0-9_\-]+?"
    patterns = (variable(key.path).replace(f"__{NAME}", f"__{of_ours}") for key in all_keys())
    return any(re.fullmatch(pattern, name) for pattern in patterns)

"""Reads the settings, and says in a sentence which file and key is wrong."""

from __future__ import annotations

import difflib
import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from outreach.config.settings import Settings
from outreach.errors import SetupError

FILE = "outreach.toml"
PREFIX = "OUTREACH_"
OF_THE_COMMAND_LINE = {"OUTREACH_HOUSE", "OUTREACH_BY", "OUTREACH_DEBUG"}
NOT_IN_THE_FILE = ("folder", "signing_key")
SHORTEST_KEY = 32


def read_settings(folder: Path) -> Settings:
    """Return the settings of a house folder; raise `SetupError` naming file and key."""
    path = folder / FILE
    written = _toml(path)
    settings = settings_from(written, folder)
    if written.get("smtp", {}).get("password"):
        _refuse_readable_by_others(path)
    return settings


def settings_from(written: dict[str, Any], folder: Path) -> Settings:
    """Return the settings that a file's content makes; raise `SetupError` naming file and key."""
    path = folder / FILE
    for key in NOT_IN_THE_FILE:
        if key in written:
            raise SetupError(_refused(f"`{path}`", key, f"`{key}` does not belong in the file"))
    _refuse_unknown_variables()
    try:
        return Settings(**written, folder=folder.absolute())
    except ValidationError as error:
        raise SetupError(_first_fault(path, error)) from error


def signing_key(settings: Settings) -> bytes:
    """Return the key that signs our tokens, from the environment or from its file (mode 600)."""
    given = settings.signing_key.get_secret_value()
    path = settings.path(settings.signing_key_file)
    if not given:
        try:
            given = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            msg = f"`{path}`, which signs our links, cannot be read: `outreach init` makes one"
            raise SetupError(msg) from error
        _refuse_readable_by_others(path)
    if len(given) < SHORTEST_KEY:
        msg = f"the signing key has {len(given)} characters and needs at least {SHORTEST_KEY}"
        raise SetupError(msg)
    return given.encode()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"there is no `{path}`: make a house with `outreach init`, or name one with --house"
        raise SetupError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"`{path}` is not UTF-8: save it as UTF-8"
        raise SetupError(msg) from error
    except tomllib.TOMLDecodeError as error:
        msg = f"`{path}` is not TOML: {str(error)[:1].lower()}{str(error)[1:]}"
        raise SetupError(msg) from error


def _refuse_readable_by_others(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"`{path}` holds a secret that others on this machine can read: chmod 600 {path}"
        raise SetupError(msg)


def _refuse_unknown_variables() -> None:
    known = {f"{PREFIX}{key.replace('.', '__').upper()}" for key in keys()}
    for name in sorted(os.environ):
        sections = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
        if name.startswith(PREFIX) and name not in known | sections | OF_THE_COMMAND_LINE:
            raise SetupError(_refused("the environment", name, f"`{name}` is no setting", known))


def keys() -> Iterator[str]:
    """Every key that may be set, with its section: `smtp.host`."""
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (f"{name}.{key}" for key in kind.model_fields)
        elif name != "folder":
            yield name


def _first_fault(path: Path, error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return _refused(
            f"`{path}`", key, f"`{key}` is no setting", {*keys(), *Settings.model_fields}
        )
    if fault["type"] == "missing":
        return f"`{path}`: `{key}` is missing"
    said = fault["msg"].removeprefix("Value error, ")
    return f"`{path}`: `{key}` {said[:1].lower()}{said[1:]}" if key else f"`{path}`: {said}"


def _refused(where: str, key: str, why: str, known: set[str] | None = None) -> str:
    near = difflib.get_close_matches(key, sorted(known or ()), n=1)
    return f"{where}: {why}" + (f"; did you mean `{near[0]}`?" if near else "")

"""Reads the settings, and says in a sentence which file and key is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from channels import faults
from outreach.config.files import (
    Files,
    read_files,
    refuse_misplaced,
    refuse_readable_by_others,
    refuse_secrets_shown,
    refused,
)
from outreach.config.keys import PREFIX, all_keys, is_variable, keys, variable
from outreach.config.settings import Settings
from outreach.errors import SetupError

OF_THE_COMMAND_LINE = {"OUTREACH_HOUSE", "OUTREACH_BY", "OUTREACH_DEBUG", faults.VARIABLE}
SHORTEST_KEY = 32
_UNKNOWN = "extra_forbidden"
_MUST_BE = {
    "bool": "must be `true` or `false`, without quotes",
    "int": "must be a whole number, without quotes",
    "float": "must be a number, without quotes",
    "string": 'must be text in quotes: `"..."`',
}
"""By how the fault's type begins: what to write instead."""


def read_settings(folder: Path) -> Settings:
    """Return the settings of a house folder; raise `SetupError` naming file and key."""
    files = read_files(folder)
    settings = _settings(files)
    refuse_secrets_shown(files)
    return settings


def settings_from(
    written: Mapping[str, Any], folder: Path, secrets: Mapping[str, Any] | None = None
) -> Settings:
    """Return the settings that the content of the files makes; raise `SetupError` likewise."""
    return _settings(Files(folder, written, secrets or {}))


def _settings(files: Files) -> Settings:
    refuse_misplaced(files)
    _refuse_unknown_variables()
    try:
        return Settings(**files.merged, folder=files.folder.absolute())
    except ValidationError as error:
        raise SetupError(_first_fault(files, error)) from error
    except SettingsError as error:
        sections = [name for name in Settings.model_fields if f'"{name}"' in str(error)]
        shown = ", ".join(f"`{variable((name,))}`" for name in sections)
        raise SetupError(f"the environment: {shown or 'a variable'} is not JSON") from error


def signing_keys(settings: Settings) -> tuple[bytes, ...]:
    """Return the keys of our tokens, one a line: the first signs, all of them are understood.

    They come from the environment or from their file (mode 600). To change the key, put a new line
    first and leave the old one below it: links in mails that have left still have to work.
    """
    given = settings.signing_key.get_secret_value()
    path = settings.path(settings.signing_key_file)
    if not given:
        try:
            given = path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            msg = (
                f"`{path}`, which signs our links, cannot be read: bring it back from a backup; "
                "with a new one (`outreach init`) every link in mails that have left is dead"
            )
            raise SetupError(msg) from error
        refuse_readable_by_others(path)
    keys = [line.strip() for line in given.splitlines() if line.strip()] or [""]
    shortest = min(map(len, keys))
    if shortest < SHORTEST_KEY:
        msg = f"the signing key has {shortest} characters and needs at least {SHORTEST_KEY}"
        raise SetupError(msg)
    return tuple(key.encode() for key in keys)


def _refuse_unknown_variables() -> None:
    for name in sorted(os.environ):
        ours = name.startswith(PREFIX) and name not in OF_THE_COMMAND_LINE
        if ours and not is_variable(name):
            known = [variable(key.path) for key in all_keys()]
            raise SetupError(refused("the environment", name, f"`{name}` is no setting", known))


def _first_fault(files: Files, error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    # A misspelt key first: without it another one would be said to be missing.
    fault = next((one for one in found if one["type"] == _UNKNOWN), found[0])
    path = tuple(str(part) for part in fault["loc"])
    where, key = _place(files, path), ".".join(path)
    if fault["type"] == _UNKNOWN:
        return refused(where, key, f"`{key}` is no setting", {*keys(), *Settings.model_fields})
    if fault["type"] == "missing":
        return f"{where}: `{key}` is missing"
    kind, _, what = fault["type"].partition("_")
    if what in ("type", "parsing") and kind in _MUST_BE:
        return f"{where}: `{key}` {_MUST_BE[kind]}"
    said = fault["msg"].removeprefix("Value error, ")
    return f"{where}: `{key}` {said[:1].lower()}{said[1:]}" if key else f"{where}: {said}"


def _place(files: Files, path: Iterable[str]) -> str:
    """Return where a key was set: in the environment, which wins, or in one of the files."""
    key = tuple(path)
    if key and variable(key) in os.environ:
        return f"the environment, `{variable(key)}`"
    return f"`{files.saying(key)}`"

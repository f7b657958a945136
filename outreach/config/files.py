"""The two files of a house: `outreach.toml`, and `secrets.toml` that nobody else may read.

Both have the same sections. Only secrets stand in the second; one that stands in the first makes it
a file that nobody else may read either.
"""

from __future__ import annotations

import difflib
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from outreach.config.keys import NOT_IN_A_FILE, all_keys, keys, written_in
from outreach.config.settings import Settings
from outreach.errors import SetupError, unreadable

FILE = "outreach.toml"
SECRETS = "secrets.toml"


@dataclass(frozen=True, slots=True)
class Files:
    """What the two files of a folder say."""

    folder: Path
    settings: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def merged(self) -> dict[str, Any]:
        """Return what both say together."""
        return _together(self.settings, self.secrets)

    def saying(self, key: tuple[str, ...]) -> Path:
        """Return the file in which a key stands."""
        apart = key in written_in(self.secrets)
        return self.folder / (SECRETS if apart else FILE)


def read_files(folder: Path) -> Files:
    """Return what the files say; raise `SetupError` for one that cannot be read."""
    return Files(folder, _toml(folder / FILE), _secrets(folder / SECRETS))


def refuse_secrets_shown(files: Files) -> None:
    """Raise `SetupError` where the first file holds a secret and others can read it."""
    if any(_is_secret(key, value) for key, value in written_in(files.settings).items()):
        refuse_readable_by_others(files.folder / FILE)


def refuse_misplaced(files: Files) -> None:
    """Raise `SetupError` naming file and key for whatever stands where it may not."""
    for path, said in ((FILE, files.settings), (SECRETS, files.secrets)):
        for key in NOT_IN_A_FILE:
            if key in said:
                why = f"`{key}` does not belong in the file"
                raise SetupError(refused(f"`{files.folder / path}`", key, why))
    twice = written_in(files.settings).keys() & written_in(files.secrets).keys()
    unknown = [(name,) for name in files.secrets if name not in Settings.model_fields]
    for written in [*unknown, *written_in(files.secrets)]:
        name, where = ".".join(written), f"`{files.folder / SECRETS}`"
        fitting = [key for key in all_keys() if key.fits(written)]
        if not fitting:
            raise SetupError(refused(where, name, f"`{name}` is no setting", keys()))
        if not fitting[0].secret:
            raise SetupError(f"{where}: `{name}` is no secret: it belongs in {FILE}")
        if written in twice:
            raise SetupError(f"{where}: `{name}` stands in {FILE} too: keep one of the two")


def refuse_readable_by_others(path: Path) -> None:
    """Raise `SetupError` saying what to run where others on this machine can read a file."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        msg = f"`{path}` holds a secret that others on this machine can read: chmod 600 {path}"
        raise SetupError(msg)


def refused(where: str, key: str, why: str, known: Iterable[str] = ()) -> str:
    """Return the sentence that refuses a key, with the known one that was probably meant."""
    near = difflib.get_close_matches(key, sorted(known), n=1)
    return f"{where}: {why}" + (f"; did you mean `{near[0]}`?" if near else "")


def _secrets(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    refuse_readable_by_others(path)
    return _toml(path)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"there is no `{path}`: make a house with `outreach init`, or name one with --house"
        raise SetupError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(unreadable(path, error)) from error
    except tomllib.TOMLDecodeError as error:
        msg = f"`{path}` is not TOML: {str(error)[:1].lower()}{str(error)[1:]}"
        raise SetupError(msg) from error


def _is_secret(written: tuple[str, ...], value: object) -> bool:
    """Whether this gives something away; the address of a database does with its password."""
    if not value or not any(key.secret and key.fits(written) for key in all_keys()):
        return False
    return written != ("database",) or _has_password(str(value))


def _has_password(address: str) -> bool:
    try:
        return bool(urlsplit(address).password)
    except ValueError:
        return True


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(one)
    for key, value in other.items():
        here = made.get(key)
        if isinstance(here, dict) and isinstance(value, dict):
            made[key] = _together(here, value)
        else:
            made[key] = value
    return made

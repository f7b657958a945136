"""Makes the files, folders and database of a house, each whole or not at all.

The settings come after everything that is asked for only once, and the database comes last: a
making that was interrupted is taken up again by the next one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from outreach.clock import Clock
from outreach.config import FILE, SECRETS, Settings, read_settings, settings_from
from outreach.domain.people import Duty, Member
from outreach.errors import InputError, SetupError
from outreach.ids import new_id
from outreach.services.set_up.plans import Plans
from outreach.services.set_up.written import secrets_text, settings_text
from outreach.store import house, team
from outreach.store.unit import Mode, Store

KEY = "secret.key"
KEY_BYTES = 32
EXAMPLES = (
    *("email/intro", "email/follow-up", "email/last-note", "email/pricing"),
    *("phone/intro", "phone/follow-up", "phone/last-note", "sms/follow-up"),
)
MAILDIR = ("new", "cur", "tmp")


@dataclass(frozen=True, slots=True)
class House:
    """What was made, mostly as paths below the folder; what was there already is left out."""

    folder: Path
    mode: Mode
    made: tuple[str, ...] = field(default=())


def is_house(folder: Path) -> bool:
    """Return whether there is a house in this folder, whole or in part."""
    return (folder / FILE).exists()


def set_up(plans: Plans, clock: Clock) -> House:
    """Make the house, or what is missing of it; raise `SetupError` where it cannot be."""
    folder = plans.folder
    if is_house(folder):
        settings = read_settings(folder)
    elif (folder / "outreach.db").exists():
        msg = f"there is a database in `{folder}` without its {FILE}: bring that back first"
        raise SetupError(msg)
    else:
        settings = _checked(plans)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = tuple(_make(plans, settings, clock))
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        msg = f"`{error.filename or folder}` cannot be made: {why}; what is made stays: try again"
        raise SetupError(msg) from error
    return House(folder, plans.mode, made)


def _checked(plans: Plans) -> Settings:
    """Return the settings as they will be; raise before anything is written."""
    for what, given in (("name", plans.name), ("postal address", plans.address)):
        if not given.strip():
            option = f"--{what.rpartition(' ')[2]}"
            msg = f"a house needs its {what} ({option}): people must know who writes to them"
            raise InputError(msg)
    written, apart = settings_text(plans), secrets_text(plans)
    return settings_from(tomllib.loads(written), plans.folder, tomllib.loads(apart))


def _make(plans: Plans, settings: Settings, clock: Clock) -> Iterator[str]:
    folder = plans.folder
    if _write(folder / SECRETS, secrets_text(plans), private=True):
        yield SECRETS
    if _write(folder / FILE, settings_text(plans), private=True):
        yield FILE
    if _write(folder / KEY, secrets.token_urlsafe(KEY_BYTES) + "\n", private=True):
        yield KEY
    for name in () if settings.imap.host else MAILDIR:
        (settings.path(settings.intake.maildir) / name).mkdir(parents=True, exist_ok=True)
    templates = resources.files("templates")
    for example in EXAMPLES:
        yield from _copy(templates / example, folder / "words" / example, f"words/{example}")
    yield from _copy(templates / "house" / "sequences", folder / "sequences", "sequences")
    if _write(folder / "people.csv", (templates / "house" / "people.csv").read_text("utf-8")):
        yield "people.csv"
    if _database(plans, settings, clock):
        elsewhere = settings.database.get_secret_value()
        yield "its tables, in the database that was named" if elsewhere else "outreach.db"


def _copy(source: Traversable, goal: Path, shown: str) -> Iterator[str]:
    """Copy a folder of examples, unless there is one of that name already."""
    if goal.is_dir() and any(goal.iterdir()):
        return
    beside = goal.with_name(f".{goal.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for each in source.iterdir():
        if each.is_file():
            _write(beside / each.name, each.read_text(encoding="utf-8"))
    beside.replace(goal)
    yield f"{shown}/"


def _database(plans: Plans, settings: Settings, clock: Clock) -> bool:
    """Make the database, or see that the one there is what was asked for."""
    url = settings.database_url
    if not settings.database.get_secret_value():
        _write(plans.folder / "outreach.db", "", private=True)
    try:
        store = Store(url)
    except SetupError:
        store = Store.create(url, plans.mode, clock.now())
        new = True
    else:
        new = False
    try:
        born = Mode(store.read(house.get).mode)
        if born is not plans.mode:
            msg = f"this house was born for {born}, and stays so: make another one for {plans.mode}"
            raise SetupError(msg)
        if plans.member and not store.read(team.everybody):
            one = Member(new_id("t"), plans.member, clock.now(), duty=Duty.OPERATOR)
            store.write(lambda conn: team.add(conn, one))
    finally:
        store.close()
    return new


def _write(path: Path, text: str, *, private: bool = False) -> bool:
    """Write a new file, whole or not at all; return False where there is one already."""
    if path.exists():
        return False
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    return True

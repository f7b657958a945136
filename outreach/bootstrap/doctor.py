"""Opens a house as far as it opens, and has it looked at."""

from __future__ import annotations

from pathlib import Path

from outreach.bootstrap.ours import refuse_strangers
from outreach.bootstrap.probes import probes_of
from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import Clock, SystemClock
from outreach.config import Settings, read_settings, signing_key
from outreach.errors import HouseError
from outreach.services.doctor import PATIENCE, Group, Line, Subject, look_at, ok, wrong
from outreach.store import house
from outreach.store.unit import Mode, Store


def examine(folder: Path, clock: Clock | None = None, patience: float = PATIENCE) -> list[Line]:
    """Return what was found; where the settings or the database fail, only that."""
    clock = clock or SystemClock()
    try:
        refuse_strangers()
        settings = read_settings(folder)
    except HouseError as error:
        return [wrong(Group.HOUSE, "settings", str(error))]
    key = _key(settings)
    try:
        store = Store(settings.database_url)
    except HouseError as error:
        return [key, wrong(Group.DATABASE, "open", str(error))]
    try:
        mode = Mode(store.read(house.get).mode)
        probes = probes_of(settings, store.url)
        one = Subject(settings, mode, store, load_rulebook(), probes, clock.now())
        return [key, *look_at(one, clock, patience)]
    finally:
        store.close()


def _key(settings: Settings) -> Line:
    try:
        signing_key(settings)
    except HouseError as error:
        return wrong(Group.HOUSE, "signing key", str(error))
    return ok(Group.HOUSE, "signing key", "it signs our links, and nobody else can read it")

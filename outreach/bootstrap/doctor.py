"""Opens a house as far as it opens, and has it looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from outreach.bootstrap.clocks import clock_of
from outreach.bootstrap.ours import refuse_strangers
from outreach.bootstrap.own_packs import ADOPTED, OWN, house_rulebook
from outreach.bootstrap.probes import probes_of
from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import Clock
from outreach.config import Settings, read_settings, signing_keys
from outreach.errors import HouseError
from outreach.services.adopting import adopted, ever_adopted
from outreach.services.doctor import (
    PATIENCE,
    Group,
    Line,
    Subject,
    look_at,
    missing,
    ok,
    wrong,
)
from outreach.store import house
from outreach.store.unit import Mode, Store
from policies.rulebook import Rulebook


def examine(folder: Path, clock: Clock | None = None, patience: float = PATIENCE) -> list[Line]:
    """Return what was found; where the settings or the database fail, only that."""
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
        clock = clock or clock_of(settings, store)
        mode = Mode(store.read(house.get).mode)
        probes = probes_of(settings, store.url)
        law = _law(settings, store)
        one = Subject(settings, mode, store, law.rulebook, probes, clock.now())
        return [key, *look_at(one, clock, patience), *law.lines]
    finally:
        store.close()


def _key(settings: Settings) -> Line:
    try:
        signing_keys(settings)
    except HouseError as error:
        return wrong(Group.HOUSE, "signing key", str(error))
    return ok(Group.HOUSE, "signing key", "it signs our links, and nobody else can read it")


@dataclass(frozen=True, slots=True)
class _Law:
    """What the house judges by, and what there is to say of its own packs."""

    rulebook: Rulebook
    lines: tuple[Line, ...]


def _law(settings: Settings, store: Store) -> _Law:
    """Return the house's rulebook; where its own packs cannot be used, ours and why."""
    gone = tuple(_gone(settings, store))
    try:
        return _Law(house_rulebook(settings.folder, partial(adopted, store)), gone)
    except HouseError as error:
        return _Law(load_rulebook(), (wrong(Group.LAW, "own packs", str(error)), *gone))


def _gone(settings: Settings, store: Store) -> Iterator[Line]:
    """Say which adopted values judge no longer, because somebody took their file away."""
    for entry, at in sorted(ever_adopted(store).items()):
        path = settings.path(OWN) / ADOPTED / f"{entry}.toml"
        if not path.exists():
            said = f"`{entry}` was adopted on {at:%d %b %Y}, but `{path}` is gone: our value judges"
            do = "put the file back, or adopt the value again: outreach packs adopt"
            yield missing(Group.LAW, "adopted", said, do)

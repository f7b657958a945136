"""A house to measure: put together as a real one is, its email door leading to a sink.

Its clock runs, but from a Tuesday noon in Chicago, so that contact hours stop nothing.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from benchmarks.people import settle_in
from benchmarks.sink import HOST
from outreach.bootstrap.house import House, build_house
from outreach.config import Settings
from outreach.store import attempts, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Mode, Store
from policies.channel import Channel

CONNECTIONS = 10
NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
_WORDS = Path(__file__).parent / "words"


class RunningClock:
    """Runs as the machine's does, from `NOON` at the moment `since` (monotonic seconds) on."""

    def __init__(self, since: float | None = None) -> None:
        self.since = time.monotonic() if since is None else since

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return NOON + timedelta(seconds=time.monotonic() - self.since)

    def monotonic(self) -> float:
        """Return seconds since some fixed point, the same in every process of this machine."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Full:
    """A house, and the (attempt, person) pairs that are due, in the order in which they are."""

    house: House
    clock: RunningClock
    due: list[tuple[str, str]]


def furnish(
    folder: Path,
    people: int,
    port: int,
    channel: Channel = Channel.EMAIL,
    carrier: Mapping[str, object] = MappingProxyType({}),
    database: str = "",
) -> Full:
    """Make a house in this folder with a letter due to each of these people, by this channel."""
    shutil.copytree(_WORDS, folder / "words")
    clock = RunningClock()
    settings = settings_of(folder, port, carrier, database)
    store = Store.create(settings.database_url, Mode.REHEARSAL, clock.now())
    due = settle_in(store, people, clock.now(), channel=channel)
    store.write(lambda conn: intake.note(conn, IntakeRow("maildir", last_ok_at=clock.now())))
    house = build_house(settings, store, clock)
    house.gate.judge(store.read(lambda conn: attempts.get(conn, due[0][0])))  # loads what is lazy
    return Full(house, clock, due)


def settings_of(
    folder: Path,
    port: int,
    carrier: Mapping[str, object] = MappingProxyType({}),
    database: str = "",
) -> Settings:
    """Return the settings of a house whose mails go to this port of this machine.

    `carrier` is the section `twilio`, where its texts go; `database` the one on a server, if any.
    """
    plain: dict[str, object] = {
        "house": {
            "name": "Kestrel Mapping",
            "address": "12 Harbour Road, Bristol BS1 4QA, United Kingdom",
        },
        "sender": {"mailbox": "hello@kestrel.example", "text_number": "+14155550100"},
        "smtp": {"host": HOST, "port": port, "security": "none", "connections": CONNECTIONS},
        "twilio": carrier,
        "web": {"public_url": "https://kestrel.example"},
        "signing_key": "only for measuring, never for mail",
    }
    if database:
        plain["database"] = database
    return Settings.model_validate({"folder": folder, **plain})

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.email.maildir import Maildir
from outreach.bootstrap.engine import engine_of, rounds_of
from outreach.bootstrap.hooks import MailHook
from outreach.bootstrap.house import House, build_house
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.engine.intake import Intake
from outreach.engine.lease import lease_of
from outreach.engine.ticks import Cadence
from outreach.engine.ways_in import Source
from outreach.errors import OtherEngineError
from outreach.gate.hearing import deaf_now
from outreach.store import inbound, tables
from outreach.store.unit import Store
from tests.outreach.engine.houses import house

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
MAIL = (
    b"From: scott@people.example\r\nTo: ana@kestrel.example\r\nSubject: hi\r\n\r\nPlease stop.\r\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    """A house of its own, whose clock stands at noon."""
    folder = house(tmp_path / "house", 1)
    settings = read_settings(folder)
    built = build_house(settings, Store(settings.database_url), SimulatedClock(NOON))
    built.mailbox.prepare()
    yield built
    built.store.close()


def _deliver(home: House, name: str, raw: bytes = MAIL) -> None:
    folder = home.settings.path(home.settings.intake.maildir)
    (folder / "new" / name).write_bytes(raw)


def _messages(home: House) -> list[str]:
    return home.store.read(lambda conn: list(conn.scalars(tables.inbound.select())))


def test_mail_is_kept_raw_read_and_marked_as_done(home: House) -> None:
    intake = rounds_of(home).intake
    _deliver(home, "1.a")
    assert (intake.poll().new, intake.poll().new) == (1, 0)
    kept = home.store.read(lambda conn: inbound.get(conn, _messages(home)[0]))
    assert kept.raw == MAIL
    assert kept.state is not inbound.InboundState.NEW


def test_a_second_delivery_of_the_same_message_is_harmless(home: House) -> None:
    _deliver(home, "1.a")
    rounds_of(home).intake.poll()
    (home.settings.path(home.settings.intake.maildir) / "outreach-done").unlink()
    again = Intake(home.ears, [Source("maildir", Maildir(home.settings.path("mail")))])
    assert again.poll().new == 0
    assert len(_messages(home)) == 1


def test_a_mail_that_is_posted_to_us_and_lies_in_the_mailbox_is_one(home: House) -> None:
    named = b"Message-ID: <1@people.example>\r\n" + MAIL
    hook = MailHook(home.ears, "secret")
    hook.read(hook.keep(b"Received: by the hook\r\n" + named))
    _deliver(home, "1.a", b"Delivered-To: ana@kestrel.example\r\n" + named)
    assert rounds_of(home).intake.poll().new == 0
    assert len(_messages(home)) == 1
    _deliver(home, "2.b", named.replace(b"Please stop.", b"Please stop calling."))
    assert rounds_of(home).intake.poll().new == 1


def test_a_mailbox_that_cannot_be_reached_stops_sending(home: House) -> None:
    @dataclass
    class Gone:
        said: list[str] = field(default_factory=list)

        def fetch(self, most: int) -> Iterator[object]:
            raise OSError(113, "No route to host")

        def done(self, key: str) -> None:
            self.said.append(key)

    Intake(home.ears, [Source("far away", Gone())]).poll()  # type: ignore[arg-type]
    deaf = home.store.read(lambda conn: deaf_now(conn, home.clock.now(), home.gate.habits))
    assert deaf == "`far away` has not been read yet: no route to host"


def test_what_waits_unread_too_long_stops_sending(home: House) -> None:
    rounds_of(home).intake.poll()
    home.store.write(lambda conn: inbound.put(conn, "k", "email", b"x", NOON.replace(hour=17)))
    deaf = home.store.read(lambda conn: deaf_now(conn, home.clock.now(), home.gate.habits))
    assert deaf == "something has waited unread for 3600 seconds"


def test_one_engine_holds_the_lease(database: str) -> None:
    """CASES 5"""
    store = Store(database)
    first, second = lease_of(store.url), lease_of(store.url)
    first.take()
    with pytest.raises(OtherEngineError, match="another engine already runs"):
        second.take()
    first.release()
    third = lease_of(store.url)
    third.take()
    third.release()
    store.close()


def test_a_mail_that_waited_is_dated_by_the_mailbox_and_not_by_its_reading(home: House) -> None:
    _deliver(home, "1.a")
    came = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    os.utime(home.settings.path("mail") / "new" / "1.a", (came.timestamp(), came.timestamp()))
    rounds_of(home).intake.poll()
    kept = home.store.read(lambda conn: inbound.get(conn, _messages(home)[0]))
    assert (kept.received_at, kept.read_at) == (came, NOON)


def test_a_mail_is_read_at_once_and_not_with_the_next_round(home: House) -> None:
    async def lasted() -> float:
        engine = engine_of(home)
        engine.cadence = Cadence(intake=3_600)
        await engine.start()
        _deliver(home, "1.a")
        loop = asyncio.get_running_loop()
        delivered = loop.time()
        while not _messages(home) and loop.time() < delivered + 20:
            await asyncio.sleep(0.01)
        seconds = loop.time() - delivered
        await engine.stop()
        return seconds

    assert asyncio.run(lasted()) < 3


def test_a_mail_that_cannot_be_fetched_calls_once_and_waits_for_the_round(home: House) -> None:
    intake, folder = rounds_of(home).intake, home.settings.path(home.settings.intake.maildir)
    intake.poll()
    _deliver(home, "1.a")
    (folder / "cur").rename(folder / "away")
    said = [intake.glance().because for _ in range(2)]
    assert said == ["no such file or directory", ""]
    (folder / "away").rename(folder / "cur")
    assert (intake.glance().new, intake.poll().new) == (0, 1)
    (folder / "new").rename(folder / "away")
    assert intake.glance().because == "", "the round says it"
    assert intake.poll().because == "no such file or directory"

"""From the delivery of a stop to its commit, in milliseconds, through a mailbox read over IMAP.

A real Dovecot takes each stop by LMTP; what counts starts when it says that it has it. Several
mailboxes are listened to at once, each by its own thread, and each gets a stop from somebody new in
every round. The baseline is a bare IMAPClient that idles in a mailbox of its own and is told of a
mail in the same rounds: it fetches nothing, reads nothing and stores nothing.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.house import RunningClock, settings_of
from benchmarks.people import settle_in
from benchmarks.report import Row
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.config.mail import ImapSettings, MailboxSettings, Security
from outreach.engine.watching import stop_all, watches
from outreach.store.tables import point, statement
from outreach.store.unit import Mode, Store
from tests.components import missing
from tests.dovecot import HOST, PASSWORD, Dovecot, letter, running

MAILBOXES = 5
ROUNDS = 20
_SECONDS = 30.0
_LOOK = 0.002
_NOBODYS = 9


@dataclass(slots=True)
class _Heard:
    """Seconds from each delivery on: until a bare client was told, until ours had committed."""

    bare: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)


def measure() -> list[Row]:
    """Return the rows of this benchmark; one that says why there are none without Dovecot."""
    absent = missing("dovecot")
    if absent:
        return [Row(f"not measured: {absent}", 0.0, "")]
    with running() as dovecot, tempfile.TemporaryDirectory() as folder:
        heard = _listen(dovecot, Path(folder))
    bare, ours = sorted(heard.bare), sorted(heard.ours)
    median = _share(bare, 0.5)
    return [
        Row("bare IMAPClient, until it is told, p50", median, "ms", 1),
        Row("ours, until the stop is committed, p50", _share(ours, 0.5), "ms"),
        Row("ours, until the stop is committed, p99", _share(ours, 0.99), "ms"),
        Row(f"ours, until the stop is committed, max of {len(ours)}", ours[-1] * 1_000, "ms"),
    ]


def _listen(dovecot: Dovecot, folder: Path) -> _Heard:
    heard = _Heard()
    with _house(dovecot, folder) as house:
        intake = rounds_of(house).intake
        intake.poll()
        listening = watches(intake, dict.fromkeys(house.mailboxes, _SECONDS))
        for one in listening:
            one.start()
        people = _people(house)
        for number in range(ROUNDS):
            time.sleep(0.05)  # everybody waits again
            _round(dovecot, house, people[number * MAILBOXES :][:MAILBOXES], heard)
        stop_all(listening)
    return heard


@contextmanager
def _house(dovecot: Dovecot, folder: Path) -> Iterator[House]:
    clock = RunningClock()
    at: dict[str, Any] = {"host": HOST, "port": dovecot.imap, "security": Security.NONE}
    at |= {"password": PASSWORD, "look_back": 300}
    reps = {
        f"rep{one}": MailboxSettings(**at, user=_user(one), address=_user(one))
        for one in range(1, MAILBOXES)
    }
    house_own = ImapSettings(**at, user=_user(0))
    settings = settings_of(folder, 1).model_copy(update={"imap": house_own, "mailboxes": reps})
    store = Store.create(settings.database_url, Mode.REHEARSAL, clock.now())
    settle_in(store, MAILBOXES * ROUNDS, clock.now())
    house = build_house(settings, store, clock)
    try:
        yield house
    finally:
        for mailbox in house.mailboxes.values():
            mailbox.close()
        store.close()


def _user(number: int) -> str:
    return f"rep{number}@kestrel.example"


def _people(house: House) -> list[tuple[str, str]]:
    """Return everybody with their email address."""
    query = select(point.c.person_id, point.c.address).where(point.c.channel == "email")
    return [(row[0], row[1]) for row in house.store.read(lambda conn: list(conn.execute(query)))]


def _round(
    dovecot: Dovecot, house: House, people: Sequence[tuple[str, str]], heard: _Heard
) -> None:
    """Deliver a stop to each mailbox, and one to the bare client's; wait until all are heard."""
    told = threading.Thread(target=_bare, args=(dovecot, heard))
    told.start()
    delivered: dict[str, float] = {}
    before = {person: _statements(house, person) for person, _ in people}
    for number, (person, address) in enumerate(people):
        name = f"<{person}@people.example>"
        dovecot.deliver(_user(number), letter(address, _user(number), "Please stop.", name))
        delivered[person] = time.monotonic()
    over = time.monotonic() + _SECONDS
    while delivered and time.monotonic() < over:
        time.sleep(_LOOK)
        for person in [one for one in delivered if _statements(house, one) > before[one]]:
            heard.ours.append(time.monotonic() - delivered.pop(person))
    told.join()
    if delivered:
        msg = f"{len(delivered)} of {len(people)} stops were not heard in {_SECONDS:g} s"
        raise RuntimeError(msg)


def _bare(dovecot: Dovecot, heard: _Heard) -> None:
    user = _user(_NOBODYS)
    with dovecot.client(user) as client:
        client.select_folder("INBOX")
        client.idle()
        dovecot.deliver(user, letter("a@people.example", user, "Please stop.", "<a@b.example>"))
        delivered = time.monotonic()
        client.idle_check(_SECONDS)
        heard.bare.append(time.monotonic() - delivered)
        client.idle_done()


def _statements(house: House, person: str) -> int:
    query = select(statement.c.id).where(statement.c.person_id == person)
    return len(house.store.read(lambda conn: list(conn.scalars(query))))


def _share(ordered: Sequence[float], share: float) -> float:
    return 1_000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

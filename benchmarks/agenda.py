"""A rep's day with 50,000 people to look after, and with 500: it must come from indexes.

    python -m benchmarks.agenda [PEOPLE]

Both reps have the same things waiting: promises, calls, letters, people due a word. Only how many
others they look after differs, each a customer who is not due yet. What is compared is processor
time. The baseline reads those people's names by the bare driver: what an agenda that looked at
everybody would begin with.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import Connection

from benchmarks.house import RunningClock, settings_of
from benchmarks.report import Row, show
from outreach.bootstrap.house import House, build_house
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.cadences import Cadence
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.people import ContactPoint, Member, Person
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.services import agenda as days
from outreach.services.agenda import Group
from outreach.store import (
    attempts,
    cadences,
    commitments,
    inbound,
    intake,
    people,
    points,
    roles,
    team,
)
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.intake import IntakeRow
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind, Purpose

MANY, FEW = 50_000, 500
BUSY = 120
"""People with something waiting: 30 of each of four kinds."""
WAITING = {Group.PROMISED, Group.OPEN_NOW, Group.WORD_DUE, Group.UNANSWERED}
TIMES = 9
MOST_MS = 500.0
GROWTH = 0.90
_PORT = 9
_AT_ONCE = 2_000
_DAYS = 60


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of processor time: one agenda, and everybody's name by the bare driver."""

    agenda: float
    bare: float


def measure(many: int = MANY) -> list[Row]:
    """Return the rows of this benchmark."""
    little, much = _house(FEW), _house(many)
    return [
        Row(f"agenda with {FEW:,} people", little.agenda, "ms"),
        Row(f"agenda with {many:,} people", much.agenda, "ms", little.agenda / much.agenda, GROWTH),
        Row("the same, at most", much.agenda, "ms", most=MOST_MS),
        Row(f"reading {many:,} names, and no more", much.bare, "ms"),
    ]


def _house(count: int) -> Took:
    with tempfile.TemporaryDirectory() as folder:
        clock = RunningClock()
        settings = settings_of(Path(folder), _PORT)
        store = Store.create(settings.database_url, Mode.REHEARSAL, clock.now())
        rep = _furnish(store, count, clock)
        home = build_house(settings, store, clock)
        try:
            return Took(_median(partial(_one, home, rep)), _median(partial(_bare, home)))
        finally:
            store.close()


def _one(home: House, rep: Member) -> None:
    today = home.clock.now().astimezone(home.ears.zone).date()
    found = days.agenda(home.gate, rep.id, today, home.ears.zone, home.zones)
    missing = WAITING - {one.group for one in found.lines}
    if missing:
        msg = f"the agenda lacks {sorted(missing)}"
        raise RuntimeError(msg)


def _bare(home: House) -> None:
    with sqlite3.connect(home.store.url.database or "") as database:
        database.execute("select id, name from person").fetchall()
    database.close()


def _median(work: Callable[[], None]) -> float:
    work()
    took = []
    for _ in range(TIMES):
        started = time.process_time()
        work()
        took.append(1_000 * (time.process_time() - started))
    return median(took)


def _furnish(store: Store, count: int, clock: RunningClock) -> Member:
    now = clock.now()
    rep = Member(new_id("t"), "Ana Ruiz", now)
    rhythm = Cadence(new_id("q"), _DAYS, rep.name, now, role="customer")
    store.write(lambda conn: team.add(conn, rep))
    store.write(lambda conn: cadences.put(conn, rhythm))
    store.write(lambda conn: intake.note(conn, IntakeRow("maildir", last_ok_at=now)))
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        store.write(partial(_keep, numbers=numbers, rep=rep, clock=clock))
    return rep


def _keep(conn: Connection, numbers: range, rep: Member, clock: RunningClock) -> None:
    """Keep some people; the first have something waiting, the others had a word yesterday."""
    now = clock.now()
    met = now - timedelta(days=2 * _DAYS)
    made = [
        Person(
            *(new_id("p"), f"Person {number}", "Expo 2026", met, met),
            country="US",
            region="US-IL",
            kind=Kind.BUSINESS,
            kind_source="card",
            owner_id=rep.id,
        )
        for number in numbers
    ]
    people.add_many(conn, made)
    points.add_many(conn, [_point(one, number) for one, number in zip(made, numbers, strict=True)])
    for number, one in zip(numbers, made, strict=True):
        due = number < BUSY and number % 4 == 0
        since = met if due else now - timedelta(days=1)
        roles.add(conn, Role(new_id("l"), one.id, "customer", since))
        if number < BUSY:
            _waits(conn, one, number % 4, rep, clock)
    cadences.refresh(conn, [one.id for one in made], now)


def _point(one: Person, number: int) -> ContactPoint:
    address = f"+1312{5_550_000 + number % 10_000:07}"
    return ContactPoint(
        *(new_id("c"), one.id, Channel.PHONE, address, address, "card", one.source_at)
    )


def _waits(conn: Connection, one: Person, what: int, rep: Member, clock: RunningClock) -> None:
    now = clock.now()
    if what == 1:
        promise = Commitment(
            *(new_id("m"), one.id, CommitmentKind.CALLBACK, "a call", now, now),
            channel=Channel.PHONE,
            owner=rep.id,
        )
        commitments.add(conn, promise)
    elif what == 2:
        call = Attempt(
            *(new_id("a"), one.id, Channel.PHONE, Purpose.MARKETING, rep.name, now, now),
            state=AttemptState.QUEUED,
        )
        attempts.add(conn, call)
    elif what == 3:
        key = inbound.put(conn, new_id("k"), "email", b"Tell me more.", now)
        words = {"person_id": one.id, "words": "Tell me more.", "kind": InboundKind.REPLY}
        inbound.change(conn, key or "", {**words, "state": InboundState.READ})


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    show("A rep's day", measure(wanted))

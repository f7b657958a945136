"""kill -9 at every point of the way out and of the way in; then everything fits together."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from channels import faults
from channels.faults import Point
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import open_house
from outreach.bootstrap.logs import write_logs
from outreach.clock import SimulatedClock, SystemClock
from outreach.engine.ticks import Rounds, Tick
from outreach.services.auditing import Audit, Received, audit
from outreach.store import inbound, tables
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from tests.loaded import Program, start
from tests.outreach.engine.houses import house, mail_server, planned
from tests.outreach.engine.test_crash import lines, states, wait_until

EACH = 5
CONNECTIONS = 2
QUICKLY = "[engine]\nevery = 0.05\n"
UNDER_WAY = {"planned", "cleared", "sending"}
SET_ASIDE = (Point.UNDERSTOOD, Point.STATING)
"""Whatever raises here keeps a message from being read: it waits for a human, the rest flows."""


@pytest.mark.long
def test_killed_at_every_point_and_restarted_everything_is_accounted_for(tmp_path: Path) -> None:
    """CASES 1, CASES 2"""
    record = tmp_path / "taken"
    with mail_server(record, 0.0) as port:
        folder = _quick_house(tmp_path / "house", port)
        store = Store(str(folder / "outreach.db"))
        stopped = []
        for number, point in enumerate(Point):
            planned(store, EACH)
            stopped.append(_somebody_stops(store, folder, number))
            engine = _engine(folder, point)
            assert engine.wait() == -signal.SIGKILL, engine.communicate()
            assert _audit(store).violations == 0, point
        engine = _engine(folder)
        wait_until(lambda: _over(store, len(stopped)))
        engine.terminate()
        assert engine.wait() == 0
        found = _audit(store, [Received(one) for one in lines(record)])
        assert [one.shown for one in found.checked] == [[]] * len(found.checked)
        assert sum(found.states.values()) == len(Point) * EACH + len(stopped)
        assert set(found.states) == {"accepted", "blocked", "unknown"}
        assert _heard(store) == dict.fromkeys(stopped, 1)
        assert _written_to(store, lines(record)).isdisjoint(stopped)
        in_doubt = {Point.REDEEMED, Point.HANDING_OVER, Point.IN_DATA, Point.WRITTEN, Point.TAKEN}
        assert len(in_doubt) <= found.states["unknown"] <= len(Point) * CONNECTIONS
        store.close()


def _engine(folder: Path, fault: str = "") -> Program:
    """Start an engine that dies where the fault says."""
    told = {**os.environ, faults.VARIABLE: fault}
    return start("outreach", "run", "--house", str(folder), "--port", "0", environment=told)


def _quick_house(folder: Path, port: int) -> Path:
    made = house(folder, port, CONNECTIONS)
    settings = made / "outreach.toml"
    settings.write_text(settings.read_text() + QUICKLY)
    return made


def _somebody_stops(store: Store, folder: Path, number: int) -> str:
    """Let the person planned last write that they want no more; return who it is."""
    point = tables.point
    query = select(point.c.person_id, point.c.address).where(point.c.channel == Channel.EMAIL)
    person, address = store.read(
        lambda conn: conn.execute(query.order_by(point.c.id.desc()).limit(1)).one()
    )
    letter = (
        f"From: {address}\r\nTo: ana@kestrel.example\r\nSubject: Re: Maps\r\n"
        f"Message-ID: <{number}@people.example>\r\n\r\nPlease stop emailing me.\r\n"
    )
    (folder / "mail" / "new" / f"{number}.stop").write_text(letter, newline="")
    return str(person)


def _audit(
    store: Store, record: list[Received] | None = None, later: timedelta = timedelta()
) -> Audit:
    return audit(store, SystemClock().now() + later, timedelta(minutes=11), record)


def _over(store: Store, letters: int) -> bool:
    return not UNDER_WAY & set(states(store)) and _heard(store).total() == letters


def _heard(store: Store) -> Counter[str]:
    """Return how many statements there are by each person."""
    query = select(tables.statement.c.person_id)
    return Counter(store.read(lambda conn: list(conn.scalars(query))))


def _written_to(store: Store, message_ids: list[str]) -> set[str]:
    """Return to whom these went, the confirmations of stops left out."""
    attempt = tables.attempt
    query = select(attempt.c.person_id).where(
        attempt.c.message_id.in_(message_ids), attempt.c.purpose != Purpose.ACKNOWLEDGE
    )
    return set(store.read(lambda conn: list(conn.scalars(query))))


def test_whatever_raises_at_any_point_the_rest_flows_and_is_accounted_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_logs()
    record = tmp_path / "taken"
    with mail_server(record, 0.0) as port:
        folder = house(tmp_path / "house", port, CONNECTIONS)
        stopped = asyncio.run(_raise_at_every_point(folder))
        store = Store(str(folder / "outreach.db"))
        found = _audit(store, [Received(one) for one in lines(record)], timedelta(hours=1))
        assert [one.shown for one in found.checked] == [[]] * len(found.checked)
        assert set(found.states) <= {"accepted", "blocked", "expired", "held", "unknown"}
        heard = _heard(store)
        assert set(heard) <= set(stopped)
        assert (len(heard), set(heard.values())) == (len(stopped) - len(SET_ASIDE), {1})
        assert [one.failed_because for one in store.read(inbound.waiting)] == [
            "it could not be read: PlannedError"
        ] * len(SET_ASIDE)
        not_fetched = stopped[list(Point).index(Point.FETCHED)]
        assert _written_to(store, lines(record)) & set(heard) <= {not_fetched}
        store.close()


async def _raise_at_every_point(folder: Path) -> list[str]:
    """Let a fault nobody thought of happen at every point of one engine; return who stopped us."""
    clock = SimulatedClock(SystemClock().now())
    home = open_house(folder, clock)
    home.mailbox.prepare()
    rounds = rounds_of(home)
    stopped = []
    for number, point in enumerate(Point):
        planned(home.store, EACH)
        stopped.append(_somebody_stops(home.store, folder, number))
        faults.arm(f"{point}:1:raise")
        await _rounds(rounds)
        faults.arm("")
        clock.advance(timedelta(minutes=1))
    for _ in range(2):
        clock.advance(timedelta(minutes=15))
        await _rounds(rounds)
    for door in home.doors.values():
        await door.close()
    home.store.close()
    return stopped


async def _rounds(rounds: Rounds) -> None:
    work: Callable[[], Awaitable[None]]
    for work in (rounds.listen, rounds.upkeep, rounds.reach_out, rounds.look_again, rounds.seal):
        await Tick("round", 1, work).once()


def test_a_program_dies_where_its_environment_says() -> None:
    program = "from channels.faults import Point, passing\nfor one in Point: passing(one)\nprint(1)"
    for fault, ended, said in (("redeemed", -signal.SIGKILL, ""), ("redeemed:2", 0, "1\n")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, faults.VARIABLE: fault},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout) == (ended, said)

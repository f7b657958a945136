"""A house folder that is ready to send to a mail server on this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from outreach.clock import SystemClock
from outreach.domain.attempts import Attempt
from outreach.domain.people import ContactPoint, Person
from outreach.ids import new_id
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, points
from outreach.store import people as people_rows
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind, Purpose

_AT_ONCE = 500
_NOW = SystemClock().now()


@contextmanager
def mail_server(record: Path, seconds: float, *silent_after: int, port: int = 0) -> Iterator[int]:
    """Run a slow mail server; yield its port. It is killed at the end of the block."""
    told = (str(record), str(port), str(seconds), *map(str, silent_after))
    command = [sys.executable, "-m", "tests.outreach.engine.mail_server", *told]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def house(folder: Path, port: int, connections: int = 10) -> Path:
    """Make a house for rehearsal whose email goes to this port."""
    plans = Plans(
        folder,
        Mode.REHEARSAL,
        "Kestrel Mapping",
        "12 Harbour Road, Bristol BS1 4QA",
        "ana@kestrel.example",
        member="Ana Ruiz",
    )
    set_up(plans, SystemClock())
    settings = folder / "outreach.toml"
    smtp = f'host = "127.0.0.1"\nport = {port}\nsecurity = "none"\nconnections = {connections}\n'
    written = re.sub(r"^\[smtp\].*\n", f"[smtp]\n{smtp}", settings.read_text(), flags=re.MULTILINE)
    settings.write_text(written)
    return folder


def planned(store: Store, count: int) -> list[str]:
    """Plan one service note to each of so many people; return the attempts' ids."""
    made: list[str] = []
    for start in range(0, count, _AT_ONCE):
        several = [_somebody(n) for n in range(start, min(start + _AT_ONCE, count))]
        made += store.write(partial(_plan, several))
    return made


def _somebody(n: int) -> Person:
    name = f"Person {n}"
    return Person(
        new_id("p"),
        name,
        "Expo 2026",
        _NOW,
        _NOW,
        country="US",
        zone="America/Chicago",
        kind=Kind.BUSINESS,
        kind_source="card",
    )


def _plan(several: list[Person], conn: Connection) -> list[str]:
    people_rows.add_many(conn, several)
    mails = [
        ContactPoint(
            new_id("c"),
            one.id,
            Channel.EMAIL,
            f"{one.id}@people.example",
            f"{one.id}@people.example",
            "Expo",
            _NOW,
        )
        for one in several
    ]
    points.add_many(conn, mails)
    made = [
        Attempt(
            id=new_id("a"),
            person_id=one.id,
            channel=Channel.EMAIL,
            purpose=Purpose.SERVICE,
            by="Ana Ruiz",
            due_at=_NOW,
            created_at=_NOW,
            message="intro",
            topic="spring maps",
            words_for={"email": "intro"},
            has_words_for=(Channel.EMAIL,),
        )
        for one in several
    ]
    attempts.add_many(conn, made)
    return [one.id for one in made]

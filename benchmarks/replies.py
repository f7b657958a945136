"""What a reply costs until its words bind, and how many are caught up with after an outage.

A reply is kept raw, parsed, read, and put into effect; the baseline is Python's own parse of the
same mail by `policy.default`, with its text taken out. Both take turns, and processor time counts.
After the outage two thousand replies wait in the Maildir while letters to the same people are due:
none may leave before the last reply was read.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import Connection, func, select

from benchmarks.house import NOON, Full, furnish
from benchmarks.people import OFFICE
from benchmarks.report import Row
from benchmarks.sink import sink
from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House
from outreach.bootstrap.ways_in import prepare
from outreach.domain.attempts import AttemptState
from outreach.services import listen
from outreach.store import intake
from outreach.store.intake import IntakeRow
from outreach.store.tables import attempt, statement
from policies.channel import Purpose

REPLIES = 300
TURNS = 5
QUEUED = 2_000
_OUTAGE = 3_600.0
_SAID = (
    "Hello Ana,\n\nthank you, but I travel all the time and can't do phone this month."
    " Could you email me the pricing instead? I read mail in the evening.\n\nBest,\nPerson\n"
)
_STOP = "Please take me off your list and do not email me again.\n"
_HISTORY = "".join(f"> line {number} of what we wrote: maps of sites\n" for number in range(60))


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one").mkdir()
        (Path(folder) / "many").mkdir()
        return [
            *_each(furnish(Path(folder) / "one", REPLIES * TURNS, server.port)),
            *asyncio.run(_caught_up(furnish(Path(folder) / "many", QUEUED, server.port))),
        ]


def _each(full: Full) -> list[Row]:
    """Measure replies one by one, in turns with the bare parse of the same mails."""
    bare: list[float] = []
    ours: list[float] = []
    for turn in range(TURNS):
        mails = [_reply(number, _SAID) for number in range(turn * REPLIES, (turn + 1) * REPLIES)]
        began = process_time()
        for mail in mails:
            _parsed(mail)
        parsed = process_time()
        for number, mail in enumerate(mails):
            _bind(full.house, mail, f"{turn}:{number}")
        bare.append((parsed - began) / REPLIES)
        ours.append((process_time() - parsed) / REPLIES)
    asyncio.run(full.house.close())
    times = median(mine / one for one, mine in zip(bare, ours, strict=True))
    return [
        Row("bare policy.default parse of a reply", median(bare) * 1e6, "µs", 1),
        Row("ours, from raw reply to what binds", median(ours) * 1e6, "µs", times),
        Row("ours, in bare parses", times, "parses", most=3),
    ]


async def _caught_up(full: Full) -> list[Row]:
    """Let replies wait since an hour, then listen while letters are due."""
    house = full.house
    prepare(house)
    for number in range(QUEUED):
        _put(house, number)
    house.store.write(_was_down)
    rounds = rounds_of(house)
    began = perf_counter()
    listening = asyncio.create_task(rounds.listen())
    while not listening.done():
        await rounds.reach_out()
        await asyncio.sleep(0.05)
    await listening
    took, early = perf_counter() - began, _left(house)
    lost = QUEUED - _heard(house)
    await rounds.reach_out()
    late = _left(house) - early
    await house.close()
    return [
        Row("replies caught up with after an outage", QUEUED / took, "/s"),
        Row("replies lost", lost, "", most=0),
        Row("letters that left before the last was read", early, "", most=0),
        Row("letters that left to whoever had stopped us", late, "", most=0),
    ]


def _reply(number: int, said: str) -> bytes:
    """Return an answer by one of the people: plain and HTML, our letter quoted below."""
    mail = EmailMessage(policy=SMTP)
    office = number // OFFICE
    mail["From"] = f"Person {number} <person{number}@office{office}.example>"
    mail["To"] = "hello@kestrel.example"
    mail["Subject"] = "Re: Maps of your sites"
    mail["Message-ID"] = f"<{number}.{len(said)}@office{office}.example>"
    mail["Date"] = NOON - timedelta(minutes=30)
    mail.set_content(f"{said}\nOn Mon, 23 Nov 2026 at 10:00 Ana Ruiz wrote:\n{_HISTORY}")
    mail.add_alternative(f"<p>{said}</p><blockquote>{_HISTORY}</blockquote>", subtype="html")
    return bytes(mail)


def _parsed(raw: bytes) -> str:
    """Return the text of a mail as Python's own parser gives it."""
    body = message_from_bytes(raw, policy=default).get_body(("plain",))
    return body.get_content() if body else ""


def _bind(house: House, raw: bytes, key: str) -> None:
    """Keep a reply, read it, and put into effect what it says."""
    kept = listen.receive(house.ears, raw, "email", key)
    if kept is None or listen.take(house.ears, kept) is None:
        msg = f"reply `{key}` was not taken"
        raise RuntimeError(msg)


def _put(house: House, number: int) -> None:
    """Lay a reply into the Maildir, since the beginning of the outage."""
    path = house.settings.path(house.settings.intake.maildir) / "new" / f"{number}.queued"
    path.write_bytes(_reply(number, _STOP))
    since = NOON.timestamp() - _OUTAGE
    os.utime(path, (since, since))


def _was_down(conn: Connection) -> None:
    """Say that the mailbox was last read before the outage."""
    intake.note(conn, IntakeRow("maildir", last_ok_at=NOON - timedelta(seconds=_OUTAGE)))


def _heard(house: House) -> int:
    """Return how many people said something in a reply."""
    people = select(func.count(statement.c.person_id.distinct()))
    query = people.where(statement.c.words.like("Please take me off%"))
    return house.store.read(lambda conn: conn.scalar(query) or 0)


def _left(house: House) -> int:
    """Return how many letters of the sequence have left; confirmations of a stop are none."""
    query = select(func.count()).where(attempt.c.state == AttemptState.ACCEPTED)
    due = query.where(attempt.c.created_at >= NOON, attempt.c.purpose == Purpose.MARKETING)
    return house.store.read(lambda conn: conn.scalar(due) or 0)

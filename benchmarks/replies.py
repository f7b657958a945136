"""What a reply costs until its words bind.

A reply is kept raw, parsed, read, and put into effect; the baseline is Python's own parse of the
same mail by `policy.default`, with its text taken out. Both take turns, and processor time counts.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.house import NOON, Full, furnish
from benchmarks.people import OFFICE
from benchmarks.report import Row
from benchmarks.sink import sink
from outreach.bootstrap.house import House
from outreach.services import listen

REPLIES = 300
TURNS = 5
SAID = (
    "Hello Ana,\n\nthank you, but I travel all the time and can't do phone this month."
    " Could you email me the pricing instead? I read mail in the evening.\n\nBest,\nPerson\n"
)
STOP = "Please take me off your list and do not email me again.\n"
_HISTORY = "".join(f"> line {number} of what we wrote: maps of sites\n" for number in range(60))


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server:
        return [*_each("a wish", SAID, server.port), *_each("a stop", STOP, server.port)]


def _each(what: str, said: str, port: int) -> list[Row]:
    """Measure replies one by one, in turns with the bare parse of the same mails."""
    with tempfile.TemporaryDirectory() as folder:
        full = furnish(Path(folder), REPLIES * TURNS, port)
        turns = [_turn(full, turn, said) for turn in range(TURNS)]
        asyncio.run(full.house.close())
    bare, ours = (median(each) for each in zip(*turns, strict=True))
    times = median(mine / one for one, mine in turns)
    return [
        Row(f"bare policy.default parse of {what}", bare * 1e6, "µs", 1),
        Row(f"ours, from the raw reply until {what} binds", ours * 1e6, "µs", times),
        Row(f"{what}, in bare parses", times, "parses", most=3),
    ]


def _turn(full: Full, turn: int, said: str) -> list[float]:
    """Return what a bare parse took, and what ours did, in seconds of the processor each."""
    mails = [reply(number, said) for number in range(turn * REPLIES, (turn + 1) * REPLIES)]
    began = process_time()
    for mail in mails:
        _parsed(mail)
    parsed = process_time()
    for number, mail in enumerate(mails):
        _bind(full.house, mail, f"{turn}:{number}")
    return [(parsed - began) / REPLIES, (process_time() - parsed) / REPLIES]


def reply(number: int, said: str) -> bytes:
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

"""What a reply costs until its words bind.

A reply is kept raw, parsed, read, and put into effect; the baseline is Python's own parse of the
same mail by `policy.default`, with its text taken out. Both take turns, and processor time counts.
A reply comes as a provider hands it over, with what four servers wrote above it and what an office
program makes of it, 20 KB; and once more as it was written, 6 KB.
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
_HISTORY = "".join(f"> line {number} of what we wrote: maps of sites\n" for number in range(90))


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    with sink() as server:
        return [
            row
            for come, how in ((True, "20 KB"), (False, "6 KB"))
            for what, said in (("a wish", SAID), ("a stop", STOP))
            for row in _each(f"{what}, {how}", said, server.port, come=come)
        ]


def _each(what: str, said: str, port: int, *, come: bool) -> list[Row]:
    """Measure replies one by one, in turns with the bare parse of the same mails."""
    with tempfile.TemporaryDirectory() as folder:
        full = furnish(Path(folder), REPLIES * TURNS, port)
        turns = [_turn(full, turn, said, come=come) for turn in range(TURNS)]
        asyncio.run(full.house.close())
    bare, ours = (median(each) for each in zip(*turns, strict=True))
    times = median(mine / one for one, mine in turns)
    return [
        Row(f"bare policy.default parse of {what}", bare * 1e6, "µs", 1),
        Row(f"ours, from the raw reply until {what} binds", ours * 1e6, "µs", times),
        Row(f"{what}, in bare parses", times, "parses", most=3),
    ]


def _turn(full: Full, turn: int, said: str, *, come: bool) -> list[float]:
    """Return what a bare parse took, and what ours did, in seconds of the processor each."""
    mails = [reply(number, said) for number in range(turn * REPLIES, (turn + 1) * REPLIES)]
    if come:
        mails = [as_it_comes(mail) for mail in mails]
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


def as_it_comes(mail: bytes) -> bytes:
    """Return a mail with the headers of its way here, and the styles of an office program."""
    return _WAY + mail.replace(b"<p>", _STYLES + b"<p>", 1)


_SEAL = b"".join(b"\r\n " + b"kG7vQ2xT9bLmZ4pR" * 4 for _ in range(5))
_SERVERS = b"".join(
    b"Received: from mail%d.provider.example (mail%d.provider.example. [192.0.2.%d])\r\n"
    b" by mx%d.provider.example with ESMTPS id a1b2c3d4e5f6g7h8i9j0k%d\r\n"
    b" (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n"
    b" Tue, 24 Nov 2026 09:30:0%d +0000 (UTC)\r\n" % ((number,) * 6)
    for number in range(4)
)
_WAY = (
    b"Return-Path: <bounce@office.example>\r\n"
    + _SERVERS
    + b"ARC-Seal: i=1; a=rsa-sha256; t=1795512600; cv=none; d=provider.example; b="
    + _SEAL
    + b"\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=provider.example; b="
    + _SEAL
    + b"\r\nARC-Authentication-Results: i=1; mx.provider.example; spf=pass; dkim=pass"
    + b"\r\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=office.example; s=s1; b="
    + _SEAL
    + b"\r\nX-Provider-DKIM-Signature: v=1; a=rsa-sha256; d=provider.example; b="
    + _SEAL
    + b"\r\n"
    + b"".join(
        b"X-Provider-Organization-%d: %s\r\n" % (number, b"AQAAAANcbn8" * 5) for number in range(20)
    )
    + b"Accept-Language: en-GB, en-US\r\nContent-Language: en-GB\r\nThread-Topic: maps\r\n"
)
_STYLES = (
    b"<html><head><style><!--\n"
    + b"".join(
        b"p.Office%d, li.Office%d {margin:0cm; font-size:11.0pt; font-family:sans-serif;}\n"
        % ((number,) * 2)
        for number in range(90)
    )
    + b"--></style></head><body>\n"
)


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

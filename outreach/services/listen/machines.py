"""Answers by machines: a pause until the day they name, never a reply and never a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.listening.reading import Note
from outreach.services.listen.ears import Ears
from outreach.services.listen.letters import Read, read_letter, said_by
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Recorded, record
from outreach.services.listen.replies import columns
from outreach.store import people, points
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from policies.facts import PointState
from policies.statement import Pause

NO_DATE = "an automatic answer that names no day of return"
LEFT = "their own mail server says that they no longer work there"


def auto_reply(ears: Ears, row: InboundRow, letter: Letter) -> Outcome:
    """Pause until the return date where one is given; else leave it to a human.

    Whoever has left is not written to at that address again, and a human looks before anybody else
    is; nobody they name instead is contacted.
    """
    found = read_letter(ears, row, letter)
    if found is None:
        address = {"from_address": letter.sender.address}
        return Outcome(InboundKind.AUTO_REPLY, InboundState.UNMATCHED, address)
    pauses = [one for one in found.reading.understood if isinstance(one.meaning, Pause)]
    read = found.meaning(pauses)
    left = any(noticed.note is Note.LEFT for noticed in found.reading.noticed)

    def work(conn: Connection, now: datetime) -> Done:
        if left:
            _gone(conn, read)
        recorded = _paused(conn, ears, read, now) if pauses else ()
        return Done(recorded, "" if pauses or left else NO_DATE)

    stops = frozenset({read.who.person_id} if pauses or left else ())
    return Outcome(InboundKind.AUTO_REPLY, columns=columns(read), stops=stops, work=work)


def _paused(conn: Connection, ears: Ears, read: Read, now: datetime) -> tuple[Recorded, ...]:
    """Keep the pause as nobody's own word: a machine outdates nothing that a person said."""
    said = said_by(conn, ears, replace(read, proof=None), now, confirm=False)
    return (record(conn, said, now),)


def _gone(conn: Connection, read: Read) -> None:
    if read.who.point is not None:
        points.mark(conn, read.who.point.id, PointState.WRONG_PERSON)
    people.change(conn, read.who.person_id, {"identity_unclear_because": LEFT})

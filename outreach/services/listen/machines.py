"""Answers by machines: a pause until the day they name, never a reply and never a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.services.listen.ears import Ears
from outreach.services.listen.left import follow
from outreach.services.listen.letters import (
    Read,
    only_tightening,
    question,
    said_by,
)
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import owner_for
from outreach.services.listen.record import record
from outreach.services.listen.replies import columns
from outreach.store import people, points
from outreach.store.inbound import InboundKind
from policies.facts import PointState
from policies.statement import WrongPerson

NO_DATE = "an automatic answer that names no day of return"
LEFT = "their own mail server says that they no longer work there"


def auto_reply(ears: Ears, found: Read) -> Outcome:
    """Pause until the return date where one is given; else leave it to a human.

    What it says is nobody's own word: a machine outdates nothing that a person said. Whoever has
    left is not written to at that address again, and a human looks before anybody else is; nobody
    they name instead is contacted. Where they worked becomes a matter on somebody's agenda.
    """
    heard = only_tightening(found.reading.understood)
    read = found.meaning(heard)
    left = any(isinstance(one.meaning, WrongPerson) for one in heard)

    def work(conn: Connection, now: datetime) -> Done:
        if left:
            _gone(conn, read, now)
        if not heard:
            return Done(question=NO_DATE)
        said = said_by(conn, ears, replace(read, proof=None), now, confirm=False)
        return Done((record(conn, said, now),), question(conn, said))

    stops = frozenset({read.who.person_id} if heard else ())
    return Outcome(InboundKind.AUTO_REPLY, columns=columns(read), stops=stops, work=work)


def _gone(conn: Connection, read: Read, now: datetime) -> None:
    if read.who.point is not None:
        points.mark(conn, read.who.point.id, PointState.WRONG_PERSON, now)
    person_id = read.who.person_id
    people.change(conn, person_id, {"identity_unclear_because": LEFT})
    owner = owner_for(conn, person_id, read.who.attempt_id)
    follow(conn, person_id, read.reading, owner, read.row.id, now)

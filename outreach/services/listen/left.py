"""Somebody has left their job: what they were there ends, and the organisation is a human's matter.

Whom they name instead is kept with who named them, and contacted by nobody but a human who has
asked. Where they worked still binds them: what was said there for all is not lifted by leaving.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.matters import Matter, MatterKind
from outreach.domain.roles import Role
from outreach.ids import new_id
from outreach.listening.reading import Note, Reading
from outreach.services.listen.owed import Owner
from outreach.store import cadences, ledger, matters, people, roles
from policies.statement import WrongPerson

EMPLOYED = "works there"
"""What somebody was of whom we knew no more than where."""


def has_left(reading: Reading) -> bool:
    """Return whether it says that whoever we wrote to no longer works there."""
    noted = any(one.note is Note.LEFT for one in reading.noticed)
    return noted and any(isinstance(one.meaning, WrongPerson) for one in reading.understood)


def follow(
    conn: Connection,
    person_id: str,
    reading: Reading,
    owner: Owner,
    inbound_id: str,
    now: datetime,
) -> None:
    """End what they were where they worked, and put the organisation on an agenda, once."""
    if any(one.kind is MatterKind.HAS_LEFT for one in matters.open_of(conn, person_id)):
        return
    person = people.get(conn, person_id)
    _end_roles(conn, person_id, person.organisation_id, person.created_at, now)
    cadences.refresh(conn, [person_id], now)
    named = reading.referral
    one = Matter(
        id=new_id("o"),
        kind=MatterKind.HAS_LEFT,
        person_id=person_id,
        since=now,
        organisation_id=person.organisation_id,
        words=reading.own_words,
        named_name=(named.name if named else None) or "",
        named_address=(named.email if named else None) or "",
        inbound_id=inbound_id,
        owner=owner.member_id,
    )
    matters.add(conn, one)
    body = {"person": person_id, "organisation": one.organisation_id, "owner": one.owner}
    ledger.add(conn, ledger.Entry(now, "has left", one.id, body))


def _end_roles(
    conn: Connection, person_id: str, organisation_id: str | None, met_at: datetime, now: datetime
) -> None:
    if organisation_id is None:
        return
    because = "no longer works there"
    if roles.end(conn, person_id, organisation_id, because, now):
        return
    was = Role(
        *(new_id("r"), person_id, EMPLOYED, met_at, organisation_id),
        until=now,
        ended_because=because,
    )
    roles.add(conn, was)

"""A first email of a new house, to one of us, through the whole gate.

They asked for it themselves by typing the command: that is recorded, with the moment, as what it
is, a basis for service and for nothing else. The email is none of marketing, and no rule makes an
exception for it: a stop that they said holds it like any other.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.addresses import Address
from outreach.domain.attempts import Attempt
from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Member, Person
from outreach.errors import InputError
from outreach.gate.gate import Gate
from outreach.gate.outcomes import Outcome
from outreach.ids import new_id
from outreach.store import attempts, consents, inbound, ledger, people, points
from outreach.store.inbound import InboundRow
from outreach.store.ledger import Entry
from outreach.store.unit import Store
from policies.channel import Channel, Purpose

COMMAND = "`outreach try`"
SOURCE = f"you typed it into {COMMAND}"
WORDS = "try"
STALE = timedelta(minutes=10)
"""What has not gone by then is not wanted any more: they look into their mailbox now."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants it and where. `ours`: our own addresses, in lower case; `zone`: our clock."""

    address: Address
    by: Member
    ours: frozenset[str]
    zone: ZoneInfo


def is_ours(store: Store, wanted: Wanted) -> bool:
    """Return whether an address is one of us; raise `InputError` where it is somebody else's."""
    if wanted.address.address in wanted.ours:
        return True
    known = store.read(lambda conn: _theirs(conn, wanted.address))
    if any(one.source != SOURCE for one in known):
        msg = f"`{wanted.address.address}` is somebody's whom we know: {COMMAND} is for ourselves"
        raise InputError(msg)
    return bool(known)


async def write(gate: Gate, wanted: Wanted) -> Outcome:
    """Send it, and return what became of it. Raises `StorageError`."""
    now = gate.clock.now()
    attempt = await asyncio.to_thread(gate.store.write, lambda conn: _planned(conn, wanted, now))
    return (await gate.pass_batch([attempt.id]))[0]


def heard(store: Store, outcome: Outcome) -> list[InboundRow]:
    """Return what came back for this email and was read, oldest first."""
    came = store.read(lambda conn: inbound.of(conn, outcome.person_id))
    return [row for row in came if row.attempt_id == outcome.attempt_id and row.read_at]


def _planned(conn: Connection, wanted: Wanted, now: datetime) -> Attempt:
    point = _point(conn, wanted, now)
    moment = now.astimezone(wanted.zone)
    return attempts.add(
        conn,
        Attempt(
            id=new_id("a"),
            person_id=point.person_id,
            channel=Channel.EMAIL,
            purpose=Purpose.SERVICE,
            by=wanted.by.name,
            due_at=now,
            created_at=now,
            automated=False,
            point_id=point.id,
            topic=f"{moment.day} {moment:%B %Y at %H:%M:%S}",
            message=WORDS,
            has_words_for=(Channel.EMAIL,),
            words_for={Channel.EMAIL.value: WORDS},
            expires_at=now + STALE,
        ),
    )


def _point(conn: Connection, wanted: Wanted, now: datetime) -> ContactPoint:
    """Return their address as it is kept, with the basis; both are made where they are new."""
    known = [one for one in points.at(conn, wanted.address.folded) if one.channel is Channel.EMAIL]
    point = known[0] if known else _new(conn, wanted, now)
    bases = consents.of(conn, point.person_id)
    if not any((one.channel, one.purpose) == (Channel.EMAIL, Purpose.SERVICE) for one in bases):
        proof = f"{wanted.by.name} typed {COMMAND} with this address on {now:%Y-%m-%d at %H:%M} UTC"
        basis = Basis(
            *(new_id("k"), point.person_id, Channel.EMAIL, Purpose.SERVICE, now, proof),
            wanted.by.name,
        )
        consents.add(conn, basis)
        body = {"person": point.person_id, "channel": "email", "purpose": "service"}
        entry = Entry(now, "consent recorded", basis.id, body | {"by": wanted.by.name})
        ledger.add(conn, entry)
    return point


def _new(conn: Connection, wanted: Wanted, now: datetime) -> ContactPoint:
    address = wanted.address
    person = Person(new_id("p"), wanted.by.name, SOURCE, now, now, notes="One of us.")
    people.add(conn, person)
    point = ContactPoint(
        new_id("c"), person.id, Channel.EMAIL, address.address, address.folded, SOURCE, now
    )
    return points.add(conn, point)


def _theirs(conn: Connection, address: Address) -> list[Person]:
    found = {one.person_id for one in points.at(conn, address.folded)}
    return list(people.get_many(conn, found).values())

"""Promised calls and meetings as a calendar that other programs read (RFC 5545); it writes nothing.

A calendar lies on other people's servers: it holds the person's name and what was promised, never a
number, an address or their words. Moments are in UTC, days are the person's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.hidden import without_any_number
from outreach.domain.people import Person
from outreach.services.agenda.desk import Desk, Zones, desk_of
from outreach.store import commitments, people
from outreach.store.unit import Store
from policies.channel import Channel
from policies.english import ENGLISH

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
"""What is owed since then, and until then."""
LASTS = timedelta(minutes=30)
MOST = 1_000
_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Entry:
    promise: Commitment
    person: Person
    covers: str


def calendar(store: Store, rep: str, now: datetime, zones: Zones, host: str) -> bytes:
    """Return the calendar of one of us (a name or id), their own and of whom they cover.

    `host` stands in the lasting name of each event: the domain of the house.
    """
    entries = store.read(lambda conn: list(_entries(conn, desk_of(conn, rep, now), now)))
    found = Calendar()
    found.add("prodid", f"-//{host}//outreach//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"Promised by {rep}")
    found.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    for one in entries:
        found.add_component(_event(one, now, zones, host))
    return bytes(found.to_ical())


def _entries(conn: Connection, desk: Desk, now: datetime) -> Iterator[_Entry]:
    owed = commitments.on_agenda(conn, desk.mine, now - BACK, now + AHEAD, limit=MOST)
    mine = [one for one in owed if one.owner in desk.mine and _has_its_hour(one)]
    whom = people.get_many(conn, {one.person_id for one in mine})
    for one in mine:
        yield _Entry(one, whom[one.person_id], desk.covers(one.owner))


def _has_its_hour(one: Commitment) -> bool:
    """Return whether it is a call or a meeting; what is written has a day on the agenda only."""
    return one.kind is CommitmentKind.MEETING or (
        one.channel is Channel.PHONE and one.kind is not CommitmentKind.REQUEST
    )


def _event(entry: _Entry, now: datetime, zones: Zones, host: str) -> Event:
    one, there = entry.promise, zones(entry.person)
    event = Event()
    event.add("uid", f"{one.id}@{host}")
    event.add("dtstamp", now)
    event.add("created", one.made_at)
    event.add("summary", f"{_called(one)}: {without_any_number(entry.person.name)}")
    lines = [without_any_number(_told(one))]
    if one.named_hour:
        event.add("dtstart", one.due_at)
        event.add("dtend", one.due_at + LASTS)
        lines += [
            f"{one.due_at.astimezone(zone):%H:%M} {ENGLISH.clock(zone)}" for zone in there[:3]
        ]
    else:
        day = one.due_at.astimezone(there[0]).date() if there else one.due_at.date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    lines += [f"for {entry.covers}"] if entry.covers else []
    event.add("description", "\n".join(lines))
    return event


def _called(one: Commitment) -> str:
    return "Meeting" if one.kind is CommitmentKind.MEETING else "Call"


def _told(one: Commitment) -> str:
    if one.kind is CommitmentKind.CALLBACK:
        return f"They asked for {one.what}."
    return f"Promised: {one.what}."

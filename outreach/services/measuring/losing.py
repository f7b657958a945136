"""Whom we lost in a period, and after what: by sequence, step, rep or channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.losses import Left, Lost, first_of_each, grouped, last_before
from outreach.domain.obeying import Kept, known_by, stops, wishes
from outreach.domain.shares import Share
from outreach.services.measuring.asked import Asked
from outreach.services.measuring.figures import Lossy
from outreach.services.measuring.zones import Clocks, Zones, clocks
from outreach.store import measured_contacts, measured_words


def lost_people(conn: Connection, asked: Asked, zones: Zones) -> Lossy:
    """Return who left soon after a contact of the period, of all whom it reached."""
    lost, unprompted = lost_in(conn, asked, zones)
    reached = measured_contacts.people_reached(conn, asked.since, asked.until)
    wished = _reached_with_a_wish(conn, asked, zones)
    heeded = sum(one.had_a_wish for one in lost)
    lately = max(asked.since, asked.until - asked.within)
    groups = measured_contacts.reached(conn, asked.since, asked.until, asked.by)
    return Lossy(
        lost=Share(len(lost), reached),
        with_a_wish=Share(heeded, wished),
        without=Share(len(lost) - heeded, reached - wished),
        groups=tuple(grouped(lost, groups, asked.by)),
        too_early=measured_contacts.people_reached(conn, lately, asked.until),
        unprompted=unprompted,
    )


def lost_in(conn: Connection, asked: Asked, zones: Zones) -> tuple[list[Lost], int]:
    """Return who left after a contact of the period, and how many left without one."""
    found: list[Lost] = []
    left = list(first_of_each(_left(conn, asked)))
    people = [one.person_id for one in left]
    contacts = measured_contacts.begun_by(
        conn, people, asked.since - asked.within, asked.until + asked.within
    )
    said, live = measured_words.said_by(conn, people), clocks(conn, people, zones)
    unprompted = 0
    for one in left:
        if _had_left(said[one.person_id], one):
            continue
        after = last_before(one, contacts.get(one.person_id, []), asked.within)
        if after is None:
            unprompted += one.at < asked.until
        elif asked.since <= after.at < asked.until:
            wished = _wished(said[one.person_id], after.at, live[one.person_id])
            found.append(Lost(one, after, wished))
    return found, unprompted


def _left(conn: Connection, asked: Asked) -> Iterator[Left]:
    """Yield every stop and complaint of the period, and of the days after it."""
    for page in measured_words.heard_within(conn, asked.since, asked.until + asked.within):
        for one in page:
            if stops(one.kept.statement):
                yield Left(one.person_id, one.kept.heard_at, one.kept.statement.id)


def _had_left(said: Iterable[Kept], left: Left) -> bool:
    """Say whether they had stopped us before: they repeat it."""
    return any(one.heard_at < left.at and stops(one.statement) for one in said)


def _reached_with_a_wish(conn: Connection, asked: Asked, zones: Zones) -> int:
    """Return how many people were reached while a wish of theirs stood, at the last contact."""
    count = 0
    pages = measured_contacts.reached_who_had_spoken(conn, asked.since, asked.until)
    for people in pages:
        contacts = measured_contacts.begun_by(conn, people, asked.since, asked.until)
        said, live = measured_words.said_by(conn, people), clocks(conn, people, zones)
        count += sum(
            _wished(said[person], contacts[person][-1].at, live[person]) for person in people
        )
    return count


def _wished(said: Sequence[Kept], at: datetime, live: Clocks) -> bool:
    return wishes(known_by(said, at), at, live)

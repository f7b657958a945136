"""What was heard in a period, and whether it was obeyed: every contact since is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.obeying import Begun, Kept, against, binds, stops
from outreach.domain.shares import Share, spread
from outreach.services.measuring.asked import Asked
from outreach.services.measuring.figures import Stops, Words
from outreach.services.measuring.zones import Clocks, Zones, clocks
from outreach.store import measured_contacts, measured_words
from outreach.store.measured_words import Heard

_LOOKED_BACK = timedelta(days=366)
"""How far contacts are counted towards a limit that somebody set."""


@dataclass(slots=True)
class Counting:
    """What has been counted so far, page by page."""

    heard: int = 0
    binding: int = 0
    obeyed: int = 0
    withdrawn: int = 0
    people: set[str] = field(default_factory=set)
    against: dict[str, Begun] = field(default_factory=dict)
    to_bind: list[timedelta] = field(default_factory=list)
    to_silence: list[timedelta] = field(default_factory=list)

    def words(self) -> Words:
        """Return what was heard."""
        around = sum(one.around for one in self.against.values())
        obeyed = Share(self.obeyed, self.binding)
        return Words(self.heard, len(self.people), obeyed, len(self.against), around)

    def stops(self) -> Stops:
        """Return how long stops took."""
        return Stops(spread(self.to_bind), spread(self.to_silence))


def count(conn: Connection, asked: Asked, zones: Zones) -> Counting:
    """Go through all that was heard in the period, some hundreds at a time."""
    counting = Counting()
    for page in measured_words.heard_within(conn, asked.since, asked.until):
        counting.heard += len(page)
        counting.people.update(one.person_id for one in page)
        statements = [one.kept.statement.id for one in page]
        counting.withdrawn += measured_words.withdrawn_for(conn, statements)
        _obeyed(conn, counting, [one for one in page if binds(one.kept.statement)], asked, zones)
    return counting


def _obeyed(
    conn: Connection, counting: Counting, page: list[Heard], asked: Asked, zones: Zones
) -> None:
    people = {one.person_id for one in page}
    said = measured_words.said_by(conn, people)
    first = min((one.kept.heard_at for one in page), default=asked.since)
    contacts = measured_contacts.begun_by(conn, people, first - _LOOKED_BACK, asked.until)
    live = clocks(conn, people, zones)
    broken: dict[str, list[Begun]] = {}
    for person in people:
        theirs = contacts.get(person, [])
        for contact, statements in _went_against(said[person], theirs, first, live[person]):
            for statement in statements:
                broken.setdefault(statement, []).append(contact)
    for one in page:
        _add(counting, one, broken.get(one.kept.statement.id, []))


def _went_against(
    said: list[Kept], contacts: list[Begun], since: datetime, live: Clocks
) -> Iterator[tuple[Begun, list[str]]]:
    for number, one in enumerate(contacts):
        if one.at >= since:
            found = against(said, one, contacts[: number + 1], live)
            if found:
                yield one, found


def _add(counting: Counting, one: Heard, broken: list[Begun]) -> None:
    counting.binding += 1
    counting.obeyed += not broken
    counting.against.update({each.id: each for each in broken})
    if not stops(one.kept.statement):
        return
    if one.received_at is not None:
        counting.to_bind.append(max(timedelta(), one.kept.heard_at - one.received_at))
    last = max((each.at for each in broken), default=one.kept.heard_at)
    counting.to_silence.append(last - one.kept.heard_at)

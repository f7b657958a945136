"""Who wrote to us and waits for an answer; after three business days it is the manager's matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.people import Member, Person
from outreach.store import inbound, people, team
from outreach.store.inbound import InboundRow
from outreach.store.unit import Store

PATIENCE = 3
"""Business days."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A letter nobody of us answered. `late`: the manager should see to it."""

    letter: InboundRow
    person: Person
    owner: Member | None
    late: bool


def unanswered(
    store: Store, now: datetime, business_days_after: Callable[[int, datetime], datetime]
) -> list[Unanswered]:
    """Return what waits for an answer, the longest waiting first."""

    def work(conn: Connection) -> list[Unanswered]:
        letters = inbound.unanswered(conn)
        wrote = people.get_many(conn, {str(one.person_id) for one in letters})
        owners = team.by_ids(conn, {one.owner_id for one in wrote.values() if one.owner_id})
        return [
            Unanswered(
                one,
                wrote[str(one.person_id)],
                owners.get(wrote[str(one.person_id)].owner_id or ""),
                now >= business_days_after(PATIENCE, one.received_at),
            )
            for one in letters
        ]

    return store.read(work)

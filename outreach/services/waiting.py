"""Who wrote to us and waits for an answer; after three business days it is the manager's matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.commitments import AN_ANSWER, Commitment, CommitmentKind
from outreach.domain.people import Member, Person
from outreach.ids import new_id
from outreach.store import absences, commitments, inbound, ledger, people
from outreach.store.inbound import InboundRow
from outreach.store.unit import Store
from policies.channel import Channel

PATIENCE = 3
"""Business days."""


HANDED = "letter handed to the manager"
After = Callable[[int, datetime], datetime]
"""So many business days after a moment."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A letter nobody of us answered. `late`: the `owner` is the manager, where there is one.

    Else it is whoever looks after the person, or covers for them; nothing waits for the absent.
    """

    letter: InboundRow
    person: Person
    owner: Member | None
    late: bool


def unanswered(store: Store, now: datetime, business_days_after: After) -> list[Unanswered]:
    """Return what waits for an answer, the longest waiting first."""
    return store.read(lambda conn: _unanswered(conn, now, business_days_after))


def _unanswered(conn: Connection, now: datetime, after: After) -> list[Unanswered]:
    letters = inbound.unanswered(conn)
    wrote = people.get_many(conn, {str(one.person_id) for one in letters})
    roster = absences.roster(conn, now)
    manager = roster.manager(now)
    found = []
    for one in letters:
        person, late = wrote[str(one.person_id)], now >= after(PATIENCE, one.received_at)
        theirs = roster.keeps(person.owner_id, now)
        whose = (manager or theirs) if late else theirs
        found.append(Unanswered(one, person, roster.members.get(whose or ""), late))
    return found


def hand_over_late(store: Store, now: datetime, business_days_after: After) -> list[str]:
    """Put letters that waited too long on the manager's agenda, once each; return their ids.

    A house without a manager puts them on everybody's.
    """
    found = unanswered(store, now, business_days_after)
    late = [one.letter for one in found if one.late]
    if not late:
        return []

    def work(conn: Connection) -> list[str]:
        told = ledger.entries_of(conn, [one.id for one in late])
        before = {row["subject"] for row in told if row["kind"] == HANDED}
        manager = absences.roster(conn, now).manager(now)
        fresh = [one for one in late if one.id not in before]
        for letter in fresh:
            owed = _owed(letter, manager, now, business_days_after(1, now))
            commitments.add(conn, owed)
            body = {"person": letter.person_id, "to": manager}
            ledger.add(conn, ledger.Entry(now, "promise made", owed.id, body))
            ledger.add(conn, ledger.Entry(now, HANDED, letter.id, body))
        return [one.id for one in fresh]

    return store.write(work)


def _owed(letter: InboundRow, manager: str | None, now: datetime, due_at: datetime) -> Commitment:
    return Commitment(
        id=new_id("m"),
        person_id=str(letter.person_id),
        kind=CommitmentKind.REQUEST,
        what=AN_ANSWER,
        due_at=due_at,
        made_at=now,
        channel=Channel(letter.door) if letter.door in set(Channel) else Channel.EMAIL,
        owner=manager,
        anyone=manager is None,
        statement_id=letter.statement_id,
    )

"""What we owe people: to whom, whose it is, who keeps it now, in whose words, and how late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment
from outreach.domain.hidden import without_numbers
from outreach.domain.history import LastSaid
from outreach.domain.people import ContactPoint, Member, Person, numbers_among
from outreach.store import absences, commitments, people, points, statements
from outreach.store.unit import Store
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise as somebody of us sees it.

    `owner` gave it; `keeper` keeps it now: whoever covers, where the owner is away, and None where
    anybody may. `words` are theirs, or empty.
    """

    promise: Commitment
    person: Person
    owner: Member | None
    keeper: Member | None
    words: str
    overdue: bool
    told: str = ""
    """The words as they are told: in quotes where they are their own, else with who says so."""


def owed(store: Store, now: datetime, *, to: str | None = None) -> list[Owed]:
    """Return what we owe, the soonest due first; `to` one person (an id) or to everybody."""

    def work(conn: Connection) -> list[Owed]:
        found = commitments.owed(conn, person_id=to)
        roster = absences.roster(conn, now)
        whom = people.get_many(conn, {one.person_id for one in found})
        said = statements.by_ids(conn, {one.statement_id for one in found if one.statement_id})
        reached = points.of_many(conn, {one.person_id for one in found})
        return [
            Owed(
                one,
                whom[one.person_id],
                roster.members.get(one.owner or ""),
                None if one.anyone else roster.members.get(roster.keeps(one.owner, now) or ""),
                _words(said.get(one.statement_id or ""), reached.get(one.person_id, [])),
                now >= one.overdue_from,
                _told(said.get(one.statement_id or ""), reached.get(one.person_id, [])),
            )
            for one in found
        ]

    return store.read(work)


def _words(said: Statement | None, reached: Sequence[ContactPoint]) -> str:
    """Return what they said, without a number of theirs: pressing the call shows it."""
    return without_numbers(said.words, numbers_among(reached)) if said else ""


def _told(said: Statement | None, reached: Sequence[ContactPoint]) -> str:
    words = _words(said, reached)
    return LastSaid(words, said.said_at, said.via).told if said and words else ""

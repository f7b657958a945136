"""What left beside what was said: which came first, by the versions that both of them raised.

A statement raises its person's version, and so does the redemption of a clearance. Whatever was
judged under version n is redeemed as n + 1. A statement that raised the version to n + 1 therefore
came first, and what was judged under n must not have left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, or_, select

from outreach.domain.obeying import Begun
from outreach.store import measured_contacts
from outreach.store.ledger import entries_of
from outreach.store.pieces import pieces
from outreach.store.tables import attempt, bar, decision
from policies.channel import Purpose
from policies.facts import SOMEBODY_ELSE

_PAGE = 500
HEARD = "heard"
"""The kind of the ledger's entry about a statement."""
_BY_HAND = ("person", "point")


@dataclass(frozen=True, slots=True)
class Left:
    """A contact that left. `judged_under`: the version of whom, both none where not on file."""

    begun: Begun
    judged_under: int | None
    judged_of: str | None


@dataclass(frozen=True, slots=True)
class Raised:
    """To what a statement raised whose version."""

    version: int
    person_id: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A contact that left after a mark was set by hand on its person or address."""

    attempt_id: str
    marked_at: datetime
    begun_at: datetime


def left_to(
    conn: Connection, people: Iterable[str], since: datetime, until: datetime
) -> dict[str, list[Left]]:
    """Return what left through the gate to these people, each person's in its order."""
    begun = measured_contacts.begun_by(conn, people, since, until)
    under = _judged_under(conn, (one.id for several in begun.values() for one in several))
    found: dict[str, list[Left]] = defaultdict(list)
    for person, several in begun.items():
        for one in several:
            judged = under.get(one.id)
            version = judged["judged_person"] if judged else None
            found[person].append(Left(one, version, judged["person_id"] if judged else None))
    return found


def _judged_under(conn: Connection, ids: Iterable[str]) -> dict[str, RowMapping]:
    found: dict[str, RowMapping] = {}
    query = select(attempt.c.id, attempt.c.judged_person, decision.c.person_id).join(
        decision, decision.c.id == attempt.c.decision_id
    )
    for some in pieces(ids, _PAGE):
        for row in conn.execute(query.where(attempt.c.id.in_(some))).mappings():
            found[row["id"]] = row
    return found


def raised_by(conn: Connection, statements: Iterable[str]) -> dict[str, Raised]:
    """Return to what each of these raised its person's version, where its entry tells."""
    found = {}
    for some in pieces(statements, _PAGE):
        for row in entries_of(conn, some):
            told: dict[str, Any] = row["body"] or {}
            if row["kind"] == HEARD and "version" in told:
                found[row["subject"]] = Raised(told["version"], told["person"])
    return found


def marks(conn: Connection) -> int:
    """Return how many marks on a person or an address were set by hand and stand."""
    return conn.scalar(select(func.count()).where(_set_by_hand())) or 0


def left_after_marks(conn: Connection) -> Iterator[Marked]:
    """Yield what left on our own account after somebody marked that person or address."""
    query = (
        select(attempt.c.id, bar.c.since, attempt.c.sending_since)
        .join(
            bar, or_(bar.c.person_id == attempt.c.person_id, bar.c.point_id == attempt.c.point_id)
        )
        .where(
            _set_by_hand(),
            attempt.c.sending_since > bar.c.since,
            ~attempt.c.outside,
            attempt.c.purpose.in_([Purpose.MARKETING, Purpose.SERVICE]),
        )
        .order_by(attempt.c.id)
    )
    for row in conn.execute(query.execution_options(yield_per=1_000)):
        yield Marked(*row)


def _set_by_hand() -> Any:  # noqa: ANN401 -- a condition, as SQLAlchemy makes them
    given = bar.c.covers.in_(_BY_HAND) & bar.c.import_id.is_(None)
    return given & (bar.c.by != SOMEBODY_ELSE)

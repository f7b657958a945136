"""What was said in a period and what it set off, page by page, by when it was on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, tuple_

from outreach.domain.obeying import Kept
from outreach.store import ledger, statements
from outreach.store.pieces import pieces
from outreach.store.tables import decision, inbound, point, statement
from policies.statement import Source

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Heard:
    """A statement on record since `kept.heard_at`; `received_at`: when the message came in."""

    person_id: str
    kept: Kept
    received_at: datetime | None


_PLACE = tuple_(statement.c.heard_at, statement.c.id)


def heard_within(conn: Connection, since: datetime, until: datetime) -> Iterator[list[Heard]]:
    """Yield, a page at a time, what was heard from a moment on and before another.

    What a list brought in was said to somebody else, and is left out.
    """
    query = (
        select(statement, point.c.address.label("came_by"), inbound.c.received_at)
        .select_from(
            statement.outerjoin(point, statement.c.point_id == point.c.id).outerjoin(
                inbound, statement.c.inbound_id == inbound.c.id
            )
        )
        .where(
            statement.c.heard_at < until,
            statement.c.source != Source.IMPORT,
        )
        .order_by(statement.c.heard_at, statement.c.id)
        .limit(_PAGE)
    )
    after = (since, "")
    while rows := conn.execute(query.where(after < _PLACE)).mappings().all():
        after = (rows[-1]["heard_at"], rows[-1]["id"])
        yield [
            Heard(row["person_id"], Kept(statements.read(row), row["heard_at"]), row["received_at"])
            for row in rows
        ]


def said_by(conn: Connection, people: Iterable[str]) -> dict[str, list[Kept]]:
    """Return all that these people ever said, in the order in which it came on record."""
    found: dict[str, list[Kept]] = defaultdict(list)
    query = select(statement, point.c.address.label("came_by")).select_from(
        statement.outerjoin(point, statement.c.point_id == point.c.id)
    )
    for ids in pieces(sorted(set(people)), _PAGE):
        mine = query.where(statement.c.person_id.in_(ids))
        for row in conn.execute(mine.order_by(statement.c.heard_at, statement.c.id)).mappings():
            found[row["person_id"]].append(Kept(statements.read(row), row["heard_at"]))
    return found


def withdrawn_for(conn: Connection, statement_ids: Iterable[str]) -> int:
    """Return how many planned contacts were withdrawn because of these statements."""
    taken_back: set[str] = set()
    for ids in pieces(statement_ids, _PAGE):
        for row in ledger.entries_of(conn, ids):
            if row["kind"] == "heard":
                taken_back.update((row["body"] or {}).get("withdrawn", ()))
    return len(taken_back)


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that let nothing leave: of which attempt, and which rules objected."""

    attempt_id: str
    person_id: str
    verdict: str
    rules: tuple[str, ...]


_DECIDED = tuple_(decision.c.at, decision.c.id)


def refused_within(
    conn: Connection, since: datetime, until: datetime, verdicts: Iterable[str]
) -> Iterator[list[Refused]]:
    """Yield, a page at a time, the decisions of a period with one of these verdicts."""
    query = (
        select(
            decision.c.at,
            decision.c.id,
            decision.c.attempt_id,
            decision.c.person_id,
            decision.c.verdict,
            decision.c.rules,
        )
        .where(decision.c.at < until, decision.c.verdict.in_(list(verdicts)))
        .order_by(decision.c.at, decision.c.id)
        .limit(_PAGE)
    )
    after = (since, "")
    while rows := conn.execute(query.where(after < _DECIDED)).all():
        after = (rows[-1].at, rows[-1].id)
        yield [
            Refused(row.attempt_id, row.person_id, row.verdict, tuple(row.rules or ()))
            for row in rows
        ]

"""Whom we were in touch with in a period: counted by the database, by when a contact was begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, func, select

from outreach.domain.losses import By, Origin
from outreach.domain.obeying import Begun
from outreach.store.pieces import pieces
from outreach.store.tables import attempt, statement
from policies.channel import Channel, Purpose

_PAGE = 500
_GROUPS: dict[By, list[ColumnElement[Any]]] = {
    By.SEQUENCE: [attempt.c.sequence_name],
    By.STEP: [attempt.c.sequence_name, attempt.c.step],
    By.REP: [attempt.c.by],
    By.CHANNEL: [attempt.c.channel],
}
_OURS = attempt.c.purpose != Purpose.ACKNOWLEDGE
"""The confirmation of a stop is theirs: it is no contact that anybody could be lost after."""
_COLUMNS = (
    attempt.c.id,
    attempt.c.person_id,
    attempt.c.sending_since,
    attempt.c.channel,
    attempt.c.purpose,
    attempt.c.by,
    attempt.c.sequence_name,
    attempt.c.step,
    attempt.c.topic,
    attempt.c.answers,
    attempt.c.outside,
)


def begun_by(
    conn: Connection, people: Iterable[str], since: datetime, until: datetime
) -> dict[str, list[Begun]]:
    """Return the contacts of these people from a moment on and before another, in their order."""
    found: dict[str, list[Begun]] = defaultdict(list)
    for ids in pieces(sorted(set(people)), _PAGE):
        query = select(*_COLUMNS).where(
            attempt.c.person_id.in_(ids),
            attempt.c.sending_since >= since,
            attempt.c.sending_since < until,
        )
        for row in conn.execute(query.order_by(attempt.c.sending_since, attempt.c.id)).mappings():
            found[row["person_id"]].append(_begun(row))
    return found


def _begun(row: RowMapping) -> Begun:
    return Begun(
        id=row["id"],
        person_id=row["person_id"],
        at=row["sending_since"],
        channel=Channel(row["channel"]),
        purpose=Purpose(row["purpose"]),
        by=row["by"],
        sequence=row["sequence_name"],
        step=row["step"],
        topic=row["topic"],
        answers=row["answers"],
        around=row["outside"],
    )


def reached(conn: Connection, since: datetime, until: datetime, by: By) -> dict[str, int]:
    """Return how many people each sequence, step, rep or channel reached in a period, by name."""
    columns = _GROUPS[by]
    query = _within(
        select(*columns, func.count(attempt.c.person_id.distinct()).label("people")), since, until
    )
    return {
        _name(row, by): row["people"] for row in conn.execute(query.group_by(*columns)).mappings()
    }


def _name(row: RowMapping, by: By) -> str:
    return Origin(
        row.get("sequence_name"), row.get("step"), row.get("by") or "", row.get("channel") or ""
    ).named(by)


def people_reached(conn: Connection, since: datetime, until: datetime) -> int:
    """Return how many people we were in touch with in a period."""
    counted = select(func.count(attempt.c.person_id.distinct()))
    return conn.scalar(_within(counted, since, until)) or 0


def reached_who_had_spoken(
    conn: Connection, since: datetime, until: datetime
) -> Iterator[list[str]]:
    """Yield, a page at a time, who was reached in a period and had said something by its end."""
    spoke = exists().where(
        statement.c.person_id == attempt.c.person_id, statement.c.heard_at < until
    )
    query = _within(select(attempt.c.person_id).distinct(), since, until).where(spoke)
    after = ""
    while ids := list(
        conn.scalars(
            query.where(attempt.c.person_id > after).order_by(attempt.c.person_id).limit(_PAGE)
        )
    ):
        after = ids[-1]
        yield ids


def _within(query: Select[Any], since: datetime, until: datetime) -> Select[Any]:
    return query.where(attempt.c.sending_since >= since, attempt.c.sending_since < until, _OURS)

"""Texts as a carrier knows them: by the number they went to, and by its own name for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select, update

from outreach.store.tables import attempt, person, point
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Thread:
    """The last text to a number: what somebody who texts us from there most likely answers."""

    attempt_id: str
    person_id: str


def last_text_to(conn: Connection, folded: Iterable[str]) -> Thread | None:
    """Return the last text that left for one of these numbers (folded), whoever it was for."""
    query = (
        select(attempt.c.id, attempt.c.person_id)
        .select_from(point.join(attempt, attempt.c.point_id == point.c.id))
        .where(
            point.c.folded.in_(list(folded)),
            attempt.c.channel == Channel.SMS,
            attempt.c.sending_since.is_not(None),
        )
        .order_by(attempt.c.sending_since.desc(), attempt.c.id.desc())
        .limit(1)
    )
    found = conn.execute(query).first()
    return None if found is None else Thread(found.id, found.person_id)


def text_of(conn: Connection, attempt_id: str | None, reference: str) -> RowMapping | None:
    """Return the attempt that a report is about: by our own mark, else by the carrier's name."""
    known = attempt.c.id == attempt_id if attempt_id else attempt.c.reference == reference
    query = select(attempt).where(known, attempt.c.channel == Channel.SMS).limit(1)
    return conn.execute(query).mappings().first()


@dataclass(frozen=True, slots=True)
class Told:
    """How far a carrier says a text got, in the words of `channels.arrivals.Delivery`."""

    delivery: str
    code: str | None
    at: datetime
    reference: str


def locked(conn: Connection, attempt_id: str, first: str | None = None) -> RowMapping:
    """Lock an attempt and return it as it stands now.

    `first` is a person who is going to change with it: people are locked before attempts.
    """
    if first is not None:
        conn.execute(select(person.c.id).where(person.c.id == first).with_for_update()).all()
    query = select(attempt).where(attempt.c.id == attempt_id).with_for_update()
    return conn.execute(query).mappings().one()


def tell(conn: Connection, attempt_id: str, told: Told) -> None:
    """Write down how far a text got. Whoever calls has locked it, and knows that it is forward."""
    values = {"delivery": told.delivery, "delivery_code": told.code, "delivery_at": told.at}
    query = update(attempt).where(attempt.c.id == attempt_id)
    known = func.coalesce(attempt.c.reference, told.reference)
    conn.execute(query.values(reference=known, **values))


def begin(conn: Connection, ids: Iterable[str], delivery: str, at: datetime) -> None:
    """Write down how far texts are that were just taken, unless their reports were quicker."""
    query = update(attempt).where(attempt.c.id.in_(list(ids)), attempt.c.delivery.is_(None))
    conn.execute(query.values(delivery=delivery, delivery_at=at))

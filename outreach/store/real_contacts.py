"""When somebody and we were last really in touch."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from outreach.domain.attempts import AttemptState
from outreach.domain.calls import SPOKE
from outreach.domain.commitments import CommitmentKind, CommitmentState
from outreach.domain.notes import OF_CONTACT
from outreach.store.inbound import InboundKind
from outreach.store.tables import attempt, commitment, inbound, note
from policies.channel import Channel

_NOTED = "rep"
"""The door by which one of us notes what they were told."""


def last_contacts(conn: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Return when each of these people and we were last really in touch.

    That is their own words, a talk on the phone, what one of us wrote by hand, a meeting that was
    held; a letter by the house itself is none, whether or not it arrived.
    """
    found: dict[str, datetime] = {}
    for query in (_heard(ids), _spoke(ids), _met(ids), _noted(ids)):
        for person_id, at in conn.execute(query):
            found[person_id] = max(at, found.get(person_id, at))
    return found


def _heard(ids: Collection[str]) -> Select[str, datetime]:
    theirs = inbound.c.kind.in_([InboundKind.REPLY, InboundKind.CALL])
    noted = and_(inbound.c.kind == InboundKind.NOTE, inbound.c.door == _NOTED)
    return _latest(inbound.c.person_id, inbound.c.received_at, ids, or_(theirs, noted))


def _spoke(ids: Collection[str]) -> Select[str, datetime]:
    by_hand = and_(
        _plainly(attempt.c.state) == AttemptState.ACCEPTED,
        attempt.c.automated.is_(False),
        or_(attempt.c.channel != Channel.PHONE, attempt.c.outcome_code.in_(list(SPOKE))),
    )
    return _latest(attempt.c.person_id, attempt.c.sending_since, ids, by_hand)


def _met(ids: Collection[str]) -> Select[str, datetime]:
    held = and_(
        commitment.c.kind == CommitmentKind.MEETING,
        _plainly(commitment.c.state) == CommitmentState.KEPT,
    )
    return _latest(commitment.c.person_id, commitment.c.closed_at, ids, held)


def _noted(ids: Collection[str]) -> Select[str, datetime]:
    of_contact = note.c.kind.in_([one.value for one in OF_CONTACT])
    return _latest(note.c.person_id, note.c.at, ids, of_contact)


def _latest(
    who: ColumnElement[str],
    at: ColumnElement[datetime],
    ids: Collection[str],
    which: ColumnElement[bool],
) -> Select[str, datetime]:
    query = select(who, func.max(at)).where(who.in_(list(ids)), which, at.is_not(None))
    return query.group_by(who)


def _plainly(column: ColumnElement[str]) -> ColumnElement[str]:
    """Return a column as no index has it: few are a person's, and nearly all are in this state."""
    return func.coalesce(column, "")

"""What came in: raw and committed first, read later. Its key makes a second delivery harmless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import inbound
from outreach.store.trail import TO_READ
from policies.channel import Channel

_BY_DOOR = {"text": Channel.SMS, "call-in": Channel.PHONE}


def came_by(door: str) -> Channel:
    """Return the channel that a door stands on; what is neither a text nor a call is mail."""
    named = Channel(door) if door in set(Channel) else Channel.EMAIL
    return _BY_DOOR.get(door, named)


class InboundState(StrEnum):
    """How far a message was read. Values are stored: append only."""

    NEW = "new"
    READ = "read"
    """Understood, and whose it is is known."""
    UNMATCHED = "unmatched"
    """Understood, but from nobody we know."""
    FAILED = "failed"
    """Kept raw; a human must look."""
    UNCLEAR = "unclear"
    """Understood in part; the tighter reading binds until a human says what it means."""


class InboundKind(StrEnum):
    """What a message is. Values are stored: append only."""

    REPLY = "reply"
    """Somebody's own words; the only kind that waits for a human's answer."""
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBE = "unsubscribe"
    OWN_COPY = "own-copy"
    LIST = "list"
    UNREADABLE = "unreadable"
    NOTE = "note"
    """What one of us was told."""
    KEYWORD = "keyword"
    """A text that is one word, stop or start: it asks for no answer."""
    STATUS = "status"
    """What a carrier says became of a text of ours."""
    CALL = "call"
    """Somebody rang us."""
    REASSIGNED = "reassigned"
    """A number has somebody else behind it."""
    NOTICE = "notice"
    """A machine's note about a mail of ours that says nothing about anybody's wishes."""
    CHOICE = "choice"
    """What somebody chose on their own page."""


THEIR_WORD = "their own word"
"""Who ended a conversation that nobody of us may go on with."""


@dataclass(frozen=True, slots=True)
class InboundRow:
    """A message in, as it is kept.

    `answered_at`: when a human of ours answered it, or `THEIR_WORD` ended it; `settled_at`: when
    one of us settled what it asked.
    """

    id: str
    key: str
    door: str
    raw: bytes
    received_at: datetime
    state: InboundState = InboundState.NEW
    kind: InboundKind | None = None
    person_id: str | None = None
    attempt_id: str | None = None
    from_address: str | None = None
    words: str | None = None
    reading: Mapping[str, Any] | None = None
    failed_because: str | None = None
    read_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    statement_id: str | None = None
    digest: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None


_READ_BY_SOMEBODY = (InboundState.UNCLEAR, InboundState.UNMATCHED, InboundState.FAILED)

_INBOUND: Shape[InboundRow] = Shape(
    InboundRow, inbound, {"state": InboundState, "kind": InboundKind}
)


def put(
    conn: Connection,
    key: str,
    door: str,
    raw: bytes,
    received_at: datetime,
    digest: str | None = None,
) -> str | None:
    """Keep a message as it came and return its id, or None where it is here already.

    It is known again by its key, and by its digest where it has one.
    """
    row = InboundRow(new_id("i"), key, door, raw, received_at, digest=digest)
    kept = _PUT[conn.dialect.name].one(conn, _INBOUND.row(row)).fetchone()
    return kept[0] if kept else None


_COLUMNS = [column.name for column in _INBOUND.columns]
_PUT = {
    "postgresql": Prepared(
        postgresql.insert(inbound).on_conflict_do_nothing().returning(inbound.c.id), _COLUMNS
    ),
    "sqlite": Prepared(
        sqlite.insert(inbound).on_conflict_do_nothing().returning(inbound.c.id), _COLUMNS
    ),
}
"""What comes back says whether it is new: psycopg's count does not."""


def get(conn: Connection, inbound_id: str) -> InboundRow:
    """Return the message; raise `NotFoundError`."""
    found = _INBOUND.records(_GET.read(conn, {"message": inbound_id}))
    if not found:
        raise NotFoundError("message", inbound_id)
    return found[0]


_GET = Prepared(select(*_INBOUND.columns).where(inbound.c.id == bindparam("message")))


def keyed(conn: Connection, key: str) -> InboundRow | None:
    """Return the message of this key, or None."""
    return _INBOUND.one(conn, select(inbound).where(inbound.c.key == key))


def unread(conn: Connection, limit: int = 100) -> list[str]:
    """Return the ids of messages nobody has read yet, the oldest first."""
    query = select(inbound.c.id).where(inbound.c.state == InboundState.NEW)
    return list(conn.scalars(query.order_by(inbound.c.received_at, inbound.c.id).limit(limit)))


def waiting(conn: Connection) -> list[InboundRow]:
    """Return what nobody has read, or could read, and no human has dealt with; oldest first."""
    query = select(*_INBOUND.columns).where(
        inbound.c.state.in_([InboundState.NEW, InboundState.FAILED]),
        inbound.c.answered_at.is_(None),
    )
    return _INBOUND.all(conn, query.order_by(inbound.c.received_at, inbound.c.id).limit(_MOST))


_MOST = 1_000


_OLDEST_UNREAD = Prepared(
    select(func.min(inbound.c.received_at)).where(
        inbound.c.state == literal_column(f"'{InboundState.NEW}'")
    )
)


def oldest_unread(conn: Connection) -> datetime | None:
    """Return when the oldest unread message came, or None."""
    oldest: datetime | None = _OLDEST_UNREAD.read(conn, {})[0][0]
    return oldest


def claim(conn: Connection, inbound_id: str) -> bool:
    """Lock an unread message; False where somebody has read it meanwhile."""
    return bool(_CLAIM.read(conn, {"message": inbound_id}))


_CLAIM = Prepared(
    select(inbound.c.id)
    .where(inbound.c.id == bindparam("message"), inbound.c.state == literal(InboundState.NEW.value))
    .with_for_update()
)


def change(conn: Connection, inbound_id: str, values: Mapping[str, Any]) -> None:
    """Say what was understood, whose it is, or why it could not be read."""
    _setting(tuple(values)).many(conn, [{"id": inbound_id, **values}])


@cache
def _setting(columns: tuple[str, ...]) -> Prepared:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return Prepared(update(inbound).where(inbound.c.id == bindparam("this_id")).values(values))


def settle(conn: Connection, inbound_id: str, by: str, at: datetime) -> None:
    """Say that one of us settled what a message asked; what was unclear in it is understood now.

    Whoever wrote it may still wait for an answer, unless nobody on file did.
    """
    row = get(conn, inbound_id)
    values: dict[str, Any] = {"settled_at": at, "settled_by": by}
    if row.state is InboundState.UNCLEAR:
        values["state"] = InboundState.READ
    else:
        values |= {"answered_at": at, "answered_by": by}
    change(conn, inbound_id, values)


def settled_within(conn: Connection, since: datetime) -> list[timedelta]:
    """Return how long each question took that was settled since then."""
    query = select(inbound.c.received_at, inbound.c.settled_at)
    rows = conn.execute(query.where(inbound.c.settled_at > since))
    return [row.settled_at - row.received_at for row in rows]


def answered(conn: Connection, person_id: str, by: str, at: datetime) -> int:
    """Say that a human answered whatever this person had written; return how much that was."""
    return int(_ANSWERED.one(conn, {"person": person_id, "by": by, "at": at}).rowcount)


_ANSWERED = Prepared(
    update(inbound)
    .where(inbound.c.person_id == bindparam("person"), inbound.c.answered_at.is_(None))
    .values(answered_at=bindparam("at"), answered_by=bindparam("by"))
)


def of(conn: Connection, person_id: str) -> list[InboundRow]:
    """Return what came from a person, oldest first."""
    query = select(inbound).where(inbound.c.person_id == person_id)
    return _INBOUND.all(conn, query.order_by(inbound.c.received_at, inbound.c.id))


def unanswered(conn: Connection, limit: int = 100) -> list[InboundRow]:
    """Return what people wrote that no human of ours has answered, the longest waiting first."""
    query = select(inbound).where(
        inbound.c.kind == InboundKind.REPLY,
        inbound.c.person_id.is_not(None),
        inbound.c.answered_at.is_(None),
    )
    return _INBOUND.all(conn, query.order_by(inbound.c.received_at, inbound.c.id).limit(limit))


def in_state(conn: Connection, state: InboundState, limit: int = 100) -> list[InboundRow]:
    """Return messages in this state, the oldest first."""
    query = select(inbound).where(inbound.c.state == state)
    if state in _READ_BY_SOMEBODY:
        query = query.where(TO_READ)
    return _INBOUND.all(conn, query.order_by(inbound.c.received_at, inbound.c.id).limit(limit))

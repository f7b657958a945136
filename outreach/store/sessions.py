"""The browsers that our own people came in by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from outreach.domain.entering import Session
from outreach.store.shapes import Shape
from outreach.store.tables import session

_SESSION: Shape[Session] = Shape(Session, session)
_FORGOTTEN = timedelta(days=90)
"""How long a session that is over is listed; the ledger knows of it for ever."""


def add(conn: Connection, one: Session) -> None:
    """Keep a new session, and forget their old ones."""
    old = (session.c.member_id == one.member_id, session.c.expires_at < one.started_at - _FORGOTTEN)
    conn.execute(delete(session).where(*old))
    conn.execute(insert(session), _SESSION.row(one))


def find(conn: Connection, digest: str) -> Session | None:
    """Return the session with this digest, over or not, or None."""
    return _SESSION.one(conn, select(session).where(session.c.digest == digest))


def of(conn: Connection, member_id: str, limit: int = 50) -> list[Session]:
    """Return a member's sessions, the newest first."""
    query = select(session).where(session.c.member_id == member_id)
    return _SESSION.all(conn, query.order_by(session.c.started_at.desc()).limit(limit))


def seen(conn: Connection, digest: str, at: datetime) -> None:
    """Say that a session was used."""
    conn.execute(update(session).where(session.c.digest == digest).values(seen_at=at))


def end(conn: Connection, digests: Iterable[str], because: str, at: datetime) -> int:
    """End these sessions, of which some may be over; return how many were ended now."""
    open_ones = (session.c.digest.in_(list(digests)), session.c.ended_at.is_(None))
    made = update(session).where(*open_ones).values(ended_at=at, ended_because=because)
    return conn.execute(made).rowcount

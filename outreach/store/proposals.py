"""Corrections that wait for a second person, and the views that somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from outreach.errors import ConflictError, NotFoundError
from outreach.store.shapes import Shape
from outreach.store.tables import proposal, saved_view


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that one of us wants, and that somebody else has still to agree to."""

    id: str
    decision_id: str
    member_id: str
    correction: Mapping[str, Any]
    reason: str
    proof: str
    made_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters of the console that a member gave a name; `query` as it stands in the address."""

    id: str
    member_id: str
    name: str
    query: str
    made_at: datetime


_PROPOSAL: Shape[Proposal] = Shape(Proposal, proposal)
_VIEW: Shape[SavedView] = Shape(SavedView, saved_view)


def add(conn: Connection, one: Proposal) -> None:
    """Keep a proposal."""
    conn.execute(insert(proposal), _PROPOSAL.row(one))


def get(conn: Connection, proposal_id: str) -> Proposal:
    """Return a proposal; raise `NotFoundError`."""
    found = _PROPOSAL.one(conn, select(proposal).where(proposal.c.id == proposal_id))
    if found is None:
        raise NotFoundError("proposal", proposal_id)
    return found


def waiting(conn: Connection, limit: int = 100) -> list[Proposal]:
    """Return the proposals that wait, the oldest first."""
    query = select(proposal).where(proposal.c.settled_at.is_(None))
    return _PROPOSAL.all(conn, query.order_by(proposal.c.made_at).limit(limit))


def on(conn: Connection, decision_id: str) -> list[Proposal]:
    """Return what was proposed about a decision, the newest first."""
    query = select(proposal).where(proposal.c.decision_id == decision_id)
    return _PROPOSAL.all(conn, query.order_by(proposal.c.made_at.desc()))


def settle(conn: Connection, proposal_id: str, outcome: str, by: str, at: datetime) -> None:
    """Say what came of a proposal, once; raise `ConflictError` where somebody was quicker."""
    still = (proposal.c.id == proposal_id, proposal.c.settled_at.is_(None))
    made = update(proposal).where(*still).values(settled_at=at, settled_by=by, outcome=outcome)
    if conn.execute(made).rowcount != 1:
        msg = "somebody has settled this proposal already"
        raise ConflictError(msg)


def keep_view(conn: Connection, one: SavedView) -> None:
    """Keep a view in place of the one of that name."""
    theirs = (saved_view.c.member_id == one.member_id, saved_view.c.name == one.name)
    conn.execute(delete(saved_view).where(*theirs))
    conn.execute(insert(saved_view), _VIEW.row(one))


def views(conn: Connection, member_id: str) -> list[SavedView]:
    """Return a member's views by name."""
    query = select(saved_view).where(saved_view.c.member_id == member_id)
    return _VIEW.all(conn, query.order_by(saved_view.c.name).limit(50))


def drop_view(conn: Connection, member_id: str, view_id: str) -> None:
    """Drop a member's own view."""
    theirs = (saved_view.c.member_id == member_id, saved_view.c.id == view_id)
    conn.execute(delete(saved_view).where(*theirs))

"""Promises whose time has passed: late at once, and after a while anybody's to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentState
from outreach.store import commitments, ledger
from outreach.store.pieces import pieces
from outreach.store.unit import Store

PATIENCE = timedelta(hours=2)
"""For how long whoever gave an overdue promise has it to themselves, unless the house says."""
_AT_ONCE = 50
"""A write must stay short."""


def offer_overdue(store: Store, now: datetime, patience: timedelta = PATIENCE) -> list[str]:
    """Mark promises whose time has passed as broken, and offer what stays so; return those ids.

    They can still be kept, late: whoever takes one keeps it.
    """
    for some in pieces(store.read(lambda conn: commitments.due(conn, now)), _AT_ONCE):
        late = [one for one in some if now >= one.overdue_from]
        store.write(partial(_broken, late=late, now=now))
    offered: list[str] = []
    for some in pieces(store.read(commitments.not_offered), _AT_ONCE):
        long = [one for one in some if now >= one.overdue_from + patience]
        store.write(partial(_offered, long=long, now=now))
        offered += [one.id for one in long]
    return offered


def _broken(conn: Connection, late: Iterable[Commitment], now: datetime) -> None:
    for one in late:
        commitments.close(conn, one.id, CommitmentState.BROKEN, "nobody in time", now)
        body = {"person": one.person_id, "owner": one.owner}
        ledger.add(conn, ledger.Entry(now, "promise overdue", one.id, body))


def _offered(conn: Connection, long: Iterable[Commitment], now: datetime) -> None:
    for one in long:
        commitments.offer(conn, one.id, now)
        body = {"person": one.person_id, "owner": one.owner}
        ledger.add(conn, ledger.Entry(now, "promise offered to all", one.id, body))

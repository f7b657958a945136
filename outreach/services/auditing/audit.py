"""Audit a house: what must be true of every one, worked out from what is on file and received.

Nothing is repaired here. Everything is read in one unchanging view of the database, row by row or
some hundreds at a time, so that an audit takes as little memory in an old house as in a young one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.services.auditing.findings import Audit, Check, Checked
from outreach.services.auditing.received import received
from outreach.services.auditing.stops import stopped
from outreach.store import audited_attempts, audited_people, ledger
from outreach.store.audited_attempts import Amiss
from outreach.store.audited_received import Received
from outreach.store.tables import inbound
from outreach.store.unit import Store


def audit(
    store: Store, now: datetime, longest: timedelta, record: Iterable[Received] | None = None
) -> Audit:
    """Check everything; `longest` is how long a door may take to answer.

    `record` is what others say they received. A running engine is no hindrance, but a record that
    is still being written tells of what is not on file yet.
    """
    return store.read(lambda conn: _audit(conn, now, longest, record))


def _audit(
    conn: Connection, now: datetime, longest: timedelta, record: Iterable[Received] | None
) -> Audit:
    states = audited_attempts.by_state(conn)
    attempts, left = sum(states.values()), audited_attempts.left(conn)
    going_on, messages = audited_people.going_on(conn), audited_people.count(conn, inbound)
    checked: tuple[Checked, ...] = (
        _looked(conn, Check.ACCOUNTED, attempts, audited_attempts.accounted(now - longest)),
        _looked(conn, Check.CLEARED, left, audited_attempts.cleared()),
        _looked(conn, Check.ONCE, left, audited_attempts.once()),
        stopped(conn, now),
        _looked(conn, Check.HEARD, messages, audited_people.heard()),
        _looked(conn, Check.POINTING, going_on, audited_people.pointing()),
        _ledger(conn),
    )
    if record is not None:
        checked = (*checked, received(conn, record))
    return Audit(now, states, checked)


def _looked(conn: Connection, check: Check, many: int, amiss: Iterable[Amiss]) -> Checked:
    checked = Checked(check, many)
    for one in amiss:
        for (about,) in conn.execute(one.which.execution_options(yield_per=1_000)):
            checked.add(about, one.because)
    return checked


def _ledger(conn: Connection) -> Checked:
    match ledger.verify(conn):
        case ledger.Whole(entries, unsealed):
            return Checked(Check.LEDGER, entries + unsealed)
        case ledger.Broken(entry, because):
            checked = Checked(Check.LEDGER, entry)
            checked.add(f"entry {entry}", because)
            return checked

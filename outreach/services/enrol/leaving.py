"""Taking people out of a sequence again, as long as it said nothing to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.enrollments import EnrollmentState
from outreach.store import enrollments, leaving, ledger
from outreach.store.ledger import Entry
from outreach.store.pieces import pieces
from outreach.store.unit import Priority, Store

AT_ONCE = 50
_BECAUSE = "taken out again by {}"


def take_out(store: Store, clock: Clock, ids: Sequence[str], by: str) -> int:
    """End enrolments that this member made and of which nothing has left; return how many.

    What was planned for them is withdrawn. The others go on: what was said cannot be taken back.
    """
    return sum(
        store.write(partial(_ended, ids=some, by=by, clock=clock), Priority.HEARD)
        for some in pieces(dict.fromkeys(ids), AT_ONCE)
    )


def _ended(conn: Connection, ids: Sequence[str], by: str, clock: Clock) -> int:
    now, because = clock.now(), _BECAUSE.format(by)
    theirs = [one for one in enrollments.several(conn, ids) if one.by == by]
    over = (EnrollmentState.ENDED, EnrollmentState.FINISHED)
    heard = leaving.spoken(conn, [one.id for one in theirs])
    silent = [one for one in theirs if one.id not in heard and one.state not in over]
    leaving.withdraw(conn, [one.id for one in silent], because, now)
    for one in silent:
        enrollments.end(conn, one.id, because)
        body = {"enrolment": one.id, "by": by}
        ledger.add(conn, Entry(now, "enrolment-taken-back", one.person_id, body))
    return len(silent)

"""Numbers that the carrier says belong to somebody else by now.

What was agreed to at that number was agreed to by whoever had it. It is used for them no more; what
they agreed to at another number stands, and so does whatever else we know of them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Events, Reassigned, Unreadable
from outreach.services.listen.ears import Ears
from outreach.services.listen.matching import points_of_number
from outreach.services.listen.outcome import Done, Outcome
from outreach.store import attempts, consents, ledger, points
from outreach.store.inbound import InboundKind, InboundState
from policies.facts import PointState

DOOR = "carrier-events"


def events(ears: Ears, told: Events) -> Outcome:
    """Stop using each number for whoever had it, and let their consent to calls and texts end.

    Events of other kinds are kept, and change nothing.
    """
    if isinstance(told, Unreadable):
        columns = {"failed_because": told.because}
        return Outcome(InboundKind.UNREADABLE, InboundState.FAILED, columns)

    def holders(conn: Connection) -> frozenset[str]:
        return frozenset(
            point.person_id for one in told for point in points_of_number(conn, one.number)
        )

    def work(conn: Connection, now: datetime) -> Done:
        for one in told:
            _somebody_elses(conn, one, now)
        return Done()

    kind = InboundKind.REASSIGNED if told else InboundKind.STATUS
    return Outcome(kind, stops=ears.store.read(holders), work=work)


def _somebody_elses(conn: Connection, one: Reassigned, now: datetime) -> None:
    having = points_of_number(conn, one.number)
    for point in having:
        points.mark(conn, point.id, PointState.WRONG_PERSON, now)
    because = "the number is somebody else's by now"
    for person, number in sorted({(point.person_id, point.address) for point in having}):
        ended = consents.lost(conn, person, number, now, because)
        body = {"event": one.reference, "consents": ended}
        ledger.add(conn, ledger.Entry(now, "number reassigned", person, body))
    attempts.judge_afresh(conn, {point.person_id for point in having}, now)

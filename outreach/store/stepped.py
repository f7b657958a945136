"""What the words of a step promised, once they have gone out: somebody of us owes it from then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from outreach.domain.attempts import AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.enrollments import Enrollment
from outreach.domain.sequences import Sequence, StepPromise, Unit
from outreach.ids import new_id
from outreach.store import commitments, ledger, team
from outreach.store.tables import attempt

_OF_THE_HOUR = frozenset({Unit.MINUTE, Unit.HOUR})


@dataclass(frozen=True, slots=True)
class Given:
    """An enrolment whose step went out, and what its words promised."""

    enrollment: Enrollment
    promise: StepPromise


def given(
    conn: Connection, ended: Iterable[Enrollment], known: Mapping[str, Sequence]
) -> list[Given]:
    """Return what the steps that these enrolments have just done promised to somebody.

    Words that were refused, dropped or passed over promised nothing.
    """
    steps = {one.id: known[one.sequence_id].step(one.next_step) for one in ended}
    promising = [one for one in ended if (step := steps[one.id]) and step.promises]
    if not promising:
        return []
    out = _went_out(conn, [one.id for one in promising])
    return [
        Given(one, step.promises)
        for one in promising
        if (step := steps[one.id]) and step.promises and (one.id, one.next_step) in out
    ]


def _went_out(conn: Connection, ids: Iterable[str]) -> set[tuple[str, int]]:
    query = select(attempt.c.enrollment_id, attempt.c.step).where(
        attempt.c.enrollment_id.in_(list(ids)), attempt.c.state == AttemptState.ACCEPTED
    )
    return {(row.enrollment_id, row.step) for row in conn.execute(query)}


def owe(conn: Connection, one: Given, due_at: datetime, now: datetime) -> Commitment:
    """Keep the promise for whoever put them into the sequence."""
    member = team.find(conn, one.enrollment.by)
    owed = Commitment(
        id=new_id("m"),
        person_id=one.enrollment.person_id,
        kind=CommitmentKind.PLEDGE,
        what=one.promise.what,
        due_at=due_at,
        made_at=now,
        channel=one.promise.channel,
        owner=member.id if member else None,
        anyone=member is None,
        named_hour=one.promise.within.unit in _OF_THE_HOUR,
        made_by=one.enrollment.by,
    )
    body = {"person": owed.person_id, "enrolment": one.enrollment.id}
    ledger.add(conn, ledger.Entry(now, "promise made", owed.id, body))
    return commitments.add(conn, owed)

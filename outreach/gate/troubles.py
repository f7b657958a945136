"""What follows from a carrier's error, whether it came as its answer or in a report afterwards.

Whoever told the carrier to stop has told us. A number that takes no texts is not tried again. What
is our own fault rests our own sender and nobody else. What the carrier kept is planned once more:
nothing of it was ever seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, assert_never

from sqlalchemy import Connection

from channels.arrivals import Trouble
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.ids import new_id
from outreach.store import (
    attempts,
    enrollments,
    inbound,
    ledger,
    organisation_counter,
    points,
    senders,
    statements,
)
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.ledger import Entry
from outreach.store.statements import Heard, Raised
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Refuse, Source, Statement, Understood, Via

CARRIERS_NIGHT = timedelta(hours=11)
"""From nine in the evening to eight: by whatever clock the carrier goes, its day is open then."""
_DOOR = "text-status"
MOST_TRIES = 3
"""How often one text is handed over in all, where the carrier keeps it again and again."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What changed: whose versions rose, and what a human has to look at (or nothing)."""

    question: str = ""
    raised: Raised = field(default_factory=Raised)
    statement_id: str | None = None
    again: str | None = None
    """The attempt that goes in place of this one."""


def follow(
    conn: Connection, sent: Mapping[Any, Any], trouble: Trouble, code: str, now: datetime
) -> Followed:
    """Do what follows for this attempt (its whole row, locked), in the caller's transaction."""
    match trouble:
        case Trouble.OPTED_OUT:
            return _refused(conn, sent, code, now)
        case Trouble.DEAD:
            return Followed(raised=_unusable(conn, sent, PointState.BOUNCED, now))
        case Trouble.DO_NOT_TEXT:
            raised = _unusable(conn, sent, PointState.BLOCKED, now)
            return Followed(
                f"they or their carrier block our texts ({code}): is it their wish?", raised
            )
        case Trouble.SENDER_FAULT | Trouble.CROWDED | Trouble.ACCOUNT:
            return _ours(conn, sent, code, now)
        case Trouble.RETURNED | Trouble.OUTSIDE_HOURS | Trouble.BACK_OFF:
            return _once_more(conn, sent, trouble, code, now)
        case Trouble.SOFT | Trouble.CALL | Trouble.OTHER:
            return Followed()
        case _:
            assert_never(trouble)


def answered(conn: Connection, attempt_id: str, code: str, now: datetime) -> None:
    """Do what follows where the carrier answered that they had told it to stop; ask a human."""
    sent = attempts.rows(conn, [attempt_id])[0]
    followed = follow(conn, sent, Trouble.OPTED_OUT, code, now)
    if not followed.question:
        return
    kept = inbound.put(conn, f"refusal:{attempt_id}", _DOOR, code.encode(), now)
    if kept is None:
        return
    asked = {
        "kind": InboundKind.STATUS,
        "state": InboundState.UNCLEAR,
        "person_id": sent["person_id"],
        "attempt_id": attempt_id,
        "statement_id": followed.statement_id,
        "reading": {"question": followed.question},
        "read_at": now,
    }
    inbound.change(conn, kept, asked)


def _refused(conn: Connection, sent: Mapping[Any, Any], code: str, now: datetime) -> Followed:
    """Keep the refusal that the carrier had and we had not; where we had it, the lists agree."""
    person = sent["person_id"]
    if standing(statements.of(conn, person)).refusals_of(Channel.SMS):
        return Followed()
    said = Statement(
        id=new_id("s"),
        words=f"(told the carrier to stop, which said so with {code})",
        said_at=now,
        via=Via.SMS,
        source=Source.CARRIER,
        proven=False,
        meanings=(Understood(Refuse(Channel.SMS)),),
    )
    raised = statements.add(conn, said, Heard(person, now, sent["point_id"]))
    attempts.judge_afresh(conn, raised.people, now)
    body = {"person": person, "source": said.source.value, "attempt": sent["id"], "code": code}
    ledger.add(conn, Entry(now, "heard", said.id, body))
    question = (
        f"they had told the carrier to stop ({code}) and we had no record of it: "
        "find out where their stop was lost"
    )
    return Followed(question, raised, said.id)


def _unusable(
    conn: Connection, sent: Mapping[Any, Any], state: PointState, now: datetime
) -> Raised:
    """Text this number no more, whoever of those on file has it; calls are another matter."""
    if sent["point_id"] is None:
        return Raised()
    folded = points.get(conn, sent["point_id"]).folded
    having = [one for one in points.folding_to(conn, [folded]) if one.channel is Channel.SMS]
    for one in having:
        points.mark(conn, one.id, state, now)
    owners = frozenset(one.person_id for one in having)
    attempts.judge_afresh(conn, owners, now)
    return Raised(points=frozenset(one.id for one in having))


def _ours(conn: Connection, sent: Mapping[Any, Any], code: str, now: datetime) -> Followed:
    because = f"the carrier says that the fault is ours ({code})"
    if sent["sender"]:
        left_at = sent["sending_since"]
        senders.pause(
            conn,
            sent["sender"],
            Channel.SMS,
            because,
            code,
            now,
            about=sent["id"],
            left_at=left_at,
        )
    return Followed(f"{because}, and not the person's")


def _once_more(
    conn: Connection, sent: Mapping[Any, Any], trouble: Trouble, code: str, now: datetime
) -> Followed:
    """Plan again what the carrier kept: it was never seen, so it counts as no contact either."""
    night = trouble is Trouble.OUTSIDE_HOURS
    why = "it was night there, and we should have waited" if night else "it could not send it then"
    attempts.not_sent(conn, [sent["id"]])
    organisation_counter.again(conn, [sent["person_id"]], now)
    fresh = _in_place_of(conn, attempts.get(conn, sent["id"]), now)
    if fresh is None:
        return Followed(f"the carrier kept a text ({code}): {why}; it is not planned again")
    attempts.add(conn, fresh)
    body = {"instead_of": sent["id"], "code": code}
    ledger.add(conn, Entry(now, "planned again", fresh.id, body))
    return Followed(f"the carrier kept a text ({code}): {why}; it is planned again", again=fresh.id)


def _in_place_of(conn: Connection, kept: Attempt, now: datetime) -> Attempt | None:
    """Return the same contact once more, or None where it is no longer worth making."""
    due = now + CARRIERS_NIGHT
    late = kept.expires_at is not None and kept.expires_at <= due
    enrolled = enrollments.get(conn, kept.enrollment_id) if kept.enrollment_id else None
    over = enrolled is not None and enrolled.state is EnrollmentState.ENDED
    if kept.purpose is Purpose.ACKNOWLEDGE or late or over or kept.tries >= MOST_TRIES:
        return None
    waits = enrolled is None or _waits_for(conn, enrolled, kept.step)
    return replace(
        kept,
        id=new_id("a"),
        state=AttemptState.PLANNED,
        due_at=due,
        created_at=now,
        enrollment_id=kept.enrollment_id if waits else None,
        held_since=None,
        decision_digest=None,
    )


def _waits_for(conn: Connection, enrolled: Enrollment, step: int | None) -> bool:
    """Say whether the sequence waits for this step again, or waits for nothing any more."""
    if enrolled.state is not EnrollmentState.ACTIVE or step is None:
        return True
    return enrollments.step_undone(conn, enrolled.id, step)

"""Step 4: one short write for a judged batch. What changed since it was judged is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from channels.faults import Point, passing
from outreach.domain.attempts import JUDGEABLE, AttemptState, move
from outreach.gate.consequences import Consequence, StepEnd
from outreach.store import attempts, decisions, enrollments, ledger
from outreach.store.redemption import Standing, claim, write_judged


def record(
    conn: Connection,
    made: Sequence[Consequence],
    now: datetime,
    judgeable: frozenset[AttemptState] = JUDGEABLE,
) -> list[Consequence]:
    """Write what follows from judging; return what still stood as it was judged.

    Left out, and judged afresh later: attempts that moved, whose versions rose, whose person has
    another attempt on its way, or is being written about by somebody else just now.
    """
    points = {one.attempt_id: one.columns["point_id"] for one in made}
    found = claim(conn, points)
    busy = attempts.busy_people(conn, {one.case.person for one in made})
    here = {one: now for one, now in found.items() if now.state in judgeable}
    same = [one for one in made if _stands(one, here.get(one.attempt_id), busy)]
    write_judged(conn, [one.columns for one in same])
    attempts.add_many(conn, [one.instead for one in same if one.instead])
    held = [one.attempt_id for one in same if one.case.attempt.held_since and one.decision]
    if held:
        decisions.close(conn, held)
    decisions.add_many(conn, [one.decision for one in same if one.decision])
    _tell_enrollments(conn, same, now)
    ledger.add_many(conn, [one.entry for one in same if one.entry])
    passing(Point.RECORDING)
    return same


def _stands(one: Consequence, now: Standing | None, busy: set[str]) -> bool:
    if now is None or now.versions != one.case.versions:
        return False
    if one.state is AttemptState.CLEARED and one.case.person in busy:
        return False
    move(now.state, one.state)
    return True


def _tell_enrollments(conn: Connection, made: Sequence[Consequence], now: datetime) -> None:
    done, ended = [], []
    for one in made:
        enrolled = one.case.attempt.enrollment_id
        if enrolled is None:
            continue
        if one.step is StepEnd.DONE:
            done.append(enrolled)
        elif one.step is StepEnd.ENROLMENT_ENDED:
            ended.append((enrolled, one.case.explanation.sentence))
    if done:
        enrollments.step_done(conn, done, now)
    for enrolled, because in ended:
        enrollments.end(conn, enrolled, because)

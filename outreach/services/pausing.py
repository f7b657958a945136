"""Pause a sequence, or one person in it, and let it go on: nothing is said twice, nothing is lost.

What was planned is withdrawn and stays due; what is leaving just now has left, and the step after
it waits. So however often it is paused, a step is tried once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.planner import Pausing, going_on, paused, waiting_alone
from outreach.errors import InputError
from outreach.store import enrollments, leaving, ledger, resting, sequences
from outreach.store.attempts import open_of
from outreach.store.ledger import Entry
from outreach.store.unit import Priority, Store

_AT_ONCE = 100
_PAUSED = "the sequence is paused"


def pause(store: Store, clock: Clock, name: str, because: str, by: str, person_id: str = "") -> int:
    """Pause a sequence for everybody, or for one person; return how many it was for.

    Whoever is paused by name while all of it rests waits on when the others go on. Raises
    `NotFoundError` for a sequence we do not have, `InputError` where it rests already.
    """
    if not because.strip():
        msg = "a pause needs its reason: say it with --because"
        raise InputError(msg)
    versions = store.read(lambda conn: sequences.versions_of(conn, name))
    told = Pausing(clock.now(), by, because, None if person_id else versions[0].name)
    if told.sequence:
        store.write(partial(_begin_rest, name=told.sequence, told=told))
    ids = [one.id for one in versions]
    done = _each(store, ids, EnrollmentState.ACTIVE, partial(_pause, told=told), person_id)
    if person_id and not done:
        apart = partial(_set_apart, told=told, name=name)
        done = _each(store, ids, EnrollmentState.PAUSED, apart, person_id)
    if person_id and not done:
        msg = f"they are not in `{name}` now"
        raise InputError(msg)
    return done


def resume(store: Store, clock: Clock, name: str, by: str, person_id: str = "") -> int:
    """Let a sequence go on for everybody who waits with it, or one person; return how many do.

    Whoever was paused by name stays so until they are named; named while all of it rests, they
    wait with the others. Raises `InputError` where nothing waits.
    """
    versions = store.read(lambda conn: sequences.versions_of(conn, name))
    now, whole = clock.now(), not person_id
    if whole:
        store.write(partial(_end_rest, name=versions[0].name, by=by, now=now))
    return _each(
        store,
        [one.id for one in versions],
        EnrollmentState.PAUSED,
        partial(_resume, name=versions[0].name, now=now, by=by, whole=whole),
        person_id,
    )


def rests(store: Store, name: str) -> str:
    """Return why all of a sequence is paused; empty where it is not."""
    rest = store.read(lambda conn: resting.of(conn, name))
    return rest.because if rest else ""


Change = Callable[[Connection, Sequence[Enrollment]], int]


def _each(
    store: Store, ids: Sequence[str], state: EnrollmentState, change: Change, person_id: str
) -> int:
    """Change everybody's enrolment in turn, or one person's; each write stays short."""
    after, done, changed = "", 0, 0

    def page(conn: Connection) -> list[Enrollment]:
        nonlocal changed
        found = enrollments.of_sequence(conn, ids, state, after, _AT_ONCE, person_id)
        changed = change(conn, found)
        return found

    while True:
        found = store.write(page, Priority.HEARD)
        done += changed
        if len(found) < _AT_ONCE:
            return done
        after = found[-1].id


def _pause(conn: Connection, several: Sequence[Enrollment], told: Pausing) -> int:
    due = {
        one.enrollment_id: one.due_at
        for one in open_of(conn, {each.person_id for each in several})
        if one.enrollment_id
    }
    for one in several:
        enrollments.save(conn, one, paused(one, told, due.get(one.id)))
        if told.sequence is None:
            body = {"enrolment": one.id, "by": told.by}
            ledger.add(conn, Entry(told.at, "enrolment-paused", one.person_id, body))
    leaving.withdraw(conn, [one.id for one in several], _PAUSED, told.at)
    return len(several)


def _set_apart(conn: Connection, several: Sequence[Enrollment], told: Pausing, name: str) -> int:
    """Let somebody who waits with all of it wait by themselves."""
    for one in several:
        if one.paused_with is None:
            msg = f"they wait in `{name}` already, since {one.paused_at:%d %b %Y}"
            raise InputError(msg)
        enrollments.save(conn, one, waiting_alone(one, told))
        body = {"enrolment": one.id, "by": told.by}
        ledger.add(conn, Entry(told.at, "enrolment-paused", one.person_id, body))
    return len(several)


def _resume(
    conn: Connection,
    several: Sequence[Enrollment],
    name: str,
    now: datetime,
    by: str,
    *,
    whole: bool,
) -> int:
    waiting = [one for one in several if bool(one.paused_with) is whole]
    rest = resting.of(conn, name)
    for one in waiting:
        after = going_on(one, now)
        if rest is not None:
            after = paused(after, Pausing(now, rest.by, rest.because, rest.name), None)
        enrollments.save(conn, one, after)
        if not whole:
            body = {"enrolment": one.id, "by": by}
            ledger.add(conn, Entry(now, "enrolment-resumed", one.person_id, body))
    return 0 if rest else len(waiting)


def _begin_rest(conn: Connection, name: str, told: Pausing) -> None:
    if resting.of(conn, name) is not None:
        msg = f"`{name}` is paused already"
        raise InputError(msg)
    resting.begin(conn, resting.Rest(name, told.at, told.by, told.because))
    ledger.add(conn, Entry(told.at, "sequence-paused", name, {"by": told.by}))


def _end_rest(conn: Connection, name: str, by: str, now: datetime) -> None:
    if resting.of(conn, name) is None:
        msg = f"`{name}` is not paused; name the person who is, with --person"
        raise InputError(msg)
    resting.end(conn, name)
    ledger.add(conn, Entry(now, "sequence-resumed", name, {"by": by}))

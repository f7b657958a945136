"""When the next step of somebody's enrollment is due, on that person's own clock.

Days, weeks and business days keep the hour of the day, whatever the clocks do in between; minutes
and hours are as long as they are. Being due is not being allowed: the gate judges at that moment.
A step counts from when the one before was done, so nothing piles up behind an outage or a wait.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from outreach.domain.enrollments import Enrollment, EnrollmentState, move
from outreach.domain.sequences import Delay, Sequence, Step, Unit
from policies.windows import readings

Closed = Callable[[date], bool]
"""Whether a local day is a public holiday where the person is."""

_SATURDAY = 5
_LONGEST_CLOSED = 60


@dataclass(frozen=True, slots=True)
class Due:
    """A step and the moment (UTC) from which it may be attempted."""

    step: Step
    at: datetime


def never_closed(day: date) -> bool:
    """Return False: no holidays are known there."""
    return False


def due_at(
    after: Delay, since: datetime, zone: ZoneInfo, closed: Closed = never_closed
) -> datetime:
    """Return the UTC moment that lies this delay after `since` on that clock."""
    match after.unit:
        case Unit.MINUTE:
            return since.astimezone(UTC) + timedelta(minutes=after.count)
        case Unit.HOUR:
            return since.astimezone(UTC) + timedelta(hours=after.count)
        case Unit.DAY:
            return _same_hour(since, zone, _later(since, zone, after.count))
        case Unit.WEEK:
            return _same_hour(since, zone, _later(since, zone, 7 * after.count))
        case Unit.BUSINESS_DAY:
            return business_days_later(after.count, since, zone, closed)
        case _:
            assert_never(after.unit)


def business_days_later(
    count: int, since: datetime, zone: ZoneInfo, closed: Closed = never_closed
) -> datetime:
    """Return the same hour `count` business days on: Monday to Friday, no holidays.

    Friday and one business day is Monday; so is Saturday and one. None at all is `since` itself.
    """
    day = since.astimezone(zone).date()
    for _ in range(count):
        day = _next_business_day(day, closed)
    return _same_hour(since, zone, day) if count else since.astimezone(UTC)


def _next_business_day(day: date, closed: Closed) -> date:
    for ahead in range(1, _LONGEST_CLOSED):
        found = day + timedelta(days=ahead)
        if found.weekday() < _SATURDAY and not closed(found):
            return found
    return day + timedelta(days=_LONGEST_CLOSED)


def _later(since: datetime, zone: ZoneInfo, days: int) -> date:
    return since.astimezone(zone).date() + timedelta(days=days)


def _same_hour(since: datetime, zone: ZoneInfo, day: date) -> datetime:
    """Return when that clock shows the hour of `since` again: after a gap, the first of twice."""
    local = since.astimezone(zone)
    earliest, _ = readings(day, 60 * local.hour + local.minute, zone)
    return earliest.astimezone(UTC)


def due_step(
    sequence: Sequence, number: int, since: datetime, zone: ZoneInfo, closed: Closed = never_closed
) -> Due | None:
    """Return the step with this number and its moment, or None after the last."""
    step = sequence.step(number)
    return None if step is None else Due(step, due_at(step.after, since, zone, closed))


def begun(
    enrollment: Enrollment, sequence: Sequence, zone: ZoneInfo, closed: Closed = never_closed
) -> Enrollment:
    """Return a new enrollment with its first step due."""
    first = due_step(sequence, 1, enrollment.enrolled_at, zone, closed)
    return _waiting(enrollment, first)


def step_done(
    enrollment: Enrollment,
    sequence: Sequence,
    number: int,
    at: datetime,
    zone: ZoneInfo,
    closed: Closed = never_closed,
) -> Enrollment:
    """Return the enrollment after a step went out, was refused or was dropped at `at`.

    A step that is not the one waited for changes nothing: a late receipt must not skip anything.
    """
    if number != enrollment.next_step or enrollment.state is not EnrollmentState.ACTIVE:
        return enrollment
    return _waiting(enrollment, due_step(sequence, number + 1, at, zone, closed))


def _waiting(enrollment: Enrollment, due: Due | None) -> Enrollment:
    if due is None:
        state = move(enrollment.state, EnrollmentState.FINISHED)
        return replace(enrollment, state=state, next_due_at=None)
    return replace(enrollment, next_step=due.step.number, next_due_at=due.at)


def ended(enrollment: Enrollment, because: str) -> Enrollment:
    """Return the enrollment ended: a human answered what they wrote, or they refused.

    What has ended or finished already stays as it is.
    """
    if enrollment.state in (EnrollmentState.ENDED, EnrollmentState.FINISHED):
        return enrollment
    state = move(enrollment.state, EnrollmentState.ENDED)
    return replace(enrollment, state=state, next_due_at=None, ended_because=because)


@dataclass(frozen=True, slots=True)
class Pausing:
    """Who pauses, when and why; `sequence` names it where all of it is paused."""

    at: datetime
    by: str
    because: str
    sequence: str | None = None


def paused(enrollment: Enrollment, pausing: Pausing, waiting_since: datetime | None) -> Enrollment:
    """Return the enrollment paused; `waiting_since`: its step was planned for then and withdrawn.

    A step that is leaving just now counts when it has left, and the one after it waits.
    """
    return replace(
        enrollment,
        state=move(enrollment.state, EnrollmentState.PAUSED),
        next_due_at=waiting_since or enrollment.next_due_at,
        paused_at=pausing.at,
        paused_by=pausing.by,
        paused_because=pausing.because,
        paused_with=pausing.sequence,
    )


def waiting_alone(enrollment: Enrollment, pausing: Pausing) -> Enrollment:
    """Return the enrollment, which waits with its sequence, as paused by itself."""
    return replace(
        enrollment,
        paused_at=pausing.at,
        paused_by=pausing.by,
        paused_because=pausing.because,
        paused_with=None,
    )


def going_on(enrollment: Enrollment, at: datetime) -> Enrollment:
    """Return a paused enrollment going on: what was due meanwhile is due at `at`, nothing twice."""
    due = enrollment.next_due_at
    return replace(
        enrollment,
        state=move(enrollment.state, EnrollmentState.ACTIVE),
        next_due_at=max(due, at) if due else None,
        paused_at=None,
        paused_by=None,
        paused_because=None,
        paused_with=None,
    )


def resumed(enrollment: Enrollment, at: datetime) -> Enrollment:
    """Return the enrollment going on at `at`, because a rep said so; it is judged afresh."""
    state = move(enrollment.state, EnrollmentState.ACTIVE)
    return replace(enrollment, state=state, next_due_at=at, ended_because=None)

"""Steps are due on the person's own clock, and one after the other."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.enrollments import Enrollment, EnrollmentState
from outreach.domain.planner import begun, business_days_later, due_at, ended, resumed, step_done
from outreach.domain.sequences import Delay, Sequence, Step, Unit
from policies.channel import Channel, Purpose

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
WORDS = {Channel.EMAIL: "intro"}
SPRING = Sequence(
    "spring",
    1,
    Purpose.MARKETING,
    (
        Step(1, Channel.EMAIL, WORDS),
        Step(2, Channel.EMAIL, WORDS, Delay(2, Unit.BUSINESS_DAY)),
    ),
)
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ENROLLED = Enrollment("e_1", "p_1", "q_1", "Ana Ruiz", FRIDAY)


def test_business_days_leave_the_weekend_out() -> None:
    assert business_days_later(1, FRIDAY, LONDON) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_business_days_leave_holidays_out() -> None:
    def closed(day: date) -> bool:
        return day == date(2026, 11, 23)

    assert business_days_later(1, FRIDAY, LONDON, closed).date() == date(2026, 11, 24)


def test_the_weekend_is_the_persons_own() -> None:
    """CASES 53: Saturday 01:00 in London is still Friday evening in New York."""
    moment = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
    assert business_days_later(1, moment, NEW_YORK) == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_a_week_later_is_the_same_hour_though_the_clocks_changed() -> None:
    """CASES 46: the wall clock is what is kept, never an offset."""
    before = datetime(2026, 10, 23, 9, 0, tzinfo=LONDON)
    later = due_at(Delay(1, Unit.WEEK), before, LONDON)
    assert later.astimezone(LONDON).hour == 9
    assert later - before == timedelta(days=7, hours=1)


def test_an_hour_that_does_not_exist_is_the_first_moment_after_it() -> None:
    before = datetime(2026, 3, 28, 1, 30, tzinfo=LONDON)
    later = due_at(Delay(1, Unit.DAY), before, LONDON).astimezone(LONDON)
    assert (later.hour, later.minute) == (2, 0)


def test_hours_are_as_long_as_they_are() -> None:
    before = datetime(2026, 10, 24, 23, 0, tzinfo=LONDON)
    assert due_at(Delay(4, Unit.HOUR), before, LONDON).astimezone(LONDON).hour == 2


@given(
    st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes)),
    st.integers(1, 30),
    st.sampled_from(["Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_a_business_day_is_never_a_weekend_and_never_in_the_past(
    since: datetime, count: int, name: str
) -> None:
    found = business_days_later(count, since, ZoneInfo(name))
    assert found > since
    assert found.astimezone(ZoneInfo(name)).weekday() < 5


def test_the_first_step_is_due_when_they_are_enrolled() -> None:
    assert begun(ENROLLED, SPRING, LONDON).next_due_at == FRIDAY


def test_the_next_step_counts_from_when_the_last_was_done() -> None:
    """An outage moves what follows it; nothing piles up (CASES 55)."""
    late = FRIDAY + timedelta(days=5)
    after = step_done(begun(ENROLLED, SPRING, LONDON), SPRING, 1, late, LONDON)
    assert (after.next_step, after.next_due_at) == (2, business_days_later(2, late, LONDON))


def test_after_the_last_step_they_are_through() -> None:
    second = step_done(begun(ENROLLED, SPRING, LONDON), SPRING, 1, FRIDAY, LONDON)
    through = step_done(second, SPRING, 2, FRIDAY, LONDON)
    assert (through.state, through.next_due_at) == (EnrollmentState.FINISHED, None)


def test_a_step_told_twice_is_done_once() -> None:
    second = step_done(begun(ENROLLED, SPRING, LONDON), SPRING, 1, FRIDAY, LONDON)
    assert step_done(second, SPRING, 1, FRIDAY, LONDON) == second


def test_an_answered_conversation_ends_the_enrollment_until_a_rep_resumes_it() -> None:
    over = ended(begun(ENROLLED, SPRING, LONDON), "Ana Ruiz answered them")
    assert (over.state, over.next_due_at) == (EnrollmentState.ENDED, None)
    assert step_done(over, SPRING, 1, FRIDAY, LONDON) == over
    assert resumed(over, FRIDAY).next_due_at == FRIDAY


@pytest.mark.parametrize("state", [EnrollmentState.ENDED, EnrollmentState.FINISHED])
def test_what_is_over_stays_as_it_was(state: EnrollmentState) -> None:
    over = Enrollment("e_1", "p_1", "q_1", "Ana", FRIDAY, state=state, ended_because="before")
    assert ended(over, "again") == over

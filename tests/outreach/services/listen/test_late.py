"""What lay unread while nobody listened is read as of when it came, and binds from then on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.services.listen import Arrived, Taken, receive_all, take
from outreach.store.inbound import InboundState
from policies.channel import Channel, Purpose
from policies.preferences import standing
from policies.statement import Callback, Resume, Statement, WallTime
from tests.outreach.services.houses import MONDAY, House

OUTAGE = timedelta(days=3)
SCOTT = "scott@kestrel.example"


def _came(house: House, words: str, came_at: datetime, **headers: Any) -> Taken:  # noqa: ANN401 -- what a letter takes
    taken = house.hears(house.letter(SCOTT, words, **headers), came_at=came_at)
    assert taken is not None
    return taken


def _days(said: Statement) -> list[date]:
    ats = [one.meaning.at for one in said.meanings if isinstance(one.meaning, Callback)]
    return [at.day if isinstance(at, WallTime) else at.date() for at in ats]


def test_tomorrow_is_the_day_after_it_came_and_not_after_it_was_read(house: House) -> None:
    """CASES 41."""
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    _came(house, "Call me tomorrow.", MONDAY)
    [said] = house.said(scott)
    assert _days(said) == [date(2026, 11, 24)]
    assert said.said_at == MONDAY


def test_what_the_sender_writes_into_date_moves_nothing(house: House) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    written = (MONDAY - timedelta(days=400)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    _came(house, "Call me tomorrow.", MONDAY, Date=written)
    [said] = house.said(scott)
    assert _days(said) == [date(2026, 11, 24)]
    assert said.said_at == MONDAY


@pytest.mark.parametrize(
    "came_at",
    [MONDAY + timedelta(hours=2), datetime(1970, 1, 1, tzinfo=UTC)],
    ids=["a server that is ahead", "a server whose clock was never set"],
)
def test_a_server_without_a_credible_clock_is_not_believed(house: House, came_at: datetime) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    _came(house, "Please stop writing to me.", came_at)
    [said] = house.said(scott)
    assert said.said_at == MONDAY


def test_a_stop_that_lay_unread_binds_from_when_it_came_and_is_confirmed_no_more(
    house: House,
) -> None:
    """CASES 30: a confirmation comes within five minutes, or not at all."""
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    taken = _came(house, "Please stop writing to me.", MONDAY)
    [said] = house.said(scott)
    assert said.said_at == MONDAY
    assert standing([said]).refusals_of(Channel.EMAIL)
    assert taken.done.recorded[0].confirmation is None


def test_a_stop_read_in_time_is_confirmed_until_five_minutes_after_it_came(house: House) -> None:
    house.person("Scott Reyes", SCOTT)
    house.clock.advance(timedelta(minutes=2))
    taken = _came(house, "Please stop writing to me.", MONDAY)
    confirmation = house.attempt_of(str(taken.done.recorded[0].confirmation))
    assert confirmation.purpose is Purpose.ACKNOWLEDGE
    assert confirmation.expires_at == MONDAY + timedelta(minutes=5)


def test_a_word_that_took_it_back_counts_however_late_the_stop_was_read(house: House) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    _came(house, "You may email me again.", MONDAY + timedelta(hours=5))
    _came(house, "Please stop emailing me.", MONDAY + timedelta(hours=3))
    said = house.said(scott)
    assert any(isinstance(one.meaning, Resume) for one in said[-1].meanings)
    assert not standing(said).refusals_of(Channel.EMAIL)


def test_a_stop_is_not_undone_by_what_was_said_before_it_and_read_after_it(house: House) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    _came(house, "Please stop emailing me.", MONDAY + timedelta(hours=5))
    _came(house, "You may email me again.", MONDAY + timedelta(hours=3))
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_callback_that_came_before_a_stop_and_is_read_after_it_promises_nothing(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    _came(house, "Please don't call me any more.", MONDAY + timedelta(hours=5))
    taken = _came(house, "Call me in four weeks.", MONDAY + timedelta(hours=3))
    assert house.row(taken).state is InboundState.UNCLEAR
    assert house.promises(scott) == []


def test_what_they_asked_for_is_due_one_business_day_after_they_asked(house: House) -> None:
    scott = house.person("Scott Reyes", SCOTT)
    house.clock.advance(OUTAGE)
    _came(house, "Could you email me the pricing?", MONDAY)
    [promise] = house.promises(scott)
    assert promise.due_at == MONDAY + timedelta(days=1)


def test_what_has_waited_longest_is_read_first(house: House) -> None:
    house.clock.advance(OUTAGE)
    later = Arrived(b"x", "email", "late", came_at=MONDAY + timedelta(hours=1))
    late, early = receive_all(house.ears, [later, Arrived(b"x", "email", "early", came_at=MONDAY)])
    assert house.unread() == [early, late]
    assert take(house.ears, str(early)) is not None

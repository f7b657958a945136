"""The calendar of what was promised: right moments, lasting names, and nobody's number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from outreach.domain.commitments import CommitmentKind
from outreach.domain.people import Member, Person
from outreach.services import hand_over, keep_promises
from outreach.services.agenda import calendar
from outreach.services.keep_promises import Pledge
from policies.channel import Channel
from policies.statement import WallTime
from tests.outreach.services.conftest import Both

HOST = "kestrel.example"
FRIDAY, TEN = date(2026, 11, 27), 600


@pytest.fixture
def ana(both: Both) -> Member:
    both.house.member("Ben Okri")
    return both.house.member("Ana Ruiz")


def zones(person: Person) -> tuple[ZoneInfo, ...]:
    return (ZoneInfo(person.zone),) if person.zone else ()


def events(both: Both, rep: str = "Ana Ruiz") -> list[icalendar.Event]:
    raw = calendar(both.world.store, rep, both.world.clock.now(), zones, HOST)
    return icalendar.Calendar.from_ical(raw).events


def promised(both: Both, at: WallTime, what: str = "a call", **values: object) -> str:
    maria = both.world.person("Maria Delgado", zone="America/New_York")
    given = {"channel": Channel.PHONE, **values}
    pledge = Pledge(maria.id, what, at, "Ana Ruiz", **given)  # type: ignore[arg-type]
    now = both.world.clock.now()
    return keep_promises.make(both.world.store, pledge, zones(maria), now).id


@pytest.mark.usefixtures("ana")
def test_a_call_at_an_hour_stands_at_that_moment_with_the_hour_there(both: Both) -> None:
    promise = promised(both, WallTime(FRIDAY, TEN))
    (event,) = events(both)
    assert event.start == datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    assert str(event["uid"]) == f"{promise}@{HOST}"
    assert str(event["summary"]) == "Call: Maria Delgado"
    assert "10:00 Eastern time" in str(event["description"])


@pytest.mark.usefixtures("ana")
def test_a_call_on_a_day_is_that_day_where_they_are(both: Both) -> None:
    promised(both, WallTime(FRIDAY))
    (event,) = events(both)
    assert (event.start, event.end) == (FRIDAY, FRIDAY + timedelta(days=1))


@pytest.mark.usefixtures("ana")
def test_a_meeting_is_in_it_and_a_promise_to_write_is_not(both: Both) -> None:
    promised(both, WallTime(FRIDAY, TEN), kind=CommitmentKind.MEETING, channel=None)
    promised(both, WallTime(FRIDAY, TEN), "the quote", channel=Channel.EMAIL)
    assert [str(one["summary"]) for one in events(both)] == ["Meeting: Maria Delgado"]


@pytest.mark.usefixtures("ana")
def test_no_number_leaves_by_a_calendar(both: Both) -> None:
    promised(both, WallTime(FRIDAY, TEN), "a call at +1 (702) 555-0001, or 0161 496 0999")
    raw = calendar(both.world.store, "Ana Ruiz", both.world.clock.now(), zones, HOST).decode()
    unfolded = raw.replace("\r\n ", "")
    assert "555" not in unfolded
    assert "0999" not in unfolded
    assert "(number hidden)" in unfolded


@pytest.mark.usefixtures("ana")
def test_whoever_covers_has_it_in_their_calendar_under_the_same_name(both: Both) -> None:
    promise = promised(both, WallTime(FRIDAY, TEN))
    now = both.world.clock.now()
    told = hand_over.Away("Ana Ruiz", now, "Ana Ruiz", covered_by="Ben Okri")
    hand_over.away(both.world.store, told, now)
    assert events(both) == []
    (event,) = events(both, "Ben Okri")
    assert str(event["uid"]) == f"{promise}@{HOST}"
    assert "for Ana Ruiz" in str(event["description"])


@pytest.mark.usefixtures("ana")
def test_lines_end_and_fold_as_the_standard_has_it(both: Both) -> None:
    """RFC 5545 3.1: CRLF, and no line longer than 75 octets; text with commas is escaped."""
    promised(both, WallTime(FRIDAY, TEN), "a call about atlases, globes; and " + "maps " * 30)
    raw = calendar(both.world.store, "Ana Ruiz", both.world.clock.now(), zones, HOST)
    lines = raw.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert b"atlases\\, globes\\; and" in raw.replace(b"\r\n ", b"")
    assert b"METHOD:PUBLISH" in lines

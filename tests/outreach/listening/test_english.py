"""Every example of english.toml is understood as it says."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach.listening.reading import Reading
from policies.channel import Channel
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Meaning,
    NotInterested,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Unclear,
    WallTime,
    WrongPerson,
)
from tests.outreach.listening.conftest import Read

ENGLISH: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("english.toml").read_text(encoding="utf-8")
)
STOPS = [
    (None if scope == "all" else Channel(scope), text)
    for scope, texts in ENGLISH["stop"].items()
    for text in texts
]


def cases(section: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", ENGLISH[section]["cases"], ids=lambda case: case[0][:50])


def texts(section: str, key: str = "texts") -> pytest.MarkDecorator:
    return pytest.mark.parametrize("text", ENGLISH[section][key])


def meanings(reading: Reading) -> list[Meaning]:
    return [item.meaning for item in reading.understood]


def of(kind: type[Any], reading: Reading) -> list[Any]:
    return [meaning for meaning in meanings(reading) if isinstance(meaning, kind)]


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def moment(when: WallTime) -> str:
    if when.minute is None:
        return when.day.isoformat()
    return f"{when.day.isoformat()}T{when.minute // 60:02}:{when.minute % 60:02}"


@pytest.mark.parametrize(("channel", "text"), STOPS)
def test_a_demand_is_heard_on_its_channel(read: Read, channel: Channel | None, text: str) -> None:
    """CASES 35: "please remove me" by email refuses every channel."""
    assert {refuse.channel for refuse in of(Refuse, read(text))} == {channel}


@texts("none")
def test_stop_words_that_stop_nothing_stop_nothing(read: Read, text: str) -> None:
    """CASES 26: negation and idiom."""
    reading = read(text)
    assert not of(Refuse, reading)
    assert not reading.possibly_refusal


@texts("doubt")
def test_what_may_be_a_refusal_acts_as_one_and_is_asked_about(read: Read, text: str) -> None:
    """CASES 26 and 42: the restrictive reading acts now, and a human is asked."""
    reading = read(text)
    assert reading.possibly_refusal
    assert reading.unclear_because


@cases("channel")
def test_inability_and_wishes_are_no_refusals(read: Read, case: list[Any]) -> None:
    """CASES 34: "can't do phone, email me"."""
    reading = read(case[0])
    assert {avoid.channel for avoid in of(Avoid, reading)} == set(case[1])
    assert [wish.channel for wish in of(Prefer, reading)] == ([case[2]] if case[2] else [])
    assert not of(Refuse, reading)


@cases("request")
def test_what_they_ask_for_is_a_request(read: Read, case: list[str]) -> None:
    [request] = of(Request, read(case[0]))
    assert (request.what, request.channel or "") == (case[1], case[2])


@cases("callback")
def test_a_time_to_be_contacted_is_resolved(read: Read, case: list[str]) -> None:
    """CASES 41: in weeks, next weekday, after a feast, in a month; years roll forward."""
    [callback] = of(Callback, read(case[0]))
    assert (moment(callback.at), callback.channel) == (case[1], case[2])


@cases("pause")
def test_a_pause_ends_on_the_first_welcome_day(read: Read, case: list[str]) -> None:
    reading = read(case[0])
    assert max(moment(pause.until) for pause in of(Pause, reading)) == case[1]
    assert not of(Callback, reading)


@texts("pause", "none")
def test_other_times_bind_nobody(read: Read, text: str) -> None:
    reading = read(text)
    assert not of(Pause, reading)
    assert not of(Callback, reading)


@cases("quiet")
def test_quiet_times_are_the_times_not_to_contact(read: Read, case: list[Any]) -> None:
    reading = read(case[0])
    expected = Quiet(tuple(case[1]), minutes(case[2]), minutes(case[3]))
    assert of(Quiet, reading) == [expected]
    assert not of(Refuse, reading)


@cases("at_most")
def test_limits_are_counts_in_days(read: Read, case: list[Any]) -> None:
    assert of(AtMost, read(case[0])) == [AtMost(case[1], case[2])]


@cases("place")
def test_a_stated_place_is_a_zone(read: Read, case: list[str]) -> None:
    until = date.fromisoformat(case[2]) if case[2] else None
    assert of(Place, read(case[0])) == [Place(case[1], until)]


@texts("place", "none")
def test_other_peoples_places_are_not_theirs(read: Read, text: str) -> None:
    assert not of(Place, read(text))


@texts("not_interested")
def test_a_no_is_lack_of_interest_and_no_stop(read: Read, text: str) -> None:
    reading = read(text)
    assert of(NotInterested, reading)
    assert not of(Refuse, reading)


@texts("wrong_person")
def test_a_wrong_person_is_noticed(read: Read, text: str) -> None:
    assert of(WrongPerson, read(text))


@cases("resume")
def test_a_stop_taken_back_names_what_it_lifts(read: Read, case: list[str]) -> None:
    reading = read(case[0])
    assert of(Resume, reading) == [Resume(Channel(case[1]))]
    assert not of(Refuse, reading)


@texts("resume", "none")
def test_hearsay_scorn_and_questions_permit_nothing(read: Read, text: str) -> None:
    """CASES 42: the permissive reading waits."""
    assert not of(Resume, read(text))


@cases("automatic")
def test_an_absence_pauses_and_is_never_a_refusal(read: Read, case: list[str]) -> None:
    reading = read(case[1], subject=case[0])
    assert reading.automatic
    assert [moment(pause.until) for pause in of(Pause, reading)] == ([case[2]] if case[2] else [])
    assert not of(Refuse, reading)
    assert not [doubt for doubt in of(Unclear, reading) if doubt.acted_as]

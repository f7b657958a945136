"""What binds, as labels: nothing that restricts is lost on the way into the record."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Reading, Referral
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Callback,
    Meaning,
    Pause,
    Place,
    Quiet,
    Refuse,
    Unclear,
    Understood,
    WallTime,
)


def labels(*meanings: Meaning, words: str = "") -> dict[Any, Any]:
    return labels_of(Reading(words, (), tuple(Understood(meaning) for meaning in meanings)))


@pytest.mark.parametrize(
    ("refused", "stop", "avoid"),
    [
        ([None], "all", []),
        ([Channel.PHONE], "call", []),
        ([Channel.SMS, Channel.PHONE], "sms", ["call"]),
        ([Channel.SMS, Channel.PHONE, Channel.EMAIL], "all", []),
        ([Channel.PHONE, None], "all", []),
    ],
)
def test_every_refused_channel_is_told(
    refused: list[Channel | None], stop: str, avoid: list[str]
) -> None:
    told = labels(*(Refuse(channel) for channel in refused))
    assert (told["stop"], told["avoid"]) == (stop, avoid)


def test_what_is_avoided_stands_beside_what_is_refused() -> None:
    told = labels(Refuse(Channel.PHONE), Avoid(Channel.SMS))
    assert (told["stop"], told["avoid"]) == ("call", ["sms"])


def test_a_doubt_that_binds_is_a_stop() -> None:
    assert labels(Unclear(Refuse(Channel.PHONE), "a condition"))["stop"] == "call"


def test_a_doubt_that_binds_nobody_is_none() -> None:
    assert labels(Unclear(None, "a word that may mean stop"))["stop"] is None


def test_the_latest_pause_counts() -> None:
    march, june = Pause(WallTime(date(2027, 3, 1))), Pause(WallTime(date(2027, 6, 1)))
    assert labels(june, march)["pause_until"] == "2027-06-01"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (WallTime(date(2026, 12, 3)), "2026-12-03"),
        (WallTime(date(2026, 12, 3), 0), "2026-12-03T00:00"),
        (WallTime(date(2026, 12, 3), 905), "2026-12-03T15:05"),
        (datetime(2026, 12, 3, 9, tzinfo=UTC), "2026-12-03T09:00+00:00"),
    ],
)
def test_a_callback_is_a_day_or_a_moment(at: WallTime | datetime, told: str) -> None:
    assert labels(Callback(at))["callback_at"] == told


WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.mark.parametrize(
    ("quiet", "told"),
    [
        ([], None),
        ([Quiet()], {"days": WEEK, "from": "00:00", "to": "24:00"}),
        ([Quiet(start=1260, end=480)], {"days": WEEK, "from": "21:00", "to": "08:00"}),
        (
            [Quiet((4,), 1260, 480)],
            [
                {"days": ["fri"], "from": "21:00", "to": "24:00"},
                {"days": ["sat"], "from": "00:00", "to": "08:00"},
            ],
        ),
        ([Quiet((6,), 720, 0)], {"days": ["sun"], "from": "12:00", "to": "24:00"}),
    ],
)
def test_quiet_times_keep_their_minutes(quiet: list[Quiet], told: object) -> None:
    assert labels(*quiet)["quiet"] == told


def test_a_place_is_told_in_the_persons_own_words() -> None:
    reading = Reading("in Montréal", (), (Understood(Place("America/Toronto"), 3, 11),))
    assert labels_of(reading)[Key.PLACE] == "Montréal"


def test_whom_they_send_us_to_is_told() -> None:
    reading = Reading("", (), (), referral=Referral("Ana", "ana@quill.example"))
    assert labels_of(reading)[Key.REFERRAL] == {"name": "Ana", "email": "ana@quill.example"}

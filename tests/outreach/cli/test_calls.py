"""What came of a call, as a command: every ending, with all that follows."""

from __future__ import annotations

import pytest

from outreach.domain.attempts import AttemptState
from policies.channel import Channel
from tests.outreach.cli.conftest import Shell
from tests.outreach.cli.planned import plan


@pytest.fixture
def call(house: Shell) -> str:
    """A call to Scott whose number Ana was shown."""
    return plan(house, "Scott Reyes", Channel.PHONE, AttemptState.ACCEPTED)


@pytest.mark.parametrize("what", ["connected", "voicemail", "no-answer", "wrong-number"])
def test_an_ending_is_noted_by_a_word(house: Shell, call: str, what: str) -> None:
    said = house("calls", "ended", call, what, "--json")
    assert said.json == {"call": call, "came_of": what, "understood": []}


def test_another_time_is_read_as_it_is_typed_and_promised(house: Shell, call: str) -> None:
    said = house("calls", "ended", call, "call-back", "--at", "in four weeks")
    assert "understood: contact them by phone" in said.out
    (promise,) = house("promises", "list", "--json").json
    assert promise["promise"]["channel"] == "phone"


def test_another_channel_is_told_back(house: Shell, call: str) -> None:
    said = house("calls", "ended", call, "prefers", "--channel", "email")
    assert "understood: would rather hear by email" in said.out


def test_a_stop_binds_every_channel_and_quotes_them(house: Shell, call: str) -> None:
    house("calls", "ended", call, "do-not-contact", "--words", "Take me off your list.")
    judged = house("may", "Scott Reyes", "email", "--json").json
    assert (judged["verdict"], judged["quotes"]) == ("block", [])
    assert judged["noted"] == ["noted by a rep: Take me off your list."]


def test_no_more_calls_leaves_email_alone(house: Shell, call: str) -> None:
    house("calls", "ended", call, "do-not-contact", "--only-calls")
    assert house("may", "Scott Reyes", "phone", "--json").json["verdict"] == "block"
    assert house("may", "Scott Reyes", "email", "--json").json["verdict"] != "block"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        (("call-back",), "say when they want to be called"),
        (("call-back", "--at", "blue"), "no time we understand"),
        (("prefers",), "`email` or `sms`"),
        (("prefers", "--channel", "phone"), "`email` or `sms`"),
    ],
)
def test_what_is_missing_is_asked_for(
    house: Shell, call: str, words: tuple[str, ...], asks: str
) -> None:
    said = house("calls", "ended", call, *words)
    assert (said.code, asks in said.err) == (2, True)


def test_a_slip_is_taken_back_by_a_command(house: Shell, call: str) -> None:
    house("calls", "ended", call, "voicemail")
    assert "SAY WHAT CAME OF IT" not in house("calls", "list").out
    assert house("calls", "undo", call).out == "taken back: voicemail\n"
    assert "SAY WHAT CAME OF IT" in house("calls", "list").out
    assert house("calls", "undo", call).code == 2

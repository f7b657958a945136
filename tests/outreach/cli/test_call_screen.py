"""A rep at the call book, on a real terminal: a key, its effect, and no number before a press."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.store import attempts, commitments, people
from outreach.store.unit import Store
from policies.channel import Channel
from tests.architecture.source import ROOT
from tests.outreach.cli.conftest import Shell
from tests.outreach.cli.planned import ELEVEN_IN_LAS_VEGAS, plan
from tests.outreach.cli.terminals import Terminal

CALLED = """\
name,email,phone,organisation,country,region,timezone,language,notes
Tom Okafor,tom@okafor.example,+17025550199,Okafor Roofing,US,US-NV,,en,rings on 702-555-0199
"""
TRAVELLER = "I can't do phone this month, please email me. Scott, (702) 555-0142"
NUMBERS = ("0142", "0199")


@pytest.fixture
def book(house: Shell) -> Shell:
    """A house with two calls in the book; Scott would rather be written to."""
    file = house.folder / "called.csv"
    file.write_text(CALLED, encoding="utf-8")
    for cards in (file, house.folder / "two.csv"):
        house("people", "import", str(cards), "--source", "Expo 2026", "--kind", "business")
    for name in ("Scott Reyes", "Tom Okafor"):
        plan(house, name, Channel.PHONE, AttemptState.QUEUED)
    plan(house, "Tom Okafor", Channel.EMAIL, AttemptState.PLANNED)
    house("hear", "Scott Reyes", TRAVELLER)
    return house


@pytest.fixture
def desk(book: Shell) -> Iterator[Terminal]:
    at = ELEVEN_IN_LAS_VEGAS.isoformat()
    words = [str(book.folder), at]
    with Terminal("tests.outreach.cli.at_the_desk", words, ROOT) as terminal:
        yield terminal


def states(house: Shell, name: str, channel: Channel) -> list[str]:
    def work(conn: Connection) -> list[str]:
        whom = people.named(conn, name)[0].id
        return [row["state"] for row in attempts.of(conn, whom) if row["channel"] == channel]

    store = Store(f"sqlite:///{house.folder}/outreach.db")
    try:
        return store.read(work)
    finally:
        store.close()


def test_a_rep_is_refused_calls_somebody_else_and_hears_a_stop(book: Shell, desk: Terminal) -> None:
    """CASES 10: the refusal quotes them; the number is shown for a granted press alone."""
    shown = desk.until("Tom Okafor")
    assert shown.index("OPEN NOW") < shown.index("Tom Okafor") < shown.index("NOT BY PHONE")
    assert "11:00 there" in shown
    desk.press("\x1b[Bc")
    refused = desk.until("No number is shown")
    assert "I can't do phone this month, please email me." in refused
    desk.press("\x1b")
    desk.until("OPEN NOW")
    desk.press("\x1b[A\r")
    page = desk.until("Ask whether this is a good moment")
    assert "We wrote to Tom Okafor about maps of your sites" in page
    assert not [one for one in NUMBERS if one in desk.text]
    desk.press("c")
    assert "Tom Okafor: +17025550199" in desk.until("d do not contact")
    assert states(book, "Tom Okafor", Channel.EMAIL) == ["planned"]
    desk.press("d")
    assert "1 withdrawn" in desk.until("What did they say")
    assert states(book, "Tom Okafor", Channel.EMAIL) == ["withdrawn"]
    desk.press("Take me off your list.\r")
    desk.until("understood: no contact at all")
    desk.press("u")
    desk.until("is not taken back by a key")
    desk.press("\r")
    desk.until("NOT BY PHONE")
    desk.press("q")
    assert desk.ended() == 0


def test_a_mistyped_voicemail_is_taken_back_and_said_again(book: Shell, desk: Terminal) -> None:
    desk.until("Tom Okafor")
    desk.press("cv")
    desk.until("voicemail, noted")
    desk.press("u")
    desk.until("SAY WHAT CAME OF IT")
    desk.press("\r")
    assert "+1702" not in desk.until("what came of it?")
    desk.press("n")
    desk.until("no-answer, noted")
    desk.press("\rq")
    assert desk.ended() == 0


def test_a_time_to_call_back_is_read_back_on_both_clocks(book: Shell, desk: Terminal) -> None:
    desk.until("Tom Okafor")
    desk.press("cb")
    desk.until("When, on their clock?")
    desk.press("blue\r")
    desk.until("no time we understand")
    desk.press("tomorrow 14:30\r")
    assert "Wed 25 Nov 14:30 their time (Pacific time)" in desk.until("note it")
    desk.press("\r")
    desk.until("What did they say")
    desk.press("\r")
    desk.until("Enter: back to the list")
    desk.press("\r")
    desk.until("opens Wed 25 Nov 14:30 their time")
    desk.press("q")
    assert desk.ended() == 0
    store = Store(f"sqlite:///{book.folder}/outreach.db")
    (promise,) = store.read(commitments.owed)
    store.close()
    assert promise.due_at == datetime(2026, 11, 25, 22, 30, tzinfo=UTC)


def test_a_time_that_is_closed_there_is_read_back_with_the_one_that_is_open(
    book: Shell, desk: Terminal
) -> None:
    """Thursday is Thanksgiving and Friday Nevada's Family Day, whatever one of us notes."""
    desk.until("Tom Okafor")
    desk.press("cb")
    desk.until("When, on their clock?")
    desk.press("2026-11-26T14:30\r")
    echoed = " ".join(desk.until("note it").split())
    assert "Thu 26 Nov 14:30 their time (Pacific time)" in echoed
    assert "calls open there only Sat 28 Nov 10:00" in echoed
    desk.press("\x1b\x1b")
    desk.until("say later what came of the call")
    desk.press("q")
    assert desk.ended() == 0


def test_they_would_rather_be_written_to(book: Shell, desk: Terminal) -> None:
    desk.until("Tom Okafor")
    desk.press("cpe")
    desk.until("What did they say")
    desk.press("\x1b")
    desk.until("Enter: back to the list")
    desk.press("\rq")
    assert desk.ended() == 0
    assert "would rather hear" in book("people", "show", "Tom Okafor").out


def test_somebody_who_is_not_on_the_list_is_found(book: Shell, desk: Terminal) -> None:
    desk.until("Tom Okafor")
    desk.press("/Ingrid Lund\r")
    page = desk.until("about: a call of your own")
    assert "no telephone number for them. A number from them would" in " ".join(page.split())
    desk.press("?")
    desk.until("it is in effect at once")
    desk.press("\x1b")
    desk.until("about: a call of your own")
    desk.press("\x1b")
    desk.until("OPEN NOW")
    desk.press("q")
    assert desk.ended() == 0


def test_every_screen_fits_eighty_columns_and_shows_no_number(desk: Terminal) -> None:
    desk.until("Tom Okafor")
    for keys, text in (("\r", "Ask whether"), ("\x1b", "OPEN NOW"), ("?", "in effect"), ("q", "")):
        desk.press(keys)
        frame = desk.until(text).split("\n")
        assert len(frame) <= 24
        assert max(map(len, frame)) <= 80
    assert not [one for one in NUMBERS if one in desk.text]


def test_without_a_terminal_the_book_is_a_list_without_numbers(book: Shell) -> None:
    said = book("calls")
    assert "Scott Reyes, Reyes Construction" in said.out
    assert "NOT BY PHONE" in said.out
    listed = book("calls", "--json")
    assert {one["name"] for one in listed.json} == {"Scott Reyes", "Tom Okafor"}
    assert not [one for one in NUMBERS if one in said.out + listed.out]


def test_a_pressed_call_is_ended_by_a_command_too(book: Shell) -> None:
    refused = book("calls", "ended", "a_none", "connected")
    assert (refused.code, "there is no attempt `a_none`" in refused.err) == (2, True)

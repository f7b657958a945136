"""What the pages of the call book say, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from channels.contract import Revealed
from outreach.cli.desk import pages
from outreach.domain.calls import CameOf
from outreach.domain.history import LastSaid
from outreach.services.calls import Call, Group

NOW = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
VEGAS, YORK = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/New_York")
TOM = Call(
    id="a_1",
    group=Group.OPEN,
    person_id="p_1",
    name="Tom Okafor",
    organisation="Okafor Roofing",
    about="maps of your sites",
    due_at=NOW,
    promised=False,
    opens_at=NOW,
    why="",
    zones=(VEGAS,),
    last_said=None,
)
ASLEEP = replace(TOM, group=Group.CLOSED, opens_at=datetime(2026, 11, 27, 18, 0, tzinfo=UTC))


def test_every_group_has_its_heading_once() -> None:
    shown = [one.plain for one in pages.book_lines([TOM, TOM, ASLEEP], 1, NOW)]
    assert [one for one in shown if one.isupper()] == ["OPEN NOW", "CLOSED"]
    assert pages.line_of([TOM, TOM, ASLEEP], 1) == 2
    assert shown[2].startswith("> Tom Okafor")


def test_a_call_shows_the_time_where_they_are_and_when_it_opens() -> None:
    assert "11:00 there  maps of your sites" in pages.book_lines([TOM], 0, NOW)[1].plain
    assert "opens Fri 27 Nov 10:00 their time" in pages.book_lines([ASLEEP], 0, NOW)[1].plain


def test_a_line_fits_eighty_columns() -> None:
    long = replace(ASLEEP, name="Wilhelmina Featherstonehaugh-Cholmondeley")
    assert len(pages.book_lines([long], 0, NOW)[1].plain) <= 80


def test_somebody_who_may_be_in_two_places_has_two_times() -> None:
    assert pages.clock(NOW, (VEGAS, YORK)) == "11:00-14:00"
    assert pages.opens(replace(ASLEEP, zones=(VEGAS, YORK))).endswith("Pacific time")
    assert pages.opens(replace(ASLEEP, zones=())).endswith("UTC")
    assert pages.opens(replace(ASLEEP, opens_at=None)) == "not by phone"


def test_an_empty_book_says_so() -> None:
    assert [one.plain for one in pages.book_lines([], 0, NOW)] == ["nobody waits for a call"]


def test_last_words_are_dated_on_their_clock() -> None:
    late = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    said = [one.plain for one in pages.said_lines(LastSaid("Not now.", late, "email"), (VEGAS,))]
    assert said[:2] == ["“Not now.”", "   by email, Mon 23 Nov 2026"]


@pytest.mark.parametrize("what", CameOf)
def test_every_ending_has_one_key(what: CameOf) -> None:
    keys = [key for key, ending in pages.ENDINGS.items() if ending is what]
    assert len(keys) == 1
    assert any(line.strip().startswith(f"{keys[0]}  ") for line in pages.HELP)


def test_the_number_stands_first_on_the_one_page_that_has_it() -> None:
    shown = pages.shown_lines(Revealed("a_1", "Tom Okafor", "+17025550199", "Say who you are."))
    assert [one.plain for one in shown] == ["Tom Okafor: +17025550199", "", "Say who you are."]

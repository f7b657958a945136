"""What goes wrong with a rulebook, each through the house: it is told, and nothing leaves.

What the rules themselves make of a moment without a zone is in tests/laws, under law 2.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from outreach.bootstrap.house import open_house
from outreach.bootstrap.rulebook import load_rulebook
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError, NaiveDatetimeError
from outreach.gate.outcomes import Outcome
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.rulebook import Entry, EntryKind, HolidayName, Opening, Pack, Rulebook
from policies.statement import EVERY_DAY, Place
from policies.verdict import Clearer, Hold
from tests.outreach.engine.houses import house
from tests.outreach.gate.world import World

MALFORMED = """
code = "house"
title = "ours"
[[entry]]
id = "our-hours"
kind = "contact_hours"
channels = ["email"]
citation = "our own choice"
source = "Ana"
confidence = "own_choice"
force = "courtesy"
hours = [{ days = "mon-fri", open = "9 o'clock", close = "17:00" }]
"""


def closed_on(calendar: str) -> Rulebook:
    """All day and every day, but for the holidays of this calendar."""
    entry = Entry(
        id="hours",
        jurisdiction="us",
        kind=EntryKind.CONTACT_HOURS,
        channels=tuple(Channel),
        citation="hours",
        source="the test",
        confidence="own_choice",
        openings=(Opening(EVERY_DAY, 0, 1440),),
        holidays=(calendar,),
    )
    return replace(load_rulebook(()), packs={"us": Pack("us", "hours", (entry,))})


def tried(world: World, attempt: str) -> Outcome:
    outcome = asyncio.run(world.gate.pass_batch([attempt]))[0]
    assert world.sent() == world.sent(Channel.SMS) == []
    assert world.state(attempt) is AttemptState.HELD
    return outcome


def test_a_malformed_pack_keeps_the_house_shut(tmp_path: Path) -> None:
    folder = house(tmp_path / "kestrel", port=9)
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies/house.toml").write_text(MALFORMED)
    with pytest.raises(InputError, match=r"house\.toml, line \d+.*`our-hours`.*`open`") as refused:
        open_house(folder)
    assert "9 o'clock" in str(refused.value)


def test_an_unknown_zone_is_no_place(sqlite_store: Store) -> None:
    world = World(sqlite_store, rulebook=load_rulebook())
    somebody = world.person(zone="Mars/Olympus", country=None, addresses=("a@people.example",))
    outcome = tried(world, world.plan(somebody))
    assert isinstance(outcome.verdict, Hold)
    assert "`Mars/Olympus` is no time zone" in outcome.sentence


def test_a_stated_zone_that_there_is_not_moves_nobody(sqlite_store: Store) -> None:
    world = World(sqlite_store, rulebook=load_rulebook())
    somebody = world.person(country=None, addresses=("a@people.example", "+18005550142"))
    world.word(somebody, Place("Moon/Tranquility"), words="I'm on the moon until Friday")
    outcome = tried(world, world.plan(somebody, Channel.SMS, purpose=Purpose.SERVICE))
    assert outcome.verdict == Hold(Clearer.REP)
    assert "we do not know where" in outcome.sentence


def test_a_moment_without_a_zone_is_not_planned(sqlite_store: Store) -> None:
    world = World(sqlite_store)
    somebody = world.person()
    with pytest.raises(NaiveDatetimeError, match="has no offset"):
        world.plan(somebody, due_at=datetime(2026, 11, 24, 12))  # noqa: DTZ001


def never_ending(code: str, day: date) -> str | None:
    return never_ending(code, day)


def no_such_key(code: str, day: date) -> str | None:
    nowhere: dict[str, str] = {}
    return nowhere[code]


@pytest.mark.parametrize(
    ("calendar", "fault"), [(never_ending, "RecursionError"), (no_such_key, "KeyError")]
)
def test_a_rule_that_raises_objects_by_name(
    sqlite_store: Store, calendar: HolidayName, fault: str
) -> None:
    world = World(sqlite_store, rulebook=replace(closed_on("US"), holiday=calendar))
    outcome = tried(world, world.plan(world.person()))
    assert outcome.verdict == Hold(Clearer.OPERATOR)
    assert f"the rule `forbidden-days` failed ({fault}), so nothing goes out" in outcome.sentence


def test_a_country_without_a_calendar_is_an_objection(sqlite_store: Store) -> None:
    world = World(sqlite_store, rulebook=closed_on("ZZ"))
    outcome = tried(world, world.plan(world.person()))
    assert outcome.verdict == Hold(Clearer.OPERATOR)
    assert "the rule `forbidden-days` failed (UnknownCalendarError)" in outcome.sentence

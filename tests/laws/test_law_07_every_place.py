"""Law 7: an allowed moment is allowed in every zone and jurisdiction where the person may be.

The oracle is arithmetic on wall clocks, written apart from the engine.
"""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.bootstrap.numbers import number_place
from outreach.bootstrap.rulebook import load_rulebook
from outreach.bootstrap.zones import country_zones, region_zones
from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.facts import Facts, Point, Proposed, Someone
from policies.statement import EVERY_DAY, Quiet, Source, Statement, Understood, Via
from policies.verdict import Allow
from tests.laws.moments import moments
from tests.laws.places import NUMBERS, PLACES, ZONES

QUIET = Quiet(EVERY_DAY, 21 * 60, 8 * 60)
by_voice = st.sampled_from([Channel.PHONE, Channel.SMS])


def a_call(channel: Channel, number: str, person: Someone) -> Facts:
    attempt = Proposed(channel, Purpose.SERVICE, "Bob", automated=False, to=number)
    return Facts(attempt, person, points=(Point(channel, number),))


def possible(person: Someone, number: str) -> set[str]:
    """Every zone in which this person may be, by their address and by their number."""
    home = region_zones(person.region or "") or country_zones(person.country or "")
    return {*home, *number_place(number).zones}


def open_by_house(wall: datetime) -> bool:
    latest = time(18) if wall.weekday() < 5 else time(17)
    return wall.weekday() < 6 and time(10) <= wall.time() < latest


def open_by_federal_law(wall: datetime) -> bool:
    return time(8) <= wall.time() < time(21)


@given(moments(), by_voice, st.sampled_from(NUMBERS), st.sampled_from(PLACES))
def test_house_hours_are_open_on_every_clock_they_may_live_by(
    at: datetime, channel: Channel, number: str, place: tuple[str | None, str | None]
) -> None:
    person = Someone("Ana", *place)
    verdict = decide(a_call(channel, number, person), at, load_rulebook(("house",))).verdict
    if isinstance(verdict, Allow):
        walls = {name: at.astimezone(ZoneInfo(name)) for name in possible(person, number)}
        assert walls
        assert {name for name, wall in walls.items() if not open_by_house(wall)} == set()


@given(moments(), st.sampled_from(NUMBERS), st.sampled_from(PLACES))
def test_law_applies_by_address_and_by_number_on_every_clock(
    at: datetime, number: str, place: tuple[str | None, str | None]
) -> None:
    person = Someone("Ana", *place)
    assume("US" in (place[0], number_place(number).country))
    verdict = decide(a_call(Channel.PHONE, number, person), at, load_rulebook(("us",))).verdict
    if isinstance(verdict, Allow):
        walls = {name: at.astimezone(ZoneInfo(name)) for name in possible(person, number)}
        assert {name for name, wall in walls.items() if not open_by_federal_law(wall)} == set()


@given(moments(), st.sampled_from(PLACES))
def test_their_own_quiet_time_is_kept_in_every_zone_of_their_home(
    at: datetime, place: tuple[str | None, str | None]
) -> None:
    person = Someone("Ana", *place)
    zones = possible(person, "")
    assume(zones)
    attempt = Proposed(Channel.EMAIL, Purpose.SERVICE, "Bob", automated=False)
    said = Statement(
        "s", "nights", at, Via.EMAIL, Source.REPLY, proven=True, meanings=(Understood(QUIET),)
    )
    asked = Facts(attempt, person, (Point(Channel.EMAIL, "ana@kestrel.example"),), (said,))
    awake = {time(8) <= at.astimezone(ZoneInfo(zone)).time() < time(21) for zone in zones}
    allowed = isinstance(decide(asked, at, load_rulebook(())).verdict, Allow)
    assert allowed == (awake == {True})


@given(moments(), by_voice, st.sampled_from(NUMBERS), st.sampled_from(ZONES))
def test_knowing_one_more_possible_place_opens_nothing(
    at: datetime, channel: Channel, number: str, zone: str
) -> None:
    rulebook = load_rulebook(("us", "house"))
    alone = a_call(channel, number, Someone("Ana"))
    both = replace(alone, person=Someone("Ana", zone=zone))
    if number_place(number).zones and not isinstance(decide(alone, at, rulebook).verdict, Allow):
        assert not isinstance(decide(both, at, rulebook).verdict, Allow)

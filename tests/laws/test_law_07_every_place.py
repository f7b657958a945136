"""Law 7: an allowed moment is allowed in every zone and jurisdiction where the person may be.

The oracle is arithmetic on wall clocks, written apart from the engine.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.bootstrap.numbers import number_place
from outreach.bootstrap.rulebook import load_rulebook
from outreach.bootstrap.zones import country_zones, region_zones
from policies.channel import Channel, Kind, Purpose
from policies.decide import decide
from policies.facts import Facts, Point, Proposed, Someone
from policies.rulebook import Entry, EntryKind, Pack, Rulebook
from policies.statement import EVERY_DAY, Place, Quiet, Source, Statement, Understood, Via
from policies.verdict import Allow
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import entries, rulebooks, wide_openings
from tests.laws.places import NUMBERS, PLACES, ZONES
from tests.laws.said import statements

QUIET = Quiet(EVERY_DAY, 21 * 60, 8 * 60)
DAY = timedelta(days=1)
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


def closes(entry: Entry, wall: datetime) -> bool:
    """Whether an entry of hours or days forbids what this clock shows; dates are days there."""
    day, minute = wall.date(), wall.hour * 60 + wall.minute
    if entry.in_force_from is not None and day < entry.in_force_from:
        return False
    if entry.in_force_until is not None and day >= entry.in_force_until:
        return False
    if entry.kind is EntryKind.FORBIDDEN_DAYS:
        return day.weekday() in entry.closed_days
    return not any(
        day.weekday() in opening.days and opening.open <= minute < opening.close
        for opening in entry.openings
    )


def reaches(entry: Entry, asked: Facts) -> bool:
    attempt, kind = asked.attempt, asked.person.kind or Kind.CONSUMER
    return (
        entry.kind in (EntryKind.CONTACT_HOURS, EntryKind.FORBIDDEN_DAYS)
        and attempt.channel in entry.channels
        and (not entry.purposes or attempt.purpose in entry.purposes)
        and (not entry.applies_to or kind in entry.applies_to)
    )


def steady(at: datetime, zone: str) -> bool:
    """Whether this clock is not about to change: on such days an hour may be there twice."""
    around = (at.astimezone(ZoneInfo(zone)) + step for step in (-DAY, DAY))
    return len({wall.utcoffset() for wall in around}) == 1


@st.composite
def hours_of(draw: st.DrawFn, codes: frozenset[str]) -> Rulebook:
    """Draw hours and forbidden days for each of these jurisdictions, wide enough to be met."""
    packs = {}
    for code in sorted({*codes, "house"}):
        hours = draw(entries(code, f"{code}-hours", EntryKind.CONTACT_HOURS))
        hours = replace(hours, openings=draw(wide_openings), holidays=(), clock="", purposes=())
        days = draw(entries(code, f"{code}-days", EntryKind.FORBIDDEN_DAYS))
        days = replace(days, holidays=(), closed_days=draw(st.sampled_from(((6,), (5, 6), (0,)))))
        packs[code] = Pack(code, code, (hours, days))
    return replace(load_rulebook(()), packs=packs)


@given(
    st.data(),
    moments(),
    by_voice,
    st.sampled_from(NUMBERS),
    st.sampled_from(PLACES),
    st.none() | st.sampled_from(Kind),
)
def test_hours_of_any_law_are_open_on_every_clock_and_by_every_law_of_where_they_may_be(
    data: st.DataObject,
    at: datetime,
    channel: Channel,
    number: str,
    place: tuple[str | None, str | None],
    kind: Kind | None,
) -> None:
    person, prefix = Someone("Ana", *place, kind=kind), number_place(number)
    asked = a_call(channel, number, person)
    zones = [name for name in possible(person, number) if steady(at, name)]
    codes = {code.lower() for code in (*place, prefix.country, *prefix.regions) if code}
    rulebook = data.draw(hours_of(frozenset(codes)))
    if isinstance(decide(asked, at, rulebook).verdict, Allow):
        walls = [at.astimezone(ZoneInfo(name)) for name in zones]
        every = [one for pack in rulebook.packs.values() for one in pack.entries]
        binding = [one for one in every if reaches(one, asked)]
        assert [one for one in binding if any(closes(one, wall) for wall in walls)] == []


@given(st.data(), moments(), rulebooks(), st.sampled_from(ZONES), st.sampled_from(PLACES))
def test_one_more_law_that_may_reach_them_opens_nothing(
    data: st.DataObject,
    at: datetime,
    rulebook: Rulebook,
    zone: str,
    place: tuple[str | None, str | None],
) -> None:
    """What they were heard to say of their place only ever adds one."""
    before = data.draw(facts(at))
    before = replace(before, person=Someone("Ana", *place))
    heard = data.draw(statements(st.just(Place(zone)), at, "heard", proven=False))
    after = replace(before, statements=(*before.statements, heard))
    assume(isinstance(rulebook.atlas.zone(zone), ZoneInfo) and place[0])
    known = before.attempt.purpose is not Purpose.ANSWER
    if known and not isinstance(decide(before, at, rulebook).verdict, Allow):
        assert not isinstance(decide(after, at, rulebook).verdict, Allow)

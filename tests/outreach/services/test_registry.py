from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from outreach.clock import SimulatedClock
from outreach.domain.people import ContactPoint
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.registry import Imported, Wanted, import_copy
from outreach.store import ledger, points, registries, tables
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import Registry
from tests.databases import NOON
from tests.outreach.gate.world import World

YESTERDAY = date(2026, 11, 23)
LISTED, OTHER, BRITISH = "+17025550142", "+17025550199", "+442079460123"


def copied(
    store: Store, *lines: str, on: date = YESTERDAY, covers: tuple[str, ...] = ()
) -> Imported:
    wanted = Wanted("US", on, covers, "Ana Ruiz")
    return import_copy(store, SimulatedClock(NOON), lines, wanted)


def told(world: World, person_id: str) -> dict[Channel, Registry]:
    found = world.store.read(lambda conn: points.of(conn, person_id))
    return {one.channel: one.registry for one in found}


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def somebody(world: World, number: str) -> str:
    """Add somebody whose number nobody has looked up."""
    one = world.person(addresses=("p@people.example", number))
    world.store.write(
        lambda conn: conn.execute(tables.point.update().values(registry=Registry.UNKNOWN))
    )
    return one.id


def test_our_numbers_are_looked_up_as_a_copy_comes_in(world: World) -> None:
    scott = somebody(world, LISTED)
    ann = somebody(world, OTHER)
    done = copied(world.store, LISTED)
    assert (done.copy.count, done.looked_up, done.listed) == (1, 2, 1)
    assert told(world, scott)[Channel.PHONE] is told(world, scott)[Channel.SMS] is Registry.LISTED
    assert told(world, ann)[Channel.PHONE] is Registry.CLEAR
    assert told(world, scott)[Channel.EMAIL] is Registry.UNKNOWN, "no registry lists addresses"
    found = world.store.read(lambda conn: points.of(conn, ann))
    assert found[1].registry_on == datetime(2026, 11, 23, tzinfo=UTC)


def test_a_number_that_is_called_and_texted_counts_once_however_far_apart_it_stands(
    world: World,
) -> None:
    """Each has two points; what is looked up at a time is two hundred of them."""
    for count in range(120):
        somebody(world, f"+1702556{count:04}")
    done = copied(world.store, "+17025560000", "+17025560001", LISTED)
    assert (done.looked_up, done.listed) == (120, 2)


def test_what_is_told_of_a_number_has_it_judged_afresh(world: World) -> None:
    scott = somebody(world, LISTED)
    before = world.store.read(lambda conn: points.of(conn, scott))
    copied(world.store, LISTED)
    after = world.store.read(lambda conn: points.of(conn, scott))
    assert [one.version - was.version for one, was in zip(after, before, strict=True)] == [0, 1, 1]


@pytest.mark.parametrize(
    "line", [LISTED, "702,5550142", "(702) 555-0142", "17025550142", " 702 555 0142\n"]
)
def test_a_number_is_read_however_the_copy_writes_it(world: World, line: str) -> None:
    somebody(world, LISTED)
    assert copied(world.store, "area code,number", line, "", line).listed == 1


def test_numbers_of_another_country_are_no_copy(world: World) -> None:
    somebody(world, LISTED)
    with pytest.raises(InputError, match="line 2 is no telephone number of US"):
        copied(world.store, LISTED, BRITISH)
    assert world.store.read(registries.copies) == []


def test_a_copy_speaks_for_the_islands_that_share_its_plan(world: World) -> None:
    guernsey = somebody(world, "+447911123456")
    wanted = Wanted("GB", YESTERDAY, (), "Ana Ruiz")
    import_copy(world.store, SimulatedClock(NOON), ["+447911123456"], wanted)
    assert told(world, guernsey)[Channel.PHONE] is Registry.LISTED


def test_a_line_that_is_no_number_refuses_the_whole_copy(world: World) -> None:
    somebody(world, LISTED)
    copied(world.store, OTHER, on=date(2026, 11, 1))
    with pytest.raises(InputError, match="line 3 is no telephone number of US") as refused:
        copied(world.store, LISTED, OTHER, "12", LISTED)
    assert "702" not in str(refused.value)
    (copy,) = world.store.read(registries.copies)
    assert copy.copied_on == datetime(2026, 11, 1, tzinfo=UTC)
    kept = world.store.read(
        lambda conn: list(conn.scalars(select(tables.registry_listing.c.edition)))
    )
    assert kept == [copy.edition]


def test_a_newer_copy_replaces_the_one_before(world: World) -> None:
    scott = somebody(world, LISTED)
    copied(world.store, LISTED, on=date(2026, 11, 1))
    copied(world.store, OTHER)
    assert told(world, scott)[Channel.PHONE] is Registry.CLEAR
    (copy,) = world.store.read(registries.copies)
    assert world.store.read(lambda conn: registries.count(conn, copy.edition)) == 1
    with pytest.raises(InputError, match="we have a copy of US of 2026-11-23, which is newer"):
        copied(world.store, LISTED, on=date(2026, 11, 1))


def test_a_copy_cannot_be_of_a_day_to_come(world: World) -> None:
    with pytest.raises(InputError, match="that day is still to come"):
        copied(world.store, LISTED, on=date(2026, 12, 1))


def test_a_copy_without_numbers_is_a_mistake(world: World) -> None:
    scott = somebody(world, LISTED)
    with pytest.raises(InputError, match="there is no number in this copy"):
        copied(world.store, "area code,number", "")
    assert told(world, scott)[Channel.PHONE] is Registry.UNKNOWN


def test_a_copy_of_some_area_codes_says_nothing_of_the_others(world: World) -> None:
    here, there = somebody(world, OTHER), somebody(world, "+12125550142")
    copied(world.store, LISTED, covers=("+1702",))
    assert told(world, here)[Channel.PHONE] is Registry.CLEAR
    assert told(world, there)[Channel.PHONE] is Registry.UNKNOWN


def test_a_copy_says_nothing_of_other_countries_numbers(world: World) -> None:
    canadian, british = somebody(world, "+14165550142"), somebody(world, BRITISH)
    copied(world.store, LISTED)
    assert told(world, canadian)[Channel.PHONE] is Registry.UNKNOWN
    assert told(world, british)[Channel.PHONE] is Registry.UNKNOWN


def test_a_number_that_comes_later_is_looked_up_as_it_comes(world: World) -> None:
    copied(world.store, LISTED)
    scott = world.person(addresses=("s@people.example", LISTED))
    assert told(world, scott.id) == {
        Channel.EMAIL: Registry.CLEAR,
        Channel.SMS: Registry.LISTED,
        Channel.PHONE: Registry.LISTED,
    }
    several = [
        ContactPoint(
            new_id("c"),
            scott.id,
            Channel.PHONE,
            number,
            number,
            "card",
            NOON,
            rank,
            registry=Registry.UNKNOWN,
        )
        for rank, number in enumerate((OTHER, BRITISH), 1)
    ]
    world.store.write(lambda conn: points.add_many(conn, several))
    kept = world.store.read(lambda conn: points.get(conn, several[0].id))
    assert (kept.registry, kept.registry_on) == (
        Registry.CLEAR,
        datetime(2026, 11, 23, tzinfo=UTC),
    )
    british = world.store.read(lambda conn: points.get(conn, several[1].id))
    assert british.registry is Registry.UNKNOWN


def test_of_listed_numbers_only_digests_are_kept(world: World) -> None:
    copied(world.store, LISTED)
    (row,) = world.store.read(
        lambda conn: list(conn.execute(select(tables.registry_listing)).mappings())
    )
    assert "7025550142" not in str(dict(row))


def test_a_copy_that_was_taken_in_stands_in_the_ledger(world: World) -> None:
    copied(world.store, LISTED, covers=("+1702",))
    (entry,) = world.store.read(lambda conn: ledger.entries_of(conn, ["US"]))
    assert entry["kind"] == "registry imported"
    assert entry["body"] == {"on": "2026-11-23", "count": 1, "covers": ["+1702"], "by": "Ana Ruiz"}


def test_more_numbers_than_fit_one_write_are_all_kept(world: World) -> None:
    lines = [f"+1702{number:07}" for number in range(2_000_000, 2_000_450)]
    assert copied(world.store, *lines).copy.count == 450

"""Organisations in tests: a house that lets so many people there hear from it, and colleagues."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from outreach.bootstrap.rulebook import load_rulebook
from outreach.domain.people import Person
from outreach.store import importing
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.finding import Force
from policies.rulebook import Cap, CapOf, Entry, EntryKind, Pack, Rulebook
from tests.outreach.gate.world import World

DAY = timedelta(days=1)
KESTREL = "Kestrel Mapping"


def house_of(*caps: Cap) -> Rulebook:
    """Return a rulebook with nothing in it but these caps of the house's own."""
    entry = Entry(
        "house-cap",
        "house",
        EntryKind.FREQUENCY_CAP,
        tuple(Channel),
        "how many",
        "the house",
        "own_choice",
        force=Force.COURTESY,
        purposes=(Purpose.MARKETING,),
        caps=caps,
    )
    book = load_rulebook([])
    return replace(book, packs={"house": Pack("house", "ours", (entry,))}, fingerprint=str(caps))


def people_a_day(count: int, hours: int = 24) -> Rulebook:
    """Return a rulebook that lets so many people of one organisation hear from us in a day."""
    return house_of(Cap(count, hours, of=CapOf.ORGANISATION))


def a_world(store: Store, count: int) -> World:
    """Return a house that lets so many people of one organisation hear from it in a day."""
    return World(store, rulebook=people_a_day(count))


def office(world: World, work: str = KESTREL) -> str:
    """Return the id of an organisation of that name."""
    found = world.store.write(lambda conn: importing.organisations_named(conn, [work]))
    return next(iter(found.values()))


def at(world: World, name: str = "Scott Reyes", work: str = KESTREL) -> Person:
    """Add somebody who works there."""
    return world.person(name, organisation_id=office(world, work))

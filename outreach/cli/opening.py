"""From what somebody typed to an open house, a member of the team, a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.domain.people import Member, Person, near_names
from outreach.errors import HouseError, InputError, NotFoundError, SetupError, StorageError
from policies.tongue import Tongue

if TYPE_CHECKING:
    from datetime import datetime

    from outreach.bootstrap.house import House
    from policies.language import Language

SHOWN = 5


@contextmanager
def opened(directory: Path, *, seals: bool = True) -> Iterator[House]:
    """Open the house in this folder for as long as the `with` block lasts.

    What was done meanwhile is chained at once, for no engine may be running that would do it.
    """
    from outreach.bootstrap.house import visiting

    with visiting(directory) as house:
        try:
            yield house
        finally:
            if seals:
                seal(house)


def seal(house: House) -> None:
    """Chain the ledger; where the database is too busy for it, the next one to come does so."""
    from outreach.store import ledger
    from outreach.store.unit import Priority

    now = house.clock.now()
    with suppress(StorageError):
        if not house.store.read(ledger.is_sealed):
            while house.store.write(lambda conn: ledger.seal(conn, now), Priority.BULK):
                pass


def acting(house: House, by: str | None) -> Member:
    """Return who acts: the one named, the one set, or the only one there is."""
    from outreach.store import team

    name = by or house.settings.team.acting
    if name:
        return _still_here(house.store.read(lambda conn: team.get(conn, name)))
    everybody = house.store.read(team.still_here)
    if not everybody:
        msg = "nobody is on the team yet: add somebody with `outreach team add NAME`"
        raise SetupError(msg)
    if len(everybody) > 1:
        names = ", ".join(f"`{one.name}`" for one in everybody)
        msg = f"say who acts with --by: {names}"
        raise InputError(msg)
    return everybody[0]


def trying(house: House, by: str | None) -> Member:
    """Return who acts where nothing is changed: nobody, unless it is said or plain who it is."""
    if by is not None:
        return acting(house, by)
    with suppress(HouseError):
        return acting(house, None)
    return Member("", "nobody", house.clock.now())


def _still_here(member: Member) -> Member:
    """Return a member of the team; refuse one who has left."""
    if member.left:
        msg = f"{member.name} has left the team"
        raise InputError(msg)
    return member


def language_for(house: House, by: str | None, given: Tongue | None) -> Language:
    """Return in which language to tell refusals: as asked for, as whoever acts reads, or ours."""
    from outreach.bootstrap.languages import language

    if given is not None:
        return language(given)
    if by is not None:
        return house.language(acting(house, by))
    with suppress(HouseError):
        return house.language(acting(house, None))
    return house.language()


def person_named(house: House, given: str) -> Person:
    """Return the person of that name, id, address or number; ask for more where several fit."""
    from outreach.store import people

    found = house.store.read(lambda conn: people.named(conn, given))
    if not found:
        near = near_names(given, house.store.read(lambda conn: people.perhaps(conn, given)))
        raise NotFoundError("person", given, near)
    if len(found) > 1:
        ids = ", ".join(f"`{one.id}`" for one in found[:SHOWN])
        more = "" if len(found) <= SHOWN else f" and {len(found) - SHOWN} more"
        msg = f"{len(found)} people are called `{given}`: name one by id, {ids}{more}"
        raise InputError(msg)
    return found[0]


def local_time(house: House, person: Person) -> str:
    """Return the time where a person is: `06:30 (America/Los_Angeles)`; empty if unknown."""
    zones = house.zones(person)
    if not zones:
        return ""
    now = house.clock.now()
    hours = sorted({f"{now.astimezone(zone):%H:%M}" for zone in zones})
    if len(hours) > 1:
        return f"between {hours[0]} and {hours[-1]}"
    return f"{hours[0]} ({zones[0].key})"


def opens_only(house: House, person_id: str, at: datetime, by: str) -> str:
    """Return when calls open there, where the hour named for one is closed: `calls open ...`."""
    from outreach.services.calls import opens_later
    from outreach.store import people

    opens = opens_later(house.gate, person_id, at, by)
    if opens is None:
        return ""
    zones = house.zones(house.store.read(lambda conn: people.get(conn, person_id)))
    if not zones:
        return f"calls open only {opens:%a %d %b %H:%M} UTC"
    return f"calls open there only {opens.astimezone(zones[0]):%a %d %b %H:%M}"


def on_our_clock(house: House, typed: datetime | None) -> datetime | None:
    """Return the moment that somebody typed without an offset: they mean our own clock."""
    if typed is None or typed.tzinfo is not None:
        return typed
    return typed.replace(tzinfo=house.ears.zone)

"""Who somebody is, in few lines: what they call themselves first, nothing that we call them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from outreach.cli.opening import local_time
from outreach.cli.terminal import counted
from outreach.domain.people import ContactPoint, Person
from policies.channel import SPOKEN, Channel

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from outreach.bootstrap.house import House
    from outreach.domain.notes import Note, Spent
    from outreach.domain.portrait import Portrait

HOUR = 60


def card(home: House, person: Person) -> Iterator[str]:
    """Yield the card; addresses are shown, numbers are for the call book."""
    from outreach.store import portraits

    portrait = home.store.read(lambda conn: portraits.of(conn, person.id))
    yield from _names(person, portrait)
    yield from _where(home, person)
    yield from home.store.read(lambda conn: list(_ties(conn, person, home.clock.now())))
    now = local_time(home, person)
    place = ", ".join(part for part in (person.region or person.country, person.zone) if part)
    told = f"it is {now} there" if now else "their place is not known"
    yield f"  {told}" + (f" ({place})" if place else "")
    languages = portrait.languages or ((person.language,) if person.language else ())
    if languages:
        yield f"  speaks {', '.join(languages)}"
    yield from _points(home, person)
    yield f"  we know them from: {person.source}"
    if person.notes:
        yield f"  {person.notes}"
    yield from _noted(home, person)


def _names(person: Person, portrait: Portrait) -> Iterator[str]:
    called = f" (call them {person.call_name})" if person.call_name else ""
    yield f"{person.name}{called}"
    if portrait.themselves:
        yield f"  “{portrait.themselves}”"
    others = ", ".join(one.name for one in portrait.names)
    if others:
        yield f"  also writes: {others}"


def _where(home: House, person: Person) -> Iterator[str]:
    from outreach.store import people

    at = home.store.read(lambda conn: people.organisations(conn, [person.organisation_id or ""]))
    for organisation in at.values():
        yield f"  works at {organisation.name}{_heard_there(home, person)}"


def _heard_there(home: House, person: Person) -> str:
    """Say how many of their colleagues heard from us today; nothing where nobody did."""
    from outreach.store import organisation_counter

    since = home.clock.now() - timedelta(days=1)
    count = home.store.read(lambda conn: organisation_counter.colleagues_heard(conn, person, since))
    who = counted(count, "colleague")
    return f" ({who} heard from us in the last 24 hours)" if count else ""


def _ties(conn: Connection, person: Person, now: datetime) -> Iterator[str]:
    """Yield the roles and relations that stand now."""
    from outreach.store import standing

    for held in standing.roles_of(conn, person.id, now):
        yield f"  {held.told} since {held.role.since:%d %b %Y}"
    for tie in standing.ties_of(conn, person.id, now):
        yield f"  {tie.told}"


def _points(home: House, person: Person) -> Iterator[str]:
    from outreach.store import people, points

    reached = home.store.read(lambda conn: points.of(conn, person.id))
    whose = home.store.read(
        lambda conn: people.get_many(conn, {one.through_id for one in reached if one.through_id})
    )
    for one in reached:
        through = whose.get(one.through_id or "")
        yield f"  {_point(one, through.name if through else '')}"


def _point(one: ContactPoint, through: str) -> str:
    shown = one.address if one.channel is Channel.EMAIL else f"by {SPOKEN[one.channel]}"
    state = "" if one.state == "ok" else f", {one.state}"
    whose = f" (through {through})" if through else ""
    return f"{shown}{whose}{state}, from: {one.source}"


def _noted(home: House, person: Person) -> Iterator[str]:
    from outreach.domain.notes import NoteKind, spent
    from outreach.store import notes

    known = home.store.read(lambda conn: notes.of(conn, person.id))
    ready = [one for one in known if one.kind is NoteKind.READINESS]
    if ready:
        yield f"  how ready: {_ready(home, ready[-1])}"
    cost = told_spent(spent(known))
    if cost:
        yield f"  spent so far: {cost}"


def _ready(home: House, note: Note) -> str:
    return f"“{note.text}” ({when(home, note.at)}, noted by {note.by})"


def told_spent(cost: Spent) -> str:
    """Return what a relationship has cost us, as in `3 h 10 min, 42.50 EUR`."""
    hours, minutes = divmod(cost.minutes, HOUR)
    time = [f"{hours} h"] if hours else []
    time += [f"{minutes} min"] if minutes else []
    return ", ".join([*([" ".join(time)] if time else []), *map(str, cost.money)])


def when(home: House, at: datetime) -> str:
    """Return a moment on our own clock."""
    return f"{at.astimezone(ZoneInfo(home.settings.house.timezone)):%d %b %Y %H:%M}"

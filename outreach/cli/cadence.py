"""`outreach cadence`: how often people hear from us, and who has waited too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, counted, examples, tell
from outreach.errors import InputError

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.domain.cadences import Cadence
    from outreach.services.be_in_contact import Silence, Whom

EXAMPLES = examples(
    "outreach cadence set --role customer --days 60",
    "outreach cadence set --person 'Maria Delgado' --days 30",
    "outreach cadence set --person 'Scott Reyes' --never",
    "outreach cadence list",
    "outreach cadence due",
    "outreach cadence due --rep 'Ana Ruiz' --json",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="How often people hear from us, and who has waited too long.", no_args_is_help=True
    )
    group.command("set", epilog=EXAMPLES)(put)
    group.command("list", epilog=EXAMPLES)(listed)
    group.command("due", epilog=EXAMPLES)(due)
    app.add_typer(group, name="cadence", rich_help_panel=Panel.REACHING)


def put(
    role: Annotated[
        str | None, typer.Option(help="Everybody in this role, such as `customer`.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="This one person.")] = None,
    days: Annotated[int | None, typer.Option(help="A word at least every so many days.")] = None,
    never: Annotated[bool, typer.Option("--never", help="By no rhythm at all.")] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say how often we mean to be in touch; what is said of a person goes before their role."""
    from outreach.services import be_in_contact

    if (days is None) is not never:
        msg = "say how often with --days, or --never"
        raise InputError(msg)
    with opened(house) as home:
        member, whom = acting(home, by), _whom(home, role, person)
        now = home.clock.now()
        made = be_in_contact.set_cadence(home.store, whom, days, member.name, now)
        told = _told(home, made)
    tell(made, told, as_json=as_json)


def _whom(home: House, role: str | None, person: str | None) -> Whom:
    from outreach.services.be_in_contact import OfPerson, OfRole

    if role is not None and person is None:
        return OfRole(role)
    if person is not None and role is None:
        return OfPerson(person_named(home, person).id)
    msg = "say for whom: either --role or --person"
    raise InputError(msg)


def listed(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List how often we mean to be in touch with whom."""
    from outreach.store import cadences

    with opened(house) as home:
        found = home.store.read(cadences.everything)
        told = [_told(home, one) for one in found]
    tell(
        found,
        *(told or ["no rhythm is set: `outreach cadence set --role customer --days 60`"]),
        as_json=as_json,
    )


def _told(home: House, one: Cadence) -> str:
    from outreach.store import people

    whom = f"every {one.role}"
    if one.person_id is not None:
        person_id = one.person_id
        whom = home.store.read(lambda conn: people.get(conn, person_id)).name
    if one.every_days is None:
        return f"{whom}: by no rhythm"
    return f"{whom}: a word every {counted(one.every_days, 'day')}"


def due(
    rep: Annotated[str | None, typer.Option(help="Only whom this one of us looks after.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="How many, at most.")] = 50,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say who has waited too long for a word from us, the longest first, and what is open."""
    from outreach.services import be_in_contact

    with opened(house) as home:
        member = acting(home, rep or by)
        owner = member.id if rep else None
        found = be_in_contact.too_long(home.gate, member.name, owner, limit)
        now, lines = home.clock.now(), [line for one in found for line in _lines(home, one)]
    tell(
        [_plain(one) for one in found],
        *(lines or [f"nobody waits too long for a word, as of {now:%d %b %Y}"]),
        as_json=as_json,
    )


def _lines(home: House, one: Silence) -> list[str]:
    from outreach.cli.day.page import reached
    from outreach.domain.lengths import ago

    now, waited = home.clock.now(), one.waited
    since = f"since {waited.last_contact:%d %b %Y}" if waited.last_contact else "ever"
    return [
        f"{waited.person.name}: no word {since}, {ago(now - waited.due_at)} too long",
        f"    {reached(one.reach, now, home.zones(waited.person))}",
    ]


def _plain(one: Silence) -> dict[str, object]:
    waited = one.waited
    return {
        "person": waited.person.id,
        "name": waited.person.name,
        "due_at": waited.due_at,
        "last_contact": waited.last_contact,
        "every_days": waited.rhythm.cadence.every_days,
        "role": waited.rhythm.cadence.role,
        "openings": [{"channel": each.channel, "from": each.at} for each in one.reach.openings],
        "shut": one.reach.shut,
    }

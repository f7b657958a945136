"""`outreach organisations`: places where people work, live or sing, known before anybody there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    counted,
    examples,
    print_json,
    say,
    table,
    tell,
)
from outreach.domain.portrait import OrganisationKind, Place

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

EXAMPLES = examples(
    "outreach organisations add 'Kestrel Mapping' --source 'article in the Gazette'",
    "outreach organisations add 'The Lunds, 12 Mill Lane' --kind household",
    "outreach organisations show 'Kestrel Mapping'",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Where people work or live, known before any of them.", no_args_is_help=True
    )
    group.command("add", epilog=EXAMPLES)(add)
    group.command("list", epilog=EXAMPLES)(everything)
    group.command("show", epilog=EXAMPLES)(show)
    app.add_typer(group, name="organisations", rich_help_panel=Panel.PEOPLE)


def add(
    name: Annotated[str, typer.Argument(help="Its name, as they write it.")],
    kind: Annotated[OrganisationKind | None, typer.Option(help="What kind of place it is.")] = None,
    source: Annotated[str, typer.Option(help="How we know of it, in plain words.")] = "",
    notes: Annotated[str, typer.Option(help="Anything else; they may read it.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note an organisation or a household, or something more about one that we know."""
    from outreach.services import knowing

    with opened(house) as home:
        new = knowing.NewPlace(name, acting(home, by).name, kind, source, notes)
        place = knowing.add_place(home.store, home.clock, new)
    tell(
        place,
        f"{place.name}: noted; outreach people role add NAME WHAT --at '{place.name}'",
        as_json=as_json,
    )


def everything(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List organisations, with how many people we know there."""
    from outreach.store import organisations

    with opened(house) as home:
        places = home.store.read(organisations.everything)
        many = home.store.read(organisations.how_many_there)
    if as_json:
        print_json([{"organisation": one, "people": many.get(one.id, 0)} for one in places])
        return
    rows = ([one.name, one.kind or "", str(many.get(one.id, 0))] for one in places)
    table(["name", "kind", "people"], rows)


def show(
    name: Annotated[str, typer.Argument(help="Its name or id.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show an organisation: what it asked of us, who belongs to it and in which role."""
    from outreach.store import organisations

    with opened(house) as home:
        place = home.store.read(lambda conn: organisations.get(conn, name))
        asked, there = _asked(home, place), list(_there(home, place))
    if as_json:
        print_json({"organisation": place, "asked": asked, "people": there})
        return
    say(place.name + (f" ({place.kind})" if place.kind else ""))
    say(*(f"  “{one}”" for one in asked))
    if place.source:
        say(f"  we know of it from: {place.source}")
    say(*(f"  {line}" for line in place.notes.splitlines()))
    say("", counted(len(there), "person", "people"), *(f"  {line}" for line in there))


def _asked(home: House, place: Place) -> list[str]:
    from outreach.store import bars

    bound = home.store.read(lambda conn: bars.binding(conn, organisations=[place.id]))
    return [one.because for one in bound.organisations.get(place.id, ())]


def _there(home: House, place: Place) -> Iterator[str]:
    """Say of everybody who belongs or belonged here in which role, those of today first."""
    from outreach.store import organisations, people, roles

    ids = home.store.read(lambda conn: organisations.ever_there(conn, place.id))
    known = home.store.read(lambda conn: people.get_many(conn, ids))
    held = home.store.read(lambda conn: roles.of_many(conn, ids))
    now = home.clock.now()
    lines = []
    for one in known.values():
        here = [role for role in held.get(one.id, []) if role.organisation_id == place.id]
        current = [role.what for role in here if role.holds(now)]
        past = [f"{role.what} until {role.until:%Y-%m-%d}" for role in here if role.until]
        works = one.organisation_id == place.id
        told = ", ".join(current) or ("works there" if works else ", ".join(past))
        lines.append((not (current or works), one.name, told))
    yield from (f"{name}: {told}" for _, name, told in sorted(lines))

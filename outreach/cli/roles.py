"""`outreach roles`: what people are to us, and where, from a day until a day."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say

EXAMPLES = examples(
    "outreach roles add 'Maria Delgado' customer --since 2026-03-01",
    "outreach roles add 'Maria Delgado' buyer --at 'Northlight'",
    "outreach roles end 'Maria Delgado' buyer --because 'moved to sales'",
    "outreach roles list 'Maria Delgado'",
)

Person = Annotated[str, typer.Argument(help="A name, id, address or number.")]
What = Annotated[str, typer.Argument(help="In a word or two: `customer`, `buyer`.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="What people are to us, and where, from a day until a day.", no_args_is_help=True
    )
    group.command("add", epilog=EXAMPLES)(add)
    group.command("end", epilog=EXAMPLES)(end)
    group.command("list", epilog=EXAMPLES)(listed)
    app.add_typer(group, name="roles", rich_help_panel=Panel.PEOPLE)


def add(
    person: Person,
    what: What,
    at: Annotated[str | None, typer.Option(help="The organisation where they are that.")] = None,
    since: Annotated[
        str | None, typer.Option(help="From which day: `2026-03-01`.", show_default="today")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Until which day.")] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note what somebody is to us, or at an organisation."""
    from outreach.cli.moments import day_or_moment
    from outreach.domain.roles import Role
    from outreach.errors import NotFoundError
    from outreach.services import roles
    from outreach.store import people

    with opened(house) as home:
        member, whom, now = acting(home, by), person_named(home, person), home.clock.now()
        where = home.store.read(lambda conn: people.find_organisation(conn, at)) if at else None
        if at and where is None:
            raise NotFoundError("organisation", at)
        one = Role(
            id="",
            person_id=whom.id,
            what=what,
            since=day_or_moment(since, home.ears.zone) if since else now,
            organisation_id=where.id if where else None,
            until=day_or_moment(until, home.ears.zone) if until else None,
        )
        kept = roles.take_on(home.store, one, member.name, now)
    if as_json:
        print_json(kept)
    else:
        say(f"{whom.name} is `{kept.what}`{f' at {where.name}' if where else ''}")


def end(
    person: Person,
    what: What,
    because: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note that somebody no longer has a role; it stays in their story."""
    from outreach.services import roles

    with opened(house) as home:
        member, whom, now = acting(home, by), person_named(home, person), home.clock.now()
        ended = roles.end(home.store, whom.id, what, because, member.name, now)
    if as_json:
        print_json(ended)
    else:
        say(f"{whom.name} is no longer `{ended.what}`")


def listed(person: Person, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List what somebody is and was."""
    from outreach.store import people, roles

    with opened(house) as home:
        whom, now = person_named(home, person), home.clock.now()
        found = home.store.read(lambda conn: roles.of(conn, whom.id))
        work = {one.organisation_id for one in found if one.organisation_id}
        names = home.store.read(lambda conn: people.organisations(conn, work))
    if as_json:
        print_json(found)
        return
    if not found:
        say(f"nothing is noted of what {whom.name} is to us")
    for one in found:
        where = names.get(one.organisation_id or "")
        until = f" until {one.until:%d %b %Y}" if one.until else ""
        why = f" ({one.ended_because})" if one.ended_because else ""
        still = "" if one.holds(now) else "was "
        at = f" at {where.name}" if where else ""
        say(f"{still}{one.what}{at}, since {one.since:%d %b %Y}{until}{why}")

"""Who of us is away, back or has left, and what each of us owes: commands of `outreach team`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, counted, print_json, say, table, tell

if TYPE_CHECKING:
    from outreach.services.oversee import Work

Name = Annotated[str, typer.Argument(help="A member of the team.")]


def away(
    name: Name,
    since: Annotated[
        str | None,
        typer.Option("--from", help="From which day: `2026-12-01`.", show_default="now"),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="The day they are back.", show_default="until `team back`"),
    ] = None,
    covered_by: Annotated[
        str | None,
        typer.Option(help="Who keeps what they owe meanwhile.", show_default="the manager"),
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note that somebody is away: whoever covers keeps what they owe. Why is not asked."""
    from outreach.cli.moments import day_or_moment
    from outreach.services import hand_over

    with opened(house) as home:
        member, now, zone = acting(home, by), home.clock.now(), home.ears.zone
        told = hand_over.Away(
            name=name,
            since=day_or_moment(since, zone) if since else now,
            by=member.name,
            until=day_or_moment(until, zone) if until else None,
            covered_by=covered_by,
        )
        noted = hand_over.away(home.store, told, now)
    if as_json:
        print_json(noted)
        return
    ends = f" until {noted.until.astimezone(zone):%d %b %Y}" if noted.until else ""
    keeper = covered_by or "the manager, or whoever takes it,"
    say(f"{name} is away{ends}: {keeper} keeps what is owed meanwhile")


def back(name: Name, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Note that somebody is back: what is owed is theirs again."""
    from outreach.services import hand_over

    with opened(house) as home:
        member = acting(home, by)
        ended = hand_over.back(home.store, name, member.name, home.clock.now())
    tell(ended, f"{name} is back, and keeps what is owed", as_json=as_json)


def leave(
    name: Name,
    to: Annotated[str, typer.Option(help="Who takes everything over.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Let somebody leave for good: people, promises and plans go to a colleague."""
    from outreach.services import hand_over

    with opened(house) as home:
        member = acting(home, by)
        moved = hand_over.leave(home.store, name, to, member.name, home.clock.now())
    if as_json:
        print_json(moved)
        return
    parts = (
        "1 person" if moved.people == 1 else f"{moved.people} people",
        counted(moved.promises, "promise"),
        counted(moved.sequences, "enrolment"),
        counted(moved.contacts, "planned contact"),
        counted(moved.matters, "matter"),
    )
    say(f"{name} has left; {to} looks after {', '.join(parts)}")


def view(
    days: Annotated[
        int, typer.Option(min=1, max=3_660, help="Of how many days promises are counted.")
    ] = 30,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show what is owed and overdue, by whom, and what was kept; not how many calls were dialled.

    `kept` counts promises whose time came in those days: in time, and late, of all of them.
    """
    from outreach.domain.lengths import ago
    from outreach.services import oversee

    with opened(house) as home:
        found = oversee.overview(home.store, home.clock.now(), days)
    if as_json:
        print_json(found)
        return
    rows = [
        [
            one.member.name if one.member else "anybody's",
            _where(one),
            str(one.owed),
            f"{one.overdue} ({ago(found.now - one.oldest)})" if one.oldest else "0",
            str(one.letters),
            str(one.silent),
            f"{one.in_time} + {one.late} late of {one.due - one.released}",
            str(one.answers),
        ]
        for one in found.each
    ]
    heads = ["who", "", "owed", "overdue", "unanswered", "no word", f"kept, {days} days", "answers"]
    table(heads, rows)


def _where(one: Work) -> str:
    if one.absence is None:
        return "left" if one.member and one.member.left else ""
    return f"away, {one.covered_by.name} covers" if one.covered_by else "away, anybody covers"

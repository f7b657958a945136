"""`outreach people`: bring people in, and read one person's story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from outreach.cli import bringing
from outreach.cli.opening import language_for, local_time, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    InLanguage,
    Panel,
    examples,
    print_json,
    say,
)
from outreach.domain.hidden import HIDDEN
from outreach.domain.history import Event, Happened
from outreach.domain.people import ContactPoint, Person
from policies.channel import Channel

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

SHOWN = 20

SHOW_EXAMPLES = examples(
    "outreach people show 'Scott Reyes'",
    "outreach people show scott@reyes.example --json",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Bring people in; read one person's story.", no_args_is_help=True)
    bringing.register(group)
    group.command("show", epilog=SHOW_EXAMPLES)(show)
    app.add_typer(group, name="people", rich_help_panel=Panel.PEOPLE)


def show(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a person: their own words first, then the story."""
    from outreach.gate.retelling import told_again
    from outreach.store import history, points, statements

    with opened(house) as home:
        found = person_named(home, person)
        said = home.store.read(lambda conn: statements.of(conn, found.id))
        story = home.store.read(lambda conn: history.story(conn, found.id))
        story = told_again(home.store, home.rulebook, story, language_for(home, by, language))
        reached = home.store.read(lambda conn: points.of(conn, found.id))
        if as_json:
            shown = [_without_number(one) for one in reached]
            print_json({"person": found, "points": shown, "said": said, "story": story})
            return
        if said:
            last = said[-1]
            say(
                f"“{last.words}”", f"  {found.name}, {_when(home, last.said_at)}, by {last.via}", ""
            )
        say(*_card(home, found))
        say("", "The story", *_told(home, story))


def _without_number(point: ContactPoint) -> ContactPoint:
    """Return a point as anybody may see it: a number is for whoever presses the call."""
    if point.channel is Channel.EMAIL:
        return point
    return replace(point, address=HIDDEN, folded=HIDDEN)


def _card(home: House, person: Person) -> Iterator[str]:
    """Who they are, in few lines; addresses are shown, numbers are for the call book."""
    from outreach.store import people

    work = home.store.read(lambda conn: people.organisations(conn, [person.organisation_id or ""]))
    where = ", ".join(part for part in (person.region or person.country, person.zone) if part)
    yield person.name
    for organisation in work.values():
        yield f"  works at {organisation.name}{_heard_there(home, person)}"
    now = local_time(home, person)
    told = f"it is {now} there" if now else "their place is not known"
    yield f"  {told}" + (f" ({where})" if where else "")
    yield f"  we know them from: {person.source}"
    if person.notes:
        yield f"  {person.notes}"


def _heard_there(home: House, person: Person) -> str:
    """Say how many of their colleagues heard from us today; nothing where nobody did."""
    from outreach.store import organisation_counter

    since = home.clock.now() - timedelta(days=1)
    count = home.store.read(lambda conn: organisation_counter.colleagues_heard(conn, person, since))
    who = "1 colleague" if count == 1 else f"{count} colleagues"
    return f" ({who} heard from us in the last 24 hours)" if count else ""


def _told(home: House, story: list[Event]) -> Iterator[str]:
    for event in story:
        mark = "“" if event.happened is Happened.SAID else " "
        yield f"{mark} {_when(home, event.at)}  {event.told}"
        for line in event.words.splitlines():
            yield f"      {line}" if line.strip() else ""


def _when(home: House, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(home.settings.house.timezone)):%d %b %Y %H:%M}"

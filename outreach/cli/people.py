"""`outreach people`: bring people in, and read one person's story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.lists import bringing
from outreach.cli.opening import language_for, opened, person_named
from outreach.cli.person import merging, noting, standing
from outreach.cli.person.card import card, when
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
from outreach.domain.people import ContactPoint
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
    bringing.add_to(group)
    group.command("show", epilog=SHOW_EXAMPLES)(show)
    standing.register(group)
    noting.register(group)
    merging.register(group)
    app.add_typer(group, name="people", rich_help_panel=Panel.PEOPLE)


def show(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a person: their own words first, then the story."""
    from outreach.domain.notes import spent
    from outreach.gate.retelling import told_again
    from outreach.store import history, notes, points, portraits, statements

    with opened(house) as home:
        found = person_named(home, person)
        said = home.store.read(lambda conn: statements.of(conn, found.id))
        story = home.store.read(lambda conn: history.story(conn, found.id))
        story = told_again(home.store, home.rulebook, story, language_for(home, by, language))
        reached = home.store.read(lambda conn: points.of(conn, found.id))
        if as_json:
            shown = [_without_number(one) for one in reached]
            print_json(
                {
                    "person": found,
                    "portrait": home.store.read(lambda conn: portraits.of(conn, found.id)),
                    "points": shown,
                    "said": said,
                    "spent": spent(home.store.read(lambda conn: notes.of(conn, found.id))),
                    "story": story,
                }
            )
            return
        if said:
            last = said[-1]
            say(f"“{last.words}”", f"  {found.name}, {when(home, last.said_at)}, by {last.via}", "")
        say(*card(home, found))
        say("", "The story", *_told(home, story))


def _without_number(point: ContactPoint) -> ContactPoint:
    """Return a point as anybody may see it: a number is for whoever presses the call."""
    if point.channel is Channel.EMAIL:
        return point
    return replace(point, address=HIDDEN, folded=HIDDEN)


def _told(home: House, story: list[Event]) -> Iterator[str]:
    for event in story:
        mark = "“" if event.happened is Happened.SAID else " "
        yield f"{mark} {when(home, event.at)}  {event.told}"
        for line in event.words.splitlines():
            yield f"      {line}" if line.strip() else ""

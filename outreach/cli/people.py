"""`outreach people`: bring people in, and read one person's story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.lists import bringing
from outreach.cli.opening import language_for, opened, person_named
from outreach.cli.person import erasing, merging, noting, standing
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
from outreach.domain.history import BY_HEARSAY, Event, Happened, last_of
from outreach.domain.people import ContactPoint, Person
from policies.channel import Channel
from policies.statement import Via

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from policies.statement import Statement

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
    erasing.register(group)
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
        last = last_of(said)
        if last is not None:
            say(*_last_words(home, found, last), "")
        say(*card(home, found))
        say("", "The story", *_told(home, story))


def _last_words(home: House, person: Person, last: Statement) -> Iterator[str]:
    """Yield what they said last: in quotes if they wrote it, else under who put it down."""
    from outreach.store import statements

    at = when(home, last.said_at)
    if last.via not in BY_HEARSAY:
        yield f"“{last.words}”"
        yield f"  {person.name}, {at}, by {last.via}"
        return
    by = home.store.read(lambda conn: statements.noted_by(conn, person.id)).get(last.id)
    how = "brought a list that says" if last.via is Via.IMPORT else "noted"
    yield f"{by or 'one of us'} {how}, {at}, of {person.name}:"
    yield f"  {last.words}"


def _without_number(point: ContactPoint) -> ContactPoint:
    """Return a point as anybody may see it: a number is for whoever presses the call."""
    if point.channel is Channel.EMAIL:
        return point
    return replace(point, address=HIDDEN, folded=HIDDEN)


def _told(home: House, story: list[Event]) -> Iterator[str]:
    for event in story:
        mark = "“" if event.happened is Happened.SAID and not event.by else " "
        yield f"{mark} {when(home, event.at)}  {event.told}"
        for line in event.words.splitlines():
            yield f"      {line}" if line.strip() else ""

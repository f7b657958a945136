"""`outreach preflight`: what would happen, person by person and step by step, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, language_for, opened, person_named
from outreach.cli.preflight_page import page
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, InLanguage, Panel, examples, tell
from outreach.domain.foreseen import as_record, blockers

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

EXAMPLES = examples(
    "outreach preflight first-hello",
    "outreach preflight first-hello 'Scott Reyes' --json",
    "outreach preflight first-hello --all",
)
EVERYBODY = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.REACHING, epilog=EXAMPLES)(preflight)


def preflight(
    sequence: Annotated[str, typer.Argument(help="A sequence's name.")],
    who: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names, ids, addresses or numbers; without them, whoever is enrolled.",
            metavar="[PEOPLE]...",
        ),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody in the house.")] = False,
    each: Annotated[
        bool, typer.Option("--each", help="Show everybody whom one cause holds alike.")
    ] = False,
    house: HouseDir = HERE,
    by: By = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    """Show who would get what and when, who would wait, and who would not be contacted, and why.

    Nothing is sent and nothing is recorded. Ends with code 1 where something must be put right
    before anything can go: words with a hole, a door or a setting that is missing. A mailbox of
    ours that rests, or a registry that nobody looked into, is told in one line and holds only what
    it is about. What holds more than five people alike is told once, with some of their names.
    """
    from outreach.bootstrap.foreseeing import foreseen_lines

    with opened(house) as home:
        chosen = _chosen(home, sequence, who or (), everybody)
        spoken, rep = language_for(home, by, language), acting(home, by).name
        lines = list(foreseen_lines(home, sequence, chosen, rep, spoken))
    tell(
        as_record(lines),
        *page(lines, len(chosen), each=each),
        as_json=as_json,
    )
    if blockers(line for line in lines if not line.passing):
        raise typer.Exit(1)


def _chosen(home: House, sequence: str, who: Sequence[str], everybody: bool) -> list[str]:
    """Return ids: those named, all, or whoever is enrolled; where nobody is, all."""
    from outreach.store import enrollments, people, sequences

    if who:
        return [person_named(home, each).id for each in who]
    row = home.store.read(partial(sequences.get, name=sequence))
    inside = home.store.read(partial(enrollments.in_sequence, sequence_id=row.id))
    if inside and not everybody:
        return [one.person_id for one in inside]
    found = home.store.read(partial(people.everybody, limit=EVERYBODY))
    return [one.id for one in found]

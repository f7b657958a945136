"""`outreach init`: make a house."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.terminal import AsJson, Panel, examples, print_json, say
from outreach.clock import SystemClock
from outreach.errors import InputError
from outreach.store.unit import Mode

EXAMPLES = examples(
    "outreach init kestrel",
    "outreach init kestrel --rehearsal --name 'Kestrel Mapping' "
    "--address '12 Harbour Road, Bristol' --mailbox hello@kestrel.example "
    "--country GB --assume-country GB --member 'Ana Ruiz'",
)

Folder = Annotated[Path, typer.Argument(help="The folder to make the house in.")]
Rehearsal = Annotated[
    bool | None,
    typer.Option(
        "--rehearsal/--live",
        help="Rehearsal: nothing can leave this machine. It never changes afterwards.",
        show_default="asked",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(init)


def init(
    folder: Folder = Path(),
    rehearsal: Rehearsal = None,
    name: Annotated[str | None, typer.Option(help="Our name, as people know it.")] = None,
    address: Annotated[str | None, typer.Option(help="Our postal address.")] = None,
    mailbox: Annotated[str | None, typer.Option(help="The address that emails come from.")] = None,
    country: Annotated[str | None, typer.Option(help="Where we are, such as GB.")] = None,
    assume_country: Annotated[
        str | None,
        typer.Option(help="Whose law email goes by where a person's place is unknown."),
    ] = None,
    timezone: Annotated[str, typer.Option(help="Our own clock.")] = "UTC",
    member: Annotated[str | None, typer.Option(help="The first member of the team.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a house folder with settings, database, words, sequences and a mailbox.

    Asks for what is not given. Nothing that is there already is overwritten.
    """
    from outreach.services.set_up import Plans, is_house, set_up

    there = is_house(folder)
    plans = Plans(
        folder=folder,
        mode=_mode(rehearsal, folder),
        name=_asked(name, "Our name, as people know it", there),
        address=_asked(address, "Our postal address (it stands in every email)", there),
        mailbox=_asked(mailbox, "The address that emails come from", there, ""),
        country=_asked(country, "Where we are, such as GB", there, ""),
        assume_country=_asked(
            assume_country,
            "Whose law should email go by where we do not know where somebody is, such as US "
            "(empty: hold it)",
            there,
            "",
        ),
        timezone=timezone,
        member=_asked(member, "Who is the first of the team", there, ""),
    )
    made = set_up(plans, SystemClock())
    if as_json:
        print_json(made)
        return
    if not made.made:
        say(f"there is a house in {folder} already ({made.mode}); nothing was changed")
        return
    say(f"a house for {made.mode} is in {folder}:", *(f"  {each}" for each in made.made))
    where = "" if folder == Path() else f" --house {folder}"
    say(
        "",
        "next:",
        f"  outreach people import {folder / 'people.csv'} --source 'Expo 2026'{where}",
        f"  outreach sequence add {folder / 'sequences' / 'first-hello.toml'}{where}",
        f"  outreach preflight first-hello{where}",
    )


def _mode(rehearsal: bool | None, folder: Path) -> Mode:
    if rehearsal is None and not _can_ask():
        msg = "say --rehearsal or --live: a house is born one or the other, for ever"
        raise InputError(msg)
    if rehearsal is None:
        rehearsal = typer.confirm(
            f"Is the house in `{folder}` for rehearsal (nothing can leave this machine)?",
            default=True,
        )
    return Mode.REHEARSAL if rehearsal else Mode.LIVE


def _asked(given: str | None, question: str, there: bool, default: str | None = None) -> str:
    """Return what was given, or ask; what a house has already is not asked again."""
    if given is not None or there:
        return given or ""
    if _can_ask():
        return str(typer.prompt(question, default=default, show_default=False))
    return default or ""


def _can_ask() -> bool:
    return sys.stdin.isatty()

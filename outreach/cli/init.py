"""`outreach init`: make a house."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.founding.asking import Asker
from outreach.cli.terminal import AsJson, Panel, examples, print_json, say
from outreach.clock import SystemClock
from outreach.errors import InputError, SetupError

if TYPE_CHECKING:
    from outreach.services.set_up import House, Plans
    from outreach.store.unit import Mode

EXAMPLES = examples(
    "outreach init kestrel",
    "outreach init kestrel --rehearsal --name 'Kestrel Mapping' "
    "--address '12 Harbour Road, Bristol' --mailbox hello@kestrel.example "
    "--country GB --member 'Ana Ruiz'",
    "outreach init kestrel --live --name 'Kestrel Mapping' "
    "--address '12 Harbour Road, Bristol' --mailbox kestrel.maps@gmail.com "
    "--password-file app-password.txt --country GB --member 'Ana Ruiz'",
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
    country: Annotated[str | None, typer.Option(help="Where we are, such as GB.")] = None,
    assume_country: Annotated[
        str | None,
        typer.Option(
            help="Whose law email goes by where a person's place is unknown; '' holds it.",
            show_default="our own country's",
        ),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Our own clock.", show_default="the country's, if it has one")
    ] = None,
    mailbox: Annotated[str | None, typer.Option(help="The address that emails come from.")] = None,
    smtp: Annotated[
        str | None,
        typer.Option(help="The server that sends, host:port.", show_default="found by mailbox"),
    ] = None,
    imap: Annotated[
        str | None,
        typer.Option(
            help="The server that keeps the mailbox, host:port.", show_default="found by mailbox"
        ),
    ] = None,
    password_file: Annotated[
        str | None, typer.Option(help="Where the mailbox's password is; `-` reads it from input.")
    ] = None,
    token_command: Annotated[
        str | None, typer.Option(help="Or a command that prints an OAuth2 token.")
    ] = None,
    twilio: Annotated[str | None, typer.Option(help="An account at Twilio, for texts.")] = None,
    text_number: Annotated[str | None, typer.Option(help="The number texts come from.")] = None,
    twilio_token_file: Annotated[
        str | None, typer.Option(help="Where its auth token is; `-` reads it from input.")
    ] = None,
    member: Annotated[str | None, typer.Option(help="The first member of the team.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a house folder with settings, database, words, sequences and a mailbox.

    Asks for what is not given. Passwords go to a file of their own that nobody else can read.
    Nothing that is there already is overwritten: run it again to add what is missing.
    """
    from outreach.cli.founding.answers import Options, plans_from
    from outreach.services.set_up import is_house

    said = Options(
        *(name, address, country, assume_country, timezone, mailbox, member),
        *(smtp, imap, password_file, token_command, twilio, text_number, twilio_token_file),
    )
    there = is_house(folder)
    clock = SystemClock()
    try:
        mode = _mode(rehearsal, folder)
        plans = plans_from(folder, mode, said, Asker(quiet=there), clock.now())
    except typer.Abort:
        say("", "stopped; nothing was made")
        raise typer.Exit(130) from None
    made = _made(plans)
    if as_json:
        print_json(made)
        return
    _tell(made, plans, there and any(getattr(said, one) for one in Options.__slots__))


def _made(plans: Plans) -> House:
    from outreach.services.set_up import set_up

    try:
        return set_up(plans, SystemClock())
    except KeyboardInterrupt:
        msg = f"stopped half-way: `outreach init {plans.folder}` again makes what is missing"
        raise SetupError(msg) from None


def _mode(rehearsal: bool | None, folder: Path) -> Mode:
    from outreach.store.unit import Mode

    if rehearsal is None and not sys.stdin.isatty():
        msg = "say --rehearsal or --live: a house is born one or the other, for ever"
        raise InputError(msg)
    if rehearsal is None:
        what = (
            f"Is the house in `{folder}` for rehearsal (nothing can leave this machine), or live?"
        )
        return Mode(Asker().text("--rehearsal", None, what, _named, "rehearsal"))
    return Mode.REHEARSAL if rehearsal else Mode.LIVE


def _named(answer: str) -> str:
    """Return the mode that an answer begins to name; raise `ValueError` where it names neither."""
    named = [mode for mode in ("rehearsal", "live") if mode.startswith(answer.strip().lower())]
    if len(named) != 1:
        msg = "is neither: write rehearsal or live"
        raise ValueError(msg)
    return named[0]


def _tell(made: House, plans: Plans, ignored: bool) -> None:
    folder = made.folder
    if ignored:
        say("there are settings already: what was given now is not written; edit outreach.toml")
    if not made.made:
        say(f"there is a house in {folder} already ({made.mode}); nothing was changed")
        return
    say(f"a house for {made.mode} is in {folder}:", *(f"  {each}" for each in made.made))
    where = "" if folder == Path() else f" --house {shlex.quote(str(folder))}"
    sequence, table = (
        shlex.quote(str(folder / one)) for one in ("sequences/first-hello.toml", "people.csv")
    )
    say(
        "",
        "next:",
        f"  outreach doctor{where}    # does it all work?",
        f"  outreach try you@example.org{where}    # a first email, to an address of your own",
        f"  outreach people import {table} --source 'Expo 2026' --kind business{where}",
        f"  outreach sequence add {sequence}{where}",
        f"  outreach preflight first-hello{where}",
    )

"""`outreach ledger verify`: whether the record of what was done is as it was written."""

from __future__ import annotations

import typer

from outreach.cli.opening import opened
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say
from outreach.store import ledger

EXAMPLES = examples("outreach ledger verify", "outreach ledger verify --house copy-of-the-house")


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(help="The append-only record of what was done.", no_args_is_help=True)
    group.command("verify", epilog=EXAMPLES)(verify)
    group.callback()(lambda: None)
    app.add_typer(group, name="ledger", rich_help_panel=Panel.WHY)


def verify(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Read the whole chain again, and name the first entry or decision that was altered."""
    with opened(house, seals=False) as home:
        found = home.store.read(ledger.verify)
    whole = isinstance(found, ledger.Whole)
    if as_json:
        print_json({"whole": whole, "found": found})
    elif isinstance(found, ledger.Whole):
        later = f", {found.unsealed} not sealed yet" if found.unsealed else ""
        say(f"every one of {found.entries} entries is as it was written{later}")
    else:
        say(found.because)
    if not whole:
        raise typer.Exit(1)

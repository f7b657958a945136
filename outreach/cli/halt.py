"""`outreach halt` and `outreach resume`: stop everything, and let it go on."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say, tell

HALT = examples("outreach halt --because 'the price list was wrong' --by 'Ana Ruiz'")
RESUME = examples("outreach resume --by 'Ana Ruiz'")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=HALT)(halt)
    app.command(rich_help_panel=Panel.HOUSE, epilog=RESUME)(resume)


def halt(
    because: Annotated[str, typer.Option(help="Why; it stands in every held contact.")],
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Send nothing at all, by any channel, until `outreach resume`."""
    from outreach.services import halting

    with opened(house) as home:
        halting.halt(home.store, home.clock, because, acting(home, by).name)
    tell(
        {"halted": because},
        "nothing goes out any more; let it go on with `outreach resume`",
        as_json=as_json,
    )


def resume(house: HouseDir = HERE, by: By = None, as_json: AsJson = False) -> None:
    """Let sending go on after a halt; everything that waits is judged afresh."""
    from outreach.services import halting

    with opened(house) as home:
        was = halting.resume(home.store, home.clock, acting(home, by).name)
    if as_json:
        print_json({"was_halted": was})
    elif was is None:
        say("nothing was halted")
    else:
        say(f"sending goes on; it was halted because: {was}")

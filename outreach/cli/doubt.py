"""`outreach doubt`: what may or may not have left; nobody but a human may say."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say, tell

EXAMPLES = examples(
    "outreach doubt list",
    "outreach doubt settle a_1ivg... --left --because 'it stands in the server log'",
    "outreach doubt settle a_1ivg... --not-left --because 'the server log has nothing of it'",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    about = "Contacts that may or may not have left; never sent again by themselves."
    group = typer.Typer(help=about, no_args_is_help=True)
    group.command("list", epilog=EXAMPLES)(in_doubt)
    group.command("settle", epilog=EXAMPLES)(settle)
    app.add_typer(group, name="doubt", rich_help_panel=Panel.WHY)


def in_doubt(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List what is in doubt, the oldest first."""
    from outreach.services import doubts

    with opened(house) as home:
        found = doubts.in_doubt(home.store)
    if as_json:
        print_json(found)
    elif not found:
        say("nothing is in doubt")
    for one in [] if as_json else found:
        say(f"{one.attempt_id}  {one.person}, by {one.channel}: {one.because}")


def settle(
    attempt: Annotated[str, typer.Argument(help="The attempt's id.")],
    left: Annotated[bool, typer.Option("--left/--not-left", help="Whether it left.")],
    because: Annotated[str, typer.Option(help="How you know.")],
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Say whether it left, once somebody has looked."""
    from outreach.services import doubts

    with opened(house) as home:
        known = doubts.Known(attempt, left, because, acting(home, by).name)
        state = doubts.settle(home.store, home.clock, known)
    tell({"attempt": attempt, "state": state}, f"{attempt} is {state}", as_json=as_json)

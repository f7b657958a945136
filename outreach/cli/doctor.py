"""`outreach doctor`: whether everything works, and what to do where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, console, examples, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outreach.services.doctor import Line

EXAMPLES = examples("outreach doctor", "outreach doctor --house kestrel --json")
COLOURS = {"ok": "green", "wrong": "bold red", "missing": "yellow"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(doctor)


def doctor(
    house: HouseDir = HERE,
    wait: Annotated[
        float, typer.Option(help="Seconds after which what does not answer counts as wrong.", min=1)
    ] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Look at everything this house needs, and say what to do about what is wrong or missing.

    Logs in where mails go and where they arrive, and sends nothing. Ends with 1 if anything is
    wrong; what is only missing says what it costs.
    """
    from outreach.bootstrap.doctor import examine

    lines = examine(house, patience=wait)
    if as_json:
        print_json(lines)
    else:
        _show(lines)
    if any(line.state == "wrong" for line in lines):
        raise typer.Exit(1)


def _show(lines: Sequence[Line]) -> None:
    widest = max(len(line.about) for line in lines)
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            say(*([""] if line is not lines[0] else []), group)
        console().print(f"  [{COLOURS[line.state]}]{line.state:7}[/]", end="  ")
        say(f"{line.about:{widest}}  {line.said}")
        if line.do:
            say(f"{'':{widest + 13}}{line.do}")
    counted = {state: sum(line.state == state for line in lines) for state in COLOURS}
    say("", ", ".join(f"{number} {state}" for state, number in counted.items() if number))

"""`outreach measure`: what a period came to for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import on_our_clock, opened
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, say, tell
from outreach.domain.losses import By
from outreach.errors import InputError

EXAMPLES = examples(
    "outreach measure",
    "outreach measure --since 2026-10-01 --until 2027-01-01 --by step",
    "outreach measure --by channel --svg lost.svg",
)
Moment = Annotated[
    str | None, typer.Option(help="A day or moment: `2026-12-01`.", show_default="30 days before")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.WHY, epilog=EXAMPLES)(measure)


def measure(
    since: Moment = None,
    until: Annotated[
        str | None, typer.Option(help="A day or moment, left out.", show_default="now")
    ] = None,
    by: Annotated[By, typer.Option(help="What people lost are broken down by.")] = By.SEQUENCE,
    after: Annotated[
        int, typer.Option(min=1, max=90, help="Days after a contact that count as after it.")
    ] = 14,
    svg: Annotated[Path | None, typer.Option(help="Write people lost to this picture too.")] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Measure a period: people helped, promises kept, words obeyed, people lost and spared.

    Lost: whoever stopped us or complained within so many days after a contact, of all whom it
    reached. Helped: a promise kept in time or a request fulfilled, of all to whom one was due.
    Obeyed: no contact went against it since. A person counts once.
    """
    from outreach.cli.measured.page import bars, lines
    from outreach.cli.moments import day_or_moment
    from outreach.domain import charts
    from outreach.services import measuring

    with opened(house) as home:
        zone, now = home.ears.zone, home.clock.now()
        first, last = (
            on_our_clock(home, day_or_moment(one, zone)) if one else None for one in (since, until)
        )
        asked = measuring.period(now, first, last, by, after)
        found = measuring.measure(home.store, asked, home.zones, now)
    if svg is not None:
        title = f"People lost by {by}, {asked.since:%d %b %Y} until {asked.until:%d %b %Y}"
        told = f"Stops and complaints within {after} days of a contact, of people reached."
        _write(svg, charts.svg(title, told, bars(found), "people"))
    tell(found, *lines(found), as_json=as_json)
    if svg is not None and not as_json:
        say("", f"{svg}: the picture")


def _write(file: Path, content: str) -> None:
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        msg = f"cannot write `{file}`: {(error.strerror or 'the machine refused').lower()}"
        raise InputError(msg) from error

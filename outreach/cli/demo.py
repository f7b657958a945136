"""`outreach demo`: the story, with real servers on this machine and a simulated clock."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.terminal import Panel, console, examples, say
from outreach.errors import InputError

EXAMPLES = examples("outreach demo", "outreach demo --fast", "outreach demo kestrel-demo")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(demo)


def demo(
    folder: Annotated[
        Path | None, typer.Argument(help="Where to leave it.", show_default="a new folder")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Tell it at once, not to be read.")] = False,
) -> None:
    """Watch twelve people being listened to: six minutes to read, under one with --fast.

    Nothing leaves this machine. The clock is simulated; the milliseconds of silence are real.
    """
    from outreach.demo.narration import perform
    from outreach.demo.telling import Teller

    place = folder or Path(tempfile.mkdtemp(prefix="outreach-demo-"))
    if place.exists() and any(place.iterdir()):
        msg = f"`{place}` is not empty: name a folder that is, or none"
        raise InputError(msg)
    unhurried = sys.stdout.isatty() and sys.stdin.isatty() and not fast
    left = asyncio.run(perform(place, Teller(console(), unhurried)))
    say("", "It is all still there:", f"  the house:  {left.house}", f"  the mails:  {left.mails}")
    say("", "Try next:")
    say(*(f"  outreach {line} --house {left.house}" for line in (f"why {left.pressed}", *NEXT)))


NEXT = (
    "people show 'Scott Reyes'",
    "blocked",
    "may 'Scott Reyes' phone --at 2026-11-25T06:30:00-08:00",
    "ledger verify",
)

"""`outreach demo`: the story, with real servers on this machine and a simulated clock."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from functools import partial
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
    At the end the pages of its people stay open on this machine, until Ctrl-C.
    """
    from outreach.demo.narration import perform
    from outreach.demo.telling import Teller

    place = folder or Path(tempfile.mkdtemp(prefix="outreach-demo-"))
    if place.exists() and any(place.iterdir()):
        msg = f"`{place}` is not empty: name a folder that is, or none"
        raise InputError(msg)
    watched = sys.stdout.isatty() and sys.stdin.isatty()
    left = asyncio.run(perform(place, Teller(console(), unhurried=watched and not fast)))
    say("", "It is all still there:", f"  the house:  {left.house}", f"  the mails:  {left.mails}")
    say(f"  a list to bring in at the desk:  {left.visitors}")
    say("", "Try next:")
    say(*(f"  outreach {line} --house {left.house}" for line in (f"why {left.pressed}", *NEXT)))
    asyncio.run(_pages(left.house, stay=watched))


async def _pages(house: Path, *, stay: bool) -> None:
    """Leave the pages open until Ctrl-C where somebody looks on, or say how to open them."""
    from outreach.bootstrap.entrance import first_lines
    from outreach.bootstrap.house import open_house
    from outreach.cli.serving.ports import listening
    from outreach.demo.pages import keep_listening, own_page_of, pages_of
    from outreach.web.opened import app_of
    from outreach.web.serving import server_of

    home = open_house(house)
    try:
        if not stay:
            port = home.settings.web.port
            say("", f"See their pages: outreach serve --house {house}, and then")
            say(*(f"  {one.whose}: http://127.0.0.1:{port}{one.path}" for one in pages_of(home)))
            return
        # The house's own port if it is free: the links in the mails that it leaves lead there.
        with listening(home.settings.web, None, or_any=True) as listener:
            port = listener.getsockname()[1]
            say("", "Their pages are open on this machine until you press Ctrl-C:")
            shown = (*pages_of(home), *own_page_of(home))
            say(*(f"  {one.whose}: http://127.0.0.1:{port}{one.path}" for one in shown))
            say(*first_lines(home, port))
            server, loop = server_of(app_of(home)), asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, partial(setattr, server, "should_exit", True))
            listening_on = asyncio.create_task(keep_listening(home))
            await server.serve(sockets=[listener])
            listening_on.cancel()
    finally:
        await home.close()


NEXT = (
    "people show 'Scott Reyes'",
    "blocked",
    "may 'Scott Reyes' phone --at 2026-11-25T06:30:00-08:00",
    "ledger verify",
)

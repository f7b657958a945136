"""`outreach serve`: our pages alone, beside an engine that runs elsewhere or not at all."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import HERE, HouseDir, Panel, examples, say

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.web.serving import Server

EXAMPLES = examples("outreach serve", "outreach serve --house kestrel --port 0")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(serve)


def serve(
    house: HouseDir = HERE,
    port: Annotated[
        int | None, typer.Option(help="The port of our pages; 0 takes any that is free.")
    ] = None,
) -> None:
    """Serve our pages and hooks, and send nothing: `outreach run` does both.

    Where nobody can log in yet, a link for the first of us is printed. Ctrl-C stops it.
    """
    from outreach.bootstrap.logs import write_logs
    from outreach.bootstrap.phrases import warm_reader
    from outreach.cli.serving.waiting import opened_in_time

    write_logs()
    warm_reader()
    asyncio.run(_serve(opened_in_time(house), port))


async def _serve(home: House, port: int | None) -> None:
    from outreach.bootstrap.entrance import first_lines
    from outreach.cli.serving.ports import listening
    from outreach.web.opened import app_of
    from outreach.web.serving import server_of

    try:
        with listening(home.settings.web, port) as listener:
            pages = server_of(app_of(home))
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, _stop, pages)
            host, taken = listener.getsockname()[:2]
            say(
                f"{home.settings.house.name}, {home.mode}: pages alone, nothing is sent",
                f"  pages      http://{host}:{taken}",
                *first_lines(home, taken),
                "Ctrl-C stops it",
            )
            await pages.serve(sockets=[listener])
    finally:
        await home.close()
    say("stopped")


def _stop(pages: Server) -> None:
    pages.should_exit = True

"""`outreach run`: the engine and our pages, until told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import HERE, HouseDir, Panel, examples, say

if TYPE_CHECKING:
    import socket

    from outreach.bootstrap.house import House
    from outreach.engine.embedded import Engine
    from outreach.gate.recovery import Recovered

EXAMPLES = examples(
    "outreach run",
    "outreach run --house kestrel --port 0",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(run)


def run(
    house: HouseDir = HERE,
    port: Annotated[
        int | None, typer.Option(help="The port of our pages; 0 takes any that is free.")
    ] = None,
) -> None:
    """Listen, judge what is due, hand over what is allowed, and serve our pages.

    Ctrl-C stops it: what is under way is finished and written down first. A database server that
    does not answer when it starts is waited for, five minutes at most.
    """
    from outreach.bootstrap.logs import write_logs
    from outreach.cli.serving.waiting import opened_in_time

    write_logs()
    asyncio.run(_keep(opened_in_time(house), port))


async def _keep(home: House, port: int | None) -> None:
    from outreach.bootstrap.engine import engine_of
    from outreach.cli.serving.ports import listening
    from outreach.web.opened import app_of
    from outreach.web.serving import server_of

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    engine = engine_of(home)
    try:
        with listening(home.settings.web, port) as listener:
            pages = server_of(app_of(home))
            serving = asyncio.create_task(pages.serve(sockets=[listener]))
            try:
                await _until(stop, engine, lambda recovered: _tell(home, listener, recovered))
            finally:
                pages.should_exit = True
                await serving
    finally:
        await home.close()
    say("stopped")


async def _until(stop: asyncio.Event, engine: Engine, tell: Callable[[Recovered], None]) -> None:
    """Run the engine until told to stop; one that could not start has nothing to finish."""
    tell(await engine.start())
    try:
        await stop.wait()
    finally:
        say("stopping: finishing what is under way")
        await engine.stop()


def _tell(home: House, listener: socket.socket, recovered: Recovered) -> None:
    from outreach.bootstrap import ways_in
    from outreach.bootstrap.entrance import first_lines

    settings = home.settings
    host, port = listener.getsockname()[:2]
    elsewhere = settings.database.get_secret_value()
    say(
        f"{settings.house.name}, {home.mode}",
        f"  pages      http://{host}:{port}",
        *first_lines(home, port),
        *(f"  mail in    {each}" for each in ways_in.told(home)),
        f"  mail out   {_mail_out(home)}",
        f"  database   {'PostgreSQL' if elsewhere else settings.path('outreach.db')}",
    )
    if recovered.unknown:
        many = len(recovered.unknown)
        say(f"  {many} that were being sent at the last stop are in doubt")
    say("Ctrl-C stops it")


def _mail_out(home: House) -> str:
    from outreach.bootstrap.texting import ON_THIS_MACHINE
    from outreach.store.unit import Mode

    smtp = home.settings.smtp
    if home.mode is Mode.REHEARSAL and smtp.host not in ON_THIS_MACHINE:
        return f"nowhere, for this is a rehearsal: look into {home.settings.path('rehearsal')}"
    return f"{smtp.host}:{smtp.port}" if smtp.host else "none: set smtp.host in outreach.toml"

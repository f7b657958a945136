"""`outreach worker`: one of many that reach out for a house in PostgreSQL, until told to stop."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import typer

from outreach.cli.terminal import HERE, HouseDir, Panel, examples, say

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

EXAMPLES = examples("outreach worker", "outreach worker --house kestrel")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(worker)


def worker(house: HouseDir = HERE) -> None:
    """Take part in sending and listening, beside other workers: for a house in PostgreSQL.

    Start as many as are needed, on one machine or several, and `outreach serve` for the pages; end
    and kill them as you like: what one leaves another takes up. Ctrl-C finishes what is under way.
    A server that does not answer when it starts is waited for, five minutes at most; one that falls
    later, for as long as it takes.
    """
    from outreach.bootstrap.logs import write_logs
    from outreach.cli.serving.waiting import opened_in_time

    write_logs()
    asyncio.run(_work(opened_in_time(house)))


async def _work(home: House) -> None:
    from outreach.bootstrap.worker import worker_of

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        ours = worker_of(home)
        say(f"{home.settings.house.name}, {home.mode}: a worker; Ctrl-C stops it")
        await ours.run(stop)
    finally:
        await home.close()
    say("stopped")

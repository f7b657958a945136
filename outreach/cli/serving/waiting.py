"""A program that starts while the database's server is down waits for it, and says so."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.cli.terminal import say
from outreach.errors import StorageError

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

PATIENCE = 300.0
"""Seconds; after that it ends, and whoever looks after programs here hears of it."""
_ASK_AGAIN = 2.0


def opened_in_time(folder: Path, patience: float = PATIENCE) -> House:
    """Open the house in this folder; wait for so many seconds for a server that does not answer.

    A machine that starts brings up its programs in any order. Raises what `open_house` raises, and
    `StorageError` where the server has not answered by then. A file is not waited for.
    """
    from outreach.bootstrap.house import open_house
    from outreach.config import read_settings

    gives_up = time.monotonic() + patience
    told = False
    while True:
        try:
            return open_house(folder)
        except StorageError as fault:
            on_a_server = read_settings(folder).database.get_secret_value()
            if not on_a_server or time.monotonic() > gives_up:
                raise
            if not told:
                say(f"{fault}", f"waiting up to {patience:.0f} seconds for it; Ctrl-C ends this")
            told = True
        time.sleep(_ASK_AGAIN)

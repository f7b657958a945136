"""Bring a house back from a backup, so that it sends nothing that may have left already.

A backup does not know what happened since. What was being sent when it was made is in doubt; what
was due by now may have left since then, and is taken back for good; and nothing goes out at all
until somebody says so, who has let the mailboxes be read first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from outreach.clock import Clock
from outreach.gate import recovery
from outreach.store import backing_up, house, ledger, restored
from outreach.store.unit import Store

HALTED = (
    "this house was brought back from a backup: let it read its mailboxes first, "
    "then `outreach resume`"
)
_GONE = "it was due when this house was brought back from a backup, and may have left before"


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What the backup held, and what was settled in it."""

    entries: int
    in_doubt: int
    taken_back: int
    passed_over: int


def bring_back(file: Path, url: URL, clock: Clock) -> BroughtBack:
    """Put a backup where a house keeps its memory and settle it; the engine must not run.

    Raises `InputError` for a file that is no good, `ConflictError` where there is a house already.
    """
    whole = backing_up.bring_back(file, url)
    store = Store(url)
    try:
        now = clock.now()
        return store.write(lambda conn: _settle(conn, whole.entries + whole.unsealed, now))
    finally:
        store.close()


def _settle(conn: Connection, entries: int, now: datetime) -> BroughtBack:
    house.halt(conn, HALTED)
    found = recovery.at_start(conn, now)
    done = BroughtBack(
        entries,
        len(found.unknown),
        restored.take_back_due(conn, _GONE, now),
        restored.pass_over_due(conn, now),
    )
    body = {"in_doubt": done.in_doubt, "taken_back": done.taken_back, "steps": done.passed_over}
    ledger.add(conn, ledger.Entry(now, "brought back", "house", body))
    return done

"""A copy of the ledger in which somebody changed one entry, and what `ledger verify` says to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update

from outreach.bootstrap.house import House
from outreach.store import ledger
from outreach.store.ledger import Broken, Whole
from outreach.store.trail import ledger as entries
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class Tampered:
    """The altered entry, what was found in the copy, and what in the original."""

    entry: int
    found: str
    original: str


def tampered_copy(house: House, folder: Path) -> Tampered:
    """Copy the house's folder, let a refused decision become an allowed one, and verify both."""
    home = house.settings.folder
    shutil.copytree(home, folder, ignore=shutil.ignore_patterns("outreach.db*"))
    with (
        closing(sqlite3.connect(home / "outreach.db")) as original,
        closing(sqlite3.connect(folder / "outreach.db")) as goal,
    ):
        original.backup(goal)
    copy = Store(f"sqlite:///{folder / 'outreach.db'}")
    try:
        entry = copy.write(_alter)
        found = copy.read(ledger.verify)
    finally:
        copy.close()
    return Tampered(entry, _told(found), _told(house.store.read(ledger.verify)))


def _alter(conn: Connection) -> int:
    """Make the last blocked decision an allowed one; return the entry's number in the chain."""
    query = select(entries).where(entries.c.kind == "decision", entries.c.sealed_seq.is_not(None))
    rows = list(conn.execute(query.order_by(entries.c.sealed_seq.desc())).mappings())
    row = next(one for one in rows if one["body"]["verdict"] != "allow")
    body = {**row["body"], "verdict": "allow", "rules": []}
    conn.execute(update(entries).where(entries.c.id == row["id"]).values(body=body))
    return int(row["sealed_seq"])


def _told(found: Whole | Broken) -> str:
    if isinstance(found, Whole):
        return f"every one of {found.entries} entries is as it was written"
    return found.because

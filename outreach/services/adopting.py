"""Taking a better-sourced value of the law: by two people, and in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.errors import InputError
from outreach.store import ledger, team
from outreach.store.ledger import Entry
from outreach.store.unit import Store

ADOPTED = "pack entry adopted"


@dataclass(frozen=True, slots=True)
class Adoption:
    """Which entry, the digest of the file that holds it, where it was read, and who says so."""

    entry: str
    digest: str
    source: str
    by: str
    second: str


def adopt(store: Store, adoption: Adoption, now: datetime) -> None:
    """Write into the ledger that two of us adopted a value; raise `InputError` where it is one."""

    def work(conn: Connection) -> None:
        by, second = team.get(conn, adoption.by), team.get(conn, adoption.second)
        if by.id == second.id:
            msg = "two people adopt a value of the law: name another with --and"
            raise InputError(msg)
        body = {"digest": adoption.digest, "source": adoption.source, "by": [by.id, second.id]}
        ledger.add(conn, Entry(now, ADOPTED, adoption.entry, body))

    store.write(work)


def adopted(store: Store, entries: Iterable[str]) -> Mapping[str, str]:
    """Return, by entry, the digest of the file that was adopted last."""
    rows = store.read(lambda conn: ledger.entries_of(conn, entries))
    return {row["subject"]: row["body"]["digest"] for row in rows if row["kind"] == ADOPTED}

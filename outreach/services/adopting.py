"""Taking a better-sourced value of the law: by two people, and in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from outreach.errors import InputError
from outreach.store import ledger, team
from outreach.store.ledger import Entry
from outreach.store.unit import Store

ADOPTED = "pack entry adopted"


@dataclass(frozen=True, slots=True)
class Adoption:
    """Which entry, the digest of its file, the day and place it was read, and who says so."""

    entry: str
    digest: str
    checked: date | None
    source: str
    by: str
    second: str


def adopt(store: Store, adoption: Adoption, now: datetime) -> None:
    """Write into the ledger that two of us adopted a value from a source.

    Raises `InputError` where it is one of us, from nowhere, or was checked on a day yet to come.
    """
    if not adoption.source.strip():
        msg = "say with --source where the value was read"
        raise InputError(msg)
    if adoption.checked is not None and adoption.checked > now.date():
        msg = f"`{adoption.entry}` was checked on a day that has not come: {adoption.checked}"
        raise InputError(msg)

    def work(conn: Connection) -> None:
        by, second = team.get(conn, adoption.by), team.get(conn, adoption.second)
        if by.id == second.id:
            msg = "two people adopt a value of the law: name another with --and"
            raise InputError(msg)
        body = {"digest": adoption.digest, "source": adoption.source, "by": [by.id, second.id]}
        ledger.add(conn, Entry(now, ADOPTED, adoption.entry, body))

    store.write(work)


def ever_adopted(store: Store) -> Mapping[str, datetime]:
    """Return every entry that was ever adopted, with the moment of the last time."""
    rows = store.read(lambda conn: ledger.of_kind(conn, ADOPTED))
    return {row["subject"]: row["at"] for row in rows}


def adopted(store: Store, entries: Iterable[str]) -> Mapping[str, str]:
    """Return, by entry, the digest of the file that was adopted last."""
    rows = store.read(lambda conn: ledger.entries_of(conn, entries))
    return {row["subject"]: row["body"]["digest"] for row in rows if row["kind"] == ADOPTED}

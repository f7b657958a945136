"""The end of the chain, to be kept elsewhere, where nobody who owns the database can change it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import Connection, select

from outreach.store import house
from outreach.store.ledger import HEAD, Broken, keyed
from outreach.store.tables import lease, ledger


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there were, the hash of the last, and its HMAC with the house's key."""

    entries: int
    hash: str
    seal: str


def head(conn: Connection) -> Head | None:
    """Return the sealed head, or None where nothing was sealed yet."""
    kept = conn.scalar(select(lease.c.head).where(lease.c.name == HEAD))
    if kept is None:
        return None
    entries, digest, seal = kept.split(":")
    return Head(int(entries), digest, seal)


def differs(conn: Connection, kept: Head) -> Broken | None:
    """Compare the chain with a head that was kept elsewhere; None where it goes on from there."""
    key = house.get(conn).installation_key
    if not hmac.compare_digest(keyed(key, f"{kept.entries}:{kept.hash}"), kept.seal):
        return Broken(kept.entries, "the head that was kept is none of this house's")
    query = select(ledger.c.hash).where(ledger.c.sealed_seq == kept.entries)
    now = conn.scalar(query) if kept.entries else kept.hash
    if now == kept.hash:
        return None
    because = "is gone" if now is None else "is another one"
    return Broken(kept.entries, f"entry {kept.entries}, where the kept head was sealed, {because}")

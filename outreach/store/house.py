"""The house itself: its epoch, its mode, its key, and whether it may send at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from outreach.store import organisation_counter
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import house


@dataclass(frozen=True, slots=True)
class HouseRow:
    """`epoch` rises with whatever touches everybody: a new rulebook, a halt, deafness."""

    epoch: int
    mode: str
    created_at: datetime
    installation_key: bytes
    rulebook_fingerprint: str | None
    halted_because: str | None
    deaf_because: str | None


_HOUSE: Shape[HouseRow] = Shape(HouseRow, house)
_THE_ONE = Prepared(select(*_HOUSE.columns))


def get(conn: Connection) -> HouseRow:
    """Return the house."""
    return _HOUSE.records(_THE_ONE.read(conn, {}))[0]


def lock(conn: Connection) -> None:
    """Let nobody else change or redeem anything of this house before this transaction ends."""
    conn.execute(select(house.c.id).with_for_update())


def raise_epoch(conn: Connection) -> None:
    """Nothing that is cleared counts any longer, and every hold is judged afresh."""
    conn.execute(update(house).values(epoch=house.c.epoch + 1))


def use_rulebook(conn: Connection, fingerprint: str) -> bool:
    """Say which rulebook is in force; return whether it is another than before."""
    query = update(house).where(house.c.rulebook_fingerprint.is_distinct_from(fingerprint))
    done = conn.execute(query.values(rulebook_fingerprint=fingerprint, epoch=house.c.epoch + 1))
    if done.rowcount:
        organisation_counter.forget(conn)
    return bool(done.rowcount)


def halt(conn: Connection, because: str) -> None:
    """Send nothing at all until `resume`."""
    conn.execute(update(house).values(halted_because=because, epoch=house.c.epoch + 1))


def resume(conn: Connection) -> None:
    """Send again; everything is judged afresh."""
    conn.execute(update(house).values(halted_because=None, epoch=house.c.epoch + 1))


def hear(conn: Connection, deaf_because: str | None) -> bool:
    """Say whether we listen (None) or why not; return whether that changed."""
    query = update(house).where(house.c.deaf_because.is_distinct_from(deaf_because))
    done = conn.execute(query.values(deaf_because=deaf_because, epoch=house.c.epoch + 1))
    return bool(done.rowcount)

"""Our own mailboxes and numbers: which of them is paused, since when and why.

A pause or a resume raises the epoch: nothing that was cleared before leaves, and every hold is
judged afresh. Lock order: the epoch first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from outreach.store import ledger
from outreach.store.house import raise_epoch
from outreach.store.ledger import Entry
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import house, sender
from policies.channel import Channel

OURSELVES = "outreach"
"""Who paused a sender where no human did."""
PAUSED, RESUMED = "sender paused", "sender resumed"
_MOST_WORDS = 14
_FEWEST_DIGITS = 7
"""Of a telephone number; a code of a server or a carrier has fewer."""


@dataclass(frozen=True, slots=True)
class SenderRow:
    """A mailbox or a number of ours; it is paused where `paused_since` is given."""

    address: str
    channel: Channel
    paused_because: str | None = None
    paused_code: str | None = None
    paused_since: datetime | None = None
    resumed_by: str | None = None
    resumed_at: datetime | None = None


_SENDER: Shape[SenderRow] = Shape(SenderRow, sender, {"channel": Channel})
_PAUSED = Prepared(
    select(*_SENDER.columns).where(sender.c.paused_since.is_not(None)).order_by(sender.c.address)
)


def sender_key(address: str) -> str:
    """Return an address of ours as senders are kept: a mailbox in lower case."""
    typed = address.strip()
    return typed.lower() if "@" in typed else typed


def pause(
    conn: Connection,
    address: str,
    channel: Channel,
    because: str,
    code: str | None,
    now: datetime,
    by: str = OURSELVES,
    about: str | None = None,
    left_at: datetime | None = None,
) -> bool:
    """Send nothing by this mailbox or number until `resume`; return whether that is news.

    Of `because` so much is kept as has room in a sentence, without anybody's address: it stands in
    every contact that is held for it. The first reason stays. `about`: the attempt that showed it;
    `left_at`: when that one left. What left before somebody let the sender send again shows no more
    than they knew: reports come late, and whoever got a mail can send us some at will.
    """
    one = sender_key(address)
    kept = _locked(conn, one)
    if kept is not None and (kept.paused_since is not None or _settled(kept, left_at)):
        return False
    raise_epoch(conn)
    values = {"paused_because": plainly(because), "paused_code": code, "paused_since": now}
    _write(conn, one, channel, values, known=kept is not None)
    body = {"channel": channel.value, "code": code, "by": by, "attempt": about}
    ledger.add(conn, Entry(now, PAUSED, one, body))
    return True


def _settled(kept: SenderRow, left_at: datetime | None) -> bool:
    """Say whether what left at this moment was looked into already."""
    return left_at is not None and kept.resumed_at is not None and left_at < kept.resumed_at


def resume(conn: Connection, address: str, by: str, now: datetime) -> SenderRow | None:
    """Let this mailbox or number send again; return how it was paused, None if it was not."""
    one = sender_key(address)
    kept = _locked(conn, one)
    if kept is None or kept.paused_since is None:
        return None
    raise_epoch(conn)
    values = {"paused_because": None, "paused_code": None, "paused_since": None}
    _write(conn, one, kept.channel, values | {"resumed_by": by, "resumed_at": now}, known=True)
    ledger.add(conn, Entry(now, RESUMED, one, {"by": by, "code": kept.paused_code}))
    return kept


def paused(conn: Connection) -> list[SenderRow]:
    """Return what is paused, by address."""
    return _SENDER.records(_PAUSED.read(conn, {}))


def everything(conn: Connection) -> list[SenderRow]:
    """Return every sender that was ever paused, by address."""
    return _SENDER.all(conn, select(sender).order_by(sender.c.address))


def plainly(because: str) -> str:
    """Return a reason in one short line, without the addresses and numbers a server may quote."""
    said = ["…" if _names_somebody(one) else one for one in because.split()]
    short = " ".join(said[:_MOST_WORDS]).rstrip(" .,:;")
    return f"{short} …" if len(said) > _MOST_WORDS else short


def _names_somebody(word: str) -> bool:
    return "@" in word or sum(letter.isdigit() for letter in word) >= _FEWEST_DIGITS


def _locked(conn: Connection, one: str) -> SenderRow | None:
    """Return the sender; nobody else pauses or resumes before this transaction ends."""
    conn.execute(select(house.c.id).with_for_update()).all()
    return _SENDER.one(conn, select(sender).where(sender.c.address == one))


def _write(
    conn: Connection, one: str, channel: Channel, values: Mapping[str, object], *, known: bool
) -> None:
    if known:
        conn.execute(update(sender).where(sender.c.address == one).values(values))
    else:
        conn.execute(insert(sender).values(address=one, channel=channel.value, **values))

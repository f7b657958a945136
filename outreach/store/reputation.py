"""What became of what we sent, by sender and day: how much was taken, how many complained.

One row a sender, a kind and a day (UTC), so that counting costs the same however many people and
contacts there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import text as sql

from outreach.store.prepared import Prepared
from outreach.store.tables import counter

DAYS = 30
_TAKEN, _COMPLAINED = "taken", "complained"
_ADD = Prepared(
    sql(
        "insert into counter (key, value) values (:key, :more)"
        " on conflict (key) do update set value = counter.value + excluded.value"
    )
)
_AMONG = select(counter.c.key, counter.c.value).where(
    counter.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Reputation:
    """How much doors took from one sender today and in thirty days, and who complained in those."""

    today: int = 0
    taken: int = 0
    complaints: int = 0

    @property
    def rate(self) -> float:
        """Return the share of complaints; 0 where nothing was sent."""
        return self.complaints / self.taken if self.taken else 0.0


def taken(conn: Connection, senders: Iterable[str], now: datetime) -> None:
    """Count what doors took: one for each name of a sender."""
    several = list(senders)
    for one in sorted(set(several)):
        _ADD.later(conn, {"key": _key(_TAKEN, one, now), "more": several.count(one)})


def complained(conn: Connection, sender: str, now: datetime) -> None:
    """Count a complaint about something that this sender sent."""
    _ADD.later(conn, {"key": _key(_COMPLAINED, sender, now), "more": 1})


def of(conn: Connection, sender: str, now: datetime) -> Reputation:
    """Return what became of the last thirty days, today included."""
    days = [now - timedelta(days=back) for back in range(DAYS)]
    keys = [_key(kind, sender, day) for kind in (_TAKEN, _COMPLAINED) for day in days]
    found = {row.key: row.value for row in conn.execute(_AMONG, {"keys": keys})}
    return Reputation(
        today=found.get(_key(_TAKEN, sender, now), 0),
        taken=sum(found.get(_key(_TAKEN, sender, day), 0) for day in days),
        complaints=sum(found.get(_key(_COMPLAINED, sender, day), 0) for day in days),
    )


def _key(kind: str, sender: str, day: datetime) -> str:
    return f"{kind}:{sender}:{day:%Y-%m-%d}"

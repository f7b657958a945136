"""What others say they received, beside what is on file here.

What was received is put on the machine's disk in a table of its own, which goes when it is closed:
there may be more of it than memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from outreach.domain.attempts import AttemptState
from outreach.domain.obeying import Begun
from outreach.store.pieces import pieces
from outreach.store.tables import attempt
from policies.channel import Channel, Purpose

_PAGE = 400


@dataclass(frozen=True, slots=True)
class Received:
    """One thing that was received: a Message-ID, a carrier's reference, or an attempt's id."""

    key: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnFile:
    """The attempt that something received is known as here."""

    state: AttemptState
    begun: Begun


class Pile:
    """Everything that was received, by its key. Serves one thread; close it."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("")
        self._kept.execute(
            "create table received (key text primary key, times integer, first real) without rowid"
        )

    def add(self, several: Iterable[Received]) -> None:
        """Put these on the pile."""
        self._kept.executemany(
            "insert into received values (?, 1, ?)"
            " on conflict (key) do update set times = times + 1",
            ((one.key, one.at.timestamp() if one.at else None) for one in several),
        )

    def count(self) -> int:
        """Return how many were received, each time counted."""
        found: int | None = self._kept.execute("select sum(times) from received").fetchone()[0]
        return found or 0

    def holds(self, channel: Channel) -> bool:
        """Say whether anything that was received came by this channel, as far as keys tell."""
        mails = "key glob '<*'" if channel is Channel.EMAIL else "key not glob '<*'"
        query = f"select 1 from received where {mails} limit 1"
        return self._kept.execute(query).fetchone() is not None

    def several(self) -> Iterator[tuple[str, int]]:
        """Yield what was received more than once, and how often."""
        yield from self._kept.execute("select key, times from received where times > 1")

    def pages(self) -> Iterator[dict[str, datetime | None]]:
        """Yield keys with when they came first, some hundreds at a time."""
        rows = self._kept.execute("select key, first from received order by key")
        while page := rows.fetchmany(_PAGE):
            yield {key: datetime.fromtimestamp(at, UTC) if at else None for key, at in page}

    def missing(self, keys: Iterable[str]) -> set[str]:
        """Return which of these keys were not received."""
        wanted = set(keys)
        marks = ", ".join("?" * len(wanted))
        query = f"select key from received where key in ({marks})"
        return wanted - {key for (key,) in self._kept.execute(query, sorted(wanted))}

    def close(self) -> None:
        """Let go of it."""
        self._kept.close()


def on_file(conn: Connection, keys: Iterable[str]) -> dict[str, OnFile]:
    """Return as which attempt each of these keys is known; unknown ones are left out."""
    wanted = list(keys)
    found = {}
    for column in (attempt.c.message_id, attempt.c.reference, attempt.c.id):
        query = select(attempt).where(column.in_(wanted))
        for row in conn.execute(query).mappings():
            if row["sending_since"] is not None or column is attempt.c.message_id:
                found[row[column.name]] = OnFile(AttemptState(row["state"]), _begun(row))
    return found


def accepted(conn: Connection, channel: Channel) -> Iterator[dict[str, str]]:
    """Yield, by attempt, as what each that was accepted on a channel must have been received."""
    key = attempt.c.message_id if channel is Channel.EMAIL else attempt.c.reference
    query = (
        select(attempt.c.id, key)
        .where(
            attempt.c.state == AttemptState.ACCEPTED,
            attempt.c.channel == channel,
            key.is_not(None),
            ~attempt.c.outside,
        )
        .order_by(attempt.c.id)
    )
    rows = conn.execute(query.execution_options(yield_per=_PAGE))
    for page in pieces(rows, _PAGE):
        yield dict(page)


def _begun(row: Mapping[Any, Any]) -> Begun:
    return Begun(
        id=row["id"],
        person_id=row["person_id"],
        at=row["sending_since"] or row["created_at"],
        channel=Channel(row["channel"]),
        purpose=Purpose(row["purpose"]),
        by=row["by"],
        topic=row["topic"],
        answers=row["answers"],
    )

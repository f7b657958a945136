"""What a human has to settle about messages: the sentence, what we did meanwhile, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.told import told
from outreach.store import inbound, people, statements
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.unit import Store
from policies.statement import Statement, Unclear

MEASURED = timedelta(days=30)
_STATES = (InboundState.UNCLEAR, InboundState.UNMATCHED, InboundState.FAILED)


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the words that the question is about: character offsets, `end` outside."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """One message that a human must look at.

    `whose` is the person's name, or empty where nobody on file has the address. `words` are theirs,
    `marked` what is unclear in them. `meanwhile` says what binds until somebody has looked.
    """

    message: InboundRow
    whose: str
    words: str
    marked: tuple[Marked, ...]
    asked: str
    meanwhile: str

    @property
    def unmatched(self) -> bool:
        """Whether the question is whose it is."""
        return self.message.state is InboundState.UNMATCHED


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly questions are settled.

    `waiting` wait now, the oldest since `oldest`. Of the last thirty days: how many were settled,
    within what time half of them were, and the longest; None where none was.
    """

    waiting: int
    oldest: datetime | None
    settled: int
    half: timedelta | None
    longest: timedelta | None


def questions(store: Store, limit: int = 100) -> list[Question]:
    """Return what a human must look at: unclear, from nobody known, unreadable; oldest first."""
    return store.read(lambda conn: _questions(conn, limit))


def pace(store: Store, now: datetime) -> Pace:
    """Return how quickly questions are settled."""

    def work(conn: Connection) -> Pace:
        waiting = _waiting(conn, limit=10_000)
        took = sorted(inbound.settled_within(conn, now - MEASURED))
        oldest = min((row.received_at for row in waiting), default=None)
        half = took[(len(took) - 1) // 2] if took else None
        return Pace(len(waiting), oldest, len(took), half, took[-1] if took else None)

    return store.read(work)


def _questions(conn: Connection, limit: int) -> list[Question]:
    rows = _waiting(conn, limit)
    whose = people.get_many(conn, [row.person_id for row in rows if row.person_id])
    said = statements.by_ids(conn, [row.statement_id for row in rows if row.statement_id])
    return [
        _question(
            row,
            whose[row.person_id].name if row.person_id in whose else "",
            said.get(row.statement_id or ""),
        )
        for row in rows
    ]


def _waiting(conn: Connection, limit: int) -> Sequence[InboundRow]:
    found = [row for state in _STATES for row in inbound.in_state(conn, state, limit)]
    return sorted(filter(_waits, found), key=lambda row: row.received_at)[:limit]


def _waits(row: InboundRow) -> bool:
    return row.state is InboundState.UNCLEAR or row.answered_at is None


def _question(row: InboundRow, whose: str, said: Statement | None) -> Question:
    asked = str((row.reading or {}).get("question", "") or row.failed_because or "")
    unclear = [one for one in said.meanings if isinstance(one.meaning, Unclear)] if said else []
    words = said.words if said else row.words or ""
    marked = tuple(Marked(one.start, len(words) if one.end is None else one.end) for one in unclear)
    meant = [one.meaning for one in unclear if isinstance(one.meaning, Unclear)]
    acts = [told(one.acted_as) for one in meant if one.acted_as is not None]
    return Question(
        row,
        whose,
        words,
        marked,
        asked or "nobody on file has this address",
        "; ".join(dict.fromkeys(acts)) or _meanwhile(row, said),
    )


def _meanwhile(row: InboundRow, said: Statement | None) -> str:
    """Return what binds where no doubt acts as a refusal."""
    if said is not None and said.meanings:
        return "; ".join(dict.fromkeys(told(one.meaning) for one in said.meanings))
    if row.state is InboundState.UNMATCHED and row.kind is InboundKind.UNSUBSCRIBE:
        return "nothing goes to this address"
    if row.state is InboundState.UNMATCHED:
        return "a stop in it binds the address it came from"
    return "nothing follows from it"

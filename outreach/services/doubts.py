"""What may or may not have left: listed, and settled by a human who has looked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError
from outreach.gate import recovery
from outreach.store import people
from outreach.store.unit import Store
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Doubt:
    """One contact in doubt, with whose it is and why nobody knows."""

    attempt_id: str
    person: str
    channel: Channel
    because: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a human has found out about an attempt."""

    attempt_id: str
    left: bool
    because: str
    by: str


def in_doubt(store: Store) -> list[Doubt]:
    """Return everything in doubt, the oldest first."""
    return store.read(_in_doubt)


def _in_doubt(conn: Connection) -> list[Doubt]:
    rows = recovery.in_doubt(conn)
    whose = people.get_many(conn, [row["person_id"] for row in rows])
    return [
        Doubt(
            row["id"],
            whose[row["person_id"]].name,
            Channel(row["channel"]),
            row["outcome_detail"] or "nobody knows what became of it",
        )
        for row in rows
    ]


def settle(store: Store, clock: Clock, known: Known) -> AttemptState:
    """Write down what a human found out; return where the attempt stands now.

    Raises `InputError` for an attempt that is in no doubt, or without a reason.
    """
    if not known.because.strip():
        msg = "say with --because how you know"
        raise InputError(msg)
    seen = recovery.Evidence(known.left, known.because, known.by)
    return store.write(lambda conn: recovery.resolve(conn, known.attempt_id, seen, clock.now()))

"""What is to be done about a message in, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from outreach.services.listen.record import Recorded
from outreach.store.inbound import InboundKind, InboundState


@dataclass(frozen=True, slots=True)
class Done:
    """What was written in the message's own transaction.

    `question` is what a human has to settle, or empty; the tighter reading binds until then.
    """

    recorded: tuple[Recorded, ...] = ()
    question: str = ""


Work = Callable[[Connection, datetime], Done]


def nothing(conn: Connection, now: datetime) -> Done:
    """Change nothing: the message is kept, and that is all."""
    return Done()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message turned out to be.

    `columns` are those of its row. `stops` are the people for whom the gate's memory is told before
    the database is; they make the write go first.
    """

    kind: InboundKind
    state: InboundState = InboundState.READ
    columns: Mapping[str, Any] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    work: Work = nothing


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was read and acted on.

    `began` and `committed` are the clock's monotonic seconds: when reading it began, and when its
    transaction was over. Nothing is handed over against it after `committed`.
    """

    inbound_id: str
    kind: InboundKind
    state: InboundState
    done: Done
    began: float
    committed: float

    @property
    def milliseconds(self) -> float:
        """Return how long it took from the raw message to silence."""
        return (self.committed - self.began) * 1_000

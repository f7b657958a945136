"""What we tell programs of their own accord: which facts, to whom, how often we try.

A notice holds ids and kinds alone. Whoever is told asks for the rest with its key, and hears what
stands then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Event(StrEnum):
    """What may be told. Values are stored: append only."""

    HEARD = "statement.heard"
    ACCEPTED = "attempt.accepted"
    BLOCKED = "attempt.blocked"
    WITHDRAWN = "attempt.withdrawn"
    MADE = "promise.made"
    KEPT = "promise.kept"
    BROKEN = "promise.broken"
    ERASED = "person.erased"
    TEST = "webhook.test"
    """Nothing happened: somebody tries whether it arrives."""


TOLD = tuple(one for one in Event if one is not Event.TEST)
"""What a program may ask to be told."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a program wants to be told, and what. It ends with its key.

    `secret_no` counts its secrets, which are made from it and kept nowhere. `after_seq` is the last
    entry of the ledger that was looked at for it.
    """

    id: str
    key_id: str
    url: str
    events: tuple[Event, ...]
    made_at: datetime
    made_by: str
    after_seq: int
    secret_no: int = 1
    rotated_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: str = ""

    def secrets_at(self, now: datetime) -> tuple[int, ...]:
        """Return the numbers of the secrets that sign now: the older one for a day beside it."""
        if self.rotated_at is not None and now < self.rotated_at + BOTH_SIGN:
            return (self.secret_no, self.secret_no - 1)
        return (self.secret_no,)


BOTH_SIGN = timedelta(days=1)
"""After a rotation the secret before goes on signing for so long beside the new one."""


class NoticeState(StrEnum):
    """Where a notice stands. Values are stored: append only."""

    WAITING = "waiting"
    """To be posted, for the first time or again."""
    TOLD = "told"
    """They took it: any answer of 200 to 299."""
    DEAD = "dead"
    """Tried for long enough; it is shown, and posted again when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One fact for one webhook. Its id is the same each time it is posted; `seq` gives the order.

    `body` is posted to the byte as it is kept. `answer` is what came of the last try.
    """

    id: str
    webhook_id: str
    seq: int
    event: Event
    body: str
    at: datetime
    next_at: datetime
    state: NoticeState = NoticeState.WAITING
    tries: int = 0
    told_at: datetime | None = None
    answer: str = ""


_WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_TRIES = len(_WAITS) + 1
"""Over some three days."""


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries, of which all but the last have a next."""
    return _WAITS[min(tries, len(_WAITS)) - 1]


def event_of(kind: str, body: Mapping[str, object]) -> Event | None:
    """Return what an entry of the ledger is told as; None for one that no program is told of."""
    if kind == "decision":
        return Event.BLOCKED if body.get("verdict") == "block" else None
    if kind == "receipt":
        return Event.ACCEPTED if body.get("kind") == "accepted" else None
    return _PLAINLY.get(kind)


_PLAINLY = {
    "heard": Event.HEARD,
    "withdrawn": Event.WITHDRAWN,
    "promise made": Event.MADE,
    "promise kept": Event.KEPT,
    "promise overdue": Event.BROKEN,
    "erased": Event.ERASED,
}

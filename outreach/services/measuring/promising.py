"""What we had promised for a period, and whom we helped: counted where the time came in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.shares import Share
from outreach.services.measuring.asked import Asked
from outreach.services.measuring.figures import Helped, Promises
from outreach.store import measured_promises


class _Ended(Enum):
    IN_TIME = auto()
    LATE = auto()
    BROKEN = auto()
    RELEASED = auto()
    WAITING = auto()


@dataclass(slots=True)
class Counting:
    """What has been counted so far."""

    made: int = 0
    ended: Counter[_Ended] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    helped: set[str] = field(default_factory=set)
    asked: int = 0
    fulfilled: int = 0

    def promises(self) -> Promises:
        """Return what came of the promises."""
        whole = self.ended.total()
        return Promises(self.made, *(Share(self.ended[one], whole) for one in _Ended))

    def people_helped(self) -> Helped:
        """Return whom we helped."""
        people = Share(len(self.helped), len(self.people))
        return Helped(people, Share(self.fulfilled, self.asked))


def count(conn: Connection, asked: Asked, now: datetime) -> Counting:
    """Go through the promises whose time came in the period."""
    counting = Counting(measured_promises.made_within(conn, asked.since, asked.until))
    for page in measured_promises.due_within(conn, asked.since, asked.until):
        for one in page:
            _add(counting, one, now)
    return counting


def _add(counting: Counting, one: Commitment, now: datetime) -> None:
    ended = _ended(one, now)
    counting.ended[ended] += 1
    request = one.kind is CommitmentKind.REQUEST
    counting.asked += request
    if ended is _Ended.RELEASED:
        return
    counting.people.add(one.person_id)
    kept = one.state is CommitmentState.KEPT
    counting.fulfilled += request and kept
    if ended is _Ended.IN_TIME or (request and kept):
        counting.helped.add(one.person_id)


def _ended(one: Commitment, now: datetime) -> _Ended:
    """Return what came of a promise; one that is late by now is broken, whoever noticed."""
    match one.state:
        case CommitmentState.KEPT:
            return _Ended.IN_TIME if one.kept_in_time else _Ended.LATE
        case CommitmentState.RELEASED:
            return _Ended.RELEASED
        case _:
            return _Ended.BROKEN if now >= one.overdue_from else _Ended.WAITING

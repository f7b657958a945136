"""How this house goes about sending: the settings that the gate and the engine need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from outreach.gate.limits import NO_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Habits:
    """`worker` names this process in the rows that it sends.

    More than `crowd` attempts deferred to one moment are spread over `spread`. A planned attempt
    that nobody judged for `stale_after` after it was due is dropped; so is a hold that nobody
    cleared within `hold_for`: ten business days are two weeks. Where more than a crowd of steps is
    overdue by `overdue_after`, as after an outage, at most `catch_up` an hour are caught up.
    `final_reply` is the longest a door may take: a worker silent for longer than that is dead.
    `limits` is how much goes out by one sender and to one receiving domain.
    """

    assume_country: str | None = None
    house_name: str = "us"
    silent_after: timedelta = timedelta(seconds=120)
    unread_after: timedelta = timedelta(seconds=120)
    crowd: int = 20
    spread: timedelta = timedelta(minutes=15)
    stale_after: timedelta = timedelta(days=14)
    hold_for: timedelta = timedelta(days=14)
    overdue_after: timedelta = timedelta(hours=1)
    catch_up: int = 200
    final_reply: timedelta = timedelta(minutes=11)
    most_tries: int = 8
    worker: str = "engine"
    keep_facts: bool = True
    limits: Limits = NO_LIMITS

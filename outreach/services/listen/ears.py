"""What listening needs from the rest of the house, handed in by bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from channels.arrivals import Arrival, Events, Incoming, TextMessage, Unreadable
from outreach.clock import Clock
from outreach.domain.people import Person
from outreach.domain.planner import Closed, business_days_later, never_closed
from outreach.gate.complaints import Patience
from outreach.gate.judging import Judge
from outreach.gate.stopped import Stopped
from outreach.listening.reading import Heard, ReaderContext, Reading
from outreach.store.unit import Store

_NO_CARRIER = Unreadable("no carrier is set up")


@dataclass(frozen=True, slots=True)
class CarrierEars:
    """How to read what the carrier of our texts and calls posts, as it was kept raw. Pure.

    `answers` says whether the carrier itself has already answered a text, as it does a bare STOP.
    """

    incoming: Callable[[bytes], Incoming] = lambda _: _NO_CARRIER
    events: Callable[[bytes], Events] = lambda _: _NO_CARRIER
    answers: Callable[[TextMessage], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Ears:
    """The way in. `parse` tells what a mail is, `read` what its words mean; both are pure.

    `zones` gives the clocks a person may live by, `attempt_of` the attempt that a genuine token of
    a stop link names (None for any other).
    `trusted` are the border servers whose word on a sender counts. `zone` and `closed` are our own
    clock and holidays, by which business days are counted. `topics_now` tells what we write about.
    `judge` says afterwards what went against a word; `copies_to` is the address (lower case) where
    reps send copies of what they write elsewhere.
    `patience` is how many complaints a mailbox of ours may have. `receipts`: people get in writing
    what we understood of how they want to be reached.
    """

    store: Store
    clock: Clock
    parse: Callable[[bytes], Arrival]
    read: Callable[[Heard, ReaderContext], Reading]
    stopped: Stopped
    zones: Callable[[Person], tuple[ZoneInfo, ...]]
    attempt_of: Callable[[str], str | None]
    zone: ZoneInfo
    closed: Closed = never_closed
    trusted: frozenset[str] = frozenset()
    topics_now: Callable[[], tuple[str, ...]] = tuple
    judge: Callable[[], Judge] | None = None
    copies_to: str = ""
    carrier: CarrierEars = field(default_factory=CarrierEars)
    patience: Patience = field(default_factory=Patience)
    receipts: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        """Return what our sequences are about at this moment, new ones included."""
        return self.topics_now()

    def next_business_day(self, since: datetime) -> datetime:
        """Return the same hour one business day on: when what they asked for is due."""
        return self.business_days_after(1, since)

    def business_days_after(self, count: int, since: datetime) -> datetime:
        """Return the same hour so many business days on, on our own clock."""
        return business_days_later(count, since, self.zone, self.closed)

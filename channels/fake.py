"""Doors that only write down what they were handed: for rehearsals, demonstrations and tests.

They ask for a clearance as the real ones do and pass the same contract tests. What happens to a
message is scripted: by default it is accepted.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from channels.contract import (
    Accepted,
    CallWords,
    EmailWords,
    Outbound,
    Receipt,
    Refused,
    Temporary,
    TextWords,
    TurnedAway,
    Unknown,
    content_digest,
)
from channels.errors import ClearanceError, DoorConfigurationError, UnsupportedFeatureError
from policies.channel import Channel
from policies.clearance import Clearance, Inspector

_CARRIES: dict[Channel, type] = {
    Channel.EMAIL: EmailWords,
    Channel.SMS: TextWords,
    Channel.PHONE: CallWords,
}

REFUSE = Refused("5.1.1", "no such address", point_dead=True)
TURN_AWAY = TurnedAway("5.7.1", "we take nothing from you")
TEMPORARY = Temporary("4.2.1", "try later", retry_after=60.0)


@dataclass(frozen=True, slots=True)
class Drop:
    """The line breaks: `after` the words were taken (nobody knows) or before (nothing left)."""

    after: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """Something happens after that many seconds."""

    seconds: float
    then: Happening = field(default_factory=lambda: Accepted("slowly"))


@dataclass(frozen=True, slots=True)
class WrongCredentials:
    """The other side does not know us."""


Happening = Receipt | Drop | Slow | WrongCredentials


class FakeDoor:
    """A door of any channel. `taken` is what the outside world has; `script` is what comes next."""

    def __init__(
        self,
        channel: Channel,
        inspector: Inspector,
        clock: Callable[[], datetime],
        *,
        capacity: int = 10,
    ) -> None:
        self.channel = channel
        self.capacity = capacity
        self.taken: list[Outbound] = []
        self.script: deque[Happening] = deque()
        self.for_address: dict[str, Happening] = {}
        self.under_way = 0
        self.most_under_way = 0
        self._inspector = inspector
        self._clock = clock
        self._free = asyncio.Semaphore(capacity)
        self._closed = False

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Take the words, or do what the script says: `for_address` first, then `script`."""
        digest, to = content_digest(outbound), outbound.to.address
        fault = self._inspector.fault(clearance, outbound.attempt, digest, to, self._clock())
        if fault is not None:
            raise ClearanceError(fault)
        if outbound.features:
            raise UnsupportedFeatureError(self.channel.value, outbound.features[0])
        if not isinstance(outbound.content, _CARRIES[self.channel]):
            raise UnsupportedFeatureError(self.channel.value, type(outbound.content).__name__)
        async with self._free:
            return await self._counted(outbound)

    async def close(self) -> None:
        """Take nothing any more."""
        self._closed = True

    async def _counted(self, outbound: Outbound) -> Receipt:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            return await self._happen(self._next(outbound), outbound)
        finally:
            self.under_way -= 1

    def _next(self, outbound: Outbound) -> Happening:
        if self._closed:
            return Temporary("closed", "the door is closed")
        scripted = self.for_address.get(outbound.to.address)
        if scripted is None and self.script:
            scripted = self.script.popleft()
        return scripted or Accepted(f"fake-{len(self.taken) + 1}")

    async def _happen(self, happening: Happening, outbound: Outbound) -> Receipt:
        match happening:
            case Accepted() | Unknown():
                self.taken.append(outbound)
                return happening
            case Refused() | TurnedAway() | Temporary():
                return happening
            case Drop(after=True):
                self.taken.append(outbound)
                return Unknown("the line broke after the words were taken")
            case Drop():
                return Temporary("dropped", "the line broke before the words were taken")
            case Slow(seconds=seconds, then=then):
                await asyncio.sleep(seconds)
                return await self._happen(then, outbound)
            case WrongCredentials():
                msg = f"the {self.channel.value} door does not accept our credentials"
                raise DoorConfigurationError(msg)
            case _:
                assert_never(happening)

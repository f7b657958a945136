"""The house's own limits: how much may leave by one sender, and for one receiving domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from channels.contract import Outbound
from outreach.gate.sending_as import sends_as
from policies.channel import Channel

_PARTS = 60
_KEPT = 10
"""One in so many is kept for what is urgent."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many may leave; 0 is no limit."""

    sender_per_minute: int = 0
    sender_per_day: int = 0
    domain_per_hour: int = 0

    @property
    def any(self) -> bool:
        """Return whether there is a limit at all."""
        return bool(self.sender_per_minute or self.sender_per_day or self.domain_per_hour)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Limit:
    """No more than `most` in any stretch of this length; `told` says so to a human."""

    key: str
    most: int
    stretch: timedelta
    told: str

    @property
    def part(self) -> timedelta:
        """Return the grain in which is counted."""
        return self.stretch / _PARTS

    def open_to(self, *, urgent: bool) -> int:
        """Return how many of it may be used."""
        return self.most if urgent or self.most == 1 else self.most - max(1, self.most // _KEPT)


def limits_on(outbound: Outbound | None, limits: Limits) -> tuple[Limit, ...]:
    """Return the limits that bind one message; a call has none."""
    sender = sends_as(outbound)
    if outbound is None or sender is None or not limits.any:
        return ()
    found = [
        Limit(f"minute:{sender}", limits.sender_per_minute, MINUTE, "a minute by one sender"),
        Limit(f"day:{sender}", limits.sender_per_day, DAY, "a day by one sender"),
    ]
    if outbound.channel is Channel.EMAIL:
        domain, told = outbound.to.address.rpartition("@")[2], "an hour to one receiving domain"
        found.append(Limit(f"domain:{domain.lower()}", limits.domain_per_hour, HOUR, told))
    return tuple(one for one in found if one.most)

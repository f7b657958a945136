"""Somebody we know, as rows of a list are compared with them."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.domain.imports.emails import is_a_desk
from outreach.domain.people import ContactPoint
from policies.channel import Channel
from policies.facts import NumberKind


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A name and the points that somebody is known by."""

    name: str
    points: tuple[ContactPoint, ...]

    @property
    def mailboxes(self) -> frozenset[str]:
        """Return their personal mailboxes."""
        return frozenset(
            one.address
            for one in self.points
            if one.channel is Channel.EMAIL and not is_a_desk(one.address)
        )

    @property
    def mobiles(self) -> frozenset[str]:
        """Return the numbers whose prefix says that they ring in a pocket."""
        return frozenset(one.address for one in self.points if one.kind is NumberKind.MOBILE)

"""Somebody we know, as rows of a list are compared with them."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.domain.imports.emails import is_a_desk
from outreach.domain.imports.group import Group
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


def spelt_otherwise(group: Group, spelt: dict[str, set[str]]) -> bool:
    """Return whether a stranger has a known personal mailbox in another spelling.

    `spelt` has the spellings by folded form, and gets theirs: whoever stands before them in the
    same list is known too.
    """
    known = False
    for how, one in group.addresses:
        if how is Channel.EMAIL and not is_a_desk(one.folded):
            there = spelt.setdefault(one.folded, set())
            known |= not there <= group.mailboxes
            there.add(one.address)
    return known

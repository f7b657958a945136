"""Whom we lost, and after which contact: refusals and complaints soon after we were in touch.

A person is lost once. What they had last heard from us before is what they are lost after, though
an earlier contact may have had its part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from outreach.domain.obeying import Begun
from outreach.domain.shares import Share
from policies.channel import Purpose

NOT_IN_ONE = "(in no sequence)"


class By(StrEnum):
    """What people lost are broken down by."""

    SEQUENCE = "sequence"
    STEP = "step"
    REP = "rep"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody asked us to stop or complained, at `at`; `statement_id` is where they did."""

    person_id: str
    at: datetime
    statement_id: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody who left, the contact they left after, and whether a wish of theirs stood then."""

    left: Left
    after: Begun
    had_a_wish: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One sequence, step, rep or channel: people lost, of all whom it reached in the period."""

    name: str
    lost: Share


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a contact comes from, as far as it is broken down by that."""

    sequence: str | None = None
    step: int | None = None
    rep: str = ""
    channel: str = ""

    def named(self, by: By) -> str:
        """Return the name of the group it belongs to."""
        match by:
            case By.SEQUENCE:
                return self.sequence or NOT_IN_ONE
            case By.STEP:
                return f"{self.sequence}, step {self.step}" if self.sequence else NOT_IN_ONE
            case By.REP:
                return self.rep
            case By.CHANNEL:
                return self.channel
            case _:
                assert_never(by)


def origin(one: Begun) -> Origin:
    """Return where a contact came from."""
    return Origin(one.sequence, one.step, one.by, one.channel.value)


def last_before(left: Left, contacts: Sequence[Begun], within: timedelta) -> Begun | None:
    """Return what somebody had last heard from us when they left, where that is not too long ago.

    `contacts` are theirs, in the order in which they were begun.
    """
    before = [
        one
        for one in contacts
        if left.at - within < one.at <= left.at and one.purpose is not Purpose.ACKNOWLEDGE
    ]
    return before[-1] if before else None


def first_of_each(several: Iterable[Left]) -> Iterator[Left]:
    """Yield when each person left for the first time; the others repeat it."""
    seen: set[str] = set()
    for one in sorted(several, key=lambda each: each.at):
        if one.person_id not in seen:
            seen.add(one.person_id)
            yield one


def grouped(lost: Iterable[Lost], reached: Mapping[str, int], by: By) -> list[Group]:
    """Return every group with people lost after it, of those `reached` (by name).

    Those after which most were lost come first.
    """
    counted: dict[str, set[str]] = {}
    for one in lost:
        counted.setdefault(origin(one.after).named(by), set()).add(one.left.person_id)
    names = sorted(reached, key=lambda name: (-len(counted.get(name, ())), -reached[name], name))
    return [Group(name, Share(len(counted.get(name, ())), reached[name])) for name in names]

"""Who of us is away, and who keeps what they owe meanwhile.

Nothing is moved while somebody is away: whose a promise is stays as it is, and who keeps it is
worked out at the moment it is asked. So it comes back by itself, and nothing waits for a person who
is not there. Why somebody is away is nobody's business and is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.people import Duty, Member


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody of us is away from `since` until `until` (None: until they are back).

    `ended_at` is when they came back earlier, or when it was taken back.
    """

    id: str
    member_id: str
    since: datetime
    noted_at: datetime
    noted_by: str
    until: datetime | None = None
    covered_by: str | None = None
    ended_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether they are away at that moment."""
        ends = [one for one in (self.until, self.ended_at) if one is not None]
        return self.since <= at and all(at < one for one in ends)


@dataclass(frozen=True, slots=True)
class Roster:
    """The team by id, in the order they joined, and every absence that is not over."""

    members: Mapping[str, Member]
    absences: tuple[Absence, ...] = ()

    def away(self, member_id: str, at: datetime) -> Absence | None:
        """Return the absence a member is in at that moment; of several the one noted last."""
        theirs = [one for one in self.absences if one.member_id == member_id and one.holds(at)]
        return max(theirs, key=lambda one: (one.noted_at, one.id), default=None)

    def is_there(self, member_id: str, at: datetime) -> bool:
        """Return whether a member is on the team and not away."""
        member = self.members.get(member_id)
        return member is not None and not member.left and self.away(member_id, at) is None

    def keeps(self, owner: str | None, at: datetime) -> str | None:
        """Return who keeps at that moment what this member owes; None for whoever takes it.

        Whoever covers is asked in turn; without one who is there it is the manager's.
        """
        asked: set[str] = set()
        now = owner
        while now is not None and now not in asked:
            if self.is_there(now, at):
                return now
            asked.add(now)
            now = self._next(now, at)
        return None if owner is None else self.manager(at)

    def _next(self, member_id: str, at: datetime) -> str | None:
        member = self.members.get(member_id)
        if member is None or member.left:
            return member.successor_id if member else None
        absence = self.away(member_id, at)
        return absence.covered_by if absence else None

    def manager(self, at: datetime) -> str | None:
        """Return the manager who answers for what is left: the first to join who is there."""
        managers = (one.id for one in self.members.values() if one.duty is Duty.MANAGER)
        return next((one for one in managers if self.is_there(one, at)), None)

    def kept_by(self, member_id: str | None, at: datetime) -> frozenset[str]:
        """Return whose promises this member keeps at that moment, their own included.

        None: whose promises nobody in particular keeps.
        """
        return frozenset(one for one in self.members if self.keeps(one, at) == member_id)

"""Whose turn it is at an organisation, while somebody looks ahead: they cannot all hear at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from outreach.gate.judging import Case
from outreach.store.organisation_counter import Counter
from outreach.store.snapshot import Snapshot
from policies.colleagues import COUNTED
from policies.decide import earliest
from policies.rulebook import Rulebook
from policies.verdict import Defer

_EVERYBODY = 1_000_000


@dataclass(slots=True)
class Turns:
    """Who is foreseen to hear from us when, at every organisation. Not safe between threads."""

    rulebook: Rulebook
    counters: dict[str, Counter] = field(default_factory=dict)
    fronts: dict[str, datetime] = field(default_factory=dict)
    """The last turn that was given away at an organisation: whoever comes next waits for it."""

    def joined(self, known: Snapshot) -> Snapshot:
        """Return what is known with everybody counted who is foreseen to hear from us."""
        if known.reach is None:
            return known
        for one, counter in known.counters.items():
            self.counters.setdefault(one, counter)
        everybody = replace(known.reach, people=_EVERYBODY)
        return replace(known, counters=self.counters, reach=everybody)

    def of(self, case: Case) -> datetime | None:
        """Return when somebody who waits would go, where colleagues go first; else None.

        Turns are given in the order in which people are asked about.
        """
        verdict = case.verdict
        known = [there for there in case.organisations if there in self.counters]
        if not known or not isinstance(verdict, Defer):
            return None
        since = max(verdict.until, *(self.fronts.get(there, verdict.until) for there in known))
        turn = earliest(case.facts, since, self.rulebook)
        if turn is None or turn == verdict.until:
            return None
        self.fronts |= dict.fromkeys(known, turn)
        return turn

    def take(self, case: Case, at: datetime) -> None:
        """Count somebody as having heard from us at that moment."""
        if case.attempt.purpose not in COUNTED:
            return
        for there in case.organisations:
            if there in self.counters:
                self.counters[there].count(case.person, case.attempt.channel, at)

"""Render, gather, decide: outside any write, for a whole batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from channels.contract import Outbound
from outreach.domain.attempts import Attempt
from outreach.domain.people import ContactPoint
from outreach.errors import InputError
from outreach.gate.drafting import wanted_of
from outreach.gate.facts import belongs, facts_of, point_of, said_before, versions_of
from outreach.gate.habits import Habits
from outreach.gate.in_time import in_time
from outreach.gate.wanted import Rendered, Wanted
from outreach.store.snapshot import Around, Snapshot
from policies.channel import Channel
from policies.clearance import Versions
from policies.colleagues import COUNTED, OrganisationCap, bound_caps, reach
from policies.decide import Decision, combine, decide
from policies.explain import Explanation, explain
from policies.facts import Facts, Words
from policies.finding import Bears, Finding
from policies.quick import quick
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rulebook import Rulebook
from policies.verdict import Allow, Block, Clearer, Hold, Verdict


class Renders(Protocol):
    """Puts into words what is wanted; raises an `InputError` naming what is missing."""

    def render(self, wanted: Wanted) -> Rendered:
        """Return everything that leaves, and what the rules may know of it."""
        ...


@quick
@dataclass(frozen=True, slots=True)
class Office:
    """The organisations at which an allowed attempt is counted at hand-over, and the caps there.

    `counts`: the person then counts as having heard from us, which what they asked for does not.
    """

    organisations: tuple[str, ...]
    caps: tuple[OrganisationCap, ...]
    counts: bool


@quick
@dataclass(frozen=True, slots=True)
class Case:
    """One attempt, judged. `outbound` is None where there are no words or nowhere to send them.

    `office` is None where nothing caps an organisation, or there is none.
    """

    attempt: Attempt
    person: str
    organisation_id: str | None
    point: ContactPoint | None
    versions: Versions
    facts: Facts
    decision: Decision
    explanation: Explanation
    outbound: Outbound | None
    words_digest: str
    secret: bytes
    stops_seen: int
    organisations: tuple[str, ...] = ()
    """Where they work, and wherever else they have a role."""
    office: Office | None = None

    @property
    def verdict(self) -> Verdict:
        """Return what was decided."""
        return self.decision.verdict


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges in the name of one house. Safe to use from many threads."""

    rulebook: Rulebook
    words: Renders
    habits: Habits
    doors: frozenset[Channel] = frozenset(Channel)

    def around(self, now: datetime) -> Around | None:
        """Return how far to look around people, or None where nothing caps an organisation."""
        far = reach(self.rulebook)
        return Around(far, now) if far else None

    def batch(
        self, attempts: Sequence[Attempt], snapshot: Snapshot, now: datetime, stops_seen: int
    ) -> list[Case]:
        """Return every attempt judged at `now`; those whose person is gone are left out."""
        known = [one for one in attempts if one.person_id in snapshot.people]
        return [self.case(one, snapshot, now, stops_seen) for one in known]

    def case(
        self, attempt: Attempt, snapshot: Snapshot, now: datetime, stops_seen: int = 0
    ) -> Case:
        """Return one attempt judged at `now`."""
        rendered, fault = self._render(attempt, snapshot)
        words = _words(rendered, said_before(attempt.person_id, snapshot))
        outbound = rendered.outbound if rendered else None
        facts = facts_of(attempt, snapshot, words, now, self.habits, outbound)
        decision = self._decide(facts, now, fault, rendered)
        if rendered is not None and isinstance(decision.verdict, Allow):
            timed = in_time(rendered.outbound, attempt, facts, now, self.rulebook)
            if timed is not rendered.outbound:
                rendered = replace(rendered, outbound=timed)
        return self._case(attempt, snapshot, facts, decision, rendered, stops_seen)

    def without_words(self, attempt: Attempt, snapshot: Snapshot, now: datetime) -> Case:
        """Return an attempt judged as if its words were in order."""
        facts = facts_of(attempt, snapshot, Words(), now, self.habits)
        decision = decide(facts, now, self.rulebook)
        return self._case(attempt, snapshot, facts, decision, None, 0)

    def _case(
        self,
        attempt: Attempt,
        snapshot: Snapshot,
        facts: Facts,
        decision: Decision,
        rendered: Rendered | None,
        stops_seen: int,
    ) -> Case:
        person = snapshot.people[attempt.person_id]
        belong = tuple(belongs(person, snapshot, decision.at))
        return Case(
            attempt=attempt,
            person=person.id,
            organisation_id=person.organisation_id,
            point=point_of(attempt, snapshot),
            versions=versions_of(attempt, snapshot),
            facts=facts,
            decision=decision,
            explanation=explain(decision, facts),
            outbound=rendered.outbound if rendered else None,
            words_digest=rendered.words_digest if rendered else "",
            secret=snapshot.secrets.get(person.id, b""),
            stops_seen=stops_seen,
            organisations=belong,
            office=self._office(attempt, belong, facts, decision),
        )

    def _office(
        self, attempt: Attempt, belong: tuple[str, ...], facts: Facts, decision: Decision
    ) -> Office | None:
        if not belong or reach(self.rulebook) is None or not isinstance(decision.verdict, Allow):
            return None
        caps, counts = bound_caps(facts, decision.at, self.rulebook), attempt.purpose in COUNTED
        return Office(belong, caps, counts) if caps or counts else None

    def _render(self, attempt: Attempt, snapshot: Snapshot) -> tuple[Rendered | None, str]:
        """Return the words, or what is missing for them."""
        point = point_of(attempt, snapshot)
        if point is None:
            return None, ""
        try:
            return self.words.render(wanted_of(attempt, point, snapshot, self.rulebook)), ""
        except InputError as missing:
            return None, str(missing)

    def _decide(
        self, facts: Facts, now: datetime, fault: str, rendered: Rendered | None
    ) -> Decision:
        decision = decide(facts, now, self.rulebook)
        if fault:
            return _with(decision, _unwritten(fault), facts)
        if not isinstance(decision.verdict, Allow):
            return decision
        channel = facts.attempt.channel
        if channel not in self.doors:
            return _with(decision, _no_door(channel), facts)
        return decision if rendered else _with(decision, _nowhere(), facts)


def _words(rendered: Rendered | None, said_before: tuple[str, ...]) -> Words:
    """Return what the rules may know of the words."""
    if rendered is None:
        return Words(said_before=said_before)
    return Words(
        digest=rendered.words_digest,
        says_who=rendered.says_who,
        says_source=rendered.says_source,
        offers_opt_out=rendered.offers_opt_out,
        said_before=said_before,
    )


def _unwritten(fault: str) -> Finding:
    """Return the gate's own objection to words that cannot be written."""
    return Finding(
        "words-incomplete",
        Hold(Clearer.OPERATOR),
        Bears.WORDS,
        fault,
        clause=clause(Reason.UNWRITTEN, why=fault),
        remedy=Remedy.COMPLETE_WORDS,
    )


def _no_door(channel: Channel) -> Finding:
    because = f"no door for {channel} is set up"
    change = "Setting it up in outreach.toml would change it."
    return Finding(
        "no-door",
        Hold(Clearer.OPERATOR),
        Bears.CHANNEL,
        because,
        change=change,
        clause=clause(Reason.NO_DOOR, by=channel),
        remedy=Remedy.DOOR,
    )


def _nowhere() -> Finding:
    return Finding(
        "no-address",
        Block(),
        Bears.CHANNEL,
        "we have no address for them there",
        clause=clause(Reason.NO_ADDRESS),
        remedy=Remedy.THEIR_ADDRESS,
    )


OWN_OBJECTIONS: Mapping[str, Finding] = {
    one.rule: one for one in (_unwritten(""), _no_door(Channel.EMAIL), _nowhere())
}
"""The gate's own objections, by name: no rule can repeat them from the facts alone."""


def _with(decision: Decision, finding: Finding, facts: Facts) -> Decision:
    findings = (*decision.findings, finding)
    return replace(decision, findings=findings, verdict=combine(findings, facts))

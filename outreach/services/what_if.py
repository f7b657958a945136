"""Recorded decisions under another rulebook, and the proof that they stand under their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from outreach.errors import InputError
from outreach.gate.again import judged_again, told_now, told_then
from outreach.store import recorded
from outreach.store.recorded import Recorded
from outreach.store.unit import Store
from policies.rulebook import Rulebook
from policies.verdict import name_of

AT_ONCE = 500
"""Decisions after which somebody is told how far it is."""

Progress = Callable[[int], None]
"""Told of every so many decisions that were looked at."""


def silent(several: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One decision that would be another: `before` and `after` name verdict and rules."""

    decision: str
    person_id: str
    at: datetime
    before: str
    after: str
    verdict_before: str
    verdict_after: str
    rules: tuple[str, ...]
    """The rules that spoke on one side only."""


@dataclass(slots=True)
class Tally:
    """How many were judged again, and what became of the rest.

    It is whole after every decision, so that whoever stops half-way can be told how far it came.
    """

    judged: int = 0
    same: int = 0
    without_facts: int = 0
    """Their facts are no longer kept: not replayable."""
    other_rulebook: int = 0
    """Made under another fingerprint: a replay proves nothing about them."""
    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def seen(self) -> int:
        """Return how many were looked at, judged again or not."""
        return self.judged + self.without_facts + self.other_rulebook

    @property
    def flips(self) -> int:
        """Return how many would be another decision."""
        return self.judged - self.same


def replay(
    store: Store,
    rulebook: Rulebook,
    tally: Tally,
    since: datetime | None = None,
    progress: Progress = silent,
) -> Iterator[Flip]:
    """Judge again what this very rulebook decided; yield whatever comes out otherwise."""
    for one in _each(store, since, progress):
        if one.fingerprint == rulebook.fingerprint:
            yield from _compared(one, rulebook, tally)
        else:
            tally.other_rulebook += 1


def what_if(
    store: Store,
    rulebook: Rulebook,
    tally: Tally,
    since: datetime | None = None,
    progress: Progress = silent,
) -> Iterator[Flip]:
    """Judge every recorded decision by this rulebook; yield each that would be another."""
    for one in _each(store, since, progress):
        yield from _compared(one, rulebook, tally)


def _each(store: Store, since: datetime | None, progress: Progress) -> Iterator[Recorded]:
    for number, one in enumerate(recorded.stream(store, since), 1):
        yield one
        if number % AT_ONCE == 0:
            progress(AT_ONCE)


def _compared(one: Recorded, rulebook: Rulebook, tally: Tally) -> Iterator[Flip]:
    try:
        decision = judged_again(one, rulebook)
    except InputError:
        tally.without_facts += 1
        return
    tally.judged += 1
    before, after = told_then(one), told_now(decision)
    if before == after:
        tally.same += 1
        return
    now = {each.rule for each in decision.findings}
    changed = tuple(sorted(now ^ set(one.rules)))
    became = name_of(decision.verdict)
    tally.verdicts[one.verdict, became] += 1
    tally.rules.update(changed)
    yield Flip(one.id, one.person_id, one.at, before, after, one.verdict, became, changed)

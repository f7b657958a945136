"""What would change a refusal: for every channel, whether it is open now, from when, or only if.

Each way is the same attempt judged in full on that channel, by every rule; nothing here relaxes
one. It is asked for where a human looks, never on the way out, and is pure: recorded facts give the
same ways again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from policies.channel import Channel
from policies.decide import Opens, Shut, opening
from policies.facts import Facts, PointState, Words
from policies.finding import Finding
from policies.places import Whereabouts
from policies.remedy import Remedy
from policies.rerouting import IN_ORDER
from policies.rows import Rows
from policies.rulebook import Rulebook
from policies.verdict import Hold


@dataclass(frozen=True, slots=True)
class Now:
    """No rule objects to this channel at the moment asked about."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class From:
    """The first moment (aware) at which no rule objects to this channel any more."""

    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """Waiting does not open this channel; each of `needs` is necessary, the person's own first."""

    channel: Channel
    needs: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """Closed for all of the 366 days that are looked at, and nothing that we know of opens it."""

    channel: Channel


Way = Now | From | OnlyIf | Never


@dataclass(frozen=True, slots=True)
class Ways:
    """Every way to a person at `at` (aware), what is open soonest first.

    `name` and `where` are theirs, so that it can be told.
    """

    each: tuple[Way, ...]
    at: datetime
    name: str
    where: Whereabouts


def ways(several: Sequence[Facts], at: datetime, rulebook: Rulebook) -> Ways:
    """Return the ways of these attempts to one person; the first is the one that was refused."""
    found = sorted((way(facts, at, rulebook) for facts in several), key=_soonest)
    refused = several[0]
    return Ways(tuple(found), at, refused.person.name, Rows(refused, at, rulebook).where)


def dated(found: Ways) -> Ways:
    """Return the same ways for whoever reads them at another moment: from when in place of now."""
    each = (From(one.channel, found.at) if isinstance(one, Now) else one for one in found.each)
    return replace(found, each=tuple(each))


def way(facts: Facts, at: datetime, rulebook: Rulebook) -> Way:
    """Return when, or on what condition, this very attempt would be allowed."""
    channel = facts.attempt.channel
    match opening(facts, at, rulebook):
        case Opens(moment):
            return Now(channel) if moment == at else From(channel, moment)
        case Shut(findings):
            needs = _needs(findings)
            return OnlyIf(channel, needs) if needs else Never(channel)


def tries(facts: Facts) -> tuple[Facts, ...]:
    """Return the attempt itself, and itself on every other channel that it could take.

    That is where they can be reached and there are words for it. What is wrong with these very
    words, or with the sender they would leave by, is not held against another channel's.
    """
    mine = facts.attempt.channel
    others = (_elsewhere(facts, channel) for channel in IN_ORDER if channel is not mine)
    return (facts, *(one for one in others if one is not None))


def _elsewhere(facts: Facts, channel: Channel) -> Facts | None:
    live = (
        point.address
        for point in facts.points
        if point.channel is channel and point.state is PointState.OK
    )
    to = next(live, None)
    if to is None or channel not in facts.attempt.has_words_for:
        return None
    attempt = replace(facts.attempt, channel=channel, to=to, words=Words(), tried=())
    return replace(facts, attempt=attempt, house=replace(facts.house, paused=None))


def _needs(findings: Iterable[Finding]) -> tuple[Remedy, ...]:
    """Return what each lasting objection needs; nothing if one of them can't be helped."""
    needed = {_remedy(finding) for finding in findings}
    if None in needed:
        return ()
    return tuple(remedy for remedy in Remedy if remedy in needed)


def _remedy(finding: Finding) -> Remedy | None:
    """Return the rule's own remedy; whatever is held can at least be looked at."""
    looked = Remedy.A_REVIEW if isinstance(finding.asks, Hold) else None
    return finding.remedy or looked


def _soonest(one: Way) -> tuple[int, float, int]:
    after = one.at.timestamp() if isinstance(one, From) else 0.0
    return _SOONER.index(type(one)), after, IN_ORDER.index(one.channel)


_SOONER = (Now, From, OnlyIf, Never)

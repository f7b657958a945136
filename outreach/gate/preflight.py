"""What would happen: attempts judged without being kept, by the same gatherer and rules.

Nothing is recorded and nothing is sent. The words are rendered, so that a missing field is found
before anything goes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.domain.attempts import Attempt
from outreach.domain.planner import Closed, due_step, never_closed
from outreach.domain.sequences import Sequence as Steps
from outreach.domain.sequences import Step
from outreach.gate.gate import Gate
from outreach.gate.judging import Case
from outreach.gate.turns import Turns
from outreach.ids import new_id
from outreach.store.conditions import OF_THEIR_POINTS, of_points
from outreach.store.intake import IntakeRow
from outreach.store.pieces import pieces
from outreach.store.snapshot import Snapshot, take
from policies.channel import Channel, Purpose
from policies.decide import earliest
from policies.verdict import Allow, Defer, Reroute, Verdict

_BATCH = 200
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One person at one step. `zone` is the clock that `at` is meant for, where one is known.

    `instead` is what would happen on the channel they asked for. `turn` is when it would go where
    colleagues at the same organisation go first.
    """

    person_id: str
    step: Step
    at: datetime
    case: Case
    zone: str | None
    instead: Case | None = None
    turn: datetime | None = None

    @property
    def verdict(self) -> Verdict:
        """Return what would be decided."""
        return self.case.verdict

    @property
    def goes_at(self) -> datetime | None:
        """Return when it would go out: now, or when it is allowed; None where it is not."""
        if isinstance(self.verdict, Allow):
            return self.at
        if isinstance(self.verdict, Defer):
            return self.turn or self.verdict.until
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A sequence for people, as if they were enrolled at that moment by one of us."""

    sequence: Steps
    people: Sequence[str]
    by: str
    at: datetime
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    """Their clocks, where known: delays are counted on them."""
    closed: Mapping[str, Closed] = field(default_factory=dict)
    """Their public holidays, where known: business days leave them out."""


def preflight(gate: Gate, asked: Asked) -> list[Foreseen]:
    """Judge every person at every step, each at the moment it would be due.

    As in the engine, a step counts from when the one before would be done: after its wait. Whoever
    is foreseen to hear from us counts for their colleagues, in the order of `people`.
    """
    foreseen: list[Foreseen] = []
    people, turns = list(asked.people), Turns(gate.judges.rulebook)
    for some in pieces(people, _BATCH):
        foreseen += _batch(gate, asked, some, turns)
    return foreseen


def _batch(gate: Gate, asked: Asked, people: Sequence[str], turns: Turns) -> list[Foreseen]:
    step = asked.sequence.steps[0]
    tries = [proposed(asked.sequence, step, one, asked.by, asked.at) for one in people]
    known = gate.store.read(lambda conn: take(conn, tries, gate.judges.around(asked.at)))
    snapshot = turns.joined(known)
    walks = {one: _steps(gate, asked, one, snapshot, turns) for one in people}
    taken: dict[str, list[Foreseen]] = {one: [] for one in people}
    while walks:  # everybody's first step before anybody's second
        for one, walk in list(walks.items()):
            found = next(walk, None)
            if found is None:
                del walks[one]
            else:
                taken[one].append(found)
    return [each for one in people for each in taken[one]]


def _listening(snapshot: Snapshot, until: datetime) -> Snapshot:
    """Return the snapshot as it will be while the engine runs: nobody is deaf in the future."""
    return replace(snapshot, intakes=[IntakeRow("foreseen", until)], oldest_unread=None)


def _steps(
    gate: Gate, asked: Asked, person_id: str, snapshot: Snapshot, turns: Turns
) -> Iterator[Foreseen]:
    zone, closed = asked.zones.get(person_id, _UTC), asked.closed.get(person_id, never_closed)
    since, number = asked.at, 1
    while due := due_step(asked.sequence, number, since, zone, closed):
        if not _can_be_asked(due.step, snapshot, person_id):
            since, number = due.at, number + 1
            continue
        attempt = proposed(asked.sequence, due.step, person_id, asked.by, due.at)
        found = _foreseen(gate, due.step, attempt, snapshot)
        found = _in_turn(found, turns)
        yield found
        since, number = _done(found), number + 1


def _can_be_asked(step: Step, snapshot: Snapshot, person_id: str) -> bool:
    """Return whether the step's conditions on how they can be reached hold; others may, by then."""
    asked = OF_THEIR_POINTS.intersection(step.only_if)
    return asked <= of_points(snapshot.points.get(person_id, ())) if asked else True


def _foreseen(gate: Gate, step: Step, attempt: Attempt, snapshot: Snapshot) -> Foreseen:
    at = attempt.due_at
    then = _listening(snapshot, at)
    case, instead = gate.judges.case(attempt, then, at), None
    if isinstance(case.verdict, Reroute):
        instead = gate.judges.case(rerouted(attempt, case.verdict.to), then, at)
    return Foreseen(attempt.person_id, step, at, case, _zone(case), instead)


def _in_turn(found: Foreseen, turns: Turns) -> Foreseen:
    """Return it with its turn, and let it count for whoever comes after."""
    last = found.instead or found.case
    found = replace(found, turn=turns.of(last))
    if isinstance(last.verdict, (Allow, Defer)):
        turns.take(last, _done(found))
    return found


def _done(found: Foreseen) -> datetime:
    """Return when the next step starts to count: once this one went out, or was refused."""
    verdict = (found.instead or found.case).verdict
    return (found.turn or verdict.until) if isinstance(verdict, Defer) else found.at


def proposed(sequence: Steps, step: Step, person_id: str, by: str, at: datetime) -> Attempt:
    """Return the attempt that a step of a sequence makes."""
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=step.channel,
        purpose=sequence.purpose,
        by=by,
        due_at=at,
        created_at=at,
        automated=True,
        topic=step.topic,
        sequence_name=sequence.name,
        step=step.number,
        message=step.words[step.channel],
        words_for={channel.value: name for channel, name in step.words.items()},
        has_words_for=tuple(step.words),
    )


def rerouted(attempt: Attempt, to: Channel) -> Attempt:
    """Return the attempt as it would go by another channel."""
    return replace(
        attempt,
        channel=to,
        point_id=None,
        message=attempt.words_for.get(to),
        tried=(*attempt.tried, attempt.channel),
    )


def _zone(case: Case) -> str | None:
    where = case.decision.where
    return next((zone.key for zone in (*where.own, *where.law)), None)


@dataclass(frozen=True, slots=True)
class May:
    """Whether somebody may be reached now, and if not, when."""

    case: Case
    earliest: datetime | None


def may(
    gate: Gate,
    person_id: str,
    channel: Channel,
    at: datetime,
    *,
    by: str,
    purpose: Purpose = Purpose.MARKETING,
    automated: bool = True,
) -> May:
    """Judge whether this person may be reached on this channel at that moment.

    It answers for them and the law; whether we listen just now is a matter of our own.
    """
    attempt = Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=channel,
        purpose=purpose,
        by=by,
        due_at=at,
        created_at=at,
        automated=automated,
        has_words_for=tuple(Channel),
    )
    return may_each(gate, [attempt], at)[0]


def may_each(gate: Gate, several: Sequence[Attempt], at: datetime) -> list[May]:
    """Judge attempts, kept or not, as if their words were in order; record nothing.

    Of a moment in the past, contacts and letters that came later are left out; words are not.
    """
    known = gate.store.read(lambda conn: take(conn, several, gate.judges.around(at)))
    snapshot = _by_then(_listening(known, at), at)
    cases = [gate.judges.without_words(one, snapshot, at) for one in several]
    return [May(one, earliest(one.facts, at, gate.judges.rulebook)) for one in cases]


def if_heard(gate: Gate, several: Sequence[Attempt], at: datetime) -> list[Case]:
    """Judge attempts in full as if we listened: being deaf passes, and is ours to mend."""
    snapshot = _listening(gate.store.read(lambda conn: take(conn, several)), at)
    return [gate.judges.case(one, snapshot, at) for one in several]


def _by_then(snapshot: Snapshot, at: datetime) -> Snapshot:
    """Return the snapshot without contacts and letters later than this moment."""
    contacts = {
        person: [one for one in rows if one["sending_since"] <= at]
        for person, rows in snapshot.contacts.items()
    }
    replies = {
        person: [one for one in rows if one["received_at"] <= at]
        for person, rows in snapshot.replies.items()
    }
    return replace(snapshot, contacts=contacts, replies=replies)

"""By which channels one of us may reach somebody by hand, and from when; nothing is kept.

What is judged is a contact by hand that they did not ask for, so that no list promises more than
the gate will let through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.attempts import Attempt
from outreach.domain.hidden import without_numbers
from outreach.gate.gate import Gate
from outreach.gate.preflight import may_each
from outreach.gate.pressing import numbers_of
from outreach.ids import new_id
from outreach.store import points
from policies.channel import Channel, Purpose
from policies.facts import PointState


@dataclass(frozen=True, slots=True)
class Opening:
    """A way by which somebody may be reached: from `at` on, or now where that is not later."""

    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person may be reached, what is open soonest first; `shut` says why not at all."""

    openings: tuple[Opening, ...] = ()
    shut: str = "there is no address or number that works"


def reach_of(
    gate: Gate, people: Collection[str], by: str, at: datetime, before: datetime | None = None
) -> Mapping[str, Reach]:
    """Return how each of these people (ids) may be reached from a moment on, or before another."""
    alive = gate.store.read(lambda conn: points.of_many(conn, people))
    tries = [
        _a_word_to(one, channel, by, at)
        for one in people
        for channel in Channel
        if any(p.channel is channel and p.state is PointState.OK for p in alive.get(one, ()))
    ]
    openings: dict[str, list[Opening]] = defaultdict(list)
    shut: dict[str, str] = {}
    for attempt, may in zip(tries, may_each(gate, tries, at), strict=True):
        if may.earliest is not None and (before is None or may.earliest < before):
            openings[attempt.person_id].append(Opening(attempt.channel, may.earliest))
        else:
            sentence = without_numbers(may.case.explanation.sentence, numbers_of(may.case))
            shut.setdefault(attempt.person_id, sentence)
    return {one: _reach(openings.get(one, []), shut.get(one)) for one in people}


def _reach(openings: list[Opening], shut: str | None) -> Reach:
    if openings:
        return Reach(tuple(sorted(openings, key=lambda one: (one.at, one.channel))), "")
    return Reach(shut=shut) if shut else Reach()


def _a_word_to(person_id: str, channel: Channel, by: str, at: datetime) -> Attempt:
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=channel,
        purpose=Purpose.MARKETING,
        by=by,
        due_at=at,
        created_at=at,
        automated=False,
        has_words_for=tuple(Channel),
    )

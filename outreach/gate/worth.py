"""What each consent of a person is worth where they may be: judged as the gate would judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.domain.attempts import Attempt
from outreach.domain.bases import Basis
from outreach.gate.gate import Gate
from outreach.ids import new_id
from outreach.store.snapshot import Snapshot, take
from policies.channel import Channel, Purpose
from policies.consenting import Ground
from policies.rows import Rows
from policies.rulebook import EntryKind


class Answer(StrEnum):
    """What a law that asks for consent makes of one."""

    ACCEPTED = "accepted"
    ENDED = "ended"
    ANOTHER_KIND = "another-kind"


@dataclass(frozen=True, slots=True)
class Law:
    """One law that asks for consent there, what it makes of a basis, and until when (aware)."""

    entry: str
    citation: str
    answer: Answer
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Worth:
    """A basis and the laws where they may be that ask for one; none ask: `laws` is empty."""

    basis: Basis
    laws: tuple[Law, ...]


def worth(gate: Gate, person_id: str, at: datetime) -> list[Worth]:
    """Return what a person's bases are worth at that moment, oldest first."""
    several = {channel: _asked(person_id, channel, at) for channel in Channel}
    snapshot = gate.store.read(lambda conn: take(conn, list(several.values())))
    views = {one: _view(gate, asked, snapshot, at) for one, asked in several.items()}
    bases = snapshot.consents.get(person_id, [])
    return [Worth(one, _laws(one, views[one.channel])) for one in bases]


def _asked(person_id: str, channel: Channel, at: datetime) -> Attempt:
    return Attempt(
        new_id("a"), person_id, channel, Purpose.MARKETING, "consent", due_at=at, created_at=at
    )


def _view(gate: Gate, asked: Attempt, snapshot: Snapshot, at: datetime) -> Rows:
    facts = gate.judges.without_words(asked, snapshot, at).facts
    return Rows(facts, at, gate.judges.rulebook)


def _laws(basis: Basis, view: Rows) -> tuple[Law, ...]:
    if basis.purpose is not Purpose.MARKETING:
        return ()
    ground = Ground(basis.kind, basis.given_at, basis.last)
    lives = view.binding(EntryKind.CONSENT_EXPIRY)
    return tuple(
        Law(
            entry.id,
            entry.citation,
            _answer(ground.satisfies(entry, lives, view.at), basis.kind in entry.accepts),
            ground.ends_under(entry, lives),
        )
        for entry in view.binding(EntryKind.CONSENT_REQUIRED)
    )


def _answer(satisfied: bool, of_its_kind: bool) -> Answer:
    if satisfied:
        return Answer.ACCEPTED
    return Answer.ENDED if of_its_kind else Answer.ANOTHER_KIND

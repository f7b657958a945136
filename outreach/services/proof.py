"""Proof of consent: everything a regulator asks for, of every basis that a person ever gave.

Withdrawal is not stored with a basis. It is read off what they said since, like every wish, so that
a corrected reading corrects it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.bases import Basis
from outreach.store import consents, ledger, statements
from outreach.store.consents import Use
from outreach.store.unit import Store
from policies.preferences import Standing, Voice, standing
from policies.statement import Refuse, Statement


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The words by which a basis was taken back, and the proven ones that gave it again, if any."""

    said: Statement
    lifted: Statement | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A basis, the words they were shown, what they said against it since, and every use of it."""

    basis: Basis
    wording: str
    withdrawals: tuple[Withdrawal, ...]
    uses: tuple[Use, ...]

    @property
    def withdrawn(self) -> Withdrawal | None:
        """Return what ends it still: the first words against it that nothing has lifted."""
        return next((one for one in self.withdrawals if one.lifted is None), None)


def proofs(store: Store, person_id: str) -> list[Proof]:
    """Return the proof of each of a person's bases, oldest first."""
    return store.read(lambda conn: _proofs(conn, person_id))


def shown(store: Store, clock: Clock, person_id: str, by: str) -> None:
    """Write into the ledger that somebody was given the proof."""
    entry = ledger.Entry(clock.now(), "consent proof shown", person_id, {"by": by})
    store.write(lambda conn: ledger.add(conn, entry))


def _proofs(conn: Connection, person_id: str) -> list[Proof]:
    bases = consents.of(conn, person_id)
    words = consents.wordings(conn, {one.wording for one in bases if one.wording})
    said = standing(statements.of_many(conn, [person_id]).get(person_id, ()))
    uses = consents.uses(conn, person_id)
    return [
        Proof(
            one,
            words.get(one.wording or "", ""),
            _withdrawals(one, said),
            _during(one, uses),
        )
        for one in bases
    ]


def _withdrawals(basis: Basis, said: Standing) -> tuple[Withdrawal, ...]:
    against = (voice for voice in said.refusals if _ends(voice, basis))
    return tuple(Withdrawal(one.statement, _lifted(said, one, basis)) for one in against)


def _ends(voice: Voice[Refuse], basis: Basis) -> bool:
    """Whether a refusal reaches a basis: its channel, its topic, and given before it was said."""
    refusal, topic = voice.meaning, (basis.topic or "").casefold()
    about = refusal.topic is None or refusal.topic.casefold() == topic
    here = refusal.channel in (None, basis.channel)
    return about and here and voice.statement.said_at >= basis.given_at


def _lifted(said: Standing, voice: Voice[Refuse], basis: Basis) -> Statement | None:
    resumed = said.lifted(voice, basis.channel)
    return resumed.statement if resumed else None


def _during(basis: Basis, uses: Sequence[Use]) -> tuple[Use, ...]:
    return tuple(
        one
        for one in uses
        if (one.channel, one.purpose) == (basis.channel, basis.purpose)
        and basis.given_at <= one.at
        and (basis.last is None or one.at < basis.last)
        and (basis.to is None or one.to == basis.to)
    )

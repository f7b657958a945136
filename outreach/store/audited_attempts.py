"""What of the attempts on file does not fit together: found and counted by the database itself.

Every query gives the ids of rows that are amiss, and none in a house that works. What was erased
together with a person cannot be compared any more and is left out, as is what went around the gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, not_, or_, select

from outreach.domain.attempts import IN_FLIGHT, AttemptState
from outreach.store.tables import attempt, decision, person, receipt, sent
from policies.verdict import Allow, Block, name_of


@dataclass(frozen=True, slots=True)
class Amiss:
    """What is wrong, in half a sentence, and which rows it is true of."""

    because: str
    which: Select[str]


_S = AttemptState
_AT_A_DOOR = frozenset({_S.SENDING, _S.ACCEPTED, _S.REFUSED, _S.UNKNOWN})
_WAITING = (_S.PLANNED, _S.QUEUED, _S.HELD)
_NOTHING_LEFT = ("temporary", "turned away", "stayed")
"""Receipts after which an attempt may be handed over again."""
_TAKEN_BY_A_DOOR = and_(
    receipt.c.kind == "accepted", receipt.c.code.is_(None), receipt.c.detail.is_(None)
)
"""As a door says it; reports that come later, and whoever settles a doubt, say more."""
_ON_FILE = exists().where(person.c.id == attempt.c.person_id, person.c.secret_key.is_not(None))
_OURS = and_(not_(attempt.c.outside), _ON_FILE)
_LEFT = and_(_OURS, attempt.c.sending_since.is_not(None))
_OTHER = attempt.alias("other")


def by_state(conn: Connection) -> dict[str, int]:
    """Return how many attempts are in each state."""
    rows = conn.execute(select(attempt.c.state, func.count()).group_by(attempt.c.state))
    return {state: many for state, many in rows}


def left(conn: Connection) -> int:
    """Return how many attempts were handed over, those around the gate left out."""
    query = select(func.count()).select_from(attempt)
    return conn.scalar(query.where(attempt.c.sending_since.is_not(None), ~attempt.c.outside)) or 0


def accounted(longest: datetime) -> tuple[Amiss, ...]:
    """Return what keeps an attempt from being in exactly one state that can be accounted for.

    `longest`: whatever is on its way since before that moment is on it for longer than any door
    takes to answer.
    """
    return (
        Amiss("is in a state that does not exist", _those(not_(_in(*AttemptState)))),
        Amiss(
            "waits to be judged and has left already",
            _those(_OURS, attempt.c.sending_since.is_not(None), not_(_in(*_AT_A_DOOR))),
        ),
        Amiss("waits and holds a clearance", _those(_in(*_WAITING), attempt.c.nonce.is_not(None))),
        Amiss(
            "is cleared and has no clearance",
            _those(_in(_S.CLEARED), _any_missing("nonce", "clearance_expires", "content_digest")),
        ),
        Amiss(
            "is being sent, and nobody knows by whom since when",
            _those(_in(_S.SENDING), _any_missing("sending_since", "worker")),
        ),
        Amiss(
            "is being sent for longer than any door takes to answer",
            _those(_in(_S.SENDING), attempt.c.sending_since < longest),
        ),
        Amiss(
            "has left, and it is not on file when",
            _those(_OURS, _in(_S.ACCEPTED, _S.UNKNOWN), _any_missing("sending_since")),
        ),
        Amiss("is held, and nobody is asked to look", _those(_in(_S.HELD), not_(_asked_about()))),
        Amiss(
            "is blocked, and no decision says so",
            _those(_OURS, _in(_S.BLOCKED), not_(_decided(name_of(Block())))),
        ),
        Amiss("went to another channel, where nothing is on file", _rerouted_to_nothing()),
        *_without_its_receipt(),
        Amiss(
            "is one of several on their way to one person",
            _one_of_several([attempt.c.person_id], _in(*IN_FLIGHT)),
        ),
    )


def cleared() -> tuple[Amiss, ...]:
    """Return what shows that something left without a clearance that was redeemed."""
    return (
        Amiss(
            "left, and no clearance was ever made for it",
            _those(_LEFT, _any_missing("clearance_expires", "content_digest", "judged_at")),
        ),
        Amiss(
            "left after its clearance had expired",
            _those(_LEFT, attempt.c.sending_since >= attempt.c.clearance_expires),
        ),
        Amiss(
            "left, and the decision on it does not allow it",
            _those(_LEFT, not_(_decided(name_of(Allow())))),
        ),
        Amiss(
            "left, and its clearance was not redeemed",
            _those(_LEFT, or_(attempt.c.tries < 1, not_(_said()))),
        ),
    )


def once() -> tuple[Amiss, ...]:
    """Return what shows that somebody received the same twice."""
    handed_back = _receipts(*_NOTHING_LEFT)
    return (
        Amiss(
            "was handed over again although it may have left before",
            _those(_OURS, attempt.c.tries - handed_back > 1),
        ),
        Amiss(
            "left as the very mail that another attempt left as",
            _one_of_several([attempt.c.message_id], _LEFT),
        ),
        Amiss(
            "is a step of a sequence that left before",
            _one_of_several([attempt.c.enrollment_id, attempt.c.step], _LEFT),
        ),
        Amiss(
            "confirms a stop that was confirmed before",
            _one_of_several([attempt.c.acknowledges], _LEFT),
        ),
        Amiss(
            "has the same receipt twice",
            _receipts_twice([one for one in receipt.c if one is not receipt.c.id]),
        ),
        Amiss(
            "was taken by a door twice, as its receipts say",
            _receipts_twice([receipt.c.attempt_id], _TAKEN_BY_A_DOOR),
        ),
    )


def _those(*where: ColumnElement[bool]) -> Select[str]:
    return select(attempt.c.id).where(*where).order_by(attempt.c.id)


def _in(*states: AttemptState) -> ColumnElement[bool]:
    return attempt.c.state.in_(sorted(one.value for one in states))


def _any_missing(*columns: str) -> ColumnElement[bool]:
    return or_(*(attempt.c[name].is_(None) for name in columns))


def _receipts(*kinds: str) -> ColumnElement[Any]:
    counted = select(func.count()).where(
        receipt.c.attempt_id == attempt.c.id, receipt.c.kind.in_(kinds)
    )
    return counted.scalar_subquery()


def _one_of_several(keys: list[ColumnElement[Any]], *where: ColumnElement[bool]) -> Select[str]:
    """Return the first of each group that ought to be one; rows without a key are no group."""
    first = func.min(attempt.c.id)
    given = [key.is_not(None) for key in keys]
    query = select(first).where(*where, *given).group_by(*keys)
    return query.having(func.count() > 1).order_by(first)


def _receipts_twice(keys: list[ColumnElement[Any]], *where: ColumnElement[bool]) -> Select[str]:
    query = select(receipt.c.attempt_id).where(*where).group_by(*keys)
    return query.having(func.count() > 1).order_by(receipt.c.attempt_id)


def _decided(verdict: str) -> ColumnElement[bool]:
    return exists().where(
        decision.c.id == attempt.c.decision_id,
        decision.c.attempt_id == attempt.c.id,
        decision.c.verdict == verdict,
    )


def _asked_about() -> ColumnElement[bool]:
    return exists().where(decision.c.attempt_id == attempt.c.id, decision.c.open)


def _said() -> ColumnElement[bool]:
    return exists().where(sent.c.attempt_id == attempt.c.id)


def _rerouted_to_nothing() -> Select[str]:
    there = exists().where(_OTHER.c.id == attempt.c.reference)
    named = attempt.c.reference.is_not(None)
    return _those(_OURS, _in(_S.REROUTED), named, not_(there))


def _without_its_receipt() -> tuple[Amiss, ...]:
    kinds = {
        _S.ACCEPTED: ("accepted",),
        _S.UNKNOWN: ("unknown",),
        _S.REFUSED: ("refused", "temporary", "turned away"),
    }
    return tuple(
        Amiss(f"is {state}, and no receipt says so", _those(_OURS, _in(state), _none(accepted)))
        for state, accepted in kinds.items()
    )


def _none(kinds: tuple[str, ...]) -> ColumnElement[bool]:
    return not_(exists().where(receipt.c.attempt_id == attempt.c.id, receipt.c.kind.in_(kinds)))

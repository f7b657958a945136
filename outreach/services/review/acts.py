"""What a reviewer can do. Whatever loosens needs proof and a second person of the team.

No review ever undoes a keyword, a one-click stop or a complaint: those are the person's own plain
acts, and only the person takes them back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.errors import InputError, NotFoundError
from outreach.store import (
    attempts,
    decisions,
    inbound,
    ledger,
    people,
    points,
    statements,
    team,
    withdrawn,
)
from outreach.store.decisions import DecisionRow
from outreach.store.inbound import InboundState
from outreach.store.statements import Narrowed
from outreach.store.unit import Store
from policies.facts import PointState
from policies.statement import Callback, Consent, Meaning, Resume, Source, Understood

PLAIN_ACTS = frozenset({Source.KEYWORD, Source.ONE_CLICK, Source.PAGE, Source.CARRIER})
"""Nobody needs to interpret these, so nobody may."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews, why, and at what moment (aware). `second` and `proof` are for what loosens."""

    by: str
    reason: str
    at: datetime
    second: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class MeansOnly:
    """Their words mean this and no more."""

    statement_id: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class AddressLives:
    """The address or number works, and is theirs."""

    point_id: str


@dataclass(frozen=True, slots=True)
class KnownToBe:
    """Where the person is: ISO codes and an IANA zone; what is None stays as it is."""

    country: str | None = None
    region: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class WorksHere:
    """We are sure again who this is."""


Correction = MeansOnly | AddressLives | KnownToBe | WorksHere


def uphold(store: Store, decision_id: str, who: Reviewer) -> None:
    """Say that the verdict was right; what was held is withdrawn."""

    def work(conn: Connection) -> None:
        decision = _reviewed(conn, decision_id, "uphold", who)
        attempt = attempts.get(conn, decision.attempt_id)
        if attempt.state is AttemptState.HELD:
            because = "a review upheld the hold"
            values = {"finished_at": who.at, "outcome_detail": because}
            attempts.moved(conn, [attempt.id], AttemptState.WITHDRAWN, values)
            withdrawn.tell(conn, [attempt.id], because, who.at)

    store.write(work)


def again(store: Store, decision_id: str, who: Reviewer) -> None:
    """Have the attempt judged again, now, with everything that is known by now."""
    store.write(lambda conn: _again(conn, _reviewed(conn, decision_id, "again", who), who))


def correct(store: Store, decision_id: str, correction: Correction, who: Reviewer) -> None:
    """Correct a fact, and have the attempt judged again where it has not left around us.

    Raises `InputError` without a proof and a second person, and for what nobody may undo.
    """

    def work(conn: Connection) -> None:
        require_second(conn, who)
        decision = _reviewed(conn, decision_id, "correct", who)
        _correct(conn, decision.person_id, correction, who)
        if decision.kind != decisions.OUTSIDE:  # that has left: nothing is to be judged again
            _again(conn, decision, who)

    store.write(work)


def narrow(store: Store, only: MeansOnly, who: Reviewer) -> None:
    """Say what a statement means, where the wider reading bound until somebody looked."""

    def work(conn: Connection) -> None:
        require_second(conn, who)
        person_id = _narrow(conn, only, who)
        _settled(conn, person_id, only.statement_id, who)

    store.write(work)


def settle(store: Store, inbound_id: str, who: Reviewer) -> None:
    """Say that the tighter reading was right, or that there is nothing more to understand."""

    def work(conn: Connection) -> None:
        team.get(conn, who.by)
        row = inbound.get(conn, inbound_id)
        if row.state not in (InboundState.UNCLEAR, InboundState.UNMATCHED, InboundState.FAILED):
            msg = f"message `{inbound_id}` asks nothing: it is {row.state}"
            raise InputError(msg)
        inbound.settle(conn, inbound_id, who.by, who.at)
        _entry(conn, "question settled", inbound_id, {}, who)

    store.write(work)


def _reviewed(conn: Connection, decision_id: str, action: str, who: Reviewer) -> DecisionRow:
    member = team.get(conn, who.by)
    if not who.reason.strip():
        msg = "a review needs its reason: say it with --because"
        raise InputError(msg)
    reason = f"{who.reason} (proof: {who.proof}; with {who.second})" if who.proof else who.reason
    made = decisions.Review(action, member.name, reason, who.at)
    decisions.review(conn, decision_id, made)
    _entry(conn, f"review: {action}", decision_id, {}, who)
    return decisions.get(conn, decision_id)


def _again(conn: Connection, decision: DecisionRow, who: Reviewer) -> None:
    attempt = attempts.get(conn, decision.attempt_id)
    if attempt.state not in (AttemptState.HELD, AttemptState.BLOCKED):
        msg = f"attempt `{attempt.id}` is {attempt.state}: there is nothing to judge again"
        raise InputError(msg)
    values = {"due_at": who.at, "finished_at": None, "held_since": None, "decision_digest": None}
    attempts.moved(conn, [attempt.id], AttemptState.PLANNED, values)


def require_second(conn: Connection, who: Reviewer) -> None:
    """Require what loosening needs: a proof, and somebody else of the team who agrees."""
    if not who.proof.strip():
        msg = "correcting this loosens something: give the proof with --proof"
        raise InputError(msg)
    if not who.second.strip():
        msg = "correcting this loosens something: name a second person with --second"
        raise InputError(msg)
    if team.get(conn, who.by).id == team.get(conn, who.second).id:
        msg = "the second person must be somebody else"
        raise InputError(msg)


def _correct(conn: Connection, person_id: str, correction: Correction, who: Reviewer) -> None:
    match correction:
        case MeansOnly(statement_id=statement_id):
            if statements.speaker(conn, statement_id) != person_id:
                raise NotFoundError("statement of this person", statement_id)
            _narrow(conn, correction, who)
        case AddressLives(point_id=point_id):
            _revive(conn, person_id, point_id, who)
        case KnownToBe(country=country, region=region, zone=zone):
            told = {"country": country, "region": region, "zone": zone}
            values = {name: value for name, value in told.items() if value is not None}
            people.change(conn, person_id, values)
            _entry(conn, "place corrected", person_id, {"columns": sorted(values)}, who)
        case WorksHere():
            people.change(conn, person_id, {"identity_unclear_because": None})
            _entry(conn, "identity made clear", person_id, {}, who)
        case _:
            assert_never(correction)


def _revive(conn: Connection, person_id: str, point_id: str, who: Reviewer) -> None:
    point = points.get(conn, point_id)
    if point.person_id != person_id:
        raise NotFoundError("contact point of this person", point_id)
    if point.state is PointState.COMPLAINED:
        msg = "they complained about our mail there: only they can take that back"
        raise InputError(msg)
    points.mark(conn, point_id, PointState.OK)
    _entry(conn, "address revived", point_id, {"person": person_id}, who)


def _narrow(conn: Connection, only: MeansOnly, who: Reviewer) -> str:
    said = statements.get(conn, only.statement_id)
    if said is None:
        raise NotFoundError("statement", only.statement_id)
    if said.source in PLAIN_ACTS:
        msg = "a plain stop means what it says: only the person takes it back"
        raise InputError(msg)
    if any(isinstance(one, Resume | Consent | Callback) for one in only.meanings):
        msg = "a review permits nothing in somebody's name: only their own word does"
        raise InputError(msg)
    meanings = tuple(Understood(one, 0, len(said.words)) for one in only.meanings)
    made = Narrowed(meanings, who.proof, who.by, who.second, who.at)
    person_id = statements.narrow(conn, only.statement_id, made)
    kinds = [type(one).__name__ for one in only.meanings]
    _entry(conn, "statement narrowed", only.statement_id, {"meanings": kinds}, who)
    return person_id


def _settled(conn: Connection, person_id: str, statement_id: str, who: Reviewer) -> None:
    """Close the question that this statement's message asked."""
    for row in inbound.of(conn, person_id):
        if row.statement_id == statement_id and row.state is InboundState.UNCLEAR:
            inbound.settle(conn, row.id, who.by, who.at)


def _entry(
    conn: Connection, kind: str, subject: str, body: dict[str, object], who: Reviewer
) -> None:
    whole = {**body, "by": who.by, "second": who.second}
    ledger.add(conn, ledger.Entry(who.at, kind, subject, whole))

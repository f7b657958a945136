"""A correction that loosens something: one of us proposes it with a proof, somebody else agrees.

On the pages nobody types a colleague's name: the second person agrees under their own log-in. A
proposal that could never be carried out is refused when it is made, not when it is agreed to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection

from outreach.domain.meanings import spelled_out
from outreach.domain.people import Member
from outreach.domain.told import told as meaning_told
from outreach.errors import ConflictError, InputError
from outreach.ids import new_id
from outreach.services.review.acts import (
    PLAIN_ACTS,
    AddressLives,
    Correction,
    KnownToBe,
    MeansOnly,
    Reviewer,
    WorksHere,
    correct,
)
from outreach.store import decisions, ledger, proposals, statements, team
from outreach.store.proposals import Proposal
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in: exactly one thing that is wrong, and what is right instead.

    `means` is spelled as in scenarios: `{ avoid = "phone" }`.
    """

    statement_id: str = ""
    means: str = ""
    point_id: str = ""
    country: str = ""
    region: str = ""
    zone: str = ""
    identity: bool = False


def correction_of(wish: Wish) -> Correction:
    """Return the correction; raise `InputError` where it is none, or two at once."""
    place = any((wish.country, wish.region, wish.zone))
    chosen: list[Correction] = []
    if wish.statement_id:
        meanings = spelled_out(wish.means) if wish.means.strip() else ()
        chosen.append(MeansOnly(wish.statement_id, meanings))
    if wish.point_id:
        chosen.append(AddressLives(wish.point_id))
    if place:
        chosen.append(KnownToBe(wish.country or None, wish.region or None, wish.zone or None))
    if wish.identity:
        chosen.append(WorksHere())
    if len(chosen) != 1:
        msg = "say which one fact is wrong: their words, an address, where they are, or who it is"
        raise InputError(msg)
    return chosen[0]


def told(correction: Mapping[str, Any]) -> str:
    """Return a proposed correction as a sentence."""
    wish = Wish(**correction)
    match correction_of(wish):
        case MeansOnly(_, meanings):
            only = " and ".join(meaning_told(one) for one in meanings)
            return f"their words mean only: {only or 'nothing of the kind'}"
        case AddressLives():
            return "the address or number works, and is theirs"
        case KnownToBe():
            where = ", ".join(filter(None, (wish.country, wish.region, wish.zone)))
            return f"they are in {where}"
        case WorksHere():
            return "we know who this is"
        case unreachable:
            assert_never(unreachable)


def propose(store: Store, decision_id: str, wish: Wish, who: Reviewer) -> Proposal:
    """Keep a correction until somebody else agrees; nothing is loosened by it."""
    correction = correction_of(wish)
    if not who.reason.strip() or not who.proof.strip():
        msg = "correcting this may loosen something: say why, and what proves it"
        raise InputError(msg)

    def work(conn: Connection) -> Proposal:
        decision = decisions.get(conn, decision_id)
        if decision.reviewed_at is not None:
            msg = f"this decision was reviewed already by {decision.reviewed_by}"
            raise InputError(msg)
        _refuse_plain_acts(conn, correction)
        by = team.get(conn, who.by)
        made = Proposal(
            new_id("v"), decision_id, by.id, asdict(wish), who.reason, who.proof, who.at
        )
        proposals.add(conn, made)
        _entry(conn, "correction proposed", made, by, who.at)
        return made

    return store.write(work)


def agree(store: Store, proposal_id: str, by: Member, at: datetime) -> None:
    """Carry a correction out, as its second person; raise `InputError` for whoever proposed it."""
    made = store.read(lambda conn: proposals.get(conn, proposal_id))
    if made.member_id == by.id:
        msg = "whoever proposed it cannot be the second person as well"
        raise InputError(msg)
    if made.settled_at is not None:
        msg = "somebody has settled this proposal already"
        raise ConflictError(msg)
    first = store.read(lambda conn: team.get(conn, made.member_id))
    who = Reviewer(first.name, made.reason, at, by.name, made.proof)
    correct(store, made.decision_id, correction_of(Wish(**made.correction)), who)
    _settle(store, made, "agreed", by, at)


def refuse(store: Store, proposal_id: str, by: Member, at: datetime) -> None:
    """Leave everything as it is: the verdict stands, and can be looked at again."""
    made = store.read(lambda conn: proposals.get(conn, proposal_id))
    _settle(store, made, "withdrawn" if made.member_id == by.id else "refused", by, at)


def _settle(store: Store, made: Proposal, outcome: str, by: Member, at: datetime) -> None:
    def work(conn: Connection) -> None:
        proposals.settle(conn, made.id, outcome, by.id, at)
        _entry(conn, f"correction {outcome}", made, by, at)

    store.write(work)


def _refuse_plain_acts(conn: Connection, correction: Correction) -> None:
    if isinstance(correction, MeansOnly):
        said = statements.get(conn, correction.statement_id)
        if said is not None and said.source in PLAIN_ACTS:
            msg = "a plain stop means what it says: only the person takes it back"
            raise InputError(msg)


def _entry(conn: Connection, kind: str, made: Proposal, by: Member, at: datetime) -> None:
    body = {"by": by.id, "proposal": made.id}
    ledger.add(conn, ledger.Entry(at, kind, made.decision_id, body))

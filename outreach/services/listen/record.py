"""One statement, and all that follows from it, in one transaction.

Either everything is there after a crash or nothing is: the statement, the versions it raises, what
it withdraws or has judged afresh, our promises, the confirmation we owe, and the ledger's entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.commitments import Commitment
from outreach.services.listen.effects import Effects, Reach
from outreach.store import (
    attempts,
    belonging,
    commitments,
    enrollments,
    ledger,
    people,
    statements,
    withdrawing,
)
from outreach.store.statements import Heard, Raised
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be kept of one person's words. `promises` and `confirmation` are ready to add.

    `confirmation` is that of a stop, the receipt for a promise that one of us noted, or what we
    understood of their wishes.
    """

    statement: Statement
    heard: Heard
    effects: Effects
    promises: tuple[Commitment, ...] = ()
    confirmation: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one statement changed. Ids of attempts, in the order in which they were due."""

    statement_id: str
    raised: Raised
    withdrawn: tuple[str, ...] = ()
    afresh: tuple[str, ...] = ()
    promises: tuple[str, ...] = field(default=())
    confirmation: str | None = None


def record(conn: Connection, said: Said, now: datetime) -> Recorded:
    """Keep what was said and everything that follows. Call it inside the store's `write`."""
    raised = statements.add(conn, said.statement, said.heard)
    version = people.version_of(conn, said.heard.person_id)
    withdrawn = _withdraw(conn, said, raised, now)
    afresh = attempts.judge_afresh(conn, raised.people, now)
    for promise in said.promises:
        commitments.add(conn, promise)
    if said.confirmation is not None:
        attempts.add(conn, said.confirmation)
    recorded = Recorded(
        said.statement.id,
        raised,
        tuple(withdrawn),
        tuple(afresh),
        tuple(promise.id for promise in said.promises),
        said.confirmation.id if said.confirmation else None,
    )
    body = {**_entry(conn, said, recorded), "version": version}
    ledger.add(conn, ledger.Entry(now, "heard", said.statement.id, body))
    return recorded


def _withdraw(conn: Connection, said: Said, raised: Raised, now: datetime) -> list[str]:
    """Withdraw as far as the refusal reaches: one member's own word closes nobody else's."""
    person = said.heard.person_id
    match said.effects.reach:
        case Reach.NOTHING:
            return []
        case Reach.TOPIC:
            because = "they refused this topic"
            wheres = [withdrawing.Where((person,), topic) for topic in said.effects.topics]
            return [
                one for where in wheres for one in withdrawing.withdraw(conn, where, because, now)
            ]
        case Reach.PERSON:
            return withdraw_all(conn, [person], "they asked us to stop", now)
        case Reach.ORGANISATION:
            everybody = {person}.union(
                *(belonging.members_of(conn, one, now) for one in raised.organisations)
            )
            return withdraw_all(conn, everybody, "their organisation asked us to stop", now)


def withdraw_all(
    conn: Connection, persons: Iterable[str], because: str, now: datetime
) -> list[str]:
    """Withdraw whatever is planned for these people, end their sequences, release our promises."""
    everybody = tuple(sorted(persons))
    withdrawn = withdrawing.withdraw(conn, withdrawing.Where(everybody), because, now)
    enrollments.end_all(conn, everybody, because)
    for person in everybody:
        commitments.release_all(conn, person, because, now)
    return withdrawn


def _entry(conn: Connection, said: Said, recorded: Recorded) -> dict[str, object]:
    """Return what the ledger keeps: ids, kinds of meaning, and a digest in place of the words."""
    person = said.heard.person_id
    secret = people.secrets_of(conn, [person]).get(person, b"")
    return {
        "person": person,
        "words": ledger.keyed(secret, said.statement.words) if secret else None,
        "inbound": said.heard.inbound_id,
        "source": said.statement.source.value,
        "proven": said.statement.proven,
        "meanings": [type(one.meaning).__name__ for one in said.statement.meanings],
        "withdrawn": list(recorded.withdrawn),
        "afresh": list(recorded.afresh),
        "promises": list(recorded.promises),
        "confirmation": recorded.confirmation,
    }

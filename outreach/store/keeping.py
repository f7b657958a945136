"""What is kept for a term: the facts of decisions, the words we sent, mail that binds nothing.

Nothing here says how long. A row is let go by emptying it: nothing is deleted, and that it was
there stays on record. Reads go through a table in the order of its key, so many rows at once, so
that none of them takes long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    null,
    or_,
    select,
    tuple_,
    update,
)

from outreach.domain.attempts import AttemptState
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.tables import attempt, decision, inbound, matter, sent, statement
from outreach.store.unit import Store
from policies.rulebook import Record
from policies.verdict import Allow, name_of

_AT_ONCE = 500
_S = AttemptState
_ENDED = (_S.ACCEPTED, _S.REFUSED, _S.BLOCKED, _S.REROUTED, _S.WITHDRAWN, _S.EXPIRED)
_OVER = (InboundState.READ, InboundState.UNMATCHED)


@dataclass(frozen=True, slots=True)
class OldFacts:
    """A decision whose facts are still there."""

    id: str
    at: datetime
    verdict: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """How much of something is kept, and since when the oldest."""

    count: int
    oldest: datetime | None


def old_facts(store: Store, before: datetime) -> Iterator[list[OldFacts]]:
    """Yield decisions from before that moment which still have their facts, the oldest first."""
    last: OldFacts | None = None
    while found := store.read(partial(_old_facts, before=before, last=last)):
        yield found
        last = found[-1]


def _old_facts(conn: Connection, before: datetime, last: OldFacts | None) -> list[OldFacts]:
    columns = (decision.c.id, decision.c.at, decision.c.verdict, decision.c.facts)
    query = select(*columns).where(decision.c.at < before, _HAS_FACTS)
    if last is not None:
        query = query.where(tuple_(decision.c.at, decision.c.id) > tuple_(last.at, last.id))
    rows = conn.execute(query.order_by(decision.c.at, decision.c.id).limit(_AT_ONCE))
    return [OldFacts(*row) for row in rows]


def let_go_facts(conn: Connection, ids: Sequence[str]) -> int:
    """Let go of the facts of these decisions; return how many had some."""
    which = and_(decision.c.id.in_(ids), _HAS_FACTS)
    return conn.execute(update(decision).where(which).values(facts=null())).rowcount


def old_words(store: Store, before: datetime) -> Iterator[list[str]]:
    """Yield attempts that left before that moment and whose words are still there.

    Not where it is in doubt whether they left, nor while a decision on them has its facts.
    """
    return _paged(store, sent.c.attempt_id, _old_words(before))


def let_go_words(conn: Connection, ids: Sequence[str], before: datetime) -> int:
    """Let go of what was said in these attempts; return how many said something."""
    which = and_(sent.c.attempt_id.in_(ids), _old_words(before))
    return conn.execute(update(sent).where(which).values(subject=None, text="")).rowcount


def old_mail(store: Store, before: datetime) -> Iterator[list[str]]:
    """Yield messages from before that moment which are read, bind nothing and wait for nobody."""
    return _paged(store, inbound.c.id, _old_mail(before))


def let_go_mail(conn: Connection, ids: Sequence[str], before: datetime) -> int:
    """Let go of what these messages said and of who wrote them; return how many said something."""
    which = and_(inbound.c.id.in_(ids), _old_mail(before))
    empty = {"raw": b"", "words": None, "reading": null(), "from_address": None}
    return conn.execute(update(inbound).where(which).values(empty)).rowcount


def facts_held(conn: Connection) -> Held:
    """Return how many decisions have their facts."""
    return Held(
        *conn.execute(select(func.count(), func.min(decision.c.at)).where(_HAS_FACTS)).one()
    )


def words_held(conn: Connection) -> Held:
    """Return how many attempts have their words."""
    query = select(func.count(), func.min(attempt.c.sending_since))
    query = query.where(attempt.c.id == sent.c.attempt_id, _SAYS)
    return Held(*conn.execute(query).one())


def mail_held(conn: Connection) -> Held:
    """Return how many messages are there in full, those for ever too."""
    query = select(func.count(), func.min(inbound.c.received_at)).where(_HAS_WORDS)
    return Held(*conn.execute(query).one())


def waiting(conn: Connection, record: Record, before: datetime) -> int:
    """Return how many such records from before that moment are still there.

    Of decisions those that allowed something are left out: a law may want them proved for longer.
    """
    match record:
        case Record.FACTS:
            of = decision.c.verdict != name_of(Allow())
            found = select(decision.c.id).where(decision.c.at < before, of, _HAS_FACTS)
        case Record.WORDS:
            found = select(sent.c.attempt_id).where(_old_words(before))
        case Record.MAIL:
            found = select(inbound.c.id).where(_old_mail(before))
        case _:
            assert_never(record)
    return conn.scalar(select(func.count()).select_from(found.subquery())) or 0


def _paged(
    store: Store, key: ColumnElement[str], which: ColumnElement[bool]
) -> Iterator[list[str]]:
    last = ""
    while found := store.read(partial(_page, key=key, which=which, after=last)):
        yield found
        last = found[-1]


def _page(
    conn: Connection, key: ColumnElement[str], which: ColumnElement[bool], after: str
) -> list[str]:
    query = select(key).where(key > after, which).order_by(key).limit(_AT_ONCE)
    return list(conn.scalars(query))


_HAS_FACTS = decision.c.facts.is_not(null())
_SAYS = or_(sent.c.text != "", sent.c.subject.is_not(None))
_HAS_WORDS = func.length(inbound.c.raw) > 0


def _old_words(before: datetime) -> ColumnElement[bool]:
    left = select(attempt.c.id).where(
        attempt.c.id == sent.c.attempt_id,
        attempt.c.state.in_(_ENDED),
        func.coalesce(attempt.c.sending_since, attempt.c.finished_at) < before,
    )
    proves = select(decision.c.id).where(decision.c.attempt_id == sent.c.attempt_id, _HAS_FACTS)
    return and_(_SAYS, exists(left), ~exists(proves))


def _old_mail(before: datetime) -> ColumnElement[bool]:
    """Whatever a statement or a matter rests on has no term; nor has what waits for a human."""
    waits = and_(
        inbound.c.kind == InboundKind.REPLY,
        inbound.c.person_id.is_not(None),
        inbound.c.answered_at.is_(None),
    )
    rests = [
        exists(
            select(each.c.id).where(
                each.c.person_id == inbound.c.person_id, each.c.inbound_id == inbound.c.id
            )
        )
        for each in (statement, matter)
    ]
    return and_(
        _HAS_WORDS,
        inbound.c.state.in_(_OVER),
        inbound.c.received_at < before,
        inbound.c.statement_id.is_(None),
        ~or_(func.coalesce(waits, False), *rests),
    )

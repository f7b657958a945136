"""Proposed contacts: kept, found when due, and moved only along the table of moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    bindparam,
    exists,
    insert,
    literal,
    literal_column,
    select,
    update,
)

from outreach.domain.attempts import (
    IN_FLIGHT,
    OPEN,
    Attempt,
    AttemptState,
    ReviewedWords,
    move,
)
from outreach.errors import NotFoundError
from outreach.store.columns import Moment
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.rewrite import Rewrite
from outreach.store.shapes import Shape
from outreach.store.shards import shard_of
from outreach.store.tables import attempt, sent
from policies.channel import Channel, Purpose


def _channels(plain: Iterable[str]) -> tuple[Channel, ...]:
    return tuple(Channel(one) for one in plain)


ATTEMPT: Shape[Attempt] = Shape(
    Attempt,
    attempt,
    {
        "channel": Channel,
        "purpose": Purpose,
        "state": AttemptState,
        "reviewed_words": lambda plain: ReviewedWords(**plain),
        "has_words_for": _channels,
        "tried": _channels,
    },
    dump={"reviewed_words": asdict, "has_words_for": list, "tried": list, "words_for": dict},
    empty={"has_words_for": (), "tried": (), "words_for": {}},
)


_ADD = Prepared(insert(attempt), [column.name for column in ATTEMPT.columns])


def add(conn: Connection, one: Attempt) -> Attempt:
    """Keep a new attempt."""
    add_many(conn, [one])
    return one


def add_many(conn: Connection, several: Sequence[Attempt]) -> None:
    """Keep new attempts."""
    _ADD.many(conn, [ATTEMPT.row(one) for one in several])


def get(conn: Connection, attempt_id: str) -> Attempt:
    """Return the attempt; raise `NotFoundError`."""
    found = ATTEMPT.one(conn, select(attempt).where(attempt.c.id == attempt_id))
    if found is None:
        raise NotFoundError("attempt", attempt_id)
    return found


_BY_IDS = PreparedAmong(
    lambda ids: select(*ATTEMPT.columns).where(attempt.c.id.in_(ids)).order_by(attempt.c.id)
)


def get_many(conn: Connection, ids: Iterable[str]) -> list[Attempt]:
    """Return attempts in the order of their ids; unknown ids are left out."""
    return ATTEMPT.records(_BY_IDS.read(conn, list(ids)))


_ROWS = PreparedAmong(
    lambda ids: select(attempt).where(attempt.c.id.in_(ids)).order_by(attempt.c.id)
)


def rows(conn: Connection, ids: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return whole rows, what was judged and sent included, in the order of their ids."""
    return _ROWS.mappings(conn, list(ids))


_OF = PreparedAmong(
    lambda people: (
        select(attempt)
        .where(attempt.c.person_id.in_(people))
        .order_by(attempt.c.created_at, attempt.c.id)
    )
)


def of(conn: Connection, person_id: str) -> list[Mapping[str, Any]]:
    """Return a person's attempts as whole rows, oldest first."""
    return _OF.mappings(conn, [person_id])


def open_of(conn: Connection, people: Iterable[str]) -> list[Attempt]:
    """Return what may still leave for these people, the soonest first."""
    query = select(attempt).where(attempt.c.person_id.in_(list(people)), attempt.c.state.in_(OPEN))
    return ATTEMPT.all(conn, query.order_by(attempt.c.due_at, attempt.c.id))


def in_state(conn: Connection, state: AttemptState, limit: int = 1_000) -> list[RowMapping]:
    """Return attempts in this state as whole rows, the soonest due first."""
    query = select(attempt).where(attempt.c.state == state)
    return list(
        conn.execute(query.order_by(attempt.c.due_at, attempt.c.id).limit(limit)).mappings()
    )


# Written out, in the order of the partial index that holds nobody else: SQLite takes no other.
_UNDER_WAY: list[ColumnElement[str]] = [literal_column(f"'{one}'") for one in sorted(IN_FLIGHT)]
_OTHER = attempt.alias("other")
_WAITING = exists().where(
    _OTHER.c.person_id == attempt.c.person_id,
    _OTHER.c.state.in_(_UNDER_WAY),
)
_ARE_DUE = (
    select(attempt.c.id, attempt.c.person_id)
    .where(
        attempt.c.state == literal(AttemptState.PLANNED.value),
        attempt.c.due_at <= bindparam("now", type_=Moment()),
        ~_WAITING,
    )
    .order_by(attempt.c.due_at, attempt.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_DUE = Prepared(_ARE_DUE)
_DUE_THERE = Prepared(
    _ARE_DUE.where(shard_of("attempt.person_id") == bindparam("shard", type_=Integer()))
)


def due(
    conn: Connection, now: datetime, limit: int, shard: int | None = None
) -> list[tuple[str, str]]:
    """Return (id, person) of planned attempts that are due, one a person, the oldest first.

    People for whom something is on its way are left for later, and so are those of other shards
    than the one asked for.
    """
    asked: dict[str, object] = {"now": now, "most": limit}
    query, there = (_DUE, {}) if shard is None else (_DUE_THERE, {"shard": shard})
    found: dict[str, str] = {}
    for one, person_id in query.read(conn, asked | there):
        found.setdefault(person_id, one)
    return [(one, person_id) for person_id, one in found.items()]


def next_due(conn: Connection) -> datetime | None:
    """Return when the next planned attempt is due, or None."""
    query = select(attempt.c.due_at).where(attempt.c.state == AttemptState.PLANNED)
    return conn.scalar(query.order_by(attempt.c.due_at).limit(1))


def moved(
    conn: Connection,
    ids: Iterable[str],
    wanted: AttemptState,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Move attempts along the table; raise `IllegalMoveError`, and move none, where one cannot."""
    standing = still(conn, ids)
    for state in standing.values():
        move(state, wanted)
    set_many(conn, [{"id": one, "state": wanted, **(values or {})} for one in standing])


_CLEARED_OR_QUEUED = PreparedAmong(
    lambda people: (
        select(attempt.c.id)
        .where(
            attempt.c.person_id.in_(people),
            attempt.c.state.in_(
                [literal(AttemptState.CLEARED.value), literal(AttemptState.QUEUED.value)]
            ),
        )
        .order_by(attempt.c.id)
        .with_for_update()
    )
)
"""Locked: what moved on while we waited for its lock is left out."""


def judge_afresh(conn: Connection, people: Iterable[str], now: datetime) -> list[str]:
    """Return cleared and queued attempts of these people to planned, due now; return the ids."""
    ids = [one for (one,) in _CLEARED_OR_QUEUED.found(conn, list(people))]
    if ids:
        moved(conn, ids, AttemptState.PLANNED, {"due_at": now, "nonce": None})
    return ids


_STILL = PreparedAmong(
    lambda ids: (
        select(attempt.c.id, attempt.c.state)
        .where(attempt.c.id.in_(ids))
        .order_by(attempt.c.id)
        .with_for_update()
    )
)


def still(conn: Connection, ids: Iterable[str]) -> dict[str, AttemptState]:
    """Lock attempts in the order of their ids and return where they stand."""
    return {one: AttemptState(state) for one, state in _STILL.found(conn, list(ids))}


_BUSY = PreparedAmong(
    lambda people: select(attempt.c.person_id).where(
        attempt.c.person_id.in_(people),
        attempt.c.state.in_(_UNDER_WAY),
    )
)


def busy_people(conn: Connection, people: Iterable[str]) -> set[str]:
    """Return for whom something is cleared or being sent."""
    return {one for (one,) in _BUSY.found(conn, list(people))}


def set_many(conn: Connection, changes: Sequence[dict[str, Any]]) -> None:
    """Write the same columns of several attempts, each row naming its `id`.

    The caller has locked the rows and has asked the table of moves.
    """
    if not changes:
        return
    _setting(tuple(name for name in changes[0] if name != "id")).many(conn, changes)


@cache
def _setting(columns: tuple[str, ...]) -> Rewrite:
    return Rewrite(attempt, columns)


def not_sent(conn: Connection, ids: Iterable[str]) -> None:
    """Say that nothing left: these hand-overs count towards no cap."""
    query = update(attempt).where(attempt.c.id.in_(list(ids)))
    conn.execute(query.values(sending_since=None, worker=None))


_SENT_TO = Prepared(
    select(sent.c.text)
    .join(attempt, sent.c.attempt_id == attempt.c.id)
    .where(attempt.c.person_id == bindparam("person"), attempt.c.sending_since.is_not(None))
    .where(sent.c.text != "")  # words are let go when their term is over
    .order_by(attempt.c.sending_since.desc())
    .limit(bindparam("most", type_=Integer()))
)


def sent_to(conn: Connection, person_id: str, limit: int = 20) -> list[str]:
    """Return the texts that went to a person, the latest first: what a reply may quote."""
    given = {"person": person_id, "most": limit}
    return [text for (text,) in _SENT_TO.read(conn, given)]

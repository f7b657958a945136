"""Who belongs to which shard, on PostgreSQL, where many workers share one house.

A person is always in the same shard, so two workers that look at different ones never judge one
person at once. Nothing rests on it: versions under lock would have the second judged afresh.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column
from sqlalchemy import text as sql

from outreach.store.columns import Moment

SHARDS = 32
"""A power of two: a shard is the last bits of the hash by which PostgreSQL itself partitions."""


def shard_of(person_id: str) -> ColumnElement[int]:
    """Return the shard as an expression of the column of this name, as the indexes have it."""
    return literal_column(_shard(person_id))


def _shard(person_id: str) -> str:
    return f"(hashtextextended({person_id}, 0) & {SHARDS - 1})"


_INDEXES = (
    f"create index if not exists ix_attempt_shard on attempt ({_shard('person_id')}, due_at, id)"
    " where state = 'planned'",
    f"create index if not exists ix_enrollment_shard on enrollment ({_shard('person_id')},"
    " next_due_at) where state = 'active' and next_due_at is not null",
    f"create index if not exists ix_enrollment_ended_shard on enrollment"
    f" ({_shard('person_id')}, last_done_at) where state = 'active' and last_done_at is not null",
)
_WITH_DUE = sql(
    f"""
    select one from generate_series(0, {SHARDS - 1}) as one
    where exists (
        select 1 from attempt
        where {_shard("person_id")} = one and state = 'planned' and due_at <= :now
    ) or exists (
        select 1 from enrollment
        where {_shard("person_id")} = one and state = 'active' and next_due_at <= :now
    ) or exists (
        select 1 from enrollment
        where {_shard("person_id")} = one and state = 'active' and last_done_at is not null
    )
    order by one
    """
).bindparams(bindparam("now", type_=Moment()))


def prepare(conn: Connection) -> None:
    """Make the indexes by which a worker finds what is due in a shard, where they are missing."""
    for index in _INDEXES:
        conn.execute(sql(index))


def with_due(conn: Connection, now: datetime) -> list[int]:
    """Return the shards in which an attempt or a step is due, each by a look into an index."""
    return list(conn.scalars(_WITH_DUE, {"now": now}))

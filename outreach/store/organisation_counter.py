"""Who at each organisation heard from us lately: one row for each, counted again under its lock.

The attempts are the truth, the row a copy that costs the same to read however large the
organisation is. It is made from them when it is first needed, and dropped with the rulebook it was
kept under, since nobody keeps one where nothing caps an organisation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union,
)
from sqlalchemy import text as sql

from outreach.domain.people import Person
from outreach.store.columns import PLAIN, Moment
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.tables import attempt, organisation_counter, person, role
from policies.channel import Channel
from policies.colleagues import COUNTED
from policies.rulebook import LONGEST_COLLEAGUES, MOST_COLLEAGUES


@dataclass(slots=True)
class Counter:
    """Who of one organisation heard from us last when: by channel, then by person id."""

    heard: dict[Channel, dict[str, datetime]] = field(default_factory=dict)

    def others(self, person_id: str, channels: Iterable[Channel], since: datetime) -> int:
        """Return how many people but this one heard on any of these channels after `since`."""
        here = (self.heard.get(channel, {}) for channel in channels)
        found = {who for each in here for who, at in each.items() if at > since}
        return len(found - {person_id})

    def count(self, person_id: str, channel: Channel, at: datetime) -> None:
        """Count somebody who hears from us; a later moment stays."""
        here = self.heard.setdefault(channel, {})
        here[person_id] = max(at, here.get(person_id, at))

    def leave_out(self, person_id: str) -> None:
        """Count somebody no longer."""
        for here in self.heard.values():
            here.pop(person_id, None)

    def copy(self) -> Counter:
        """Return another one that counts the same."""
        return Counter({channel: dict(here) for channel, here in self.heard.items()})


_AMONG = PreparedAmong(
    lambda ids: select(organisation_counter.c.organisation_id, organisation_counter.c.heard).where(
        organisation_counter.c.organisation_id.in_(ids)
    )
)


def _locking(ids: list[Any]) -> Select[Any]:
    return (
        select(organisation_counter.c.organisation_id, organisation_counter.c.heard)
        .where(organisation_counter.c.organisation_id.in_(ids))
        .order_by(organisation_counter.c.organisation_id)
        .with_for_update()
    )


_LOCKED = PreparedAmong(_locking)
_MAKE = Prepared(
    sql(
        "insert into organisation_counter (organisation_id) values (:organisation_id)"
        " on conflict (organisation_id) do nothing"
    )
)
_SAVE = Prepared(
    sql(
        "insert into organisation_counter (organisation_id, heard) values (:id, :heard)"
        " on conflict (organisation_id) do update set heard = excluded.heard"
    ).bindparams(bindparam("heard", type_=PLAIN))
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SINCE: BindParameter[Any] = bindparam("since", type_=Moment())


def _heard(
    where: Column[Any], who: Column[Any], of: Column[Any], *so: ColumnElement[bool]
) -> PreparedAmong:
    """Return the question who heard from us when last, of organisations or of people, by id.

    The moment is asked of each group, not of each attempt: PostgreSQL, whose statistics lag behind
    a morning's sending, took all that went out lately for few, and read them for each question.
    """
    last = func.max(attempt.c.sending_since)
    heard = (
        select(where, attempt.c.person_id, attempt.c.channel, last)
        .select_from(where.table.join(attempt, attempt.c.person_id == who))
        .where(
            attempt.c.purpose.in_([literal_column(f"'{each.value}'") for each in COUNTED]),
            *so,
        )
        .group_by(where, attempt.c.person_id, attempt.c.channel)
        .having(last > _SINCE)
    )
    return PreparedAmong(lambda ids: heard.where(of.in_(ids)))


def _everywhere(of_work: Column[Any], of_role: Column[Any]) -> tuple[PreparedAmong, PreparedAmong]:
    """Return that question of where people work, and of roles not over when they heard."""
    over = role.c.until.is_not(None) & (role.c.until <= attempt.c.sending_since)
    return (
        _heard(person.c.organisation_id, person.c.id, of_work),
        _heard(role.c.organisation_id, role.c.person_id, of_role, ~over),
    )


_OF_ORGANISATIONS = _everywhere(person.c.organisation_id, role.c.organisation_id)
_OF_PEOPLE = _everywhere(person.c.id, role.c.person_id)
_BELONG = union(
    select(person.c.id, person.c.organisation_id).where(
        person.c.id.in_(_IDS), person.c.organisation_id.is_not(None)
    ),
    select(role.c.person_id, role.c.organisation_id).where(
        role.c.person_id.in_(_IDS), role.c.organisation_id.is_not(None)
    ),
)


def around(conn: Connection, organisations: Sequence[str], now: datetime) -> dict[str, Counter]:
    """Return the counters of organisations as they are, kept or not."""
    found = {one: _read(heard) for one, heard in _AMONG.read(conn, organisations) if heard}
    missing = [one for one in organisations if one not in found]
    return found | _from_attempts(conn, missing, now)


def colleagues_heard(conn: Connection, one: Person, since: datetime) -> int:
    """Return how many others where this person works heard from us unasked after `since`."""
    work = [one.organisation_id] if one.organisation_id else []
    counters = around(conn, work, since + LONGEST_COLLEAGUES)
    return sum(each.others(one.id, tuple(Channel), since) for each in counters.values())


def locked(conn: Connection, organisations: Collection[str], now: datetime) -> dict[str, Counter]:
    """Return the counters of organisations; nobody else counts there before this ends."""
    rows = _rows(conn, sorted(organisations))
    found = {one: _read(heard) for one, heard in rows.items() if heard}
    fresh = [one for one in rows if one not in found]
    return found | _from_attempts(conn, fresh, now)


def _rows(conn: Connection, organisations: Sequence[str]) -> dict[str, Any]:
    rows = {one: heard for one, heard in _LOCKED.read(conn, organisations)}
    missing = [one for one in organisations if one not in rows]
    if missing and conn.dialect.name == "postgresql":  # what is not there cannot be locked
        _MAKE.many(conn, [{"organisation_id": one} for one in missing])
        rows |= {one: heard for one, heard in _LOCKED.read(conn, missing)}
    return rows | dict.fromkeys(one for one in missing if one not in rows)


def save(conn: Connection, counters: dict[str, Counter], now: datetime) -> None:
    """Keep counters that are locked, without whoever heard too long ago to be asked about."""
    rows = [{"id": one, "heard": _written(each, now)} for one, each in sorted(counters.items())]
    _SAVE.many(conn, rows)


def hold(conn: Connection, people: Iterable[str]) -> None:
    """Lock the counters of where these people belong, before what is locked after them."""
    _LOCKED.read(conn, _belong(conn, people))


def again(conn: Connection, people: Collection[str], now: datetime) -> None:
    """Count these people again from their attempts, where counters are kept."""
    if not people:
        return
    rows = _LOCKED.read(conn, _belong(conn, people))
    kept = {one: _read(heard) for one, heard in rows if heard}
    if not kept:
        return
    for one, who in product(kept.values(), people):
        one.leave_out(who)
    for where, who, channel, at in _told(_OF_PEOPLE, conn, list(people), now):
        if where in kept:
            kept[where].count(who, Channel(channel), at)
    save(conn, kept, now)


def _belong(conn: Connection, people: Iterable[str]) -> list[str]:
    """Return where these people work, and have or had a role, in the order of locking."""
    found = conn.execute(_BELONG, {"ids": list(people)})
    return sorted({row.organisation_id for row in found})


def forget(conn: Connection) -> None:
    """Drop all counters: they are made again from the attempts when somebody needs them."""
    conn.execute(delete(organisation_counter))


def forget_one(conn: Connection, organisation_id: str) -> None:
    """Drop the counter of an organisation that somebody joins, before anybody is locked."""
    of = organisation_counter.c.organisation_id
    conn.execute(delete(organisation_counter).where(of == organisation_id))


def _from_attempts(
    conn: Connection, organisations: Sequence[str], now: datetime
) -> dict[str, Counter]:
    if not organisations:
        return {}
    found: dict[str, Counter] = defaultdict(Counter)
    for where, who, channel, at in _told(_OF_ORGANISATIONS, conn, organisations, now):
        found[where].count(who, Channel(channel), at)
    return {one: found[one] for one in organisations}


def _told(
    asked: tuple[PreparedAmong, ...], conn: Connection, ids: Sequence[str], now: datetime
) -> Iterator[Any]:
    for each in asked:
        yield from each.read(conn, ids, since=_since(now))


def _since(now: datetime) -> datetime:
    return now - LONGEST_COLLEAGUES


def _read(heard: Mapping[str, Mapping[str, str]]) -> Counter:
    return Counter(
        {
            Channel(channel): {who: datetime.fromisoformat(at) for who, at in here.items()}
            for channel, here in heard.items()
        }
    )


def _written(counter: Counter, now: datetime) -> dict[str, dict[str, str]]:
    """Return what is kept: on each channel those who heard last, one more than a cap can count."""
    since = _since(now)
    written = {}
    for channel in Channel:
        here = [(at, who) for who, at in counter.heard.get(channel, {}).items() if at > since]
        last = sorted(here, reverse=True)[: MOST_COLLEAGUES + 1]
        written[channel.value] = {who: at.astimezone(UTC).isoformat() for at, who in last}
    return written

"""Who of us is away, is back, or has left: what they owe is kept by whoever is there.

Nothing moves while somebody is away (`outreach.domain.absences`), so that nothing can be lost on
the way back. Whoever leaves for good names who takes over; what is theirs then moves in short
writes, and is kept by that colleague from the first moment, however far the moving has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from outreach.domain.absences import Absence
from outreach.domain.people import Member
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import absences, ledger, reassigning, team
from outreach.store.pieces import pieces
from outreach.store.unit import Store

AT_ONCE = 200
"""Rows that change hands in one write: it must stay short."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody of us (`name`) is away; `by` notes it. Why is not asked."""

    name: str
    since: datetime
    by: str
    until: datetime | None = None
    covered_by: str | None = None


def away(store: Store, told: Away, now: datetime) -> Absence:
    """Note that somebody is away; raise `InputError` where that cannot be."""

    def work(conn: Connection) -> Absence:
        member, noted_by = _on_the_team(conn, told.name), team.get(conn, told.by)
        cover = _on_the_team(conn, told.covered_by) if told.covered_by else None
        if cover is not None and cover.id == member.id:
            msg = f"{member.name} cannot cover for themselves"
            raise InputError(msg)
        if told.until is not None and told.until <= max(told.since, now):
            msg = "an absence ends after it begins, and not in the past"
            raise InputError(msg)
        one = Absence(
            id=new_id("v"),
            member_id=member.id,
            since=told.since,
            noted_at=now,
            noted_by=noted_by.name,
            until=told.until,
            covered_by=cover.id if cover else None,
        )
        body = {"since": one.since.isoformat(), "covered_by": one.covered_by, "by": noted_by.id}
        ledger.add(conn, ledger.Entry(now, "away", member.id, body))
        return absences.add(conn, one)

    return store.write(work)


def back(store: Store, name: str, by: str, now: datetime) -> list[Absence]:
    """Note that somebody is back, or is not going away; return the absences that ended."""

    def work(conn: Connection) -> list[Absence]:
        member, noted_by = team.get(conn, name), team.get(conn, by)
        ended = absences.end(conn, member.id, now)
        if not ended:
            msg = f"{member.name} is not away"
            raise InputError(msg)
        ledger.add(conn, ledger.Entry(now, "back", member.id, {"by": noted_by.id}))
        return ended

    return store.write(work)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much changed hands."""

    people: int
    promises: int
    sequences: int
    contacts: int
    matters: int


def leave(store: Store, name: str, to: str, by: str, now: datetime) -> Moved:
    """Let somebody leave for good, and give everything of theirs to a colleague.

    It can be said again where it was cut short. Raises `InputError` for a colleague who has left.
    """
    pair = store.write(lambda conn: _leave(conn, name, to, by, now))
    moved = {what: _moved(store, change, pair) for what, change in reassigning.EVERYTHING.items()}
    body = {"to": pair.to.id, **moved}
    store.write(lambda conn: ledger.add(conn, ledger.Entry(now, "handed over", pair.who.id, body)))
    return Moved(**moved)


def would_move(store: Store, name: str, to: str) -> Moved:
    """Return how much would change hands; raise `InputError` as `leave` does. Changes nothing."""

    def work(conn: Connection) -> Moved:
        pair = _pair(conn, name, to)
        found = {what: one.find(conn, pair) for what, one in reassigning.EVERYTHING.items()}
        return Moved(**{what: len(ids) for what, ids in found.items()})

    return store.read(work)


def _pair(conn: Connection, name: str, to: str) -> reassigning.Pair:
    member, other = team.get(conn, name), _on_the_team(conn, to)
    if member.id == other.id:
        msg = f"somebody else takes over from {member.name}"
        raise InputError(msg)
    return reassigning.Pair(member, other)


def _leave(conn: Connection, name: str, to: str, by: str, now: datetime) -> reassigning.Pair:
    pair, noted_by = _pair(conn, name, to), team.get(conn, by)
    member, other = pair.who, pair.to
    if not member.left:
        team.leave(conn, member.id, other.id, now)
        absences.end(conn, member.id, now)
        body = {"to": other.id, "by": noted_by.id}
        ledger.add(conn, ledger.Entry(now, "left the team", member.id, body))
    return pair


def _moved(store: Store, change: reassigning.Change, pair: reassigning.Pair) -> int:
    """Move one kind of thing, some at a time; return how many there were."""
    ids = store.read(lambda conn: change.find(conn, pair))
    for some in pieces(ids, AT_ONCE):
        store.write(partial(_move, change, some, pair))
    return len(ids)


def _move(
    change: reassigning.Change, ids: Sequence[str], pair: reassigning.Pair, conn: Connection
) -> None:
    change.move(conn, ids, pair)


def _on_the_team(conn: Connection, name: str) -> Member:
    member = team.get(conn, name)
    if member.left:
        msg = f"{member.name} has left the team"
        raise InputError(msg)
    return member

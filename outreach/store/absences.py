"""Who of us is away, from when until when, and who covers for them. Never why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.absences import Absence, Roster
from outreach.store import team
from outreach.store.shapes import Shape
from outreach.store.tables import absence

_ABSENCE: Shape[Absence] = Shape(Absence, absence)


def add(conn: Connection, one: Absence) -> Absence:
    """Keep that a member is away, or will be."""
    conn.execute(insert(absence), _ABSENCE.row(one))
    return one


def not_over(conn: Connection, now: datetime) -> list[Absence]:
    """Return absences that hold now or are still to come, the soonest first."""
    query = select(absence).where(
        absence.c.ended_at.is_(None), or_(absence.c.until.is_(None), absence.c.until > now)
    )
    return _ABSENCE.all(conn, query.order_by(absence.c.since, absence.c.id))


def end(conn: Connection, member_id: str, at: datetime) -> list[Absence]:
    """Say that a member is back: what holds now and what was to come is over; return those."""
    theirs = [one for one in not_over(conn, at) if one.member_id == member_id]
    ids = [one.id for one in theirs]
    conn.execute(update(absence).where(absence.c.id.in_(ids)).values(ended_at=at))
    return theirs


def roster(conn: Connection, now: datetime) -> Roster:
    """Return the team and who of it is away: whoever asks works out who keeps what."""
    members = {one.id: one for one in team.everybody(conn)}
    return Roster(members, tuple(not_over(conn, now)))


def roster_around(conn: Connection, member_id: str, now: datetime) -> Roster:
    """Return of the team those alone by whom it is settled what this member keeps.

    They themselves, managers, whoever left or is away or will be, and who stands in for them: all
    others keep what is theirs. A large team is not read whole for every page.
    """
    away = not_over(conn, now)
    ids = {member_id, *(one.member_id for one in away)}
    ids |= {one.covered_by for one in away if one.covered_by}
    return Roster({one.id: one for one in team.not_all_there(conn, ids)}, tuple(away))

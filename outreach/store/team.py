"""Who of us acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from outreach.domain.people import Duty, Member
from outreach.errors import InputError, NotFoundError
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.tables import team
from policies.tongue import Tongue


def _tongue(code: str) -> Tongue | None:
    """Return a language that we tell refusals in; any other is left to the house's own."""
    return Tongue(code) if code in set(Tongue) else None


_MEMBER: Shape[Member] = Shape(
    Member,
    team,
    {"duty": Duty, "language": _tongue},
    columns={"duty": "role"},
    empty={"email": "", "phone": "", "duty": Duty.REP},
)


def add(conn: Connection, one: Member) -> Member:
    """Keep a new member of the team; raise `InputError` where the name is taken."""
    if find(conn, one.name) is not None:
        msg = f"there is a member of the team called `{one.name}` already"
        raise InputError(msg)
    conn.execute(insert(team), _MEMBER.row(one))
    return one


def get(conn: Connection, name: str) -> Member:
    """Return the member of that name or id; raise `NotFoundError`."""
    found = find(conn, name)
    if found is None:
        raise NotFoundError("member of the team", name)
    return found


def find(conn: Connection, name: str) -> Member | None:
    """Return the member of that name (in any case) or id, or None."""
    given = {"name": name.lower(), "member": name}
    return next(iter(_MEMBER.records(_FIND.read(conn, given))), None)


_FIND = Prepared(
    select(*_MEMBER.columns).where(
        or_(func.lower(team.c.name) == bindparam("name"), team.c.id == bindparam("member"))
    )
)


def speak(conn: Connection, name: str, language: Tongue | None) -> Member:
    """Let a member read refusals in a language, or in the house's; raise `NotFoundError`."""
    one = get(conn, name)
    conn.execute(update(team).where(team.c.id == one.id).values(language=language))
    return get(conn, one.id)


def renew_feed(conn: Connection, name: str) -> Member:
    """Give a member's calendar a new address, so that the old one is nobody's."""
    one = get(conn, name)
    conn.execute(update(team).where(team.c.id == one.id).values(feeds=team.c.feeds + 1))
    return get(conn, one.id)


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, Member]:
    """Return members by id."""
    query = select(team).where(team.c.id.in_(list(ids)))
    return {one.id: one for one in _MEMBER.all(conn, query)}


_BY_NAMES = PreparedAmong(
    lambda names: select(*_MEMBER.columns).where(func.lower(team.c.name).in_(names))
)


def by_names(conn: Connection, names: Iterable[str]) -> list[Member]:
    """Return the members of these names, in any case."""
    return _MEMBER.records(_BY_NAMES.read(conn, [name.lower() for name in names]))


def everybody(conn: Connection) -> list[Member]:
    """Return the whole team, in the order they joined."""
    return _MEMBER.records(_EVERYBODY.read(conn, {}))


def still_here(conn: Connection) -> list[Member]:
    """Return those of the team who have not left for good, in the order they joined."""
    return [one for one in everybody(conn) if not one.left]


def not_all_there(conn: Connection, ids: Iterable[str]) -> list[Member]:
    """Return these, managers, whoever left, and who took over from them; as they joined."""
    took_over = select(team.c.successor_id).where(team.c.successor_id.is_not(None))
    query = select(*_MEMBER.columns).where(
        or_(
            team.c.id.in_(list(ids)),
            team.c.role == Duty.MANAGER,
            team.c.left_at.is_not(None),
            team.c.id.in_(took_over),
        )
    )
    return _MEMBER.all(conn, query.order_by(team.c.joined_at, team.c.id))


_EVERYBODY = Prepared(select(*_MEMBER.columns).order_by(team.c.joined_at, team.c.id))


def leave(conn: Connection, member_id: str, successor_id: str, at: datetime) -> None:
    """Say that a member left for good, and who took everything over."""
    query = update(team).where(team.c.id == member_id)
    conn.execute(query.values(left_at=at, successor_id=successor_id))

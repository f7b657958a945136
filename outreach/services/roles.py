"""What people are to us and where: taken on and ended, and their cadence with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.roles import Role
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import cadences, ledger, people, roles, team
from outreach.store.unit import Store


def take_on(store: Store, role: Role, by: str, now: datetime) -> Role:
    """Keep that somebody has a role; raise `InputError` where they have it already."""

    def work(conn: Connection) -> Role:
        member, person = team.get(conn, by), people.get(conn, role.person_id)
        one = Role(
            id=role.id or new_id("l"),
            person_id=person.id,
            what=roles.named(role.what),
            since=role.since,
            organisation_id=role.organisation_id,
            until=role.until,
            source=role.source or f"noted by {member.name}",
        )
        if any(_same(one, other) for other in roles.of(conn, person.id)):
            msg = f"{person.name} is `{one.what}` already"
            raise InputError(msg)
        roles.add(conn, one)
        cadences.refresh(conn, [person.id], now)
        ledger.add(conn, ledger.Entry(now, "role taken on", person.id, {"by": member.id}))
        return one

    return store.write(work)


def _same(one: Role, other: Role) -> bool:
    same = one.what == other.what and one.organisation_id == other.organisation_id
    return same and (other.until is None or other.until > one.since)


def end(store: Store, person_id: str, what: str, because: str, by: str, now: datetime) -> Role:
    """Say that somebody no longer has a role; raise `InputError` where they have not."""

    def work(conn: Connection) -> Role:
        member, wanted = team.get(conn, by), roles.named(what)
        held = [one for one in roles.of(conn, person_id) if one.what == wanted and one.holds(now)]
        if not held:
            msg = f"{people.get(conn, person_id).name} is not `{wanted}`"
            raise InputError(msg)
        roles.finish(conn, held[-1].id, because, now)
        cadences.refresh(conn, [person_id], now)
        ledger.add(conn, ledger.Entry(now, "role ended", person_id, {"by": member.id}))
        return held[-1]

    return store.write(work)

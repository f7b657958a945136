"""What people are to us and where, from a day until a day.

A role ties somebody to what their organisation asked of us. So a role that ends where a
do-not-contact mark stands takes proof and a second person, as taking the mark off would.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.roles import Role
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.knowing.belonging import place_named
from outreach.services.knowing.plain_words import on_one_line
from outreach.store import (
    bars,
    belonging,
    ledger,
    organisation_counter,
    organisations,
    people,
    roles,
    team,
)
from outreach.store.ledger import Entry
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role to be kept: `buyer` at `Kestrel Mapping`. `since` None: from now on."""

    person_id: str
    what: str
    by: str
    at: str = ""
    since: datetime | None = None
    until: datetime | None = None
    source: str = ""


def add_role(store: Store, clock: Clock, new: NewRole) -> Role:
    """Keep a role; an organisation that we did not know stands there from now on.

    Raises `InputError` for a role without words, or one that ends before it begins.
    """
    now = clock.now()
    what = on_one_line(new.what, "the role").casefold()
    since = new.since or now
    if new.until is not None and new.until <= since:
        msg = "a role ends after it begins"
        raise InputError(msg)

    def work(conn: Connection) -> Role:
        known = people.get(conn, new.person_id)
        where = place_named(conn, new.at, new.by, now).id if new.at else None
        if where is not None:
            organisation_counter.forget_one(conn, where)
        one = Role(
            new_id("r"),
            known.id,
            what,
            since,
            where,
            new.until,
            new.source or f"noted by {new.by}",
            noted_by=new.by,
        )
        roles.add(conn, one)
        first = where and known.organisation_id is None and one.holds(now)
        people.change(conn, known.id, {"organisation_id": where} if first else {})
        body = {"role": one.id, "organisation": where, "by": new.by}
        ledger.add(conn, Entry(now, "role-began", known.id, body))
        return one

    return store.write(work)


@dataclass(frozen=True, slots=True)
class Ended:
    """A role that is over: which, where, why. `proof` and `second` where a mark binds there."""

    person_id: str
    what: str
    by: str
    because: str
    at: str = ""
    proof: str = ""
    second: str = ""


def end_role(store: Store, clock: Clock, ended: Ended) -> Role:
    """End a role now; raise `NotFoundError` for one they have not, `InputError` without proof."""
    now = clock.now()
    because = on_one_line(ended.because, "the reason")

    def work(conn: Connection) -> Role:
        known = people.get(conn, ended.person_id)
        where = organisations.get(conn, ended.at).id if ended.at else None
        one = _held(conn, ended, where, now)
        if one.organisation_id is not None:
            _must_be_proven(conn, one.organisation_id, ended)
        roles.finish(conn, one.id, because, now)
        still = [
            there
            for there in belonging.organisations_of(conn, known.id, now)
            if there != known.organisation_id or _has_role(conn, known.id, there, now)
        ]
        moves = one.organisation_id is not None and one.organisation_id == known.organisation_id
        stays = known.organisation_id in still
        first = {"organisation_id": next(iter(still), None)} if moves and not stays else {}
        people.change(conn, known.id, first)
        body = {"role": one.id, "by": ended.by, "second": ended.second or None}
        ledger.add(conn, Entry(now, "role-ended", known.id, body))
        return one

    return store.write(work)


def _held(conn: Connection, ended: Ended, where: str | None, now: datetime) -> Role:
    folded = " ".join(ended.what.casefold().split())
    for one in roles.of(conn, ended.person_id):
        here = where is None or one.organisation_id == where
        if one.what == folded and here and one.holds(now):
            return one
    raise NotFoundError("role", ended.what)


def _has_role(conn: Connection, person_id: str, organisation_id: str, now: datetime) -> bool:
    held = belonging.of_many(conn, [person_id])[person_id]
    return any(one.organisation_id == organisation_id and one.holds(now) for one in held)


def _must_be_proven(conn: Connection, organisation_id: str, ended: Ended) -> None:
    if not bars.binding(conn, organisations=[organisation_id]).organisations:
        return
    if not (ended.proof.strip() and ended.second.strip()):
        msg = "they asked for nobody there: say how we know with --proof, and who agrees, --second"
        raise InputError(msg)
    by, second = team.get(conn, ended.by), team.get(conn, ended.second)
    if by.id == second.id:
        msg = "the second person must be somebody else"
        raise InputError(msg)

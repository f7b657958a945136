"""Whose records may be seen and acted on by whom; asked of each record, and written down."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.domain.access import Sight, sight_of
from outreach.services import accounts
from outreach.services.accounts import Porch
from outreach.store import absences, people
from outreach.store.pieces import pieces
from outreach.web.doorway.admitting import Guest

_AT_ONCE = 500


def look_up(porch: Porch, guest: Guest, person_id: str, what: str) -> None:
    """Note that somebody looks at a person's record.

    Raises 404 for a record that is not theirs to see, as for one that is not there: an id that was
    guessed tells nothing.
    """
    owner = porch.store.read(lambda conn: people.get(conn, person_id)).owner_id
    if not sight(porch, guest).holds(owner):
        accounts.refused(porch, guest.visit, person_id, what)
        raise HTTPException(404)
    accounts.looked_at(porch, guest.visit, person_id, what)


def sight(porch: Porch, guest: Guest) -> Sight:
    """Return whose people this member may see now."""
    now, visit = porch.clock.now(), guest.visit
    member_id = visit.member.id
    roster = porch.store.read(lambda conn: absences.roster_around(conn, member_id, now))
    return sight_of(visit.access, member_id, roster, now)


def seen(porch: Porch, guest: Guest, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these people this member may see; ids of nobody are left out."""
    theirs = sight(porch, guest)

    def work(conn: Connection) -> frozenset[str]:
        found = [one for some in pieces(set(ids), _AT_ONCE) for one in _owned(conn, some)]
        return frozenset(one for one, owner in found if theirs.holds(owner))

    return porch.store.read(work)


def _owned(conn: Connection, ids: Iterable[str]) -> Iterable[tuple[str, str | None]]:
    return [(one.id, one.owner_id) for one in people.get_many(conn, ids).values()]

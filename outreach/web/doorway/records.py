"""Whose record may be looked at by whom; asked of each record, and written down."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.domain.access import may_see
from outreach.services import accounts
from outreach.services.accounts import Porch
from outreach.store import absences, people
from outreach.web.doorway.admitting import Guest


def look_up(porch: Porch, guest: Guest, person_id: str, what: str) -> None:
    """Note that somebody looks at a person's record.

    Raises 404 for a record that is not theirs to see, as for one that is not there: an id that was
    guessed tells nothing.
    """
    if not _may(porch, guest, person_id):
        accounts.refused(porch, guest.visit, person_id, what)
        raise HTTPException(404)
    accounts.looked_at(porch, guest.visit, person_id, what)


def _may(porch: Porch, guest: Guest, person_id: str) -> bool:
    now, visit = porch.clock.now(), guest.visit

    def work(conn: Connection) -> bool:
        person = people.get(conn, person_id)
        roster = absences.roster(conn, now)
        return may_see(visit.access, visit.member.id, person.owner_id, roster, now)

    return porch.store.read(work)

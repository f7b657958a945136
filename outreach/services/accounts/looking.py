"""Whose record was looked at by whom: in the ledger, where the person can be told of it."""

from __future__ import annotations

from sqlalchemy import Connection

from outreach.domain.entering import Visit
from outreach.services.accounts.porch import Porch, note

LOOKED_UP, REFUSED = "person looked up", "look refused"


def looked_at(porch: Porch, one: Visit, person_id: str, what: str) -> None:
    """Note that a member saw a person's record: `decision`, `person`, `evidence`."""
    _note(porch, LOOKED_UP, one, person_id, what)


def refused(porch: Porch, one: Visit, person_id: str, what: str) -> None:
    """Note that a member asked for the record of somebody they do not look after."""
    _note(porch, REFUSED, one, person_id, what)


def _note(porch: Porch, kind: str, one: Visit, person_id: str, what: str) -> None:
    def work(conn: Connection) -> None:
        note(conn, porch, kind, person_id, by=one.member.id, what=what)

    porch.store.write(work)

"""What organisations need one of us to think about: who has left, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.matters import Matter
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import ledger, matters, notes, team
from outreach.store.unit import Store


def settle(store: Store, matter_id: str, how: str, by: str, now: datetime) -> Matter:
    """Say what came of a matter; raise `InputError` without a word about it.

    What was done is a note on the person: the ledger holds nobody's words.
    """
    if not how.strip():
        msg = "say what came of it with --because"
        raise InputError(msg)

    def work(conn: Connection) -> Matter:
        member = team.get(conn, by)
        settled = matters.settle(conn, matter_id, how.strip(), member.name, now)
        text = f"settled that they have left: {how.strip()}"
        notes.add(conn, notes.Note(new_id("n"), settled.person_id, now, member.name, text))
        ledger.add(conn, ledger.Entry(now, "matter settled", matter_id, {"by": member.id}))
        return settled

    return store.write(work)

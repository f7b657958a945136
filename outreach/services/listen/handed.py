"""What people said by a list that was handed to us: it binds at once where it tightens.

A cell proves nothing, so it permits nothing. What it asks of us is a promise on the agenda of
whoever brought the list in; nobody gets a receipt for a cell.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from outreach.domain.people import Member, Person
from outreach.listening.reading import Reading
from outreach.services.listen.ears import Ears
from outreach.services.listen.noted import noted_by
from outreach.services.listen.record import Recorded, record
from outreach.services.listen.spoken import statement_of
from outreach.store.statements import Heard
from policies.statement import Source, Via


def handed(
    conn: Connection, ears: Ears, statement_id: str, person: Person, reading: Reading, by: Member
) -> Recorded:
    """Keep what a list says of somebody, and all that follows. Call it inside a write."""
    now = ears.clock.now()
    spoken = statement_of(statement_id, reading, via=Via.IMPORT, received_at=now)
    statement = replace(spoken, source=Source.IMPORT)
    heard = Heard(person.id, now, noted_by=by.name)
    return record(conn, noted_by(ears, statement, heard, by, ears.zones(person), now), now)

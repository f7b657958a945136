"""What one of us writes down of somebody's words: what it sets in motion, and what we then owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.people import Member
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.owed import Owner, promises
from outreach.services.listen.receipt import receipt
from outreach.services.listen.record import Said
from outreach.store.statements import Heard
from policies.statement import Statement


def noted_by(
    ears: Ears,
    statement: Statement,
    heard: Heard,
    by: Member,
    zones: Sequence[ZoneInfo],
    now: datetime,
) -> Said:
    """Return what is to be kept; what it asks of us is promised by whoever noted it."""
    effects = effects_of(one.meaning for one in statement.meanings)
    owed = promises(
        statement,
        effects,
        heard.person_id,
        Owner(by.id, by.name),
        now=now,
        request_due=ears.next_business_day(now),
        zones=zones,
    )
    return Said(statement, heard, effects, owed)


def with_receipt(conn: Connection, said: Said, by: Member, now: datetime) -> Said:
    """Return it with the receipt that the person gets for what was promised in their name."""
    written = receipt(conn, said.promises, said.heard.person_id, by.name, now)
    return replace(said, confirmation=written)

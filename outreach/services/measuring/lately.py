"""Whom we lost last, in their own words, and after which contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.hidden import without_any_number
from outreach.domain.losses import By, origin
from outreach.services.measuring.asked import Asked
from outreach.services.measuring.losing import lost_in
from outreach.services.measuring.zones import Zones
from outreach.store import people, statements
from outreach.store.unit import Store

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who left: their own words, and the step or contact they left after."""

    person_id: str
    name: str
    at: datetime
    words: str
    after: str
    rep: str


def lost_lately(store: Store, asked: Asked, zones: Zones) -> list[Gone]:
    """Return the last people of a period who left soon after a contact, the newest first."""

    def work(conn: Connection) -> list[Gone]:
        lost, _ = lost_in(conn, asked, zones)
        newest = sorted(lost, key=lambda one: one.left.at, reverse=True)[:SHOWN]
        said = statements.by_ids(conn, {one.left.statement_id for one in newest})
        known = people.get_many(conn, {one.left.person_id for one in newest})
        return [
            Gone(
                person_id=one.left.person_id,
                name=known[one.left.person_id].name,
                at=one.left.at,
                words=without_any_number(said[one.left.statement_id].words),
                after=origin(one.after).named(By.STEP),
                rep=origin(one.after).named(By.REP),
            )
            for one in newest
        ]

    return store.read(work)

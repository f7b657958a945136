"""Measure a period: one reading of the database, page by page, and nothing is written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.services.measuring import promising, words
from outreach.services.measuring.asked import Asked
from outreach.services.measuring.figures import Measures
from outreach.services.measuring.losing import lost_people
from outreach.services.measuring.sparing import spared
from outreach.services.measuring.zones import Zones
from outreach.store.unit import Store


def measure(store: Store, asked: Asked, zones: Zones, now: datetime) -> Measures:
    """Return what the period came to; `zones` are the clocks somebody may live by."""

    def work(conn: Connection) -> Measures:
        heard = words.count(conn, asked, zones)
        promised = promising.count(conn, asked, now)
        return Measures(
            asked=asked,
            words=heard.words(),
            stops=heard.stops(),
            promises=promised.promises(),
            lost=lost_people(conn, asked, zones),
            spared=spared(conn, asked, heard.withdrawn),
            helped=promised.people_helped(),
        )

    return store.read(work)

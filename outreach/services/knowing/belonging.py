"""Organisations and households: they may stand there before we know anybody in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.people import fold_name
from outreach.domain.portrait import OrganisationKind, Place
from outreach.ids import new_id
from outreach.services.knowing.plain_words import on_one_line
from outreach.store import ledger, organisations
from outreach.store.ledger import Entry
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class NewPlace:
    """An organisation as one of us knows it."""

    name: str
    by: str
    kind: OrganisationKind | None = None
    source: str = ""
    notes: str = ""


def add_place(store: Store, clock: Clock, new: NewPlace) -> Place:
    """Keep an organisation; what is new about one that we know is added to it."""
    now = clock.now()

    def work(conn: Connection) -> Place:
        known = place_named(conn, new.name, new.by, now)
        told = replace(
            known,
            kind=new.kind or known.kind,
            source=new.source or known.source,
            notes="\n".join(each for each in (known.notes, new.notes.strip()) if each),
            noted_by=new.by,
            noted_at=now,
        )
        organisations.change(conn, told)
        return told

    return store.write(work)


def place_named(conn: Connection, name: str, by: str, now: datetime) -> Place:
    """Return the organisation of that name or id, made where we did not know it."""
    found = organisations.find(conn, name)
    if found is not None:
        return found
    written = on_one_line(name, "the organisation")
    made = Place(
        new_id("o"), written, fold_name(written), source=f"noted by {by}", noted_by=by, noted_at=now
    )
    ledger.add(conn, Entry(now, "organisation-added", made.id, {"by": by}))
    return organisations.add(conn, made)

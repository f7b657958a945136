"""Who looks after somebody, asked of one row at a time: no plan begins with all of their people."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from outreach.store.tables import person

_ASKED = person.alias("asked")


def whose(person_id: ColumnElement[str]) -> ColumnElement[str]:
    """Return the id of whoever looks after the person of this column; empty: nobody.

    Few rows wait for somebody among all the people that they look after.
    """
    owner = select(func.coalesce(_ASKED.c.owner_id, "")).where(_ASKED.c.id == person_id)
    return owner.scalar_subquery()

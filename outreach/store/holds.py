"""Attempts that are held until a human or a change clears them, and which have become so."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from outreach.domain.attempts import AttemptState
from outreach.store.tables import attempt, house, organisation, person, point


def stale(conn: Connection, limit: int) -> list[str]:
    """Return held attempts for which a version or the epoch has moved since they were judged."""
    joined = attempt.join(person, attempt.c.person_id == person.c.id)
    joined = joined.outerjoin(organisation, person.c.organisation_id == organisation.c.id)
    joined = joined.outerjoin(point, attempt.c.point_id == point.c.id)
    query = (
        select(attempt.c.id)
        .select_from(joined.join(house, house.c.id == 1))
        .where(attempt.c.state == AttemptState.HELD)
        .where(
            or_(
                attempt.c.judged_person.is_distinct_from(person.c.version),
                attempt.c.judged_epoch.is_distinct_from(house.c.epoch),
                and_(
                    organisation.c.id.is_not(None),
                    attempt.c.judged_organisation.is_distinct_from(organisation.c.version),
                ),
                and_(
                    point.c.id.is_not(None),
                    attempt.c.judged_point.is_distinct_from(point.c.version),
                ),
            )
        )
        .order_by(attempt.c.held_since, attempt.c.id)
        .limit(limit)
    )
    return list(conn.scalars(query))

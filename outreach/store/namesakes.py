"""People whose names agree at one firm, however either is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import Connection, select

from outreach.domain.imports.names import compatible, name_words
from outreach.store.tables import organisation, person

_MOST_ALIKE = 6
"""People of one firm with one word in common, beyond which that word says nothing."""


def at_one_firm(conn: Connection, limit: int) -> list[list[str]]:
    """Return pairs (ids) such as `S. Reyes` and `Scott Reyes` at `Reyes Inc` and `Reyes`."""
    query = (
        select(organisation.c.alike, person.c.id, person.c.name)
        .join(person, person.c.organisation_id == organisation.c.id)
        .where(organisation.c.alike.is_not(None), person.c.merged_into.is_(None))
        .order_by(organisation.c.alike)
    )
    found: list[list[str]] = []
    rows = conn.execute(query.execution_options(yield_per=1_000))
    for _, colleagues in groupby(rows, key=lambda row: row.alike):
        found += _agreeing(list(colleagues))
        if len(found) >= limit:
            rows.close()
            break
    return found[:limit]


def _agreeing(colleagues: list[Any]) -> Iterator[list[str]]:
    """Yield each pair of colleagues whose names agree once."""
    if len(colleagues) == 1:
        return
    having: dict[str, list[int]] = {}
    for place, one in enumerate(colleagues):
        for word in name_words(one.name):
            having.setdefault(word, []).append(place)
    several = (some for some in having.values() if len(some) <= _MOST_ALIKE)
    for first, second in dict.fromkeys(pair for some in several for pair in combinations(some, 2)):
        one, other = colleagues[first], colleagues[second]
        if compatible(one.name, other.name):
            yield sorted((one.id, other.id))

"""What an import must know of a batch of rows, in a fixed number of queries; and organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Person, fold_name
from outreach.ids import new_id
from outreach.store import bars, consents, house, people, points
from outreach.store.tables import organisation


@dataclass(frozen=True, slots=True)
class Known:
    """Whom we know behind a batch of addresses.

    `at` holds points by address, `of` all points by person; `suppressed` holds folded addresses of
    people who were erased and must not come back.
    """

    at: dict[str, list[ContactPoint]]
    of: dict[str, list[ContactPoint]]
    people: dict[str, Person]
    bases: dict[str, list[Basis]]
    suppressed: frozenset[str]


def behind(conn: Connection, addresses: Iterable[tuple[str, str]]) -> Known:
    """Return whom we know behind these (address, folded) pairs."""
    pairs = sorted(set(addresses))
    wanted = {address for address, _ in pairs}
    folded = sorted({fold for _, fold in pairs})
    at: dict[str, list[ContactPoint]] = {}
    for one in points.folding_to(conn, folded):
        if one.address in wanted:
            at.setdefault(one.address, []).append(one)
    ids = sorted({one.person_id for several in at.values() for one in several})
    return Known(
        at=at,
        of=dict(points.of_many(conn, ids)),
        people=people.get_many(conn, ids),
        bases=dict(consents.of_many(conn, ids)),
        suppressed=_suppressed(conn, folded),
    )


def _suppressed(conn: Connection, folded: list[str]) -> frozenset[str]:
    key = house.get(conn).installation_key
    hashes = {bars.suppression(key, one): one for one in folded}
    bound = bars.binding(conn, hashes=hashes)
    return frozenset(hashes[digest] for digest in bound.hashes if digest in hashes)


def organisations_named(conn: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the ids of these organisations by folded name, made where they are new."""
    wanted = {fold_name(name): name.strip() for name in names if name.strip()}
    query = select(organisation.c.folded, organisation.c.id)
    rows = conn.execute(query.where(organisation.c.folded.in_(sorted(wanted))))
    found: dict[str, str] = {row.folded: row.id for row in rows}
    new = [
        {"id": new_id("o"), "name": name, "folded": folded}
        for folded, name in wanted.items()
        if folded not in found
    ]
    if new:
        conn.execute(insert(organisation), new)
    return found | {row["folded"]: row["id"] for row in new}

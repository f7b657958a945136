"""Copies of national registries. Of the numbers in them only digests are kept.

They belong to people whom we mostly do not know. A digest is keyed with the installation's key: it
tells us whether a number of ours is listed, and nobody else anything.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy import text as sql

from outreach.domain.people import ContactPoint
from outreach.domain.registries import number_country
from outreach.store import house
from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import point, registry_copy, registry_listing
from policies.channel import Channel
from policies.facts import Registry

_LETTERS = 32
_NUMBERS = (Channel.PHONE, Channel.SMS)


_ADD = sql(
    "insert into registry_listing (edition, digest) values (:edition, :digest)"
    " on conflict (edition, digest) do nothing"
)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy of one country's registry. `covers` empty: every number of the country was asked."""

    country: str
    edition: str
    copied_on: datetime
    count: int
    imported_at: datetime
    by: str
    covers: tuple[str, ...] = ()

    def asked_about(self, number: str) -> bool:
        """Whether this copy says anything about a number (E.164)."""
        known = not self.covers or number.startswith(self.covers)
        return known and number_country(number) == self.country


_COPY: Shape[CopyRow] = Shape(
    CopyRow, registry_copy, {"covers": tuple}, dump={"covers": list}, empty={"covers": ()}
)


_COPIES = Prepared(select(*_COPY.columns).order_by(registry_copy.c.country))


def copies(conn: Connection) -> list[CopyRow]:
    """Return the copies in use, by country."""
    return _COPY.records(_COPIES.read(conn, {}))


def digest(key: bytes, number: str) -> str:
    """Return what is kept of a listed number (E.164)."""
    return hmac.digest(key, f"registry:{number}".encode(), hashlib.sha256).hex()[:_LETTERS]


def add_listings(conn: Connection, edition: str, digests: Iterable[str]) -> None:
    """Keep numbers of an edition that is not in use yet; a number twice is a number."""
    rows = [{"edition": edition, "digest": one} for one in digests]
    if rows:
        conn.execute(_ADD, rows)


def count(conn: Connection, edition: str) -> int:
    """Return how many numbers an edition lists."""
    query = select(func.count()).select_from(registry_listing)
    return conn.scalar(query.where(registry_listing.c.edition == edition)) or 0


def use(conn: Connection, copy: CopyRow) -> str | None:
    """Use this copy from now on; return the edition that it replaces."""
    query = select(registry_copy.c.edition).where(registry_copy.c.country == copy.country)
    before = conn.scalar(query.with_for_update())
    if before is None:
        conn.execute(insert(registry_copy), _COPY.row(copy))
    else:
        mine = registry_copy.c.country == copy.country
        conn.execute(update(registry_copy).where(mine).values(_COPY.row(copy)))
    return before


def forget(conn: Connection, edition: str, limit: int) -> int:
    """Delete so many numbers of an edition that is not in use any more; return how many."""
    some = select(registry_listing.c.digest).where(registry_listing.c.edition == edition)
    digests = list(conn.scalars(some.limit(limit)))
    if digests:
        gone = registry_listing.c.digest.in_(digests)
        conn.execute(delete(registry_listing).where(registry_listing.c.edition == edition, gone))
    return len(digests)


def unseen(conn: Connection) -> list[str]:
    """Return our numbers that nobody has looked up, each once."""
    unknown = (point.c.channel.in_(_NUMBERS), point.c.registry == Registry.UNKNOWN)
    return list(conn.scalars(select(point.c.address).where(*unknown).distinct()))


def looked_up(conn: Connection, several: Sequence[ContactPoint]) -> list[ContactPoint]:
    """Return points with what the copies in use say of their numbers."""
    unknown = [one for one in several if one.channel in _NUMBERS]
    known = copies(conn) if unknown else []
    return [_as_told(conn, known, one) for one in several] if known else list(several)


def _as_told(conn: Connection, known: Sequence[CopyRow], one: ContactPoint) -> ContactPoint:
    copy = next((each for each in known if each.asked_about(one.address)), None)
    if one.channel not in _NUMBERS or copy is None:
        return one
    key = house.get(conn).installation_key
    found = _listed(conn, copy.edition, [digest(key, one.address)])
    said = Registry.LISTED if found else Registry.CLEAR
    return replace(one, registry=said, registry_on=copy.copied_on)


def _listed(conn: Connection, edition: str, digests: Sequence[str]) -> set[str]:
    asked = registry_listing.c.digest.in_(digests)
    query = select(registry_listing.c.digest).where(registry_listing.c.edition == edition, asked)
    return set(conn.scalars(query))


@dataclass(frozen=True, slots=True)
class Looked:
    """A stretch of our points, looked up: how far it went, and digests of numbers.

    A number that is called and texted has two points, and may stand in two stretches.
    """

    until: str
    numbers: frozenset[str]
    listed: frozenset[str]


def look_up(conn: Connection, copy: CopyRow, after: str, limit: int) -> Looked | None:
    """Look up the next of our numbers (by the id of their point); None where there are no more.

    What is told of a number anew raises its version: holds are judged afresh, clearances are void.
    """
    query = (
        select(point.c.id, point.c.address)
        .where(point.c.channel.in_(_NUMBERS), point.c.id > after)
        .order_by(point.c.id)
        .limit(limit)
    )
    found = conn.execute(query).all()
    if not found:
        return None
    key = house.get(conn).installation_key
    asked = {row.id: digest(key, row.address) for row in found if copy.asked_about(row.address)}
    listed = _listed(conn, copy.edition, list(asked.values())) if asked else set()
    _tell(conn, [_told(one, mark in listed, copy) for one, mark in asked.items()])
    return Looked(found[-1].id, frozenset(asked.values()), frozenset(listed))


def _told(one: str, listed: bool, copy: CopyRow) -> dict[str, Any]:
    said = Registry.LISTED if listed else Registry.CLEAR
    return {"this_id": one, "said": said.value, "copied_on": copy.copied_on}


def _tell(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {
            "registry": bindparam("said"),
            "registry_on": bindparam("copied_on"),
            "version": point.c.version + 1,
        }
        conn.execute(update(point).where(point.c.id == bindparam("this_id")).values(values), rows)

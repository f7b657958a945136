"""Recorded bases for contact, with their proof, and the words that people were shown, kept once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select, update

from outreach.domain.bases import Basis, Way, wording_digest
from outreach.errors import NotFoundError
from outreach.store import people
from outreach.store.prepared import PreparedAmong
from outreach.store.shapes import Shape
from outreach.store.tables import attempt, consent, point, wording
from policies.basis import BasisKind
from policies.channel import Channel, Purpose


def _kind(stored: str) -> BasisKind:
    """Return the kind; one that this program does not know is none that a law accepts."""
    return BasisKind(stored) if stored in _KINDS else BasisKind.UNKNOWN


_KINDS = frozenset(BasisKind)
_BASIS: Shape[Basis] = Shape(
    Basis,
    consent,
    {"channel": Channel, "purpose": Purpose, "kind": _kind, "way": Way},
    empty={"source": "", "kind": BasisKind.UNKNOWN, "reference": "", "ended_because": ""},
    columns={"to": "given_for"},
)


def add(conn: Connection, one: Basis) -> Basis:
    """Keep a basis and raise the person's version, so that what it lifts is judged afresh."""
    conn.execute(insert(consent), _BASIS.row(one))
    people.raise_version(conn, [one.person_id])
    return one


def lost(conn: Connection, person_id: str, number: str, at: datetime, because: str) -> list[str]:
    """End a person's bases for calls and texts to a number they have lost; return their ids.

    One that names another number stands; one that names none may have been for this one.
    """
    query = select(consent.c.id).where(
        consent.c.person_id == person_id,
        consent.c.channel.in_([Channel.SMS, Channel.PHONE]),
        or_(consent.c.given_for.is_(None), consent.c.given_for == number),
        consent.c.ended_at.is_(None),
    )
    ids = list(conn.scalars(query.order_by(consent.c.id)))
    end(conn, person_id, ids, at, because)
    return ids


def end(conn: Connection, person_id: str, ids: Sequence[str], at: datetime, because: str) -> None:
    """Let bases end now, whatever they say of their end; they stay, as proof of what was."""
    if ids:
        ended = {"ended_at": at, "ended_because": because}
        conn.execute(update(consent).where(consent.c.id.in_(ids)).values(ended))
        people.raise_version(conn, [person_id])


def get(conn: Connection, basis_id: str) -> Basis:
    """Return one basis; raise `NotFoundError`."""
    found = _BASIS.one(conn, select(*_BASIS.columns).where(consent.c.id == basis_id))
    if found is None:
        raise NotFoundError("consent", basis_id)
    return found


def keep_wording(conn: Connection, words: str, at: datetime) -> str:
    """Keep the words that people were shown, once; return their digest."""
    digest = wording_digest(words)
    if conn.scalar(select(wording.c.digest).where(wording.c.digest == digest)) is None:
        row = {"digest": digest, "words": words.strip(), "kept_at": at}
        conn.execute(insert(wording), row)
    return digest


def wordings(conn: Connection, digests: Iterable[str]) -> dict[str, str]:
    """Return the words that people were shown, by digest."""
    query = select(wording.c.digest, wording.c.words).where(wording.c.digest.in_(list(digests)))
    return {row.digest: row.words for row in conn.execute(query)}


@dataclass(frozen=True, slots=True)
class Use:
    """A contact that went out, on which a basis may have been used. `to` is where it went."""

    attempt: str
    at: datetime
    channel: Channel
    purpose: Purpose
    to: str | None


def uses(conn: Connection, person_id: str) -> list[Use]:
    """Return what went out to a person, the oldest first."""
    query = (
        select(
            attempt.c.id,
            attempt.c.sending_since,
            attempt.c.channel,
            attempt.c.purpose,
            point.c.address,
        )
        .select_from(attempt.outerjoin(point, attempt.c.point_id == point.c.id))
        .where(attempt.c.person_id == person_id, attempt.c.sending_since.is_not(None))
        .order_by(attempt.c.sending_since, attempt.c.id)
    )
    return [
        Use(row.id, row.sending_since, Channel(row.channel), Purpose(row.purpose), row.address)
        for row in conn.execute(query)
    ]


def of(conn: Connection, person_id: str) -> list[Basis]:
    """Return a person's bases, oldest first."""
    return of_many(conn, [person_id]).get(person_id, [])


_OF_PEOPLE = PreparedAmong(
    lambda ids: (
        select(*_BASIS.columns)
        .where(consent.c.person_id.in_(ids))
        .order_by(consent.c.given_at, consent.c.id)
    )
)


def of_many(conn: Connection, ids: Iterable[str]) -> dict[str, list[Basis]]:
    """Return bases by person, oldest first."""
    found: dict[str, list[Basis]] = defaultdict(list)
    for one in _BASIS.records(_OF_PEOPLE.read(conn, list(ids))):
        found[one.person_id].append(one)
    return found

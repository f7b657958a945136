"""What people said, word for word. Adding a statement raises the versions it bears on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.store import belonging, people
from outreach.store import points as point_rows
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.tables import bar, person, point, statement
from policies.facts import Barred
from policies.facts_json import meanings_from_json, meanings_to_json
from policies.statement import (
    Source,
    Statement,
    Understood,
    Via,
    WrongPerson,
    refusal_in,
)


@dataclass(frozen=True, slots=True)
class Raised:
    """Whose versions rose: what is on its way to them must not be handed over."""

    people: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heard:
    """How a statement came to us."""

    person_id: str
    heard_at: datetime
    point_id: str | None = None
    inbound_id: str | None = None
    proof: str | None = None
    noted_by: str | None = None


def add(conn: Connection, said: Statement, heard: Heard) -> Raised:
    """Keep what was said and raise the versions it bears on, in this very transaction.

    Whoever was merged into another record meanwhile speaks under that one.
    """
    heard = replace(heard, person_id=people.same(conn, heard.person_id))
    row = {
        "id": said.id,
        "person_id": heard.person_id,
        "words": said.words,
        "said_at": said.said_at,
        "heard_at": heard.heard_at,
        "via": said.via,
        "source": said.source,
        "proven": said.proven,
        "proof": heard.proof,
        "point_id": heard.point_id,
        "inbound_id": heard.inbound_id,
        "meanings": meanings_to_json(said.meanings),
        "noted_by": heard.noted_by,
    }
    _ADD.many(conn, [row])
    return _raise(conn, said, heard)


_ADD = Prepared(
    insert(statement), [each.name for each in statement.columns if each.name != "narrowed"]
)


def _raise(conn: Connection, said: Statement, heard: Heard) -> Raised:
    organisations = frozenset(_organisations(conn, said, heard))
    elsewhere = (belonging.by_role_alone(conn, one, heard.heard_at) for one in organisations)
    hit = frozenset([heard.person_id, *_sharing(conn, said, heard)]).union(*elsewhere)
    people.raise_version(conn, hit)
    for one in organisations:
        people.raise_organisation(conn, one)
        conn.execute(insert(bar), _for_all_of(one, said))
    wrong = any(isinstance(one.meaning, WrongPerson) for one in said.meanings)
    points = frozenset([heard.point_id] if wrong and heard.point_id else [])
    point_rows.raise_version(conn, points)
    return Raised(hit, organisations, points)


def _sharing(conn: Connection, said: Statement, heard: Heard) -> list[str]:
    """Return whoever else can be reached where a stop came from: it binds them too."""
    if heard.point_id is None or not any(refusal_in(one.meaning) for one in said.meanings):
        return []
    return [one for (one,) in _SHARING.read(conn, {"point": heard.point_id})]


_SHARING = Prepared(
    select(point.c.person_id).where(
        point.c.folded
        == select(point.c.folded).where(point.c.id == bindparam("point")).scalar_subquery()
    )
)


def _organisations(conn: Connection, said: Statement, heard: Heard) -> list[str]:
    """Return for which organisation they spoke: where they work; else wherever they have a role."""
    if not any(_refuses_organisation(one) for one in said.meanings):
        return []
    query = select(person.c.organisation_id).where(person.c.id == heard.person_id)
    found = conn.scalar(query)
    return [found] if found else belonging.organisations_of(conn, heard.person_id, heard.heard_at)


def _for_all_of(organisation_id: str, said: Statement) -> dict[str, object]:
    """Return the mark on where they work that keeps what one of them said for all."""
    return {
        "id": new_id("b"),
        "covers": Barred.ORGANISATION,
        "organisation_id": organisation_id,
        "because": f"one of them said: {said.words}",
        "since": said.said_at,
        "by": "their own word",
    }


def _refuses_organisation(understood: Understood) -> bool:
    refusal = refusal_in(understood.meaning)
    return refusal is not None and refusal.organisation


_JOINED = select(statement, point.c.address.label("came_by")).select_from(
    statement.outerjoin(point, statement.c.point_id == point.c.id)
)


def get(conn: Connection, statement_id: str) -> Statement | None:
    """Return the statement, or None."""
    row = conn.execute(_JOINED.where(statement.c.id == statement_id)).mappings().first()
    return None if row is None else read(row)


def by_ids(conn: Connection, ids: Iterable[str]) -> dict[str, Statement]:
    """Return statements by id."""
    rows = conn.execute(_JOINED.where(statement.c.id.in_(list(ids)))).mappings()
    return {row["id"]: read(row) for row in rows}


def of(conn: Connection, person_id: str) -> list[Statement]:
    """Return everything the person said, oldest first."""
    return of_many(conn, [person_id]).get(person_id, [])


def noted_by(conn: Connection, person_id: str) -> dict[str, str]:
    """Return who of us noted what this person said, by statement; their own letters are not in."""
    query = select(statement.c.id, statement.c.noted_by).where(
        statement.c.person_id == person_id, statement.c.noted_by.is_not(None)
    )
    return {row.id: row.noted_by for row in conn.execute(query)}


def taken_back(conn: Connection, person_id: str) -> dict[str, datetime]:
    """Return when this person took back all that a statement of theirs means, by statement."""
    query = select(statement.c.id, statement.c.narrowed).where(
        statement.c.person_id == person_id, statement.c.narrowed.is_not(None)
    )
    return {
        row.id: datetime.fromisoformat(row.narrowed["at"])
        for row in conn.execute(query)
        if row.narrowed["by"] == THEMSELVES and not row.narrowed["meanings"]
    }


_OF_PEOPLE = PreparedAmong(
    lambda ids: _JOINED.where(statement.c.person_id.in_(ids)).order_by(
        statement.c.said_at, statement.c.id
    )
)


def of_many(conn: Connection, ids: Iterable[str]) -> dict[str, list[Statement]]:
    """Return statements by person, oldest first."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for row in _OF_PEOPLE.mappings(conn, list(ids)):
        found[row["person_id"]].append(read(row))
    return found


# An inner join, from the address: with the outer one SQLite reads every statement there is.
_BY_ADDRESS = PreparedAmong(
    lambda folded: (
        select(statement, point.c.address.label("came_by"), point.c.folded)
        .select_from(point.join(statement, statement.c.point_id == point.c.id))
        .where(point.c.folded.in_(folded))
        .order_by(statement.c.said_at, statement.c.id)
    )
)


def by_address(conn: Connection, folded: Iterable[str]) -> dict[str, list[tuple[str, Statement]]]:
    """Return, by folded address, who said what through it: a stop binds whoever shares it."""
    found: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for row in _BY_ADDRESS.mappings(conn, list(folded)):
        found[row["folded"]].append((row["person_id"], read(row)))
    return found


THEMSELVES = "themselves"
"""Who narrowed a statement: whoever had said it."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a review made of a statement's meanings: by whom, with whom, on what proof."""

    meanings: tuple[Understood, ...]
    proof: str
    by: str
    second: str
    at: datetime


def narrow(conn: Connection, statement_id: str, made: Narrowed) -> str:
    """Let a statement mean what a review found; the words and the first reading stay.

    Raises the person's version; returns the person's id. Raises `NotFoundError`.
    """
    person_id = speaker(conn, statement_id)
    if person_id is None:
        raise NotFoundError("statement", statement_id)
    plain = {
        "meanings": meanings_to_json(made.meanings),
        "proof": made.proof,
        "by": made.by,
        "second": made.second,
        "at": made.at.isoformat(),
    }
    conn.execute(update(statement).where(statement.c.id == statement_id).values(narrowed=plain))
    people.raise_version(conn, [person_id])
    return person_id


def is_narrowed(conn: Connection, statement_id: str) -> bool:
    """Return whether somebody has said since that a statement means less than we understood."""
    query = select(statement.c.id).where(statement.c.id == statement_id)
    return conn.scalar(query.where(statement.c.narrowed.is_not(None))) is not None


def speaker(conn: Connection, statement_id: str) -> str | None:
    """Return the id of the person who said it."""
    return conn.scalar(select(statement.c.person_id).where(statement.c.id == statement_id))


def read(row: Mapping[Any, Any]) -> Statement:
    """Return the statement that a joined row holds."""
    return Statement(
        id=row["id"],
        words=row["words"],
        said_at=row["said_at"],
        via=Via(row["via"]),
        source=Source(row["source"]),
        proven=row["proven"],
        meanings=meanings_from_json((row["narrowed"] or row)["meanings"] or []),
        point=row["came_by"],
    )

"""Everything that judging a batch needs, read at one moment in a fixed number of queries.

Each query asks for the batch's own ids, so that the cost of an attempt does not grow with the
number of people in the house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, literal, select

from outreach.domain.attempts import Attempt
from outreach.domain.bases import Basis
from outreach.domain.commitments import Commitment
from outreach.domain.people import ContactPoint, Member, Organisation, Person
from outreach.store import (
    bars,
    belonging,
    commitments,
    consents,
    house,
    inbound,
    intake,
    organisation_counter,
    people,
    points,
    senders,
    statements,
    team,
)
from outreach.store.bars import Bound, suppression
from outreach.store.belonging import Belonging
from outreach.store.house import HouseRow
from outreach.store.inbound import InboundKind
from outreach.store.intake import IntakeRow
from outreach.store.organisation_counter import Counter
from outreach.store.prepared import PreparedAmong
from outreach.store.senders import SenderRow
from outreach.store.tables import attempt, point, sent
from outreach.store.tables import inbound as inbound_table
from policies.colleagues import Reach
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known at one moment; by person id unless it says otherwise."""

    house: HouseRow
    intakes: list[IntakeRow]
    oldest_unread: datetime | None
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    points: dict[str, list[ContactPoint]]
    statements: dict[str, list[Statement]]
    shared: dict[str, list[tuple[str, Statement]]]
    """By folded address: who said what through it."""
    consents: dict[str, list[Basis]]
    bars: Bound
    contacts: dict[str, list[Mapping[str, Any]]]
    replies: dict[str, list[Mapping[str, Any]]]
    members: dict[str, Member]
    """By name, case folded."""
    promises: dict[str, Commitment]
    """By commitment id."""
    letters: dict[str, RowMapping]
    """What is answered, by inbound id."""
    secrets: dict[str, bytes] = field(default_factory=dict)
    paused: list[SenderRow] = field(default_factory=list)
    """Our own mailboxes and numbers by which nothing goes out just now."""
    counters: dict[str, Counter] = field(default_factory=dict)
    """Who heard from us lately, by organisation id."""
    reach: Reach | None = None
    """How far the counters are asked for; None: nothing caps an organisation."""
    belongs: dict[str, list[Belonging]] = field(default_factory=dict)
    """Where else they have or had roles: what is said there binds them too."""


@dataclass(frozen=True, slots=True)
class Around:
    """How far to look around people, at their organisations, and as of when."""

    reach: Reach
    now: datetime


def take(conn: Connection, attempts: Sequence[Attempt], around: Around | None = None) -> Snapshot:
    """Return everything that judging these attempts needs; `around` where organisations count."""
    at_home = house.get(conn)
    ids = sorted({one.person_id for one in attempts})
    found = people.get_many(conn, ids)
    work = sorted({one.organisation_id for one in found.values() if one.organisation_id})
    belongs = belonging.of_many(conn, ids)
    everywhere = {one.organisation_id for several in belongs.values() for one in several}
    belong = sorted(everywhere.union(work)) if everywhere else work
    reached = points.of_many(conn, ids)
    folded = sorted({one.folded for several in reached.values() for one in several})
    hashes = [suppression(at_home.installation_key, one) for one in folded]
    return Snapshot(
        house=at_home,
        intakes=intake.everything(conn),
        oldest_unread=inbound.oldest_unread(conn),
        people=found,
        organisations=people.organisations(conn, belong) if belong else {},
        points=reached,
        statements=statements.of_many(conn, ids),
        shared=statements.by_address(conn, folded),
        consents=consents.of_many(conn, ids),
        bars=bars.binding(
            conn,
            of_people=ids,
            organisations=belong,
            folded=folded,
            hashes=hashes,
        ),
        contacts=_by_person(_CONTACTS.mappings(conn, ids)),
        replies=_by_person(_REPLIES.mappings(conn, ids)),
        members=_members(conn, attempts),
        promises=_promises(conn, attempts),
        letters=_letters(conn, attempts),
        secrets=people.secrets_of(conn, ids),
        paused=senders.paused(conn),
        counters=organisation_counter.around(conn, belong, around.now) if around and belong else {},
        reach=around.reach if around else None,
        belongs=belongs,
    )


_CONTACTS = PreparedAmong(
    lambda ids: (
        select(
            attempt.c.person_id,
            attempt.c.sending_since,
            attempt.c.channel,
            attempt.c.purpose,
            attempt.c.by,
            attempt.c.automated,
            attempt.c.sequence_name,
            attempt.c.enrollment_id,
            attempt.c.words_digest,
            attempt.c.message_id,
            attempt.c.outside,
            point.c.address,
            sent.c.subject,
        )
        .select_from(
            attempt.outerjoin(point, attempt.c.point_id == point.c.id).outerjoin(
                sent, sent.c.attempt_id == attempt.c.id
            )
        )
        .where(attempt.c.person_id.in_(ids), attempt.c.sending_since.is_not(None))
        .order_by(attempt.c.sending_since)
    )
)
_REPLIES = PreparedAmong(
    lambda ids: (
        select(
            inbound_table.c.person_id,
            inbound_table.c.received_at,
            inbound_table.c.door,
            inbound_table.c.answered_at,
            inbound_table.c.statement_id,
        )
        .where(
            inbound_table.c.person_id.in_(ids),
            inbound_table.c.kind == literal(InboundKind.REPLY.value),
        )
        .order_by(inbound_table.c.received_at)
    )
)


def _by_person(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["person_id"]].append(row)
    return found


def _members(conn: Connection, attempts: Sequence[Attempt]) -> dict[str, Member]:
    named = team.by_names(conn, {one.by for one in attempts})
    return {one.name.casefold(): one for one in named}


def _promises(conn: Connection, attempts: Sequence[Attempt]) -> dict[str, Commitment]:
    ids = {one.commitment_id for one in attempts if one.commitment_id}
    return commitments.by_ids(conn, ids) if ids else {}


def _letters(conn: Connection, attempts: Sequence[Attempt]) -> dict[str, RowMapping]:
    ids = {one.in_reply_to for one in attempts if one.in_reply_to}
    if not ids:
        return {}
    query = select(inbound_table.c.id, inbound_table.c.reading).where(inbound_table.c.id.in_(ids))
    return {row["id"]: row for row in conn.execute(query).mappings()}

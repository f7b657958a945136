"""How attempts stand at this very moment, under lock: what judging said still has to be true.

Lock order everywhere: epoch, organisations, counters, people, points, attempts, ledger. On SQLite
the single write lock is all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from outreach.domain.attempts import AttemptState
from outreach.store.driver import Asked, run_later, run_together
from outreach.store.prepared import Prepared, PreparedAmong
from outreach.store.rewrite import Rewrite
from outreach.store.tables import attempt, house, organisation, person, point, sent
from policies.clearance import Versions
from policies.quick import quick


class Standing(NamedTuple):
    """One attempt as it is now. `versions` are those of the point named by whoever asks."""

    state: AttemptState
    nonce: str | None
    halted: bool
    versions: Versions


def _write_standing(ids: list[BindParameter[str]]) -> Select[Any]:
    return (
        select(
            attempt.c.id,
            attempt.c.point_id,
            point.c.version,
            attempt.c.state,
            attempt.c.nonce,
            organisation.c.version,
            person.c.version,
            house.c.epoch,
            house.c.halted_because,
        )
        .select_from(
            attempt.join(person, attempt.c.person_id == person.c.id)
            .outerjoin(organisation, person.c.organisation_id == organisation.c.id)
            .outerjoin(point, attempt.c.point_id == point.c.id)
            .join(house, house.c.id == 1)
        )
        .where(attempt.c.id.in_(ids))
    )


_STANDING = PreparedAmong(_write_standing)
_POINTS = PreparedAmong(lambda ids: select(point.c.id, point.c.version).where(point.c.id.in_(ids)))
_STATES = {state.value: state for state in AttemptState}


def claim(conn: Connection, points: Mapping[str, str | None]) -> dict[str, Standing]:
    """Return how those of these attempts stand that are free, and keep them so.

    Whoever is being written about by somebody else just now is left out, not waited for: a stop is
    under way there, or another worker. Nobody can change the rest before this transaction ends.
    """
    if conn.dialect.name != "postgresql":
        return standing(conn, points, lock=True)
    ids = sorted(points)
    asked = [_WHO_IS_FREE.asked(conn, ids), _WHOSE.asked(conn, ids)]
    *_, people, whose = run_together(conn, [*_first(conn, ids), *asked])
    free = {person_id for (person_id,) in people.fetchall()}
    mine = {one: points[one] for one, person_id in whose.fetchall() if person_id in free}
    return _found(conn, mine, _last(conn, mine)) if mine else {}


def standing(
    conn: Connection,
    points: Mapping[str, str | None],
    *,
    lock: bool,
    counted: Callable[[], object] | None = None,
) -> dict[str, Standing]:
    """Return how these attempts stand; `points` maps each to the point it goes to.

    With `lock` nobody can change any of it before this transaction ends. `counted` locks counters,
    whose turn is before people.
    """
    ids = sorted(points)
    locks = lock and conn.dialect.name == "postgresql"
    before = _first(conn, ids) if locks else []
    if counted is not None:
        run_later(conn, before)
        before = []
        counted()
    if locks:
        before += [_THEM.asked(conn, ids), *_last(conn, points)]
    return _found(conn, points, before)


def _found(
    conn: Connection, points: Mapping[str, str | None], before: Sequence[Asked]
) -> dict[str, Standing]:
    """Return how these attempts stand as soon as the locks that are asked for before are taken."""
    run_later(conn, before)
    rows = _STANDING.found(conn, sorted(points))
    named = [(points[one], point_id) for one, point_id, *_ in rows]
    elsewhere = [goes_to for goes_to, point_id in named if goes_to and goes_to != point_id]
    versions: dict[str | None, int] = dict(_POINTS.found(conn, elsewhere))
    found = {}
    for one, point_id, at_point, state, nonce, at_work, at_person, epoch, halted_because in rows:
        goes_to = points[one]
        here = at_point or 0 if goes_to == point_id else versions.get(goes_to, 0)
        known = Versions(epoch, at_work or 0, at_person, here)
        found[one] = Standing(_STATES[state], nonce, halted_because is not None, known)
    return found


def _first(conn: Connection, ids: Sequence[str]) -> list[Asked]:
    """Return the locks before those of counters."""
    return [_EPOCH.asked(conn, {}), _THEIR_WORK.asked(conn, ids)]


def _last(conn: Connection, points: Mapping[str, str | None]) -> list[Asked]:
    """Return the locks after those of people."""
    reached = sorted({one for one in points.values() if one})
    ways = [_WAYS.asked(conn, reached)] if reached else []
    return [*ways, _THESE.asked(conn, sorted(points))]


def _by_id(table: Table, *, shared: bool) -> Callable[[Any], Select[Any]]:
    """Return what locks the rows of these ids in their order, whoever else locks some of them."""
    return lambda ids: (
        select(table.c.id)
        .where(table.c.id.in_(ids))
        .order_by(table.c.id)
        .with_for_update(read=shared)
    )


def _people(ids: list[BindParameter[str]]) -> Select[Any]:
    return select(attempt.c.person_id).where(attempt.c.id.in_(ids))


def _work(ids: list[BindParameter[str]]) -> Select[Any]:
    return select(person.c.organisation_id).where(person.c.id.in_(_people(ids)))


_WHOSE = PreparedAmong(
    lambda ids: select(attempt.c.id, attempt.c.person_id).where(attempt.c.id.in_(ids))
)
_WHO_IS_FREE = PreparedAmong(
    lambda ids: (
        select(person.c.id)
        .where(person.c.id.in_(_people(ids)))
        .order_by(person.c.id)
        .with_for_update(skip_locked=True)
    )
)
_EPOCH = Prepared(select(house.c.id).with_for_update(read=True))
_THEIR_WORK = PreparedAmong(lambda ids: _by_id(organisation, shared=True)(_work(ids)))
_THEM = PreparedAmong(lambda ids: _by_id(person, shared=False)(_people(ids)))
_WAYS = PreparedAmong(_by_id(point, shared=True))
_THESE = PreparedAmong(_by_id(attempt, shared=False))


_JUDGED = (
    "state",
    "point_id",
    "due_at",
    "judged_at",
    "held_since",
    "judged_epoch",
    "judged_organisation",
    "judged_person",
    "judged_point",
    "nonce",
    "clearance_expires",
    "words_digest",
    "content_digest",
    "decision_digest",
    "finished_at",
    "outcome_code",
    "outcome_detail",
    "reference",
)
_WRITE_JUDGED = Rewrite(
    attempt,
    (*_JUDGED, "decision_id"),
    lambda given: (
        {name: given(name) for name in _JUDGED}
        | {"decision_id": func.coalesce(given("decision_id"), attempt.c.decision_id)}
    ),
)


def write_judged(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what judging a batch came to; the rows are locked and free to move."""
    _WRITE_JUDGED.many(conn, rows)


@quick
@dataclass(frozen=True, slots=True)
class HandOver:
    """An attempt about to be handed to a door, and what it says."""

    attempt_id: str
    person_id: str
    message_id: str | None
    subject: str | None
    text: str
    again: bool = False
    """It was handed over before, and the door said that nothing left."""
    sender: str | None = None
    """The mailbox or number of ours that it leaves by."""


_GIVEN = ("sending_since", "worker", "message_id", "sender")
_SENDING = Rewrite(
    attempt,
    _GIVEN,
    lambda given: (
        {name: given(name) for name in _GIVEN}
        | {
            "state": literal_column(f"'{AttemptState.SENDING.value}'"),
            "tries": attempt.c.tries + literal_column("1"),
        }
    ),
)
_RAISE_PEOPLE = PreparedAmong(
    lambda ids: update(person).where(person.c.id.in_(ids)).values(version=person.c.version + 1)
)
_SAY = Prepared(insert(sent), [column.name for column in sent.columns])


def set_sending(conn: Connection, group: Sequence[HandOver], worker: str, now: datetime) -> None:
    """Spend the clearances of a group: from here on each may have left. Raise their people."""
    if not group:
        return
    _RAISE_PEOPLE.later(conn, sorted({one.person_id for one in group}))
    sending = [
        {
            "id": one.attempt_id,
            "sending_since": now,
            "worker": worker,
            "message_id": one.message_id,
            "sender": one.sender,
        }
        for one in group
    ]
    _SENDING.many(conn, sending)
    again = [one.attempt_id for one in group if one.again]
    if again:
        conn.execute(delete(sent).where(sent.c.attempt_id.in_(again)))
    said = [
        {"attempt_id": one.attempt_id, "subject": one.subject, "text": one.text} for one in group
    ]
    _SAY.many(conn, said)

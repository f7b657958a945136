"""What the compliance console lists: a page at a time from where the last one ended, by index.

Nothing is counted over everything. Filters that no index serves are looked through row by row, and
no further than `MOST_LOOKED_THROUGH` rows a page: whoever asks is told where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, Select, and_, func, or_, select

from outreach.store.decisions import OUTSIDE, TOLD
from outreach.store.tables import commitment, decision, inbound, person, proposal, team
from outreach.store.trail import BLOCKED, KEPT_BACK, OPEN

MOST_LOOKED_THROUGH = 5_000
MOST_COUNTED = 1_000
_AT_ONCE = 500
_LATELY = timedelta(days=30)
_MEASURED = 200
"""The last messages whose way to a statement is timed; their ids sort by when they came."""


class Shelf(StrEnum):
    """Which decisions: what waits for somebody, what was blocked, or what was reviewed, and how."""

    OPEN = "open"
    BLOCKED = "blocked"
    """Nobody has to look at these: they never leave. Anybody may."""
    UPHELD = "upheld"
    CORRECTED = "corrected"
    AGAIN = "again"
    ALL = "all"


REVIEWED_AS = {Shelf.UPHELD: "uphold", Shelf.CORRECTED: "correct", Shelf.AGAIN: "again"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a shelf to show; what is empty does not filter."""

    shelf: Shelf = Shelf.OPEN
    verdict: str = ""
    rule: str = ""
    channel: str = ""
    clearer: str = ""
    person_id: str = ""
    by: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """Where a page ended: the moment and the id of its last row."""

    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Some:
    """A page of rows, and where the next begins; `cut` where looking stopped before the page."""

    rows: tuple[RowMapping, ...]
    after: After | None
    cut: bool


def some(conn: Connection, wanted: Wanted, after: After | None, limit: int) -> Some:
    """Return the next decisions of a shelf, the newest first."""
    found: list[RowMapping] = []
    looked, last = 0, after
    while len(found) < limit and looked < MOST_LOOKED_THROUGH:
        batch = conn.execute(_next(wanted, last).limit(_AT_ONCE)).mappings().all()
        for row in batch:
            looked, last = looked + 1, _place(wanted, row)
            if _fits(row, wanted):
                found.append(row)
                if len(found) == limit:
                    break
        if len(batch) < _AT_ONCE and len(found) < limit:
            return Some(tuple(found), None, cut=False)
    return Some(tuple(found), last, cut=len(found) < limit)


def _moment(wanted: Wanted) -> str:
    return "reviewed_at" if wanted.shelf in REVIEWED_AS else "at"


def _place(wanted: Wanted, row: RowMapping) -> After:
    return After(row[_moment(wanted)], row["id"])


def _next(wanted: Wanted, after: After | None) -> Select[tuple[object, ...]]:
    moment = decision.c[_moment(wanted)]
    query: Select[tuple[object, ...]] = TOLD.order_by(moment.desc(), decision.c.id.desc())
    if wanted.shelf is Shelf.OPEN:
        query = query.where(OPEN)
    elif wanted.shelf is Shelf.BLOCKED:
        query = query.where(BLOCKED)
    elif wanted.shelf in REVIEWED_AS:
        query = query.where(decision.c.reviewed_at.is_not(None))
    elif not wanted.person_id:
        query = query.where(KEPT_BACK)
    if wanted.person_id:
        query = query.where(decision.c.person_id == wanted.person_id)
    if after is not None:
        earlier = and_(moment == after.at, decision.c.id < after.id)
        query = query.where(moment <= after.at, or_(moment < after.at, earlier))
    return query


def _fits(row: RowMapping, wanted: Wanted) -> bool:
    outside = row["kind"] == OUTSIDE
    return (
        wanted.verdict in ("", row["verdict"])
        and (not wanted.rule or wanted.rule in (row["rules"] or ()))
        and wanted.channel in ("", row["channel"])
        and wanted.clearer in ("", "compliance" if outside else row["clearer"] or "")
        and wanted.by in ("", row["attempt_by"])
        and (outside or not wanted.outside)
        and (row["verdict"] in ("block", "hold") or outside)
        and REVIEWED_AS.get(wanted.shelf) in (None, row["review_action"])
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands at the top: how many wait (no more than are counted), and since when."""

    waiting: int
    oldest: datetime | None
    proposals: int
    today: int


def strip(conn: Connection, midnight: datetime) -> Strip:
    """Return how many wait, and how many were reviewed since midnight, within `MOST_COUNTED`."""
    oldest = select(decision.c.at).where(OPEN).order_by(decision.c.at).limit(1)
    return Strip(
        _few(conn, select(decision.c.id).where(OPEN)),
        conn.scalar(oldest),
        _few(conn, select(proposal.c.id).where(proposal.c.settled_at.is_(None))),
        _few(conn, select(decision.c.id).where(decision.c.reviewed_at >= midnight)),
    )


def _few(conn: Connection, query: Select[tuple[str]]) -> int:
    capped = query.limit(MOST_COUNTED).subquery()
    return conn.scalar(select(func.count()).select_from(capped)) or 0


@dataclass(frozen=True, slots=True)
class Cause:
    """What keeps several attempts back: who can clear it, the rules, and how many."""

    clearer: str
    rules: tuple[str, ...]
    count: int


def causes(conn: Connection) -> list[Cause]:
    """Return why the newest open decisions were kept back, the most frequent first."""
    columns = (decision.c.clearer, decision.c.rules, decision.c.kind)
    query = select(*columns).where(OPEN).order_by(decision.c.at.desc())
    counted: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in conn.execute(query.limit(MOST_LOOKED_THROUGH)):
        clearer = "compliance" if row.kind == OUTSIDE else row.clearer or ""
        key = (clearer, tuple(row.rules or ()))
        counted[key] = counted.get(key, 0) + 1
    found = [Cause(*key, count) for key, count in counted.items()]
    return sorted(found, key=lambda one: (-one.count, one.rules))


def took_to_hear(conn: Connection) -> Sequence[timedelta]:
    """Return how long each of the last statements took from its arrival until it bound us."""
    query = select(inbound.c.received_at, inbound.c.read_at, inbound.c.statement_id)
    newest = conn.execute(query.order_by(inbound.c.id.desc()).limit(_MEASURED))
    return [row.read_at - row.received_at for row in newest if row.statement_id and row.read_at]


def next_to(conn: Connection, this: After, shelf: Shelf) -> str | None:
    """Return the next decision of its shelf, older than this one; else the newest of them."""
    query = (
        select(decision.c.id)
        .where(decision.c.id != this.id, decision.c.reviewed_at.is_(None))
        .order_by(decision.c.at.desc(), decision.c.id.desc())
        .limit(1)
    )
    if shelf is Shelf.BLOCKED:
        query = query.where(BLOCKED, decision.c.at > this.at - _LATELY)
    else:
        query = query.where(OPEN)
    earlier = and_(decision.c.at == this.at, decision.c.id < this.id)
    older = conn.scalar(query.where(or_(decision.c.at < this.at, earlier)))
    return older or conn.scalar(query)


@dataclass(frozen=True, slots=True)
class Callback:
    """A call somebody is said to have asked for; nobody but one of us says so."""

    id: str
    person_id: str
    person: str
    owner: str
    what: str
    due_at: datetime
    made_at: datetime


def unproven_callbacks(conn: Connection) -> list[Callback]:
    """Return open callbacks that rest on our own word alone, the soonest first."""
    query = (
        select(commitment, person.c.name.label("person_name"), team.c.name.label("owner_name"))
        .join(person, commitment.c.person_id == person.c.id)
        .outerjoin(team, commitment.c.owner == team.c.id)
        .where(commitment.c.state == "open", commitment.c.kind == "callback")
        .where(commitment.c.proven.is_(False))
        .order_by(commitment.c.due_at)
    )
    return [
        Callback(
            row["id"],
            row["person_id"],
            row["person_name"],
            row["owner_name"] or "",
            row["what"],
            row["due_at"],
            row["made_at"],
        )
        for row in conn.execute(query.limit(MOST_COUNTED)).mappings()
    ]

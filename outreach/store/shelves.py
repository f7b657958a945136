"""What the compliance console lists: a page at a time from where the last one ended, by index.

Filters that no index serves, and words that somebody looks for, are looked for row by row, and no
further than `MOST_LOOKED_THROUGH` rows a page: whoever asks is told where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, Select, and_, or_, select

from outreach.domain.attempts import AttemptState
from outreach.store.decisions import OUTSIDE, TOLD
from outreach.store.tables import decision, statement
from outreach.store.trail import BLOCKED, KEPT_BACK, OPEN

MOST_LOOKED_THROUGH = 5_000
_AT_ONCE = 500


class Shelf(StrEnum):
    """Which decisions: what waits for somebody, what was blocked, or what came of it, and how."""

    OPEN = "open"
    BLOCKED = "blocked"
    """Nobody has to look at these: they never leave. Anybody may."""
    UPHELD = "upheld"
    CORRECTED = "corrected"
    AGAIN = "again"
    EXPIRED = "expired"
    """Nobody looked in time, and they never left."""
    ALL = "all"


REVIEWED_AS = {Shelf.UPHELD: "uphold", Shelf.CORRECTED: "correct", Shelf.AGAIN: "again"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of a shelf to show; what is empty does not filter.

    `text` stands in the person's name, in anything they said, or in the sentence that says why.
    """

    shelf: Shelf = Shelf.OPEN
    verdict: str = ""
    rule: str = ""
    channel: str = ""
    clearer: str = ""
    person_id: str = ""
    by: str = ""
    outside: bool = False
    text: str = ""


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


_LISTED = TOLD.with_only_columns(
    *(each for each in TOLD.selected_columns if each.key not in ("facts", "explanation", "asked"))
)
"""What a list shows of a decision: what it rests on is long, and read where one is looked at."""


def some(conn: Connection, wanted: Wanted, after: After | None, limit: int) -> Some:
    """Return the next decisions of a shelf, the newest first."""
    found: list[RowMapping] = []
    looked, last = 0, after
    while len(found) < limit and looked < MOST_LOOKED_THROUGH:
        batch = conn.execute(_next(wanted, last).limit(_AT_ONCE)).mappings().all()
        said = _who_said(conn, batch, wanted.text)
        for row in batch:
            looked, last = looked + 1, _place(wanted, row)
            if _fits(row, wanted) and _holds(row, wanted.text, said):
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
    query: Select[tuple[object, ...]] = _LISTED.order_by(moment.desc(), decision.c.id.desc())
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
        and (wanted.shelf is not Shelf.EXPIRED or row["attempt_state"] == AttemptState.EXPIRED)
    )


def _who_said(conn: Connection, rows: Iterable[RowMapping], text: str) -> set[str]:
    """Return who of these people ever said this, however it was written."""
    if not text:
        return set()
    query = select(statement.c.person_id, statement.c.words).where(
        statement.c.person_id.in_({row["person_id"] for row in rows})
    )
    sought = text.casefold()
    return {whose for whose, words in conn.execute(query) if sought in (words or "").casefold()}


def _holds(row: RowMapping, text: str, said: set[str]) -> bool:
    written = f"{row['person_name']}\n{row['sentence']}".casefold()
    return row["person_id"] in said or text.casefold() in written

"""What the compliance console lists: a page at a time from where the last one ended, by index.

Filters that no index serves, and words that somebody looks for, are looked for in a window of the
newest rows, and no further than `MOST_LOOKED_THROUGH` rows a page: whoever asks is told where it
stopped. Rules are read from the entries of the indexes themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Text,
    TextClause,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from outreach.domain.attempts import AttemptState
from outreach.store.decisions import OUTSIDE, TOLD
from outreach.store.tables import attempt, decision, person, statement
from outreach.store.trail import BLOCKED, KEPT_BACK, OPEN

MOST_LOOKED_THROUGH = 5_000
_WINDOWS = (500, MOST_LOOKED_THROUGH - 500)
"""How many rows are looked through before more are. Most pages are full after the first."""
_READING = (500, 2_000)
"""The same where words are looked for: these rows have to be read, and what people said."""


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

_Condition = ColumnElement[bool] | TextClause


def some(conn: Connection, wanted: Wanted, after: After | None, limit: int) -> Some:
    """Return the next decisions of a shelf, the newest first."""
    found: list[RowMapping] = []
    last = after
    for size in _READING if wanted.text else _WINDOWS:
        end = _last_of(conn, wanted, last, size)
        found += _within(
            conn, wanted, [*_which(wanted, last), *_until(wanted, end)], limit - len(found)
        )
        if len(found) == limit:
            return Some(tuple(found), After(found[-1][_moment(wanted)], found[-1]["id"]), cut=False)
        if end is None:
            return Some(tuple(found), None, cut=False)
        last = end
    return Some(tuple(found), last, cut=True)


def _moment(wanted: Wanted) -> str:
    return "reviewed_at" if wanted.shelf in REVIEWED_AS else "at"


def _last_of(conn: Connection, wanted: Wanted, after: After | None, size: int) -> After | None:
    """Return where a window of so many rows of the shelf ends; None where the shelf does."""
    moment = decision.c[_moment(wanted)]
    query = select(moment, decision.c.id).where(*_which(wanted, after))
    ordered = query.order_by(moment.desc(), decision.c.id.desc())
    row = conn.execute(ordered.offset(size - 1).limit(1)).one_or_none()
    return After(*row) if row else None


def _within(
    conn: Connection, wanted: Wanted, which: list[_Condition], limit: int
) -> list[RowMapping]:
    """Return what fits of a window."""
    moment = decision.c[_moment(wanted)]
    query = _LISTED.order_by(moment.desc(), decision.c.id.desc())
    if wanted.text:
        ids = [*_with_words(conn, wanted, which)][:limit]
        query = query.where(decision.c.id.in_(ids))
    else:
        query = query.where(*which, *_fits(wanted)).limit(limit)
    return list(conn.execute(query).mappings())


def _which(wanted: Wanted, after: After | None) -> Iterator[_Condition]:
    """Yield what makes a row one of the shelf, behind a place: an index serves it."""
    if wanted.shelf is Shelf.OPEN:
        yield OPEN
    elif wanted.shelf is Shelf.BLOCKED:
        yield BLOCKED
    elif wanted.shelf in REVIEWED_AS:
        yield decision.c.reviewed_at.is_not(None)
    elif not wanted.person_id:
        yield KEPT_BACK
    if wanted.person_id:
        yield decision.c.person_id == wanted.person_id
    if after is not None:
        moment = decision.c[_moment(wanted)]
        yield moment <= after.at
        yield or_(moment < after.at, and_(moment == after.at, decision.c.id < after.id))


def _until(wanted: Wanted, end: After | None) -> Iterator[_Condition]:
    """Yield what makes a row one of the window that ends there."""
    if end is not None:
        moment = decision.c[_moment(wanted)]
        yield moment >= end.at
        yield or_(moment > end.at, and_(moment == end.at, decision.c.id >= end.id))


def _fits(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield the filters. What was attempted is asked for row by row: no plan begins with it."""
    outside = decision.c.kind == OUTSIDE
    yield or_(decision.c.verdict.in_(("block", "hold")), outside)
    if wanted.verdict:
        yield decision.c.verdict == wanted.verdict
    if wanted.rule:
        yield cast(decision.c.rules, Text).contains(f'"{wanted.rule}"', autoescape=True)
    if wanted.clearer:
        clearer = case((outside, "compliance"), else_=func.coalesce(decision.c.clearer, ""))
        yield clearer == wanted.clearer
    if wanted.outside:
        yield outside
    if wanted.shelf in REVIEWED_AS:
        yield decision.c.review_action == REVIEWED_AS[wanted.shelf]
    expired = AttemptState.EXPIRED if wanted.shelf is Shelf.EXPIRED else ""
    for column, value in (
        (attempt.c.channel, wanted.channel),
        (attempt.c.by, wanted.by),
        (attempt.c.state, expired),
    ):
        if value:
            its = select(column).where(attempt.c.id == decision.c.attempt_id)
            yield its.correlate(decision).scalar_subquery() == value


def _with_words(conn: Connection, wanted: Wanted, which: list[_Condition]) -> Iterator[str]:
    """Yield the decisions of a window in which the text stands, however it is written."""
    sought, moment = wanted.text.casefold(), decision.c[_moment(wanted)]
    whose = select(decision.c.person_id).where(*which)
    words = select(statement.c.person_id, statement.c.words)
    heard = conn.execute(words.where(statement.c.person_id.in_(whose)))
    said = {who for who, words in heard if sought in (words or "").casefold()}
    columns = (decision.c.id, decision.c.person_id, person.c.name, decision.c.sentence)
    query = select(*columns).join(person, decision.c.person_id == person.c.id)
    query = query.where(*which, *_fits(wanted)).order_by(moment.desc(), decision.c.id.desc())
    for found, who, name, sentence in conn.execute(query):
        if who in said or sought in f"{name}\n{sentence}".casefold():
            yield found

"""What became of our attempts, and what was kept back: with the verdict, and what would change it.

Nothing here lets anything go. A page may hold fewer rows than were asked for, where a program sees
the records of few people: it goes on from `next` for as long as there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import RowMapping
from starlette.exceptions import HTTPException

from outreach.bootstrap.languages import language_of
from outreach.domain.attempts import OPEN, AttemptState
from outreach.domain.hidden import without_any_number
from outreach.errors import NotFoundError
from outreach.gate.judging import Case
from outreach.gate.preflight import if_heard
from outreach.gate.telling import change_of
from outreach.services import review
from outreach.services.programs import Program
from outreach.services.review.why import Asked, Reason
from outreach.store import attempts, attempts_listed, people, shelves
from outreach.store.decisions import OUTSIDE
from outreach.store.shelves import After, Shelf, Wanted
from outreach.web.api.admitting import Asking, At, Counter
from outreach.web.api.attempted_shapes import (
    AttemptOut,
    AttemptsPage,
    AttemptWhy,
    Blocked,
    BlockedPage,
    DecisionOut,
    DecisionWhy,
    Objection,
)
from outreach.web.cursors import after as begin_at
from outreach.web.cursors import cursor
from policies.channel import Channel
from policies.decide import earliest

_MOST, _MOST_JUDGED = 200, 50
_AT_ONCE = 250
_MOST_LOOKED_AT = 5_000
attempted = APIRouter(tags=["ask"])


class Which(StrEnum):
    """Which of what was kept back."""

    OPEN = "open"
    """What somebody of us has still to look at."""
    BLOCKED = "blocked"
    """What will not leave, and nobody has to look at."""
    ALL = "all"


_SHELF = {Which.OPEN: Shelf.OPEN, Which.BLOCKED: Shelf.BLOCKED, Which.ALL: Shelf.ALL}
Page = Annotated[str, Query(max_length=200, description="`next` of the page before.")]
Person = Annotated[str, Query(max_length=100, description="A person's id: theirs alone.")]


@attempted.get("/attempts")
def everything(
    at: At,
    program: Asking,
    person: Person = "",
    after: Page = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> AttemptsPage:
    """List attempts, the newest first, each with the last decision about it."""
    whose = at.person(program, person).id if person else ""
    page: list[AttemptOut] = []
    last, looked = after, 0
    while looked < _MOST_LOOKED_AT:
        rows = _rows(at, last, whose)
        for row in rows:
            if len(page) == limit:
                return AttemptsPage(attempts=page, next=last)
            last, looked = row["id"], looked + 1
            if program.sight.holds(row["owner_id"]):
                page.append(AttemptOut(**_attempt(row)))
        if len(rows) < _AT_ONCE:
            return AttemptsPage(attempts=page, next=None)
    return AttemptsPage(attempts=page, next=last)


def _rows(at: Counter, last: str, whose: str) -> list[RowMapping]:
    return at.store.read(lambda conn: attempts_listed.before(conn, last, _AT_ONCE, whose))


@attempted.get("/attempts/{attempt}")
def one(
    at: At,
    program: Asking,
    attempt: str,
    language: Annotated[str, Query(max_length=2, description="en, es, fr, de or pt.")] = "",
) -> AttemptWhy:
    """Show one attempt: every decision about it, every rule that was asked, and what it said."""
    rows = at.store.read(lambda conn: attempts_listed.by_ids(conn, [attempt]))
    if not rows or not program.sight.holds(rows[0]["owner_id"]):
        raise NotFoundError("attempt", attempt)
    found = review.why(at.gate, attempt, language_of(language or program.member.language))
    unsent = found.state in OPEN or found.state is AttemptState.BLOCKED
    return AttemptWhy(
        **_attempt(rows[0]),
        decisions=[_why(each) for each in found.reasons],
        earliest=found.earliest if unsent else None,
        would_change=without_any_number(found.change) if unsent else "",
    )


@attempted.get("/blocked")
def blocked(
    at: At,
    program: Asking,
    which: Which = Which.OPEN,
    person: Person = "",
    rule: Annotated[str, Query(max_length=60, description="Kept back by this rule.")] = "",
    channel: Channel | None = None,
    after: Page = "",
    limit: Annotated[int, Query(ge=1, le=_MOST_JUDGED)] = 20,
) -> BlockedPage:
    """List what was kept back, the newest first: why, from when it may go, what would change it."""
    whose = at.person(program, person).id if person else ""
    wanted = Wanted(_SHELF[which], rule=rule, channel=channel or "", person_id=whose)
    begin = _begin(after)
    found = at.store.read(lambda conn: shelves.some(conn, wanted, begin, limit))
    ids = {row["person_id"] for row in found.rows}
    known = at.store.read(lambda conn: people.get_many(conn, ids))
    mine = {one for one, each in known.items() if program.sight.holds(each.owner_id)}
    rows = [row for row in found.rows if row["person_id"] in mine]
    return BlockedPage(blocked=_judged(at, program, rows), next=cursor(found.after) or None)


def _begin(after: str) -> After | None:
    try:
        return begin_at(after)
    except ValueError:
        wrong = "`after`: send `next` of the page before, as it was"
        raise HTTPException(422, wrong) from None


def _judged(at: Counter, program: Program, rows: Sequence[RowMapping]) -> list[Blocked]:
    """Return what was kept back, each as it would be judged now, as if we listened."""
    now = at.clock.now()
    ids = [row["attempt_id"] for row in rows if row["kind"] != OUTSIDE]
    kept = at.store.read(lambda conn: attempts.get_many(conn, ids))
    waits = [one for one in kept if one.state in OPEN or one.state is AttemptState.BLOCKED]
    cases = {case.attempt.id: case for case in if_heard(at.gate, waits, now)}
    return [_blocked(at, program, row, cases.get(row["attempt_id"])) for row in rows]


def _blocked(at: Counter, program: Program, row: RowMapping, case: Case | None) -> Blocked:
    now, language = at.clock.now(), language_of(program.member.language)
    return Blocked(
        attempt=row["attempt_id"],
        person=row["person_id"],
        channel=row["channel"],
        purpose=row["purpose"],
        by=row["attempt_by"],
        state=row["attempt_state"],
        decision=DecisionOut(id=row["id"], at=row["at"], **_told(row)),
        open=row["open"],
        around_the_gate=row["kind"] == OUTSIDE,
        earliest=earliest(case.facts, now, at.gate.judges.rulebook) if case else None,
        would_change=without_any_number(change_of(at.gate, case, now, language)) if case else "",
    )


def _attempt(row: RowMapping) -> dict[str, Any]:
    decided = row["decided_at"] is not None
    return {
        "id": row["id"],
        "person": row["person_id"],
        **{name: row[name] for name in ("channel", "purpose", "by", "automated", "state", "step")},
        **{name: row[name] for name in ("created_at", "due_at", "finished_at")},
        "sequence": row["sequence_name"],
        "decision": DecisionOut(id=row["decision_id"], at=row["decided_at"], **_told(row))
        if decided
        else None,
    }


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "verdict": row["verdict"],
        "sentence": without_any_number(row["sentence"]),
        "rules": list(row["rules"] or ()),
        "until": row["until"],
        "to_channel": row["to_channel"],
        "clearer": row["clearer"],
    }


def _why(made: Reason) -> DecisionWhy:
    objected = [each for each in made.asked if each.because]
    return DecisionWhy(
        id=made.decision_id,
        at=made.at,
        kind=made.kind,
        verdict=made.verdict,
        sentence=without_any_number(made.sentence),
        rules=[each.rule for each in objected],
        until=made.until,
        to_channel=made.to_channel,
        clearer=made.clearer,
        objections=[_objection(each) for each in objected],
        silent=[each.rule for each in made.asked if not each.because],
    )


def _objection(one: Asked) -> Objection:
    return Objection(
        rule=one.rule,
        asks=one.asks,
        because=without_any_number(one.because),
        quotes=[without_any_number(said.words) for said in one.quotes],
        cites=list(one.cites),
        change=one.change,
    )

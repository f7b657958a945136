"""One decision: the verdict, every rule that was asked, their words, the law, and what may be done.

There is no "send anyway".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection

from outreach.domain.history import Event
from outreach.domain.imports import fields as cells
from outreach.domain.people import ContactPoint, Person
from outreach.errors import HouseError, InputError
from outreach.services import review
from outreach.services.accounts import Porch
from outreach.services.preferences.described import masked
from outreach.services.review import Wish
from outreach.store import (
    decisions,
    history,
    people,
    points,
    proposals,
    reviewing,
    statements,
    team,
)
from outreach.store.decisions import OUTSIDE, DecisionRow
from outreach.store.proposals import Proposal
from outreach.store.shelves import After, Shelf
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours, quoted, theirs
from outreach.web.doorway.admitting import Guest, Reviewer
from outreach.web.doorway.frame import gone_to
from outreach.web.doorway.records import look_up
from policies.statement import Statement

ONE = PATH + "/decision/"
_STORY = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file about whom a decision is about."""

    decision: DecisionRow
    person: Person
    points: list[ContactPoint]
    said: dict[str, Statement]
    story: list[Event]
    proposed: list[Proposal]
    names: dict[str, str]
    next: str | None


def decision(console: Console) -> APIRouter:
    """Return the page of a decision, and what may be done about it."""
    router = APIRouter()

    @router.get(ONE + "{decision_id}")
    def look(guest: Reviewer, decision_id: str) -> Response:
        return _page(console, guest, decision_id)

    @router.get(ONE + "{decision_id}/facts.json")
    def facts(guest: Reviewer, decision_id: str) -> Response:
        row = console.home.store.read(lambda conn: decisions.get(conn, decision_id))
        _looks(console, guest, row, "facts")
        on_file = console.home.store.read(lambda conn: points.of(conn, row.person_id))
        return Response(_as_json(row, on_file), media_type="application/json")

    @router.post(ONE + "{decision_id}/uphold")
    def uphold(guest: Reviewer, decision_id: str) -> Response:
        return _reviewed(console, guest, decision_id, "uphold")

    @router.post(ONE + "{decision_id}/again")
    def again(guest: Reviewer, decision_id: str) -> Response:
        return _reviewed(console, guest, decision_id, "again")

    @router.post(ONE + "{decision_id}/propose")
    def propose(guest: Reviewer, decision_id: str) -> Response:
        return _act(console, guest, decision_id, lambda: _proposed(console, guest, decision_id))

    return router


def _page(console: Console, guest: Guest, decision_id: str, wrong: str = "") -> Response:
    home = console.home
    known = home.store.read(lambda conn: _known(conn, decision_id))
    row = known.decision
    _looks(console, guest, row, "decision")
    told = review.why(home.gate, row.attempt_id, home.language(guest.visit.member))
    reason = next(one for one in told.reasons if one.decision_id == row.id)
    fields = {
        "row": row,
        "why": told,
        "reason": reason,
        "objected": sorted(
            (one for one in reason.asked if one.because),
            key=lambda one: not one.asks.startswith(row.verdict),
        ),
        "silent": [one.rule for one in reason.asked if not one.because],
        "quotes": quoted(row.explanation, known.said),
        "known": known,
        "points": [(one, masked(one.address)) for one in known.points],
        "outside": row.kind == OUTSIDE,
        "ours": lambda at: ours(at, home.ears.zone),
        "ends": datetime.fromisoformat,
        "theirs": theirs(row.at, home, known.person),
        "told": review.told,
        "reviewable": row.reviewed_at is None,
        "reasons": review.UNWRITTEN,
        "wrong": wrong,
        "facts": _as_json(row, known.points),
    }
    return console.page("decision", guest, PATH, fields, 400 if wrong else 200)


def _known(conn: Connection, decision_id: str) -> Known:
    row = decisions.get(conn, decision_id)
    said = {one.id: one for one in statements.of(conn, row.person_id)}
    proposed = proposals.on(conn, decision_id)
    members = team.by_ids(conn, {one.member_id for one in proposed})
    return Known(
        row,
        people.get(conn, row.person_id),
        points.of(conn, row.person_id),
        said,
        history.story(conn, row.person_id)[-_STORY:],
        proposed,
        {one.id: one.name for one in members.values()},
        reviewing.next_to(conn, After(row.at, row.id), _shelf(row)),
    )


def _shelf(row: DecisionRow) -> Shelf:
    return Shelf.BLOCKED if row.verdict == "block" and row.kind != OUTSIDE else Shelf.OPEN


def _looks(console: Console, guest: Guest, row: DecisionRow, what: str) -> None:
    look_up(Porch(console.home.store, console.home.clock), guest, row.person_id, what)


def _as_json(row: DecisionRow, on_file: Iterable[ContactPoint]) -> str:
    """Return the facts as JSON, no number or address of theirs in full: nobody dials from here."""
    text = json.dumps(_plain(row), ensure_ascii=False, indent=2, default=str)
    for point in on_file:
        for written in {point.address, point.folded}:
            text = text.replace(json.dumps(written)[1:-1], masked(point.address))
    return text


def _plain(row: DecisionRow) -> dict[str, object]:
    """Return what a decision rests on, for a program: ids of statements, and no words of theirs."""
    return {
        "decision": row.id,
        "attempt": row.attempt_id,
        "at": row.at.isoformat(),
        "verdict": row.verdict,
        "rules": row.rules,
        "asked": row.asked,
        "fingerprint": row.fingerprint,
        "digest": row.digest,
        "facts": row.facts,
    }


def _act(console: Console, guest: Guest, decision_id: str, act: Callable[[], str]) -> Response:
    try:
        return gone_to(act())
    except HouseError as error:
        return _page(console, guest, decision_id, str(error))


def _reviewed(console: Console, guest: Guest, decision_id: str, action: str) -> Response:
    """Review it, and show the next that nobody looked at."""
    home = console.home

    def act() -> str:
        reason = guest.form.text("reason") or review.UNWRITTEN[action]
        who = review.Reviewer(guest.name, reason, home.clock.now())
        row = home.store.read(lambda conn: decisions.get(conn, decision_id))
        here = After(row.at, row.id)
        following = home.store.read(lambda conn: reviewing.next_to(conn, here, _shelf(row)))
        (review.uphold if action == "uphold" else review.again)(home.store, decision_id, who)
        return f"{ONE}{following}" if following else PATH

    return _act(console, guest, decision_id, act)


def _proposed(console: Console, guest: Guest, decision_id: str) -> str:
    form, home = guest.form, console.home
    what = form.text("what")
    wish = Wish(
        statement_id=form.text("statement") if what == "words" else "",
        means=form.text("means") if what == "words" else "",
        point_id=form.text("point") if what == "address" else "",
        country=form.text("country").upper() if what == "place" else "",
        region=form.text("region").upper() if what == "place" else "",
        zone=form.text("zone") if what == "place" else "",
        identity=what == "identity",
    )
    if what == "place":
        _a_place(wish)
    who = review.Reviewer(
        guest.name, form.text("reason"), home.clock.now(), proof=form.text("proof")
    )
    review.propose(home.store, decision_id, wish, who)
    return f"{ONE}{decision_id}#proposed"


def _a_place(wish: Wish) -> None:
    """Raise `InputError` for a place that does not exist."""
    there = cells.country(wish.country) if wish.country else None
    if wish.region:
        cells.region(wish.region, there)
    if wish.zone:
        cells.zone(wish.zone)
    if not (wish.country or wish.region or wish.zone):
        raise InputError("say where they are: a country, a region or a zone")

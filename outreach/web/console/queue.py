"""The queue: what was blocked or held, or went around the gate, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import RowMapping

from outreach.ids import new_id
from outreach.store import people, proposals, shelves
from outreach.store.decisions import OUTSIDE
from outreach.store.proposals import SavedView
from outreach.store.shelves import Shelf, Wanted
from outreach.web.console.asked import PAGE, address, after, wanted
from outreach.web.console.frame import PATH, Console
from outreach.web.console.telling import ours, span, theirs
from outreach.web.cursors import cursor
from outreach.web.doorway.admitting import Guest, Reviewer
from outreach.web.doorway.frame import gone_to
from policies.channel import Channel
from policies.rules import RULES
from policies.verdict import Clearer

RULE_NAMES = tuple(sorted(rule.name for rule in RULES))


@dataclass(frozen=True, slots=True)
class Row:
    """One decision in the list: both clocks, who, by what, why."""

    id: str
    person_id: str
    person: str
    channel: str
    by: str
    step: str
    verdict: str
    clearer: str
    rules: tuple[str, ...]
    sentence: str
    ours: str
    theirs: str
    waits: str
    outside: bool
    review: str
    reviewed_by: str


def queue(console: Console) -> APIRouter:
    """Return the queue and the views that somebody keeps of it."""
    router = APIRouter()

    @router.get(PATH)
    def look(request: Request, guest: Reviewer) -> Response:
        return _page(console, guest, request)

    @router.post(PATH + "/views")
    def keep(guest: Reviewer) -> Response:
        form, now = guest.form, console.home.clock.now()
        name, query = form.text("name", 60), form.text("query", 500)
        if name:
            one = SavedView(new_id("w"), guest.visit.member.id, name, query, now)
            console.home.store.write(lambda conn: proposals.keep_view(conn, one))
        return gone_to(f"{PATH}?{query}" if query else PATH)

    @router.post(PATH + "/views/{view}/drop")
    def drop(guest: Reviewer, view: str) -> Response:
        whose = guest.visit.member.id
        console.home.store.write(lambda conn: proposals.drop_view(conn, whose, view))
        return gone_to(PATH)

    return router


def _page(console: Console, guest: Guest, request: Request) -> Response:
    asked = wanted(request.query_params)
    begin = after(request.query_params.get("after", ""))
    store = console.home.store
    found = store.read(lambda conn: shelves.some(conn, asked, begin, PAGE))
    views = store.read(lambda conn: proposals.views(conn, guest.visit.member.id))
    fields = {
        "rows": rows_of(console, found.rows),
        "asked": asked,
        "query": address(asked),
        "narrowed": parse_qsl(address(replace(asked, text=""))),
        "next": cursor(found.after),
        "cut": found.cut,
        "views": [{"id": one.id, "name": one.name, "query": _safe(one.query)} for one in views],
        "shelves": [(each, address(replace(asked, shelf=each))) for each in Shelf],
        "rule_names": RULE_NAMES,
        "channels": list(Channel),
        "clearers": list(Clearer),
        "person": _name(console, asked),
    }
    return console.page("queue", guest, PATH, fields)


def _safe(query: str) -> str:
    """Return a kept query as one of ours, whatever was kept."""
    return address(wanted(dict(parse_qsl(query))))


def _name(console: Console, asked: Wanted) -> str:
    if not asked.person_id:
        return ""
    found = console.home.store.read(lambda conn: people.get_many(conn, [asked.person_id]))
    return found[asked.person_id].name if asked.person_id in found else ""


def rows_of(console: Console, rows: tuple[RowMapping, ...]) -> list[Row]:
    """Return rows as they are shown."""
    home, now = console.home, console.home.clock.now()
    known = home.store.read(lambda conn: people.get_many(conn, {row["person_id"] for row in rows}))
    return [
        Row(
            id=row["id"],
            person_id=row["person_id"],
            person=row["person_name"],
            channel=row["channel"],
            by=row["attempt_by"],
            step=_step(row),
            verdict=row["verdict"],
            clearer=row["clearer"] or "",
            rules=tuple(row["rules"] or ()),
            sentence=row["sentence"],
            ours=ours(row["at"], home.ears.zone),
            theirs=theirs(row["at"], home, known.get(row["person_id"])),
            waits=span(now - row["at"]) if row["open"] else "",
            outside=row["kind"] == OUTSIDE,
            review=row["review_action"] or "",
            reviewed_by=row["reviewed_by"] or "",
        )
        for row in rows
    ]


def _step(row: RowMapping) -> str:
    if not row["sequence_name"]:
        return ""
    return f"{row['sequence_name']}, step {row['step']}" if row["step"] else row["sequence_name"]

"""The people somebody may see, by name: to open a page, or to put several into a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.domain.access import Right, Sight
from outreach.domain.people import Person
from outreach.store import importing, people, people_listed, sequences, undoing
from outreach.store.importing import Run
from outreach.store.people_listed import Behind
from outreach.store.sequences import SequenceRow
from outreach.web.desk.frame import PEOPLE, Desk
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.records import sight

SHOWN = 50
_MOST_LIKE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the list."""

    person: Person
    works_at: str
    zones: tuple[ZoneInfo, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the list: of a name, of an import, behind somebody."""

    name: str
    brought: str
    behind: str

    @property
    def after(self) -> Behind | None:
        """Return after whom the page begins; what cannot be read begins at the first."""
        folded, dot, person_id = self.behind.rpartition("~")
        return Behind(folded, person_id) if dot else None


def listed(desk: Desk) -> APIRouter:
    """Return the page of people."""
    router, home = APIRouter(), desk.home

    @router.get(PEOPLE)
    def look(guest: Worker, name: str = "", brought: str = "", after: str = "") -> Response:
        wanted = Wanted(name.strip()[:200], brought[:60], after[:400])
        theirs = sight(desk.porch, guest)
        if wanted.brought:
            own_run(desk, guest, wanted.brought)
        found = home.store.read(lambda conn: _found(conn, theirs, wanted))
        shown = found[:SHOWN]
        fields = {
            "rows": home.store.read(lambda conn: _rows(conn, desk, shown)),
            "wanted": wanted,
            "next": _place(shown[-1], wanted) if len(found) > SHOWN else "",
            "sequences": home.store.read(newest),
            "of_list": home.store.read(lambda conn: _source(conn, wanted.brought)),
        }
        return desk.page("people", guest, PEOPLE, fields)

    return router


def newest(conn: Connection) -> list[SequenceRow]:
    """Return the newest version of every sequence."""
    found: dict[str, SequenceRow] = {}
    for one in sequences.everything(conn):
        found.setdefault(one.name, one)
    return list(found.values())


def own_run(desk: Desk, guest: Guest, run_id: str) -> Run:
    """Return an import of this member's, or of anybody's for whoever oversees; raise 404."""
    found = desk.home.store.read(lambda conn: importing.run(conn, run_id))
    if found.by != guest.name and not guest.visit.may(Right.OVERSEE):
        raise HTTPException(404)
    return found


def _found(conn: Connection, theirs: Sight, wanted: Wanted) -> list[Person]:
    if wanted.brought:
        some = undoing.brought(conn, wanted.brought, wanted.behind, SHOWN + 1)
        return [one for one in some if theirs.holds(one.owner_id)]
    found = people_listed.page(conn, theirs.owners, wanted.name, wanted.after, SHOWN + 1)
    if found or not wanted.name:
        return found
    reached = people.named(conn, wanted.name)[:_MOST_LIKE]  # an address, a number, another name
    return [one for one in reached if theirs.holds(one.owner_id)]


def _place(last: Person, wanted: Wanted) -> str:
    """Return where the page behind this one begins."""
    place = Behind.of(last)
    return last.id if wanted.brought else f"{place.folded}~{place.id}"


def _rows(conn: Connection, desk: Desk, shown: Sequence[Person]) -> list[Row]:
    work = people.organisations(conn, {one.organisation_id or "" for one in shown})
    names = {one: each.name for one, each in work.items()}
    return [
        Row(one, names.get(one.organisation_id or "", ""), desk.home.zones(one)) for one in shown
    ]


def _source(conn: Connection, brought: str) -> str:
    return importing.run(conn, brought).source if brought else ""

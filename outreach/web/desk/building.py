"""Making a sequence, step by step; it is read by the same reader as a file, and kept as one.

What is filled in stays in the form until it is kept: nothing of a draft is kept before.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.bootstrap.foreseeing import foreseen, line_of
from outreach.domain.foreseen import Line
from outreach.domain.going_on import ASKED, TOLD, Exit
from outreach.domain.people import Person
from outreach.domain.sequences import OF_A_SEQUENCE, Unit
from outreach.errors import HouseError, InputError, NotFoundError
from outreach.services.enrol import keep_sequence, steps_of
from outreach.store import people_listed, sequences
from outreach.web.desk.draft import Draft, Fault, days, draft_of, faults, filled_in
from outreach.web.desk.enrolling import CHIPS
from outreach.web.desk.frame import SEQUENCES, Desk
from outreach.web.desk.naming import tried_with
from outreach.web.desk.own_words import to_choose
from outreach.web.desk.rendered import Shown, as_read
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from outreach.web.doorway.records import sight
from policies.channel import SPOKEN, Channel

DRAFT = SEQUENCES + "/draft"
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Tried:
    """One step for the person that it is tried with: when, whether, and the very words."""

    line: Line
    shown: Shown | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown beside a draft: what is wrong with it, and how it looks for somebody."""

    faults: tuple[Fault, ...] = ()
    person: Person | None = None
    tried: tuple[Tried, ...] = ()
    wrong: str = ""


def building(desk: Desk) -> APIRouter:
    """Return the form of a sequence, and what its buttons do."""
    router, home = APIRouter(), desk.home

    @router.get(SEQUENCES + "/new")
    def begin(guest: Worker, like: str = "") -> Response:
        draft = Draft()
        if like:
            row = home.store.read(lambda conn: sequences.get(conn, like))
            draft = draft_of(steps_of(row), "", 0)
        return _page(desk, guest, draft)

    @router.get(SEQUENCES + "/of/{name}/change")
    def change(guest: Worker, name: str) -> Response:
        row = home.store.read(lambda conn: sequences.get(conn, name))
        return _page(desk, guest, draft_of(steps_of(row), row.name, row.version))

    @router.post(DRAFT)
    def pressed(guest: Worker) -> Response:
        draft, (act, _, which) = filled_in(guest.form), guest.form.text("do", 20).partition("-")
        number = int(which) if which.isdecimal() else 0
        match act:
            case "add":
                return _page(desk, guest, draft.added())
            case "remove":
                return _page(desk, guest, draft.removed(number))
            case "up":
                return _page(desk, guest, draft.raised(number))
            case "words":  # written meanwhile, in another tab
                return _page(desk, guest, draft)
            case "look":
                return _looked_at(desk, guest, draft)
            case _:
                return _kept(desk, guest, draft)

    return router


def _kept(desk: Desk, guest: Guest, draft: Draft) -> Response:
    home = desk.home
    found = faults(draft, home.templates)
    if found:
        return _page(desk, guest, draft, Seen(tuple(found)))
    try:
        _is_next(desk, draft)
        keep_sequence(home.store, home.clock, draft.sequence(home.templates), guest.name)
    except HouseError as error:
        return _page(desk, guest, draft, Seen((Fault(0, "name", str(error)),)))
    return gone_to(f"{SEQUENCES}/of/{draft.name}?done=kept")


def _is_next(desk: Desk, draft: Draft) -> None:
    """Refuse a name that is taken, a version that somebody else made meanwhile, or no change."""
    try:
        row = desk.home.store.read(lambda conn: sequences.get(conn, draft.name))
    except NotFoundError:
        if draft.base:
            raise
        return
    if not draft.base:
        raise InputError(f"there is a sequence `{row.name}` already: change that one, or name it")
    if row.version != draft.base:
        raise InputError(f"somebody made version {row.version} meanwhile: look at that one first")
    if draft_of(steps_of(row), draft.name, draft.base).text == draft.text:
        raise InputError(f"nothing is different from version {row.version}")


def _looked_at(desk: Desk, guest: Guest, draft: Draft) -> Response:
    """Try every step with somebody real: judged by the gate, written by what writes it."""
    found = faults(draft, desk.home.templates)
    if found:
        return _page(desk, guest, draft, Seen(tuple(found)))
    try:
        person = tried_with(desk, guest)
    except HouseError as error:
        return _page(desk, guest, draft, Seen(wrong=str(error)))
    desk.looks(guest, person.id, "sequence tried")
    steps, language = draft.sequence(desk.home.templates), desk.language(guest)
    tried = []
    for one in foreseen(desk.home, steps, [person], guest.name):
        line = line_of(desk.home, person, one, language, few=True)
        words = (one.instead or one.case).outbound
        tried.append(Tried(line, as_read(words) if words else None))
    return _page(desk, guest, draft, Seen((), person, tuple(tried)))


def _page(desk: Desk, guest: Guest, draft: Draft, seen: Seen | None = None) -> Response:
    seen, home = seen or Seen(), desk.home
    theirs = sight(desk.porch, guest)
    some = home.store.read(lambda conn: people_listed.page(conn, theirs.owners, limit=_OFFERED))
    wrong = seen.wrong or ("it cannot be kept like this: see what is marked" if seen.faults else "")
    fields = {
        "draft": draft,
        "days": days(draft.steps),
        "seen": seen,
        "by_step": {one.line.step: one for one in seen.tried},
        "faults": {(one.step, one.key): one.why for one in seen.faults},
        "units": list(Unit),
        "channels": [(one, SPOKEN[one]) for one in Channel],
        "spoken": {one.value: SPOKEN[one] for one in Channel},
        "purposes": OF_A_SEQUENCE,
        "exits": [(one, TOLD[one]) for one in Exit],
        "conditions": list(ASKED.items()),
        "messages": {one.value: to_choose(home, one) for one in Channel},
        "offered": [one.name for one in some],
        "person": guest.form.text("person", 200) or (some[0].name if some else ""),
        "chips": CHIPS,
        "wrong": wrong,
    }
    return desk.page("build", guest, SEQUENCES, fields, 400 if wrong else 200)

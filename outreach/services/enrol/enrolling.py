"""People come into sequences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.enrollments import Enrollment
from outreach.domain.people import Member, Person
from outreach.domain.planner import Pausing, begun, paused
from outreach.domain.sequences import Sequence as Steps
from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.services.enrol.keeping import steps_of
from outreach.store import enrollments, ledger, people, resting, sequences
from outreach.store.ledger import Entry
from outreach.store.pieces import pieces
from outreach.store.unit import Store

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody who is in another sequence, of which one of the two lets nobody be in both."""

    person_id: str
    sequence: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who is in the sequence now, who was already, and who is not because of another.

    `rests` says why all of it is paused, where it is: then whoever is new waits with the others.
    """

    sequence: Steps
    new: tuple[Enrollment, ...] = ()
    already: tuple[str, ...] = field(default=())
    elsewhere: tuple[Elsewhere, ...] = field(default=())
    rests: str = ""


def enrol(
    store: Store,
    clock: Clock,
    name: str,
    ids: Sequence[str],
    by: Member,
    zones: Callable[[Person], tuple[ZoneInfo, ...]],
    closed: Callable[[Person], Callable[[date], bool]],
    *,
    dry: bool = False,
) -> Enrolled:
    """Put people into the newest version of a sequence; who is in any version stays as they are.

    `dry`: say who would be, and write nothing. Raises `NotFoundError` for a sequence or a person
    who is not there; then nobody is enrolled.
    """
    row = store.read(lambda conn: sequences.get(conn, name))
    steps = steps_of(row)
    wanted = list(dict.fromkeys(ids))
    known = _known(store, wanted)
    rest = store.read(lambda conn: resting.of(conn, row.name))
    new: list[Enrollment] = []
    elsewhere: list[Elsewhere] = []
    for some in pieces(wanted, AT_ONCE):
        planned = [
            begun(
                Enrollment(new_id("e"), one, row.id, by.name, clock.now()),
                steps,
                next(iter(zones(known[one])), ZoneInfo("UTC")),
                closed(known[one]),
            )
            for one in some
        ]
        if rest is not None:
            waits = Pausing(clock.now(), rest.by, rest.because, rest.name)
            planned = [paused(one, waits, None) for one in planned]
        work = partial(_add, steps=steps, planned=planned, by=by, dry=dry)
        done = store.read(work) if dry else store.write(work)
        new += done.new
        elsewhere += done.elsewhere
    there = {one.person_id for one in new} | {one.person_id for one in elsewhere}
    already = tuple(one for one in wanted if one not in there)
    return Enrolled(steps, tuple(new), already, tuple(elsewhere), rest.because if rest else "")


def _known(store: Store, wanted: Sequence[str]) -> dict[str, Person]:
    known: dict[str, Person] = {}
    for some in pieces(wanted, AT_ONCE):
        known |= store.read(partial(people.get_many, ids=some))
    missing = next((one for one in wanted if one not in known), None)
    if missing is not None:
        raise NotFoundError("person", missing)
    return known


def _add(
    conn: Connection, steps: Steps, planned: Sequence[Enrollment], by: Member, *, dry: bool
) -> Enrolled:
    others = _elsewhere(conn, steps, [one.person_id for one in planned])
    new = [one for one in planned if one.person_id not in others]
    barred = tuple(Elsewhere(one, name) for one, name in others.items() if name != steps.name)
    done = Enrolled(steps, tuple(new), elsewhere=barred)
    if dry:
        return done
    enrollments.add_many(conn, new)
    ledger.add_many(
        conn,
        [
            Entry(
                one.enrolled_at,
                "enrolled",
                one.person_id,
                {"sequence": one.sequence_id, "by": by.name},
            )
            for one in new
        ],
    )
    return done


def _elsewhere(conn: Connection, steps: Steps, ids: Sequence[str]) -> dict[str, str]:
    """Return who cannot come in, with the sequence they are in: this one, or one that excludes."""
    going_on = enrollments.of_people(conn, ids)
    rows = sequences.by_ids(conn, {one.sequence_id for one in going_on})
    found: dict[str, str] = {}
    for one in going_on:
        row = rows[one.sequence_id]
        if row.name == steps.name or steps.exclusive or row.options.get("exclusive"):
            found.setdefault(one.person_id, row.name)
            if row.name == steps.name:
                found[one.person_id] = row.name
    return found

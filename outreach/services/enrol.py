"""Sequences come into the house, and people into sequences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.enrollments import Enrollment
from outreach.domain.people import Member, Person
from outreach.domain.planner import begun
from outreach.domain.sequences import (
    Sequence as Steps,
)
from outreach.domain.sequences import (
    SequenceError,
    read_sequence,
    sequence_body,
    sequence_from,
)
from outreach.errors import NotFoundError, unreadable
from outreach.gate.templates import Templates
from outreach.ids import new_id
from outreach.store import enrollments, ledger, people, sequences
from outreach.store.ledger import Entry
from outreach.store.sequences import SequenceRow
from outreach.store.unit import Store

AT_ONCE = 200
LONGEST_FILE = 200_000


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who is in the sequence now, and who was already."""

    sequence: Steps
    new: tuple[Enrollment, ...] = ()
    already: tuple[str, ...] = field(default=())


def read_file(path: Path, templates: Templates) -> Steps:
    """Return the sequence in a file; raise `SequenceError` naming file, step and key.

    Every message that it names must have words.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SequenceError(unreadable(path, error)) from error
    if len(text) > LONGEST_FILE:
        msg = f"{path} has {len(text)} characters: is this a sequence?"
        raise SequenceError(msg)
    found = read_sequence(text, str(path))
    for step in found.steps:
        for channel, message in step.words.items():
            if not templates.has(channel, message):
                msg = (
                    f"{path}: `words.{channel}` names `{message}`, and there are no words in"
                    f" {channel}/{message} (step {step.number})"
                )
                raise SequenceError(msg)
    return found


def add_sequence(
    store: Store, clock: Clock, templates: Templates, path: Path, by: str
) -> SequenceRow:
    """Keep a sequence from a file. The same file again changes nothing; a version is for ever."""
    found = read_file(path, templates)
    now = clock.now()

    def work(conn: Connection) -> SequenceRow:
        body = sequence_body(found)
        there = {one.id for one in sequences.everything(conn)}
        row = sequences.add(conn, found.name, found.version, found.purpose, body, now)
        if row.id not in there:
            said = {"name": found.name, "version": found.version, "by": by}
            ledger.add(conn, Entry(now, "sequence-added", row.id, said))
        return row

    return store.write(work)


def steps_of(row: SequenceRow) -> Steps:
    """Return a kept sequence as it is planned by."""
    return sequence_from(row.name, row.version, row.purpose, row.body)


def enrol(
    store: Store,
    clock: Clock,
    name: str,
    ids: Sequence[str],
    by: Member,
    zones: Callable[[Person], tuple[ZoneInfo, ...]],
    closed: Callable[[Person], Callable[[date], bool]],
) -> Enrolled:
    """Put people into the newest version of a sequence; who is in it already stays as they are.

    Raises `NotFoundError` for a sequence or a person who is not there; then nobody is enrolled.
    """
    row = store.read(lambda conn: sequences.get(conn, name))
    steps = steps_of(row)
    wanted = list(dict.fromkeys(ids))
    known = _known(store, wanted)
    new: list[Enrollment] = []
    for start in range(0, len(wanted), AT_ONCE):
        planned = [
            begun(
                Enrollment(new_id("e"), one, row.id, by.name, clock.now()),
                steps,
                next(iter(zones(known[one])), ZoneInfo("UTC")),
                closed(known[one]),
            )
            for one in wanted[start : start + AT_ONCE]
        ]
        new += store.write(partial(_add, row=row, planned=planned, by=by))
    there = {one.person_id for one in new}
    return Enrolled(steps, tuple(new), tuple(one for one in wanted if one not in there))


def _known(store: Store, wanted: Sequence[str]) -> dict[str, Person]:
    known: dict[str, Person] = {}
    for start in range(0, len(wanted), AT_ONCE):
        known |= store.read(partial(people.get_many, ids=wanted[start : start + AT_ONCE]))
    missing = next((one for one in wanted if one not in known), None)
    if missing is not None:
        raise NotFoundError("person", missing)
    return known


def _add(
    conn: Connection, row: SequenceRow, planned: Sequence[Enrollment], by: Member
) -> list[Enrollment]:
    there = enrollments.going_on(conn, [one.person_id for one in planned], row.id)
    new = [one for one in planned if one.person_id not in there]
    enrollments.add_many(conn, new)
    ledger.add_many(
        conn,
        [
            Entry(one.enrolled_at, "enrolled", one.person_id, {"sequence": row.id, "by": by.name})
            for one in new
        ],
    )
    return new

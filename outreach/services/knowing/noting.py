"""Notes on a person: what was done, said, spent and reached, by whoever of us was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.going_on import Exit
from outreach.domain.notes import LONGEST_MINUTES, LONGEST_NOTE, Money, Note, NoteKind
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import leaving, ledger, notes, organisations, people
from outreach.store.ledger import Entry
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to be kept. `at` None: now. `shared_at` names whose milestone it is as well."""

    person_id: str
    text: str
    by: str
    kind: NoteKind = NoteKind.NOTE
    at: datetime | None = None
    minutes: int | None = None
    spent: Money | None = None
    statement_id: str | None = None
    shared_at: str = ""


def must_be_a_note(store: Store, clock: Clock, new: NewNote) -> None:
    """Raise `InputError` for a note without words, or about a day that is not yet."""
    if not 0 < len(new.text.strip()) <= LONGEST_NOTE:
        msg = f"a note has 1 to {LONGEST_NOTE} characters"
        raise InputError(msg)
    if new.at is not None and new.at > clock.now():
        msg = "what is still to come is no note: promise it instead"
        raise InputError(msg)
    if new.minutes is not None and not 0 < new.minutes <= LONGEST_MINUTES:
        msg = f"`{new.minutes}` is no number of minutes"
        raise InputError(msg)
    store.read(lambda conn: (people.get(conn, new.person_id), _shared_with(conn, new)))


def note(store: Store, clock: Clock, new: NewNote) -> Note:
    """Keep a note; raise `InputError` for what is none."""
    must_be_a_note(store, clock, new)
    now = clock.now()

    def work(conn: Connection) -> Note:
        people.get(conn, new.person_id)
        one = Note(
            new_id("n"),
            new.person_id,
            new.at or now,
            new.by,
            new.text.strip(),
            new.kind,
            now,
            new.minutes,
            new.spent.amount if new.spent else None,
            new.spent.currency if new.spent else None,
            new.statement_id,
            _shared_with(conn, new),
        )
        notes.add(conn, one)
        if one.kind in (NoteKind.MEETING, NoteKind.VISIT):
            leaving.left(conn, [new.person_id], Exit.MEETING, now)
        body = {"note": one.id, "kind": one.kind.value, "by": new.by}
        ledger.add(conn, Entry(now, "noted", new.person_id, body))
        return one

    return store.write(work)


def _shared_with(conn: Connection, new: NewNote) -> str | None:
    """Return the organisation (id) whose milestone it is as well; raise `NotFoundError`."""
    return organisations.get(conn, new.shared_at).id if new.shared_at else None

"""Takes an import back: whom it brought, what it added, what its cells said.

Whoever has written or been written to since stays, for a story cannot be taken back.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.people import Member
from outreach.errors import InputError
from outreach.store import importing, ledger, undoing
from outreach.store.importing import Run
from outreach.store.ledger import Entry
from outreach.store.undoing import Taken
from outreach.store.unit import Priority, Store

AT_ONCE = 50
"""People a write: a stop that comes meanwhile must not wait for more than a few milliseconds."""


class _TriedError(Exception):
    """What a dry run ends its write with, so that nothing stays."""

    def __init__(self, taken: Taken) -> None:
        super().__init__()
        self.taken = taken


def undo_import(store: Store, clock: Clock, run_id: str, by: Member, *, dry: bool = False) -> Taken:
    """Take an import back; raise `NotFoundError`, or `InputError` where that was done already.

    After a crash it may simply be asked for again: it goes on where it was.
    """
    run = store.read(lambda conn: importing.run(conn, run_id))
    if run.undone_at is not None:
        msg = f"import `{run_id}` was taken back by {run.undone_by} already"
        raise InputError(msg)
    ended = replace(run, undone_at=clock.now(), undone_by=by.name)
    return _tried(store, ended) if dry else _done(store, ended, by)


def _tried(store: Store, run: Run) -> Taken:
    """Take everything out in one write, and end it so that nothing stays."""

    def work(conn: Connection) -> Taken:
        taken = undoing.restore(conn, run)
        after = ""
        while some := undoing.brought(conn, run.id, after, AT_ONCE):
            taken += undoing.take_out(conn, run, some)
            after = some[-1].id
        raise _TriedError(taken)

    try:
        return store.write(work, Priority.BULK)
    except _TriedError as tried:
        return tried.taken


def _done(store: Store, run: Run, by: Member) -> Taken:
    def page(conn: Connection) -> tuple[str, Taken]:
        some = undoing.brought(conn, run.id, after, AT_ONCE)
        return (some[-1].id, undoing.take_out(conn, run, some)) if some else ("", Taken())

    def end(conn: Connection) -> None:
        undoing.close(conn, run)
        body = {"by": by.id, "people": taken.people, "kept": len(taken.kept)}
        ledger.add(conn, Entry(run.undone_at or run.at, "people-import-undone", run.id, body))

    taken = store.write(lambda conn: undoing.restore(conn, run), Priority.BULK)
    after = ""
    while True:
        after, more = store.write(page, Priority.BULK)
        taken += more
        if not after:
            break
    store.write(end)
    return taken

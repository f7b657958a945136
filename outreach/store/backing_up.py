"""The whole memory of a house in one file, and out of it: an SQLite database, whichever it was.

A copy is one moment of the house, taken while others write: SQLite copies its own pages, and from
PostgreSQL every table is read in one unchanging view.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text as sql
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from outreach.errors import ConflictError, InputError, StorageError
from outreach.store import ledger, migrate
from outreach.store.copying import copy_tables
from outreach.store.engines import for_reading, for_writing
from outreach.store.faults import told
from outreach.store.unit import Store, has_house


def back_up(store: Store, file: Path) -> ledger.Whole:
    """Write everything to a new file while the house goes on; return what its ledger holds.

    Raises `InputError` where the file is there already or cannot be written, and where the copy's
    ledger is not whole: then no file is left.
    """
    if file.exists():
        msg = f"`{file}` is there already: a backup replaces nothing"
        raise InputError(msg)
    made = file.with_name(f"{file.name}.new")
    try:
        with _cleared_away(file):
            _write(store, made)
            whole = verified(made, file)
            os.replace(made, file)
    except (OSError, sqlite3.Error) as fault:
        because = fault.strerror if isinstance(fault, OSError) else str(fault)
        msg = f"`{file}` cannot be written: {(because or 'unknown reason').lower()}"
        raise InputError(msg) from fault
    return whole


def verified(made: Path, named: Path) -> ledger.Whole:
    """Return what the ledger of a copy holds; raise `InputError` where it is not whole."""
    engine = for_reading(_url(made))
    try:
        with engine.begin() as conn:
            sound = conn.scalar(sql("pragma quick_check")) == "ok"
            found = ledger.verify(conn) if sound and has_house(conn) else None
    finally:
        engine.dispose()
    match found:
        case ledger.Whole():
            return found
        case ledger.Broken(_, because):
            msg = f"the ledger of `{named}` is not as it was written: {because}"
            raise InputError(msg)
        case None:
            msg = f"`{named}` is damaged, or holds no house"
            raise InputError(msg)


def bring_back(file: Path, url: URL) -> ledger.Whole:
    """Put what a backup holds where the house keeps its memory; return what its ledger holds.

    An older backup gets today's schema. Raises `InputError` for a file that is no good, and
    `ConflictError` where there is a house already.
    """
    if not file.is_file():
        msg = f"there is no backup `{file}`"
        raise InputError(msg)
    sqlite = url.get_backend_name() == "sqlite"
    to = Path(url.database or "") if sqlite else file
    if sqlite and to.exists():
        msg = f"there is a house in `{to}`: move that file away first, and keep it"
        raise ConflictError(msg)
    made = to.with_name(f"{to.name}.new")
    with _cleared_away(to):
        whole = _copied(file, made)
        if sqlite:
            for ending in ("-wal", "-shm"):  # of a file that was moved away: none of this one's
                to.with_name(to.name + ending).unlink(missing_ok=True)
            os.replace(made, to)
        else:
            _bring_tables(made, url)
    return whole


def _copied(file: Path, made: Path) -> ledger.Whole:
    try:
        with closing(sqlite3.connect(file)) as kept, closing(sqlite3.connect(made)) as fresh:
            kept.backup(fresh)
        migrate.upgrade(_url(made))
    except (sqlite3.Error, StorageError) as fault:
        msg = f"`{file}` is no backup of a house"
        raise InputError(msg) from fault
    return verified(made, file)


def _bring_tables(made: Path, url: URL) -> None:
    migrate.upgrade(url)
    source, empty = for_reading(_url(made)), for_writing(url)
    try:
        with source.begin() as old, empty.begin() as new:
            if has_house(new):
                msg = "there is a house in that database: give an empty one"
                raise ConflictError(msg)
            copy_tables(old, new)
    except DBAPIError as fault:
        raise told(fault, url) from fault
    finally:
        source.dispose()
        empty.dispose()


def _write(store: Store, made: Path) -> None:
    if store.url.get_backend_name() == "sqlite":
        kept = sqlite3.connect(store.url.database or "")
        with closing(kept) as here, closing(sqlite3.connect(made)) as there:
            here.backup(there)
        return
    migrate.upgrade(_url(made))
    engine = for_writing(_url(made))
    try:
        with engine.begin() as there:
            store.read(lambda here: copy_tables(here, there))
    finally:
        engine.dispose()


@contextmanager
def _cleared_away(file: Path) -> Iterator[None]:
    """Leave nothing half-made beside a file."""
    try:
        yield
    finally:
        for ending in (".new", ".new-wal", ".new-shm", ".new.turn", ".new.begin"):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def _url(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))

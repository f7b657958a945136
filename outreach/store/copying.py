"""Every row of a house from its SQLite file into a database on a server, or none.

The file is held against writing from the first row to the last: whoever says stop meanwhile is told
that it was not kept, instead of being heard by a house that nobody runs any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, create_engine, func, insert, select
from sqlalchemy import text as sql
from sqlalchemy.engine import URL

from outreach.errors import SetupError
from outreach.store import house, ledger, migrate
from outreach.store.columns import metadata
from outreach.store.engines import for_writing
from outreach.store.faults import told
from outreach.store.ledger import Broken
from outreach.store.unit import Store, has_house

_AT_ONCE = 1_000
_MOVED = "this house was moved to"
Told = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows there are now, and how many entries of the ledger are as they were written."""

    rows: int
    entries: int


def copy(source: Store, url: URL, progress: Told) -> Copied:
    """Copy a house into an empty database, read the ledger there again, and halt the old one.

    Raises `SetupError` where the new database has a house or the ledger is not whole, and
    `StorageError` where either does not answer; then nothing has changed.
    """
    if source.url.get_backend_name() != "sqlite":
        msg = "this house is kept on a server already: copy it by the server's own means"
        raise SetupError(msg)
    if url.get_backend_name() != "postgresql":
        msg = "name a database on a server, as `postgresql://...`"
        raise SetupError(msg)
    _must_not_have_moved(source)
    _must_be_empty(url)
    migrate.upgrade(url)
    there = for_writing(url)
    try:
        return source.write(lambda here: _moved(here, there.connect(), url, progress))
    except Exception as fault:
        raise told(fault, url) from fault.__cause__
    finally:
        there.dispose()


def _must_not_have_moved(source: Store) -> None:
    """Refuse a second copy: two houses that go on write to everybody twice."""
    halted = source.read(house.get).halted_because or ""
    if halted.startswith(_MOVED):
        msg = f"{halted}: go on there; whoever goes on here too writes to everybody twice"
        raise SetupError(msg)


def _must_be_empty(url: URL) -> None:
    engine = create_engine(url)
    try:
        with engine.connect() as conn:
            if has_house(conn):
                msg = f"there is a house in `{url.database}` already: name an empty database"
                raise SetupError(msg)
    except Exception as fault:
        raise told(fault, url) from fault.__cause__
    finally:
        engine.dispose()


def unseen(done: int, total: int) -> None:
    """Tell nobody."""


def copy_tables(here: Connection, there: Connection, progress: Told = unseen) -> int:
    """Copy every row; both databases have the newest schema, and one is empty. Return how many."""
    several = metadata.sorted_tables
    total = sum(_count(here, one) for one in several)
    done = 0
    for one in several:
        done = _rows(here, there, one, lambda rows: progress(rows, total), done)
    return done


def _moved(here: Connection, there: Connection, url: URL, progress: Told) -> Copied:
    with there, there.begin():
        copied = _verified(there, copy_tables(here, there, progress))
    house.halt(here, f"{_MOVED} `{url.database}`")
    return copied


def _rows(
    here: Connection, there: Connection, table: Table, progress: Callable[[int], None], done: int
) -> int:
    """Copy a table; return how many rows are done in all."""
    query = select(table).execution_options(yield_per=_AT_ONCE)
    before = done
    for page in here.execute(query).mappings().partitions():
        there.execute(insert(table), [dict(row) for row in page])
        done += len(page)
        progress(done)
    if _count(there, table) != done - before:
        msg = f"the table `{table.name}` did not arrive whole"
        raise SetupError(msg)
    if table.autoincrement_column is not None and there.dialect.name == "postgresql":
        _go_on_counting(there, table)
    return done


def _go_on_counting(there: Connection, table: Table) -> None:
    """Have the server number new rows after those that were copied."""
    last = f"(select coalesce(max(id), 1) from {table.name})"
    there.execute(sql(f"select setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))


def _verified(there: Connection, rows: int) -> Copied:
    found = ledger.verify(there)
    if isinstance(found, Broken):
        msg = f"the ledger is not whole, so nothing was moved: {found.because}"
        raise SetupError(msg)
    return Copied(rows, found.entries)


def _count(conn: Connection, table: Table) -> int:
    return conn.scalar(select(func.count()).select_from(table)) or 0

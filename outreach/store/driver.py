"""Statements handed to the driver as they are, past SQLAlchemy's execution.

Its Core makes a context, a result and a round of events for each statement. For the few rows of a
hand-over group that costs ten times what the database takes. The transaction stays SQLAlchemy's,
and so do the exceptions: whoever catches them need not know which way a statement went.

Each answer of a server is waited for, and so what nobody reads the answer of is sent together with
the next statement, or right before the commit, in the order in which it was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import RawCursor
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Asked = tuple[str, Any]
"""A statement as the driver takes it (on a server with `$1`, `$2`...), and its parameters."""
_LATER = "to be sent with the next statement"


def run(conn: Connection, text: str, given: Any = ()) -> Any:  # noqa: ANN401 -- the driver's own
    """Execute one statement in the connection's transaction; return the driver's cursor."""
    driver: Any = conn.connection.driver_connection
    server = conn.dialect.name == "postgresql"
    if server and (conn.info.get(_LATER) or _begins(driver)):
        return run_together(conn, [(text, given)])[0]
    try:
        return RawCursor(driver).execute(text, given) if server else driver.execute(text, given)
    except conn.dialect.loaded_dbapi.Error as fault:
        raise _told(conn, driver, text, fault) from fault


def _begins(driver: Any) -> bool:  # noqa: ANN401 -- the driver's own
    """Whether this statement begins a transaction: `begin` travels with it then."""
    return bool(driver.pgconn.transaction_status == TransactionStatus.IDLE)


def collect(conn: Connection) -> None:
    """Begin to keep statements back until something else is asked on this connection to a server.

    What an earlier transaction kept back is forgotten. `flush` belongs before the commit.
    """
    if conn.dialect.name == "postgresql":
        conn.info[_LATER] = []


def run_later(conn: Connection, several: Sequence[Asked]) -> None:
    """Execute statements whose answer nobody reads, at once or together with the next one."""
    kept = conn.info.get(_LATER)
    if kept is not None:
        kept.extend(several)
        return
    for text, given in several:
        run(conn, text, given)


def flush(conn: Connection) -> None:
    """Execute what is kept back."""
    if conn.info.get(_LATER):
        run_together(conn, [])


def run_together(conn: Connection, several: Sequence[Asked]) -> list[Any]:
    """Execute these one after the other on a server and wait once; return their cursors."""
    driver: Any = conn.connection.driver_connection
    kept: list[Asked] = conn.info.get(_LATER) or []
    everything = [*kept, *several]
    kept.clear()
    try:
        with driver.pipeline():
            cursors = [RawCursor(driver).execute(text, given) for text, given in everything]
    except conn.dialect.loaded_dbapi.Error as fault:
        texts = "; ".join(text for text, _ in everything)
        raise _told(conn, driver, texts, fault) from fault
    return cursors[len(cursors) - len(several) :]


def run_many(conn: Connection, text: str, rows: Sequence[Any]) -> None:
    """Execute one statement for each of these rows of parameters."""
    if conn.dialect.name == "postgresql":
        run_later(conn, [(text, row) for row in rows])
        return
    driver: Any = conn.connection.driver_connection
    try:
        driver.cursor().executemany(text, rows)
    except conn.dialect.loaded_dbapi.Error as fault:
        raise _told(conn, driver, text, fault) from fault


def _told(conn: Connection, driver: Any, text: str, fault: Exception) -> BaseException:  # noqa: ANN401
    """Return SQLAlchemy's own exception; let go of a connection that is lost."""
    dialect = conn.dialect
    lost = dialect.is_disconnect(fault, driver, None)  # type: ignore[arg-type] # a DB-API error
    if lost:
        conn.invalidate(fault)
    return DBAPIError.instance(
        text,
        None,
        fault,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )

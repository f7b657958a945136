"""Statements handed to the driver as they are, past SQLAlchemy's execution.

Its Core makes a context, a result and a round of events for each statement. For the few rows of a
hand-over group that costs ten times what the database takes. The transaction stays SQLAlchemy's,
and so do the exceptions: whoever catches them need not know which way a statement went.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Asked = tuple[str, Any]
"""A statement as the driver takes it, and its parameters."""


def run(conn: Connection, text: str, given: Any = ()) -> Any:  # noqa: ANN401 -- the driver's own
    """Execute one statement in the connection's transaction; return the driver's cursor."""
    driver: Any = conn.connection.driver_connection
    try:
        return driver.execute(text, given)
    except conn.dialect.loaded_dbapi.Error as fault:
        raise _told(conn, text, fault) from fault


def run_together(conn: Connection, several: Sequence[Asked]) -> list[Any]:
    """Execute these one after the other on a server and wait once; return their cursors."""
    driver: Any = conn.connection.driver_connection
    try:
        with driver.pipeline():
            return [driver.execute(text, given) for text, given in several]
    except conn.dialect.loaded_dbapi.Error as fault:
        raise _told(conn, several[-1][0], fault) from fault


def run_many(conn: Connection, text: str, rows: Sequence[Any]) -> None:
    """Execute one statement for each of these rows of parameters."""
    driver: Any = conn.connection.driver_connection
    try:
        driver.cursor().executemany(text, rows)
    except conn.dialect.loaded_dbapi.Error as fault:
        raise _told(conn, text, fault) from fault


def _told(conn: Connection, text: str, fault: Exception) -> BaseException:
    """Return SQLAlchemy's own exception; let go of a connection that is lost."""
    dialect = conn.dialect
    lost = dialect.is_disconnect(fault, None, None)  # type: ignore[arg-type] # a DB-API error
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

"""What a driver's exception means to whoever asked for the write or the read."""

from __future__ import annotations

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from outreach.errors import HouseError, StorageError, StorageFullError

_FULL = ("disk is full", "disk full", "no space left", "could not extend file")
_IO = "disk i/o error"
_DAMAGED = ("is malformed", "file is not a database")
_BUSY = ("database is locked", "database table is locked")


def told(fault: BaseException, url: URL) -> BaseException:
    """Return the house's own error where the database is to blame, else the fault itself."""
    if isinstance(fault, StatementError) and isinstance(fault.orig, HouseError):
        return fault.orig
    if not isinstance(fault, DBAPIError) or isinstance(fault, IntegrityError):
        return fault
    told_as = _storage(str(fault.orig), url)
    told_as.__cause__ = fault
    return told_as


def _storage(said: str, url: URL) -> StorageError:
    where = url.database or url.render_as_string(hide_password=True)
    low = said.lower()
    if any(sign in low for sign in _FULL):
        return StorageFullError(where)
    if any(sign in low for sign in _BUSY):
        msg = f"the database `{where}` is kept busy by another program: nothing was changed"
        return StorageError(msg)
    first = said.strip().splitlines()[0] if said.strip() else "no answer"
    if _IO in low:  # SQLite's words also for a full disk, where it cannot make its `-shm` file
        first = f"{first}; see that its disk has room and works"
    if any(sign in low for sign in _DAMAGED):
        first = f"{first}; move it away, keep it, and bring a backup back with `outreach restore`"
    return StorageError(f"the database `{where}` failed, and nothing was changed: {first}")

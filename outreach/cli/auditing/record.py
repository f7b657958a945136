"""A record of what others received: a folder of mails, or a file with a key on each line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path

from outreach.errors import InputError, unreadable
from outreach.services.auditing import Received

_HEAD = 200_000
"""Octets of a mail in which its Message-ID must stand."""
_FOLDERS = ("new", "cur")


@contextmanager
def record_in(path: Path) -> Iterator[Iterator[Received]]:
    """Give what stands in it, read as it is asked for; raise `InputError` where it cannot be.

    A record with nothing in it raises it too, once it is read.
    """
    try:
        yield _any_of(path, _mails(path) if path.is_dir() else _lines(path))
    except OSError as error:
        raise InputError(unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        msg = f"`{path}` is no record: it is not written in UTF-8"
        raise InputError(msg) from error


def _any_of(path: Path, record: Iterator[Received]) -> Iterator[Received]:
    """Yield the record; one with nothing in it is the wrong one, and would prove anything."""
    first = next(record, None)
    if first is None:
        msg = f"`{path}` holds no mail and no key: was it the right one?"
        raise InputError(msg)
    yield first
    yield from record


def _mails(folder: Path) -> Iterator[Received]:
    """Yield the mails of a Maildir, or of any folder of mails."""
    inner = [folder / name for name in _FOLDERS if (folder / name).is_dir()]
    for where in inner or [folder]:
        for path in where.iterdir():
            if path.is_file() and not path.name.startswith("."):
                yield Received(_message_id(path))


def _message_id(path: Path) -> str:
    with path.open("rb") as file:
        head = BytesHeaderParser(policy=compat32).parsebytes(file.read(_HEAD))
    return str(head.get("Message-ID", path.name)).strip()


def _lines(path: Path) -> Iterator[Received]:
    """Yield each line's key, and the moment after it where there is one (ISO 8601, with offset)."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            key, *moment = line.split()[:2] or [""]
            if key:
                yield Received(key, _moment(path, number, moment[0]) if moment else None)


def _moment(path: Path, number: int, typed: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        msg = f"line {number} of `{path}`: `{typed}` is no moment with its offset"
        raise InputError(msg)
    return found

"""A way in: mails that a mail server, or a program beside us, put into a Maildir.

The key of a mail is the unique part of its name, which stays when the mail moves from `new` to
`cur` and its flags change. Both folders are read, since whoever opens the mailbox moves mails to
`cur`: what a human has seen may still be a stop that we have not. What is done is remembered in a
file beside them, written only when the caller has committed; a crash in between, or the loss of
that file, only reads again, and the key makes that harmless.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from channels.email.wire.identity import identity
from channels.errors import DoorConfigurationError

_LARGEST = 50_000_000
_FOLDERS = ("new", "cur")
_DONE = "outreach-done"
_ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One raw mail. `received_at` is when it was put there (aware, UTC).

    `digest` tells it again where it comes another way, too.
    """

    key: str
    raw: bytes
    received_at: datetime
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that cannot be read as a mail, moved to `aside` for a human; nothing is lost."""

    key: str
    because: str


class Maildir:
    """One mailbox: `new`, `cur` and `tmp`, with `aside` and a list of what is done of our own.

    Serves one thread. Any method raises `OSError` where the mailbox cannot be reached: then nobody
    is listening, and the caller must say so.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._finished: set[str] | None = None
        self._listed: deque[Path] = deque()
        self._glanced: set[str] = set()

    def prepare(self) -> None:
        """Make the folders that are missing; raise `DoorConfigurationError` where that fails."""
        try:
            for name in (*_FOLDERS, "tmp", _ASIDE):
                (self._path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"the mailbox `{self._path}` cannot be made: {error.strerror}"
            raise DoorConfigurationError(msg) from error

    def fetch(self, most: int = 100) -> Iterator[Fetched | SetAside]:
        """Yield up to `most` mails that are not done, oldest first.

        The folders are listed once for all that waits there, however much that is, and again where
        the list ends: what came meanwhile is among what comes next.
        """
        given: set[str] = set()
        listed = False
        while len(given) < most:
            if not self._listed:
                if listed:
                    return
                self._listed.extend(sorted(self._waiting(), key=_arrival))
                listed = True
                continue
            path = self._listed.popleft()
            if _key(path) in given or _key(path) in self._done():
                continue
            found = self._read(path)
            if found is not None:
                given.add(_key(path))
                yield found

    def has_come(self) -> bool:
        """Say at a glance whether `new` holds what it did not hold at the last glance.

        Each mail is told of once, so one that cannot be kept just now does not call for ever.
        May be asked while another thread fetches.
        """
        there = {name for name in os.listdir(self._path / "new") if not name.startswith(".")}
        fresh = not there <= self._glanced
        self._glanced = there
        return fresh

    def done(self, key: str) -> None:
        """Remember a mail as done, once what it says is committed. Twice is harmless."""
        finished = self._done()
        if key not in finished:
            with (self._path / _DONE).open("a", encoding="utf-8", errors="surrogateescape") as file:
                file.write(f"{key}\n")
            finished.add(key)
        fresh = self._path / "new" / key
        if fresh.exists():
            fresh.rename(self._path / "cur" / f"{key}:2,")

    def read_again(self) -> None:
        """Take every mail for one that was never read: its key tells whoever knows it already."""
        (self._path / _DONE).unlink(missing_ok=True)
        self._finished = None

    def _waiting(self) -> list[Path]:
        finished = self._done()
        return [
            path
            for folder in _FOLDERS
            for path in (self._path / folder).iterdir()
            if not path.name.startswith(".") and _key(path) not in finished
        ]

    def _done(self) -> set[str]:
        """Return the keys of what is done, forgetting those whose mail is gone."""
        if self._finished is None:
            there = {_key(path) for name in _FOLDERS for path in (self._path / name).iterdir()}
            remembered = self._path / _DONE
            written = remembered.read_bytes() if remembered.exists() else b""
            keys = written.decode("utf-8", "surrogateescape").split("\n")
            self._finished = {key for key in keys if key in there}
            shortened = remembered.with_suffix(".tmp")
            text = "".join(f"{key}\n" for key in sorted(self._finished))
            shortened.write_bytes(text.encode("utf-8", "surrogateescape"))
            shortened.replace(remembered)
        return self._finished

    def _read(self, path: Path) -> Fetched | SetAside | None:
        """Return the mail, or None where it was moved just now; it is found again next time."""
        try:
            if path.is_symlink() or not path.is_file():
                return self._aside(path, "it is not a file")
            if path.stat().st_size > _LARGEST:
                return self._aside(path, "it is larger than any mail")
            raw = path.read_bytes()
            return Fetched(_key(path), raw, _put_there(path), identity(raw))
        except FileNotFoundError:
            return None
        except OSError as error:
            return self._aside(path, (error.strerror or "it cannot be read").lower())

    def _aside(self, path: Path, because: str) -> SetAside:
        path.rename(self._path / _ASIDE / _key(path))
        return SetAside(_key(path), because)


def _key(path: Path) -> str:
    """Return the unique part of a file's name: all before the flags."""
    return path.name.partition(":")[0]


def _arrival(path: Path) -> tuple[int, str]:
    """Order by the seconds that a name begins with, as delivering programs write them."""
    seconds = path.name.partition(".")[0]
    return (int(seconds) if seconds.isdecimal() and len(seconds) < 20 else 0, path.name)


def _put_there(path: Path) -> datetime:
    return datetime.fromtimestamp(os.lstat(path).st_mtime, UTC)

"""The way in: fetch, keep raw and commit, only then read; and say whether we hear at all.

Every way in is looked at by itself: one that fails keeps no other from being read. But what lies
there may be a stop, and so the whole house is deaf until it answers again. That holds for the
mailbox of one of us as for the house's own, because people answer whoever wrote to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from outreach.engine.ways_in import Announcing, Marked, Readable, SetAside, Source
from outreach.services import listen
from outreach.services.listen import Ears, Place
from outreach.store import house, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Priority

_AT_ONCE = 100
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look brought: how many messages were new, and how many were read.

    `because` says why a way in could not be read to its end; empty where it could.
    """

    new: int = 0
    read: int = 0
    because: str = ""

    def __add__(self, other: Polled) -> Polled:
        because = self.because or other.because
        return Polled(self.new + other.new, self.read + other.read, because)


@dataclass(slots=True)
class Intake:
    """Every way in of one house. `watched` are the names of those that have a thread of their own.

    `poll` serves one thread, `look` one for each way in.
    """

    ears: Ears
    sources: Sequence[Source]
    watched: set[str] = field(default_factory=set)

    def poll(self) -> Polled:
        """Read what nobody has read yet, then fetch and read what is new, all ways side by side."""
        self._expect()
        found = Polled(read=self.drain())
        alone = [one for one in self.sources if one.name not in self.watched]
        if len(alone) < 2:
            return sum(map(self.look, alone), found)
        with ThreadPoolExecutor(len(alone), "way in") as threads:
            return sum(threads.map(self.look, alone), found)

    def drain(self) -> int:
        """Read everything that is kept and unread; what cannot be read is set aside by itself."""
        read, tried = 0, set[str]()
        while ids := [one for one in listen.unread(self.ears, _AT_ONCE) if one not in tried]:
            for one in ids:
                tried.add(one)
                read += listen.take(self.ears, one) is not None
        return read

    def look(self, source: Source, enough: Callable[[], bool] = lambda: False) -> Polled:
        """Keep and read what is new there, until `enough` says so; note how that went.

        Raises `StorageError` where the database does not answer.
        """
        found = Polled()
        try:
            for one in self._waiting(source):
                found += self._receive(source, one)
                if enough():
                    return found
        except OSError as fault:
            because = (fault.strerror or str(fault)).lower()
            _log.warning("intake failed", source=source.name, because=because)
            self._note(source, because)
            return found + Polled(because=because)
        self._note(source, None)
        return found

    def close(self) -> None:
        """Hang up wherever we are connected."""
        for source in self.sources:
            if isinstance(source.mailbox, Announcing):
                source.mailbox.close()

    def _waiting(self, source: Source) -> Iterator[Readable | SetAside]:
        if isinstance(source.mailbox, Announcing):
            row = self.ears.store.read(lambda conn: intake.get(conn, source.name))
            source.mailbox.resume(row.cursor)
        more = True
        while more:
            more = False
            for number, one in enumerate(source.mailbox.fetch(_AT_ONCE), 1):
                yield one
                more = number == _AT_ONCE

    def _receive(self, source: Source, one: Readable | SetAside) -> Polled:
        """Keep one message, and read it in the same breath."""
        if not isinstance(one, Readable):
            return self._set_aside(source, one)
        kept = self._keep(source, one, one.raw)
        if kept is None:
            return Polled()
        return Polled(1, int(listen.take(self.ears, kept) is not None))

    def _set_aside(self, source: Source, one: SetAside) -> Polled:
        """Show a human what a mailbox does not give out; others have put it aside themselves."""
        _log.warning("message set aside", source=source.name, key=one.key)
        if not isinstance(one, Marked):
            return Polled()
        kept = self._keep(source, one, b"")
        if kept is not None:
            listen.give_up(self.ears, kept, one.because)
        return Polled(int(kept is not None))

    def _keep(self, source: Source, one: Readable | Marked, raw: bytes) -> str | None:
        door, place = source.door, None
        if isinstance(one, Marked):
            door, place = one.door or door, Place(source.name, one.cursor, one.digest)
        key, came_at = f"{source.name}:{one.key}", one.received_at
        kept = listen.receive(self.ears, raw, door, key, place, came_at)
        source.mailbox.done(one.key)
        return kept

    def _expect(self) -> None:
        """Count every way in that the settings name, even before it is read, and no other."""
        now, names = self.ears.clock.now(), {one.name for one in self.sources}
        if {one.name for one in self.ears.store.read(intake.everything)} != names:
            self.ears.store.write(lambda conn: intake.expect(conn, names, now))

    def _note(self, source: Source, because: str | None) -> None:
        now, mailbox = self.ears.clock.now(), source.mailbox
        cursor = mailbox.cursor if isinstance(mailbox, Announcing) else None

        def work(conn: Connection) -> None:
            before = intake.get(conn, source.name)
            last_ok, so_far = (before.last_ok_at, before.cursor) if because else (now, cursor)
            intake.note(
                conn, IntakeRow(source.name, last_ok, None, so_far, because, before.left_at)
            )

        self.ears.store.write(work, Priority.HEARD)


def tell_the_house(ears: Ears, because: str) -> bool:
    """Say whether we listen; a change raises the epoch, and every hold is judged afresh."""
    return ears.store.write(lambda conn: house.hear(conn, because or None), Priority.HEARD)

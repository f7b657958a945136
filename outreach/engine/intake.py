"""The way in: fetch, keep raw and commit, only then read; and say whether we hear at all.

Every way in is looked at by itself: one that fails keeps no other from being read. But what lies
there may be a stop, and so the whole house is deaf until it answers again. That holds for the
mailbox of one of us as for the house's own, because people answer whoever wrote to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

import structlog
from sqlalchemy import Connection

from channels.faults import Point, passing
from outreach.engine.ways_in import Announcing, Marked, Readable, SetAside, Showing, Source
from outreach.services import listen
from outreach.services.listen import Arrived, Ears, Place
from outreach.store import house, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Priority

_LISTED = 100
"""Messages asked of a mailbox at once."""
_AT_ONCE, _OCTETS = 20, 400_000
"""Messages, and octets, that one write keeps: it lasts 5 ms at most."""
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

    `poll` and `glance` take turns; `look` serves one thread for each way in.
    """

    ears: Ears
    sources: Sequence[Source]
    watched: set[str] = field(default_factory=set)
    _turn: Lock = field(default_factory=Lock)

    def poll(self) -> Polled:
        """Read what nobody has read yet, then fetch and read what is new, all ways side by side."""
        with self._turn:
            return self._poll()

    def glance(self) -> Polled:
        """Look only where it shows that something has come: a stop need not wait for the round.

        Where it cannot be seen the next round says why.
        """
        found = Polled()
        for one in self.sources:
            if _shows(one):
                with self._turn:
                    found += self.look(one)
        return found

    def _poll(self) -> Polled:
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
        while ids := [one for one in listen.unread(self.ears, _LISTED) if one not in tried]:
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
            for several in _together(self._waiting(source)):
                for one in self._receive(source, several):
                    found += one
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
            for number, one in enumerate(source.mailbox.fetch(_LISTED), 1):
                yield one
                more = number == _LISTED

    def _receive(self, source: Source, several: Sequence[Readable | SetAside]) -> Iterator[Polled]:
        """Keep messages by one write, then read each, which binds by itself."""
        passing(Point.FETCHED)
        arrived = [_arrived(source, one) for one in several]
        ids = iter(listen.receive_all(self.ears, [one for one in arrived if one is not None]))
        kept = [next(ids) if one is not None else None for one in arrived]
        passing(Point.KEPT)
        for one, known in zip(several, arrived, strict=True):
            if known is not None:
                source.mailbox.done(one.key)
        passing(Point.MOVED)
        for one, inbound_id in zip(several, kept, strict=True):
            yield self._read(source, one, inbound_id)

    def _read(self, source: Source, one: Readable | SetAside, kept: str | None) -> Polled:
        """Read what was kept; show a human what a mailbox does not give out."""
        if isinstance(one, Readable):
            taken = listen.take(self.ears, kept) if kept is not None else None
            return Polled(int(kept is not None), int(taken is not None))
        _log.warning("message set aside", source=source.name, key=one.key)
        if kept is not None:
            listen.give_up(self.ears, kept, one.because)
        return Polled(int(kept is not None))

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


def _shows(source: Source) -> bool:
    try:
        return isinstance(source.mailbox, Showing) and source.mailbox.has_come()
    except OSError:
        return False


def _arrived(source: Source, one: Readable | SetAside) -> Arrived | None:
    """Return what is to be kept of it; nothing of what a mailbox has put aside itself."""
    key, raw = f"{source.name}:{one.key}", one.raw if isinstance(one, Readable) else b""
    if isinstance(one, Marked):
        place = Place(source.name, one.cursor)
        return Arrived(raw, one.door or source.door, key, one.digest, one.received_at, place)
    if isinstance(one, Readable):
        return Arrived(raw, source.door, key, one.digest, one.received_at)
    return None


def _together(
    messages: Iterable[Readable | SetAside],
) -> Iterator[list[Readable | SetAside]]:
    """Yield messages in groups that one short write can keep; what was had is lost by no fault."""
    group: list[Readable | SetAside] = []
    octets = 0
    try:
        for one in messages:
            group.append(one)
            octets += len(one.raw) if isinstance(one, Readable) else 0
            if len(group) == _AT_ONCE or octets > _OCTETS:
                yield group
                group, octets = [], 0
    except OSError:
        if group:
            yield group
        raise
    if group:
        yield group


def tell_the_house(ears: Ears, because: str) -> bool:
    """Say whether we listen; a change raises the epoch, and every hold is judged afresh."""
    return ears.store.write(lambda conn: house.hear(conn, because or None), Priority.HEARD)

"""The way in: fetch, keep raw and commit, only then read; and say whether we hear at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from outreach.services import listen
from outreach.services.listen import Ears
from outreach.store import house, intake
from outreach.store.intake import IntakeRow
from outreach.store.unit import Priority

_AT_ONCE = 100
_log = structlog.get_logger()


class Fetched(Protocol):
    """One raw message and the key that names it for ever."""

    @property
    def key(self) -> str:
        """Return the key."""
        ...

    @property
    def raw(self) -> bytes:
        """Return the message."""
        ...


class SetAside(Protocol):
    """Something that cannot be read as a message, put where a human will see it."""

    @property
    def key(self) -> str:
        """Return the key."""
        ...

    @property
    def because(self) -> str:
        """Return why."""
        ...


class Mailbox(Protocol):
    """Somewhere messages wait. Any method raises `OSError` where it cannot be reached."""

    def fetch(self, most: int) -> Iterable[Fetched | SetAside]:
        """Yield messages that are not done, oldest first."""
        ...

    def done(self, key: str) -> None:
        """Remember a message as done."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A mailbox with its name in the house and the door its messages come by."""

    name: str
    mailbox: Mailbox
    door: str = "email"


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look brought: how many messages were new, and how many were read."""

    new: int
    read: int


@dataclass(frozen=True, slots=True)
class Intake:
    """Every way in of one house. Serves one thread."""

    ears: Ears
    sources: Sequence[Source]

    def poll(self) -> Polled:
        """Fetch from every source, then read whatever nobody has read yet."""
        new = sum(self._fetch(source) for source in self.sources)
        return Polled(new, self.drain())

    def drain(self) -> int:
        """Read everything that is kept and unread; what cannot be read is set aside by itself."""
        read, tried = 0, set[str]()
        while ids := [one for one in listen.unread(self.ears, _AT_ONCE) if one not in tried]:
            for one in ids:
                tried.add(one)
                read += listen.take(self.ears, one) is not None
        return read

    def _fetch(self, source: Source) -> int:
        try:
            new = self._receive_all(source)
        except OSError as fault:
            because = (fault.strerror or str(fault)).lower()
            _log.warning("intake failed", source=source.name, because=because)
            self._note(source, because)
            return 0
        self._note(source, None)
        return new

    def _receive_all(self, source: Source) -> int:
        new = 0
        while batch := list(source.mailbox.fetch(_AT_ONCE)):
            for one in batch:
                new += self._receive(source, one)
        return new

    def _receive(self, source: Source, one: Fetched | SetAside) -> bool:
        raw = getattr(one, "raw", None)
        if raw is None:
            _log.warning("message set aside", source=source.name, key=one.key)
            return False
        kept = listen.receive(self.ears, raw, source.door, f"{source.name}:{one.key}")
        source.mailbox.done(one.key)
        return kept is not None

    def _note(self, source: Source, because: str | None) -> None:
        now = self.ears.clock.now()
        known = {one.name: one for one in self.ears.store.read(intake.everything)}
        before = known.get(source.name, IntakeRow(source.name))
        last_ok = before.last_ok_at if because else now
        row = IntakeRow(source.name, last_ok, None, before.cursor, because)
        self.ears.store.write(lambda conn: intake.note(conn, row), Priority.HEARD)


def tell_the_house(ears: Ears, because: str) -> bool:
    """Say whether we listen; a change raises the epoch, and every hold is judged afresh."""
    return ears.store.write(lambda conn: house.hear(conn, because or None), Priority.HEARD)

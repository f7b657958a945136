"""What a way in is to the house: somewhere messages wait, with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class Readable(Protocol):
    """One raw message and the key that names it for ever."""

    @property
    def key(self) -> str:
        """Return the key."""
        ...

    @property
    def raw(self) -> bytes:
        """Return the message."""
        ...

    @property
    def received_at(self) -> datetime | None:
        """Return when it came there, by the server's own word (aware); None where it says none."""
        ...

    @property
    def digest(self) -> str | None:
        """Return what tells this message again under another key, where anything does."""
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


@runtime_checkable
class Marked(Protocol):
    """A message of a mailbox that is read on from a mark, whether it can be read or not."""

    @property
    def key(self) -> str:
        """Return the key."""
        ...

    @property
    def cursor(self) -> str:
        """Return where the mailbox stands once this message is kept."""
        ...

    @property
    def digest(self) -> str | None:
        """Return what tells this message again under another key, where anything does."""
        ...

    @property
    def door(self) -> str | None:
        """Return the door it came by, where that is another than the mailbox's."""
        ...

    @property
    def received_at(self) -> datetime | None:
        """Return when it came there, by the server's own word (aware); None where it says none."""
        ...


class Mailbox(Protocol):
    """Somewhere messages wait. Any method raises `OSError` where it cannot be reached."""

    def fetch(self, most: int) -> Iterable[Readable | SetAside]:
        """Yield up to so many messages that are not done, oldest first; all if there are fewer."""
        ...

    def done(self, key: str) -> None:
        """Remember a message as done."""
        ...


@runtime_checkable
class Announcing(Mailbox, Protocol):
    """A mailbox that is read on from a mark, and says when there may be something new.

    Serves one thread at a time, but for `wake`.
    """

    @property
    def cursor(self) -> str:
        """Return where it stands, once all that was fetched is kept."""
        ...

    def resume(self, cursor: str | None) -> None:
        """Go on from here; None where it was never read."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait until there may be something new, the time is over, or somebody wakes it."""
        ...

    def wake(self) -> None:
        """End the wait under way, or else the next one; from any thread."""
        ...

    def close(self) -> None:
        """Hang up; the next look connects again."""
        ...


@runtime_checkable
class Showing(Mailbox, Protocol):
    """A mailbox that shows at a glance, for next to nothing, whether something has come."""

    def has_come(self) -> bool:
        """Return whether something came since the last glance; from any one thread."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A mailbox with its name in the house and the door its messages come by."""

    name: str
    mailbox: Mailbox
    door: str = "email"

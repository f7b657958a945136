"""A house and a world that answers as it is told, for whoever examines the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SystemClock
from outreach.config import settings_from
from outreach.services.doctor import (
    CarrierAccount,
    Folders,
    Group,
    Line,
    OwnRecord,
    Page,
    Probes,
    Subject,
    TroubleError,
    UnreadableError,
    look_at,
)
from outreach.store.unit import Mode, Store

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
GIB = 1024**3
FOLDERS = Folders(("INBOX",), "Junk", "Sent")
ACCOUNT = CarrierAccount("active", trial=False, has_sender=True)


@dataclass
class World:
    """What the world answers; an exception is raised."""

    smtp: Callable[[], None] = lambda: None
    folders: Folders | TroubleError = FOLDERS
    account: CarrierAccount | TroubleError = ACCOUNT
    pages: Mapping[str, Page] = field(default_factory=dict)
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reads: bool = True
    own: tuple[OwnRecord, ...] = ()
    free: int = 50 * GIB
    running: bool = True
    zones: Mapping[str, str] = field(default_factory=lambda: {"2026.2": ""})
    misread: tuple[str, ...] = ()

    def probes(self) -> Probes:
        return Probes(
            log_in_to_send=self.smtp,
            mailbox=lambda name: _or_raise(self.folders),
            account=lambda: _or_raise(self.account),
            page=self._page,
            records=self._records,
            own_records=lambda: self.own,
            free_bytes=lambda path: self.free,
            running=lambda: self.running,
            zones=lambda: self.zones,
            is_stop=lambda word: word not in self.misread,
        )

    def _page(self, address: str) -> Page:
        if address not in self.pages:
            raise TroubleError("connection refused")
        return self.pages[address]

    def _records(self, name: str) -> tuple[str, ...]:
        if not self.reads:
            raise UnreadableError("the DNS does not answer")
        return self.records.get(name, ())


def _or_raise(answer: Any) -> Any:  # noqa: ANN401
    if isinstance(answer, Exception):
        raise answer
    return answer


def nobody() -> NoReturn:
    raise TroubleError("`mail.kestrel.example:465` does not take our mail: 454 come back later")


@dataclass
class Patient:
    """A house that can be set up in any way and examined."""

    folder: Path
    mode: Mode = Mode.LIVE
    written: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = Store.create(f"sqlite:///{self.folder}/outreach.db", self.mode, NOW)
        self.written = {
            "house": {
                "name": "Kestrel Mapping",
                "address": "12 Harbour Road",
                "country": "GB",
                "assume_country": "GB",
            },
            "sender": {"mailbox": "hello@kestrel.example"},
            "smtp": {"host": "mail.kestrel.example", "user": "hello", "password": "x"},
            "imap": {"host": "mail.kestrel.example", "password": "x"},
        }

    def examined(self, world: World, patience: float = 10.0) -> list[Line]:
        return look_at(self.subject(world), SystemClock(), patience)

    def subject(self, world: World) -> Subject:
        """Return the house as it is looked at."""
        settings = settings_from(self.written, self.folder)
        return Subject(settings, self.mode, self.store, load_rulebook(), world.probes(), NOW)

    def line(self, world: World, group: Group, about: str) -> Line:
        """Return the first line about something."""
        found = self.examined(world)
        return next(one for one in found if (one.group, one.about) == (group, about))

    def about(self, world: World, group: Group) -> list[Line]:
        """Return every line of a group."""
        return [one for one in self.examined(world) if one.group is group]

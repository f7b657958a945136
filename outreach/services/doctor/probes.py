"""What the doctor asks of the world. Whoever puts the house together hands the answers in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class TroubleError(Exception):
    """Something answered, and not as it should, or nobody did. The message is for the operator.

    `do` says what mends it, where that is known.
    """

    def __init__(self, because: str, do: str = "") -> None:
        self.do = do
        super().__init__(because)


class UnreadableError(TroubleError):
    """Nobody could be asked, which says nothing about what the answer would be."""


@dataclass(frozen=True, slots=True)
class Folders:
    """What was found in a mailbox; empty where there is no such folder."""

    read: tuple[str, ...]
    junk: str
    sent: str


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """An account at the carrier: `active` or not, on trial or not, and whether it has our number.

    `has_sender` None: the carrier did not say.
    """

    status: str
    trial: bool
    has_sender: bool | None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page answered. `at` is the moment the other side says it is."""

    status: int
    body: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The record that vouches for a key we sign with: its name in the DNS, and what it must say."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Probes:
    """Questions to the world; each may take long, and raises `TroubleError`.

    `log_in_to_send` sends nothing. `mailbox` is asked by a name of the settings, empty for the
    first. `page` fetches an address, `records` the text records of a name. `running` says whether
    an engine holds the lease.
    """

    log_in_to_send: Callable[[], None]
    mailbox: Callable[[str], Folders]
    account: Callable[[], CarrierAccount]
    page: Callable[[str], Page]
    records: Callable[[str], tuple[str, ...]]
    own_records: Callable[[], tuple[OwnRecord, ...]]
    free_bytes: Callable[[Path], int]
    running: Callable[[], bool]
    zones: Callable[[], Mapping[str, str]]
    """The version of the time zones in use, and where they come from."""
    is_stop: Callable[[str], bool]
    """Whether the reader takes this text alone for a refusal."""

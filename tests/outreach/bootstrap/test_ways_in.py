"""Which ways in a house has, by its settings and by what it was born for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import build_house
from outreach.bootstrap.ways_in import seconds_between_looks, told
from outreach.clock import SystemClock
from outreach.config import read_settings
from outreach.config.mail import ImapSettings, MailboxSettings
from outreach.services.set_up import Plans, set_up
from outreach.store.unit import Mode, Store

BEN: dict[str, Any] = {"host": "imap.kestrel.example", "address": "ben@kestrel.example"}
OWN: dict[str, Any] = {"host": "imap.kestrel.example"}


def ways_in(folder: Path, mode: Mode = Mode.LIVE, **changed: Any) -> list[str]:  # noqa: ANN401
    """Return the names of a new house's ways in, with a Maildir unless `maildir` is False."""
    maildir = changed.pop("maildir", True)
    who = (mode, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *who), SystemClock())
    if not maildir:
        (folder / "mail").rename(folder / "elsewhere")
    settings = read_settings(folder).model_copy(update=changed)
    house = build_house(settings, Store(settings.database_url), SystemClock())
    try:
        return [one.name for one in rounds_of(house).intake.sources]
    finally:
        house.store.close()


def test_a_house_without_any_mailbox_has_its_maildir(tmp_path: Path) -> None:
    assert ways_in(tmp_path, maildir=False) == ["maildir"]


def test_a_mailbox_takes_the_place_of_a_maildir_that_is_not_there(tmp_path: Path) -> None:
    assert ways_in(tmp_path, maildir=False, imap=ImapSettings(**OWN)) == ["imap"]


def test_a_maildir_that_is_there_is_read_beside_it(tmp_path: Path) -> None:
    assert ways_in(tmp_path, imap=ImapSettings(**OWN)) == ["imap", "maildir"]


def test_the_mailbox_of_one_of_us_does_not_take_the_place_of_the_houses_own(
    tmp_path: Path,
) -> None:
    reps = {"ben": MailboxSettings(**BEN)}
    assert ways_in(tmp_path, maildir=False, mailboxes=reps) == ["mailboxes.ben", "maildir"]


def test_a_mailbox_without_a_host_is_only_an_address(tmp_path: Path) -> None:
    reps = {"ben": MailboxSettings(address="ben@kestrel.example")}
    assert ways_in(tmp_path, mailboxes=reps) == ["maildir"]


def test_a_rehearsal_asks_nobody_outside_this_machine(tmp_path: Path) -> None:
    here = {"ben": MailboxSettings(**{**BEN, "host": "localhost"})}
    found = ways_in(tmp_path, Mode.REHEARSAL, imap=ImapSettings(**OWN), mailboxes=here)
    assert found == ["mailboxes.ben", "maildir"]


@pytest.mark.parametrize(("every", "looks"), [(20.0, 20.0), (3_600.0, 40.0)])
def test_mailboxes_are_looked_at_before_the_house_would_be_deaf(
    tmp_path: Path, every: float, looks: float
) -> None:
    who = (Mode.LIVE, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(tmp_path, *who), SystemClock())
    imap = ImapSettings(host="imap.kestrel.example", every=every)
    settings = read_settings(tmp_path).model_copy(update={"imap": imap})
    house = build_house(settings, Store(settings.database_url), SystemClock())
    assert seconds_between_looks(house) == {"imap": looks}
    assert told(house)[0] == "imap.kestrel.example (imap); its first look goes 30 days back"
    house.store.close()

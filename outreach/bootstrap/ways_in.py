"""Every way in of a house: its Maildir, the mailboxes it reads over IMAP, and the carrier's list.

A house without a mailbox of its own over IMAP has its Maildir. One that has both reads both; a
Maildir that is not there is then no way in, for nobody delivers to it. Whatever is a way in must
answer, or the house is deaf: a Maildir that nobody uses can hide no mailbox that is down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from channels.arrivals import PRIVATE_MAIL, SENT_MAIL
from channels.email.imap.folders import Role
from channels.email.login import Login
from channels.email.maildir import Maildir
from outreach.bootstrap.doors import PROTECTIONS
from outreach.bootstrap.logins import imap_login, mailbox_login
from outreach.bootstrap.texting import ON_THIS_MACHINE, SOURCE
from outreach.clock import Clock
from outreach.config import Settings
from outreach.config.mail import ImapSettings
from outreach.engine.ways_in import Source
from outreach.store.unit import Mode

if TYPE_CHECKING:
    from channels.email.imap.mailbox import ImapMailbox
    from channels.sms.polling import TextList

MAILDIR = "maildir"
HOUSES_OWN = "imap"
_LOOKS_IN_TIME = 3
"""How many looks fit into the time after which a house that hears nothing is deaf."""


class HasWaysIn(Protocol):
    """What is asked of a house here."""

    @property
    def settings(self) -> Settings:
        """Return its settings."""
        ...

    @property
    def mailbox(self) -> Maildir:
        """Return its Maildir, there or not."""
        ...

    @property
    def mailboxes(self) -> Mapping[str, ImapMailbox]:
        """Return those that are read over IMAP, by name."""
        ...

    @property
    def texts(self) -> TextList | None:
        """Return the carrier's list of texts, where they go by a carrier."""
        ...


def mailboxes_of(settings: Settings, mode: Mode, clock: Clock) -> Mapping[str, ImapMailbox]:
    """Return the mailboxes that are read over IMAP, by name; none is connected yet.

    A rehearsal asks nobody outside this machine.
    """
    return {
        name: _mailbox(section, login, clock, _doors(name))
        for name, section, login in _accounts(settings)
        if mode is Mode.LIVE or section.host in ON_THIS_MACHINE
    }


def _accounts(settings: Settings) -> Iterator[tuple[str, ImapSettings, Login]]:
    login = imap_login(settings)
    if login is not None:
        yield HOUSES_OWN, settings.imap, login
    for short, section in settings.mailboxes.items():
        login = mailbox_login(settings, short)
        if login is not None:
            yield f"mailboxes.{short}", section, login


def _doors(name: str) -> Mapping[Role, str]:
    """Return the doors of folders whose letters are not simply letters to the house."""
    if name == HOUSES_OWN:
        return {Role.SENT: SENT_MAIL, Role.JUNK: PRIVATE_MAIL}
    return {role: SENT_MAIL if role is Role.SENT else PRIVATE_MAIL for role in Role}


def _mailbox(
    section: ImapSettings, login: Login, clock: Clock, doors: Mapping[Role, str]
) -> ImapMailbox:
    from channels.email.imap.connecting import Account
    from channels.email.imap.mailbox import ImapMailbox

    protection = PROTECTIONS[section.security]
    account = Account(section.host, section.port, login, protection, section.timeout)
    look_back = timedelta(days=section.look_back)
    return ImapMailbox(account, clock.now, section.folders, look_back, doors)


def prepare(house: HasWaysIn) -> None:
    """Make the folders of the Maildir where it is a way in."""
    if reads_maildir(house):
        house.mailbox.prepare()


def read_again(maildir: Path) -> None:
    """Let a Maildir be read from its beginning, for whoever forgot what was read there."""
    Maildir(maildir).read_again()


def reads_maildir(house: HasWaysIn) -> bool:
    """Return whether the Maildir is a way in: the only one of the house itself, or there."""
    there = house.settings.path(house.settings.intake.maildir).is_dir()
    return HOUSES_OWN not in house.mailboxes or there


def sources_of(house: HasWaysIn) -> list[Source]:
    """Return every way in that is asked for what is new.

    The carrier's list is read even where it can post to us: a post that found nobody is not lost.
    """
    sources = [Source(name, mailbox) for name, mailbox in house.mailboxes.items()]
    if reads_maildir(house):
        sources.append(Source(MAILDIR, house.mailbox))
    if house.texts is not None:
        sources.append(Source(SOURCE, house.texts, "text"))
    return sources


def seconds_between_looks(house: HasWaysIn) -> Mapping[str, float]:
    """Return how often each mailbox is looked at where nothing is announced there."""
    longest = house.settings.intake.silent_after / _LOOKS_IN_TIME
    sections = _sections(house.settings)
    return {name: min(sections[name].every, longest) for name in house.mailboxes}


def _sections(settings: Settings) -> Mapping[str, ImapSettings]:
    """Return the sections of the settings that may name a mailbox, by the mailbox's name."""
    reps = {f"mailboxes.{short}": section for short, section in settings.mailboxes.items()}
    return {HOUSES_OWN: settings.imap, **reps}


def told(house: HasWaysIn) -> list[str]:
    """Return where mail comes in, a line each, for whoever starts the house."""
    sections = _sections(house.settings)
    lines = [_told(name, sections[name]) for name in house.mailboxes]
    if reads_maildir(house):
        lines.append(str(house.settings.path(house.settings.intake.maildir)))
    return lines


def _told(name: str, section: ImapSettings) -> str:
    return f"{section.host} ({name}); its first look goes {section.look_back} days back"

"""Every way in of a house: its Maildir, the mailboxes it reads over IMAP, and the carrier's list.

A house without a mailbox of its own over IMAP has its Maildir. One that has both reads both; a
Maildir that is not there is then no way in, for nobody delivers to it. Whatever is a way in must
answer, or the house is deaf: a Maildir that nobody uses can hide no mailbox that is down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from channels.email.login import Login
from channels.email.maildir import Maildir
from outreach.bootstrap.doors import PROTECTIONS
from outreach.bootstrap.logins import imap_login, mailbox_login
from outreach.bootstrap.texting import SOURCE
from outreach.clock import Clock
from outreach.config import Settings
from outreach.config.mail import ImapSettings
from outreach.engine.ways_in import Source

if TYPE_CHECKING:
    from channels.email.imap.mailbox import ImapMailbox
    from channels.sms.polling import TextList

MAILDIR = "maildir"
HOUSES_OWN = "imap"
_LOOKS_IN_TIME = 3
"""How many looks fit into the time after which a house that hears nothing is deaf."""


def mailboxes_of(settings: Settings, clock: Clock) -> Mapping[str, ImapMailbox]:
    """Return the mailboxes that are read over IMAP, by name; none is connected yet."""
    return {
        name: _mailbox(section, login, clock) for name, section, login in _accounts(settings, clock)
    }


def _accounts(settings: Settings, clock: Clock) -> Iterator[tuple[str, ImapSettings, Login]]:
    login = imap_login(settings)
    if login is not None:
        yield HOUSES_OWN, settings.imap, login
    for short, section in settings.mailboxes.items():
        login = mailbox_login(settings, short)
        if login is not None:
            yield f"mailboxes.{short}", section, login


def _mailbox(section: ImapSettings, login: Login, clock: Clock) -> ImapMailbox:
    from channels.email.imap.connecting import Account
    from channels.email.imap.mailbox import ImapMailbox

    protection = PROTECTIONS[section.security]
    account = Account(section.host, section.port, login, protection, section.timeout)
    return ImapMailbox(account, clock.now, section.folders, timedelta(days=section.look_back))


def prepare(settings: Settings, maildir: Maildir) -> None:
    """Make the folders of the Maildir where it is a way in."""
    if reads_maildir(settings):
        maildir.prepare()


def reads_maildir(settings: Settings) -> bool:
    """Return whether the Maildir is a way in: the only one of the house itself, or there."""
    return not settings.imap.host or settings.path(settings.intake.maildir).is_dir()


def sources_of(
    settings: Settings,
    maildir: Maildir,
    mailboxes: Mapping[str, ImapMailbox],
    texts: TextList | None,
) -> list[Source]:
    """Return every way in that is asked for what is new.

    The carrier's list is read even where it can post to us: a post that found nobody is not lost.
    """
    sources = [Source(name, mailbox) for name, mailbox in mailboxes.items()]
    if reads_maildir(settings):
        sources.append(Source(MAILDIR, maildir))
    if texts is not None:
        sources.append(Source(SOURCE, texts, "text"))
    return sources


def seconds_between_looks(settings: Settings) -> float:
    """Return how often mailboxes are looked at where nothing is announced."""
    return min(settings.imap.every, settings.intake.silent_after / _LOOKS_IN_TIME)


def told(settings: Settings) -> list[str]:
    """Return where mail comes in, a line each, for whoever starts the house."""
    lines = []
    if settings.imap.host:
        lines.append(_told(settings.imap.host, settings.imap))
    for short, section in settings.mailboxes.items():
        if section.host:
            lines.append(_told(f"{section.host}, {short}", section))
    if reads_maildir(settings):
        lines.append(str(settings.path(settings.intake.maildir)))
    return lines


def _told(where: str, section: ImapSettings) -> str:
    return (
        f"{where} (what came more than {section.look_back} days before the first look is not read)"
    )

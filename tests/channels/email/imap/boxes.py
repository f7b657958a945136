"""Mailboxes of people whom no other test has mailed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta

from channels.arrivals import SENT_MAIL
from channels.email.connecting import Security
from channels.email.imap.connecting import Account
from channels.email.imap.folders import Role
from channels.email.imap.mailbox import Fetched, ImapMailbox, SetAside
from channels.email.login import Login, Password
from outreach.clock import SystemClock
from tests.dovecot import HOST, PASSWORD, Dovecot, letter

MONTH = timedelta(days=30)
now = SystemClock().now
"""Dovecot dates what it takes by the same clock."""
_NUMBERS = itertools.count(1)


def newcomer() -> str:
    """Return the name of somebody new."""
    return f"ana{next(_NUMBERS)}@kestrel.example"


def account(dovecot: Dovecot, user: str, login: Login | None = None) -> Account:
    """Return her account as this machine reaches it."""
    return Account(HOST, dovecot.imap, login or Password(user, PASSWORD), Security.PLAIN, 10)


def opened(dovecot: Dovecot, user: str, *folders: str, look_back: timedelta = MONTH) -> ImapMailbox:
    """Return her mailbox, never read before."""
    doors = {Role.SENT: SENT_MAIL}
    mailbox = ImapMailbox(account(dovecot, user), now, folders, look_back, doors)
    mailbox.resume(None)
    return mailbox


def mail(words: str, number: int = 1, **headers: str) -> bytes:
    """Return a mail from somebody; its number makes its Message-ID."""
    message_id = f"<{number}@people.example>"
    return letter("scott@people.example", "ana@kestrel.example", words, message_id, **headers)


def words(found: Sequence[Fetched | SetAside]) -> list[str]:
    """Return the last line of each."""
    raw = [one.raw for one in found if isinstance(one, Fetched)]
    return [octets.rstrip().rpartition(b"\n")[2].decode("ascii", "replace") for octets in raw]

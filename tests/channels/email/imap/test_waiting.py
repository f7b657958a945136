"""IDLE wakes us; so does a mail that came meanwhile, and whoever wants us to end."""

from __future__ import annotations

import threading
from time import monotonic

import pytest

from channels.email.imap.errors import MailboxError
from channels.email.imap.mailbox import ImapMailbox
from tests.channels.email.imap.boxes import mail, words
from tests.dovecot import Dovecot

pytestmark = pytest.mark.needs("dovecot")

FOR_EVER = 600.0


def test_a_mail_ends_the_wait(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    list(mailbox.fetch())
    soon = threading.Timer(0.2, dovecot.deliver, (user, mail("Please stop.")))
    soon.start()
    mailbox.wait(FOR_EVER)
    soon.join()
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_a_mail_that_came_before_the_wait_ends_it(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    list(mailbox.fetch())
    dovecot.deliver(user, mail("Please stop."))
    mailbox.wait(FOR_EVER)
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_whoever_wakes_us_ends_the_wait_and_no_other(mailbox: ImapMailbox) -> None:
    list(mailbox.fetch())
    mailbox.wake()
    mailbox.wait(FOR_EVER)
    began = monotonic()
    mailbox.wait(0.3)
    assert monotonic() - began > 0.25


def test_the_connection_serves_on_after_many_waits(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    for _ in range(20):
        mailbox.wait(0.01)
    dovecot.deliver(user, mail("Please stop."))
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_a_server_that_dies_ends_the_wait(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    list(mailbox.fetch())
    soon = threading.Timer(0.2, dovecot.stop)
    soon.start()
    try:
        with pytest.raises(MailboxError, match=r"hung up|cannot be reached"):
            mailbox.wait(FOR_EVER)
    finally:
        soon.join()
        dovecot.start()

"""Servers are odd in ways that must neither hide a message nor break the reading of others."""

from __future__ import annotations

from time import monotonic

import pytest

from channels.email.imap.connecting import Account
from channels.email.imap.errors import MailboxError
from channels.email.imap.mailbox import ImapMailbox, SetAside
from tests.channels.email.imap.boxes import now
from tests.channels.email.imap.odd_server import NO, serving

FOR_EVER = 600.0
ONE_FOUND = b"* SEARCH 1\r\n"


def opened(account: Account) -> ImapMailbox:
    mailbox = ImapMailbox(account, now)
    mailbox.resume(None)
    return mailbox


def test_news_that_come_along_with_the_go_ahead_are_heard() -> None:
    with serving(IDLE=b"+ idling\r\n* 2 EXISTS\r\n") as account:
        began = monotonic()
        opened(account).wait(FOR_EVER)
        assert monotonic() - began < FOR_EVER


def test_a_server_that_only_says_it_is_still_there_has_no_news() -> None:
    with serving(IDLE=b"+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n") as account:
        began = monotonic()
        opened(account).wait(0.3)
        assert monotonic() - began > 0.25


def test_a_server_that_does_not_idle_is_waited_for_all_the_same() -> None:
    with serving(CAPABILITY=b"* CAPABILITY IMAP4rev1\r\n") as account:
        mailbox = opened(account)
        began = monotonic()
        mailbox.wait(0.3)
        assert monotonic() - began > 0.25
        mailbox.wake()
        mailbox.wait(FOR_EVER)


def test_a_server_that_foretells_no_number_is_read() -> None:
    examined = b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n"
    with serving(EXAMINE=examined) as account:
        assert list(opened(account).fetch()) == []


def test_a_message_that_is_refused_is_set_aside_and_not_asked_for_again() -> None:
    with serving(UID_SEARCH=ONE_FOUND, UID_FETCH=NO) as account:
        mailbox = opened(account)
        [aside] = mailbox.fetch()
        assert isinstance(aside, SetAside)
        assert list(mailbox.fetch()) == []


def test_a_message_without_a_body_is_set_aside_and_not_asked_for_again() -> None:
    about = b"* 1 FETCH (UID 1 RFC822.SIZE 80 FLAGS ())\r\n"
    with serving(UID_SEARCH=ONE_FOUND, UID_FETCH=about) as account:
        mailbox = opened(account)
        [aside] = mailbox.fetch()
        assert isinstance(aside, SetAside)
        assert aside.because == "it is gone, or the server does not give it out"
        assert list(mailbox.fetch()) == []


@pytest.mark.parametrize(
    "rubbish", [b"* SEARCH two\r\n", b"* SEARCH (1\r\n", b"\x00\r\n", b"x" * 2_000_000]
)
def test_an_answer_that_nobody_can_read_is_one_kind_of_error(rubbish: bytes) -> None:
    with serving(UID_SEARCH=rubbish, UID_FETCH=NO) as account, pytest.raises(MailboxError):
        list(opened(account).fetch())


def test_a_folder_without_lasting_numbers_is_not_read_by_guess() -> None:
    with (
        serving(EXAMINE=b"* 1 EXISTS\r\n") as account,
        pytest.raises(MailboxError, match="in a way that nobody can read"),
    ):
        list(opened(account).fetch())


def test_a_folder_with_an_odd_name_hides_no_other() -> None:
    listed = b'* LIST () "/" "R&D"\r\n* LIST () "/" INBOX\r\n'
    with serving(LIST=listed) as account:
        assert [one.name for one in opened(account).describe()] == ["INBOX"]

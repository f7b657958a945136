"""A real Dovecot: everything that may be an answer is read once, and left as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.arrivals import SENT_MAIL
from channels.email.imap.errors import MailboxError
from channels.email.imap.mailbox import Fetched, ImapMailbox
from channels.email.imap.reading import LARGEST
from channels.email.wire.parse import Ours, parse
from channels.email.wire.tokens import Tokens
from tests.channels.email.imap.boxes import mail, now, opened, words
from tests.dovecot import Dovecot

pytestmark = pytest.mark.needs("dovecot")

LONG_AGO = timedelta(days=60)


def again(dovecot: Dovecot, user: str, before: ImapMailbox) -> ImapMailbox:
    """The same mailbox after a restart that remembers what was written down."""
    cursor = before.cursor
    before.close()
    mailbox = opened(dovecot, user)
    mailbox.resume(cursor)
    return mailbox


def test_a_message_is_fetched_once(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver(user, mail("Please stop."))
    assert words(list(mailbox.fetch())) == ["Please stop."]
    assert list(mailbox.fetch()) == []
    assert list(again(dovecot, user, mailbox).fetch()) == []


def test_only_what_is_newer_is_fetched_though_the_last_one_is_always_found(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    for number in range(1, 4):
        dovecot.deliver(user, mail(f"number {number}", number))
        assert words(list(mailbox.fetch())) == [f"number {number}"]


def test_a_message_that_a_human_read_first_is_fetched_all_the_same(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    """CASES 36, CASES 38: no flag says what is done; a human who opens a stop hides nothing."""
    dovecot.deliver(user, mail("Please stop."))
    with dovecot.client(user) as human:
        human.select_folder("INBOX")
        human.fetch([1], ["BODY[]"])
        assert b"\\Seen" in human.get_flags([1])[1]
    assert words(list(mailbox.fetch())) == ["Please stop."]


@pytest.mark.parametrize("place", ["Trash", "Junk"])
def test_a_message_that_was_moved_before_we_saw_it_is_found_where_it_went(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox, place: str
) -> None:
    dovecot.deliver(user, mail("Please stop."))
    with dovecot.client(user) as human:
        human.select_folder("INBOX")
        human.move([1], place)
    [found] = mailbox.fetch()
    assert f"/{place}/" in found.key


def test_a_message_that_moves_is_known_again(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.deliver(user, mail("Please stop."))
    [first] = mailbox.fetch()
    with dovecot.client(user) as human:
        human.select_folder("INBOX")
        human.move([1], "Junk")
    [second] = mailbox.fetch()
    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert first.key != second.key
    assert first.digest == second.digest is not None


def test_what_was_taken_for_spam_is_read(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.put(user, "Junk", mail("Please stop."))
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_what_one_of_us_sent_is_told_from_what_came(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    """CASES 38"""
    dovecot.put(user, "Sent", mail("Are you still there?", 1), b"\\Seen")
    dovecot.deliver(user, mail("I am.", 2))
    doors = {one.key.split("/")[2]: one.door for one in mailbox.fetch()}
    assert doors == {"INBOX": None, "Sent": SENT_MAIL}


def test_nobody_said_what_is_only_drafted(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    """CASES 38: a draft that was thrown away was never sent."""
    dovecot.put(user, "Drafts", mail("On second thought", 1), b"\\Draft")
    dovecot.put(user, "Trash", mail("On third thought", 2), b"\\Draft")
    assert list(mailbox.fetch()) == []


def test_no_flag_hides_what_lies_where_mail_arrives(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.put(user, "INBOX", mail("Please stop."), b"\\Draft", b"\\Seen", b"\\Deleted")
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_nothing_in_the_mailbox_changes(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    dovecot.deliver(user, mail("Please stop."))
    list(mailbox.fetch())
    mailbox.wait(0)
    with dovecot.client(user) as human:
        answer = human.select_folder("INBOX", readonly=True)
        assert human.get_flags([1]) == {1: (b"\\Recent",)}
        assert answer[b"EXISTS"] == 1


def test_the_first_look_goes_back_so_far_and_no_further(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    for number in range(40):
        dovecot.put(user, "INBOX", mail("from before", number), came=now() - LONG_AGO)
    dovecot.deliver(user, mail("from yesterday", 50))
    assert words(list(mailbox.fetch())) == ["from yesterday"]


def test_after_the_first_look_an_old_date_hides_nothing(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    assert list(mailbox.fetch()) == []
    dovecot.put(user, "INBOX", mail("Please stop."), came=now() - LONG_AGO)
    assert words(list(again(dovecot, user, mailbox).fetch())) == ["Please stop."]


def test_a_first_look_that_was_broken_off_goes_on_where_it_was(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.put(user, "INBOX", mail("from before", 9), came=now() - LONG_AGO)
    for number in range(3):
        dovecot.deliver(user, mail(f"number {number}", number))
    assert words(list(mailbox.fetch(2))) == ["number 0", "number 1"]
    assert words(list(again(dovecot, user, mailbox).fetch())) == ["number 2"]


def test_a_crash_between_fetching_and_keeping_loses_nothing(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    list(mailbox.fetch())
    kept = mailbox.cursor
    dovecot.deliver(user, mail("Please stop."))
    assert len(list(mailbox.fetch())) == 1
    mailbox.resume(kept)
    assert words(list(mailbox.fetch())) == ["Please stop."]


def test_a_folder_whose_numbers_start_over_is_read_afresh_and_everything_known_again(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.deliver(user, mail("Please stop.", 1))
    before = [one.digest for one in mailbox.fetch() if isinstance(one, Fetched)]
    dovecot.number_afresh(user)
    dovecot.deliver(user, mail("Please.", 2))
    restarted = again(dovecot, user, mailbox)
    after = [one.digest for one in restarted.fetch() if isinstance(one, Fetched)]
    assert len(after) == 2
    assert set(before) < set(after)


def test_the_same_words_without_a_name_of_their_own_are_not_taken_for_the_same_message(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.put(user, "INBOX", b"From: scott@people.example\r\n\r\nstop\r\n")
    [found] = mailbox.fetch()
    assert found.digest is None


def test_the_head_of_a_huge_message_is_read(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    huge = mail("Please stop.") + b"x" * 70 * 9 + b"\r\n"
    dovecot.put(user, "INBOX", huge + (b"y" * 78 + b"\r\n") * 20_000)
    dovecot.deliver(user, mail("The next one.", 2))
    first, second = mailbox.fetch()
    assert isinstance(first, Fetched)
    assert len(first.raw) == LARGEST
    arrival = parse(first.raw, Ours(Tokens(b"k" * 32)))
    assert arrival.letter.text.startswith("Please stop.")  # type: ignore[union-attr]
    assert arrival.letter.cut  # type: ignore[union-attr]
    assert words([second]) == ["The next one."]


@pytest.mark.parametrize(
    "rubbish", [b"\r\n", b"\xff\xfe" * 500, b"From: " + b"a" * 90_000, b"(((" * 99, b"{3}\r\n* 7"]
)
def test_rubbish_stops_nothing(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox, rubbish: bytes
) -> None:
    dovecot.put(user, "INBOX", rubbish)
    dovecot.deliver(user, mail("Please stop."))
    first, second = mailbox.fetch()
    assert isinstance(first, Fetched)
    assert words([second]) == ["Please stop."]


def test_many_are_fetched_in_their_order(dovecot: Dovecot, user: str, mailbox: ImapMailbox) -> None:
    for number in range(25):
        dovecot.put(user, "INBOX", mail(f"number {number}", number))
    found = [*mailbox.fetch(10), *mailbox.fetch(10), *mailbox.fetch(10)]
    assert words(found) == [f"number {number}" for number in range(25)]


def test_a_folder_of_the_settings_is_read_too(dovecot: Dovecot, user: str) -> None:
    with dovecot.client(user) as human:
        human.create_folder("Kunden.Süd")
    dovecot.put(user, "Kunden.Süd", mail("Please stop."))
    mailbox = opened(dovecot, user, "Kunden.Süd")
    assert words(list(mailbox.fetch())) == ["Please stop."]
    mailbox.close()


def test_a_folder_that_is_not_there_is_named(dovecot: Dovecot, user: str) -> None:
    with pytest.raises(MailboxError, match="has no folder `Custmers`: mend `folders`"):
        list(opened(dovecot, user, "Custmers").fetch())


def test_a_server_that_is_killed_is_one_kind_of_error_and_read_on_when_it_is_back(
    dovecot: Dovecot, user: str, mailbox: ImapMailbox
) -> None:
    dovecot.deliver(user, mail("before", 1))
    list(mailbox.fetch())
    dovecot.stop()
    try:
        with pytest.raises(MailboxError, match=r"hung up|cannot be reached"):
            list(mailbox.fetch())
        with pytest.raises(MailboxError, match="cannot be reached: connection refused"):
            mailbox.wait(1)
    finally:
        dovecot.start()
    dovecot.deliver(user, mail("after", 2))
    assert words(list(mailbox.fetch())) == ["after"]

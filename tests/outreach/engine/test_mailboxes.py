"""Mailboxes over IMAP, from a real Dovecot to what the house knows: looked at by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from outreach.bootstrap.engine import rounds_of
from outreach.clock import SimulatedClock, SystemClock
from outreach.store.inbound import InboundKind, InboundState
from tests.dovecot import PASSWORD, Dovecot, letter
from tests.outreach.engine.mailboxes import Post, deaf, messages, post, said, somebody

pytestmark = pytest.mark.needs("dovecot")

SCOTT = "scott@reyes.example"
STOP = "Please stop emailing me."


@pytest.fixture
def ready(tmp_path: Path, dovecot: Dovecot) -> Post:
    return post(tmp_path / "house", dovecot)


def test_a_stop_is_kept_raw_read_and_binding_after_one_look(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, STOP)
        assert rounds_of(house).intake.poll().new == 1
        assert said(house, scott) == [STOP]
        [kept] = messages(house)
        assert kept.key.startswith(f"imap:127.0.0.1/{ready.house_user}/INBOX/")
        assert STOP.encode() in kept.raw


@pytest.mark.parametrize("folder", ["Junk", "Trash"])
def test_a_stop_that_lies_elsewhere_binds_too(ready: Post, folder: str) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        mail = letter(SCOTT, ready.house_user, STOP, "<1@reyes.example>")
        ready.dovecot.put(ready.house_user, folder, mail, b"\\Seen")
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]


def test_a_mail_is_dated_by_its_server_however_late_it_is_read(ready: Post) -> None:
    ready.says(SCOTT, STOP)
    delivered = SystemClock().now()
    with ready.opened(SimulatedClock(delivered + timedelta(days=2))) as house:
        scott = somebody(house, SCOTT)
        rounds_of(house).intake.poll()
        [row] = messages(house)
        assert abs(row.received_at - delivered) < timedelta(minutes=1)
        assert said(house, scott) == [STOP]


def test_a_stop_that_somebody_read_while_we_were_away_binds_when_we_are_back(ready: Post) -> None:
    """CASES 38: what a human has seen, the house has not."""
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        rounds_of(house).intake.poll()
    ready.says(SCOTT, STOP)
    with ready.dovecot.client(ready.house_user) as human:
        human.select_folder("INBOX")
        human.fetch([1], ["BODY[]"])
        human.move([1], "Trash")
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]


def test_a_stop_written_to_one_of_us_binds_the_house(ready: Post) -> None:
    """CASES 36: people answer whoever wrote to them, by whatever address they find."""
    ready.bens()
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, STOP, to=ready.ben)
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]
        [kept] = messages(house)
        assert kept.key.startswith("mailboxes.ben:")


@pytest.mark.parametrize("sender", ["ben", "an alias that nobody told us of"])
def test_what_lies_in_a_sent_folder_is_nobodys_reply(ready: Post, sender: str) -> None:
    """CASES 38: own copies are no replies, whoever they say they are from."""
    ready.bens()
    sender = ready.ben if sender == "ben" else "benjamin@kestrel.example"
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        mail = letter(sender, SCOTT, "Shall I stop emailing you?", "<1@kestrel.example>")
        ready.dovecot.put(ready.ben, "Sent", mail, b"\\Seen")
        rounds_of(house).intake.poll()
        [kept] = messages(house)
        assert (kept.kind, kept.door) == (InboundKind.OWN_COPY, "email-sent")
        assert said(house, scott) == []


@pytest.mark.parametrize("folder", ["INBOX", "Junk", "Sent"])
def test_what_one_of_us_writes_with_strangers_is_read_and_forgotten(
    ready: Post, folder: str
) -> None:
    ready.bens()
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        sender, to = ("mum@home.example", ready.ben)
        sender, to = (to, sender) if folder == "Sent" else (sender, to)
        mail = letter(sender, to, "Dinner on Sunday?", "<1@home.example>")
        ready.dovecot.put(ready.ben, folder, mail)
        rounds_of(house).intake.poll()
        [kept] = messages(house)
        assert (kept.raw, kept.words, kept.from_address) == (b"", None, None)
        assert kept.state is InboundState.READ
        assert said(house, scott) == []
        assert rounds_of(house).intake.poll().new == 0


def test_a_stranger_who_writes_to_the_house_is_shown_to_a_human(ready: Post) -> None:
    with ready.opened() as house:
        ready.says("mum@home.example", "Dinner on Sunday?")
        rounds_of(house).intake.poll()
        [kept] = messages(house)
        assert kept.state is InboundState.UNMATCHED
        assert kept.words == "Dinner on Sunday?"


def test_a_stop_from_an_address_that_nobody_has_is_kept_wherever_it_came(ready: Post) -> None:
    """CASES 36: it may be an alias of somebody on file; it binds, and a human looks."""
    ready.bens()
    with ready.opened() as house:
        ready.says("alias@elsewhere.example", STOP, to=ready.ben)
        rounds_of(house).intake.poll()
        [kept] = messages(house)
        assert kept.state is InboundState.UNMATCHED
        assert kept.words == STOP


def test_a_draft_is_nothing(ready: Post) -> None:
    """CASES 38"""
    with ready.opened() as house:
        mail = letter(ready.house_user, SCOTT, "Dear Scott", "<1@kestrel.example>")
        ready.dovecot.put(ready.house_user, "Drafts", mail, b"\\Draft")
        assert rounds_of(house).intake.poll().new == 0


def test_a_mailbox_that_is_renumbered_says_nothing_twice(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, STOP)
        rounds_of(house).intake.poll()
    ready.dovecot.number_afresh(ready.house_user)
    ready.says(SCOTT, "And no calls either.")
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP, "And no calls either."]


def test_a_message_that_somebody_files_is_not_read_twice(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, STOP)
        rounds_of(house).intake.poll()
        with ready.dovecot.client(ready.house_user) as human:
            human.select_folder("INBOX")
            human.move([1], "Trash")
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]


def test_two_that_look_at_once_keep_everything_once(ready: Post) -> None:
    """CASES 5: the command line looks beside a running engine."""
    with ready.opened() as house, ready.opened() as other:
        scott = somebody(house, SCOTT)
        for number in range(12):
            ready.says(SCOTT, f"{STOP} {number}")
        looks = [Thread(target=rounds_of(each).intake.poll) for each in (house, other)]
        for look in looks:
            look.start()
        for look in looks:
            look.join()
        assert len(messages(house)) == 12
        assert len(set(said(house, scott))) == 12


def test_a_mailbox_that_fails_keeps_no_other_from_being_read(ready: Post) -> None:
    ready.bens(password="wrong")
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, STOP)
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]


def test_a_mailbox_of_one_of_us_that_fails_makes_the_house_deaf(ready: Post) -> None:
    ready.bens(password="wrong")
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert deaf(house).startswith(
            "`mailboxes.ben` has not been read yet: `127.0.0.1` does not accept the login"
        )
        assert "mend `mailboxes.ben.password`" in deaf(house)


def test_a_server_that_dies_makes_the_house_deaf_in_time_and_no_sooner(ready: Post) -> None:
    """A Maildir beside it, which nobody uses and which always answers, hides nothing."""
    clock = SimulatedClock(SystemClock().now())
    with ready.opened(clock) as house:
        intake = rounds_of(house).intake
        intake.poll()
        ready.dovecot.stop()
        try:
            clock.advance(timedelta(seconds=100))
            intake.poll()
            assert deaf(house) == ""
            clock.advance(timedelta(seconds=100))
            intake.poll()
        finally:
            ready.dovecot.start()
        assert deaf(house) == (
            "`imap` could not be read for 200 seconds:"
            " `127.0.0.1` cannot be reached: connection refused"
        )
        intake.poll()
        assert deaf(house) == ""


def test_a_mailbox_that_left_the_settings_no_longer_counts(ready: Post) -> None:
    ready.bens(password="wrong")
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert deaf(house)
    ready.accounts.clear()
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert deaf(house) == ""


def test_a_mailbox_that_comes_back_is_read_on_from_where_it_was(ready: Post) -> None:
    ready.bens()
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        rounds_of(house).intake.poll()
    ready.accounts.clear()
    ready.says(SCOTT, STOP, to=ready.ben)
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert said(house, scott) == []
    ready.bens(look_back=0)
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert said(house, scott) == [STOP]


def test_a_house_that_reads_a_mailbox_needs_no_maildir(ready: Post) -> None:
    for name in ("new", "cur", "tmp"):
        (ready.folder / "mail" / name).rmdir()
    (ready.folder / "mail").rmdir()
    with ready.opened() as house:
        rounds_of(house).intake.poll()
        assert deaf(house) == ""
        assert not (ready.folder / "mail").exists()


def test_rubbish_is_shown_to_a_human_and_stops_nothing(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.dovecot.put(ready.house_user, "INBOX", b"\xff\xfe\x00" * 300)
        ready.says(SCOTT, STOP)
        rounds_of(house).intake.poll()
        assert messages(house)[0].state is InboundState.FAILED
        assert said(house, scott) == [STOP]


def test_a_message_that_the_server_does_not_give_out_is_shown_to_a_human(ready: Post) -> None:
    with ready.opened() as house:
        scott = somebody(house, SCOTT)
        ready.says(SCOTT, "first")
        [file] = (ready.dovecot.root / "mail" / ready.house_user / "new").iterdir()
        file.chmod(0)
        ready.says(SCOTT, STOP)
        intake = rounds_of(house).intake
        while intake.poll().because:
            assert said(house, scott) == []
        kept = [(one.state, one.failed_because) for one in messages(house)]
        assert kept[0] == (InboundState.FAILED, "the server hangs up when it is asked for it")
        assert said(house, scott) == [STOP]


def test_the_password_shows_nowhere(ready: Post) -> None:
    with ready.opened() as house:
        assert PASSWORD not in repr(house.settings)
        assert PASSWORD not in repr(house.mailboxes["imap"]._account)

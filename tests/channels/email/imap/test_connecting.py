"""Nobody is let in without proof, nothing secret travels in the clear, and what fails is told."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest

from channels.email.connecting import Security
from channels.email.imap.connecting import Account
from channels.email.imap.errors import MailboxError
from channels.email.imap.mailbox import ImapMailbox
from channels.email.login import Bearer, Password
from channels.errors import DoorConfigurationError
from tests.channels.email.imap.boxes import account, now
from tests.dovecot import PASSWORD, Dovecot

pytestmark = pytest.mark.needs("dovecot")

Secured = Callable[[Account, Dovecot], Account]


def under_tls(plain: Account, dovecot: Dovecot) -> Account:
    tls = ssl.create_default_context(cafile=str(dovecot.certificate))
    return replace(plain, host="localhost", port=dovecot.imaps, security=Security.TLS, tls=tls)


def after_starttls(plain: Account, dovecot: Dovecot) -> Account:
    tls = ssl.create_default_context(cafile=str(dovecot.certificate))
    return replace(plain, host="localhost", security=Security.STARTTLS, tls=tls)


def in_the_clear(plain: Account, dovecot: Dovecot) -> Account:
    return plain


EVERY_LINE = pytest.mark.parametrize("line", [under_tls, after_starttls, in_the_clear])


def folders(account: Account) -> list[str]:
    mailbox = ImapMailbox(account, now)
    try:
        return [one.name for one in mailbox.describe()]
    finally:
        mailbox.close()


def fault(account: Account) -> str:
    with pytest.raises(MailboxError) as failed:
        folders(account)
    return str(failed.value)


@EVERY_LINE
def test_a_password_lets_in(dovecot: Dovecot, user: str, line: Secured) -> None:
    assert "INBOX" in folders(line(account(dovecot, user), dovecot))


@EVERY_LINE
def test_a_token_lets_in_and_is_asked_for_anew_each_time(
    dovecot: Dovecot, user: str, line: Secured
) -> None:
    asked = []

    def token() -> str:
        asked.append(user)
        return dovecot.token(user)

    mailbox = line(account(dovecot, user, Bearer(user, token)), dovecot)
    assert "INBOX" in folders(mailbox)
    assert "INBOX" in folders(mailbox)
    assert asked == [user, user]


@pytest.mark.parametrize("password", ["wrong", "fälsch"])
def test_a_wrong_password_is_told_with_what_to_mend(
    dovecot: Dovecot, user: str, password: str
) -> None:
    said = fault(account(dovecot, user, Password(user, password, "imap.password")))
    assert said.startswith(f"`127.0.0.1` does not accept the login `{user}`")
    assert "mend `imap.password`: where two-step sign-in is on" in said
    assert password not in said


def test_a_stale_token_is_told_with_what_the_server_said_of_it(dovecot: Dovecot, user: str) -> None:
    said = fault(account(dovecot, user, Bearer(user, lambda: "stale", "imap.token_command")))
    assert '"status":"401"' in said
    assert "mend `imap.token_command`: the token may be stale" in said


def test_a_password_that_is_missing_is_asked_of_no_server(dovecot: Dovecot, user: str) -> None:
    nothing = account(dovecot, user, Password(user, "", "imap.password"))
    assert fault(nothing) == "there is no password: set `imap.password`"


def test_a_token_that_cannot_be_had_is_told(dovecot: Dovecot, user: str) -> None:
    def broken() -> str:
        raise DoorConfigurationError("`imap.token_command` ended with 1")

    assert (
        fault(account(dovecot, user, Bearer(user, broken))) == "`imap.token_command` ended with 1"
    )


@pytest.mark.parametrize("what", ["password", "token"])
def test_no_secret_travels_in_the_clear_to_another_machine(dovecot: Dovecot, what: str) -> None:
    login = Password("ana", PASSWORD) if what == "password" else Bearer("ana", lambda: "t")
    afar = replace(account(dovecot, "ana", login), host="imap.kestrel.example")
    assert fault(afar) == (
        f"the {what} for `imap.kestrel.example` would travel in the clear: use tls or starttls"
    )


@pytest.mark.parametrize("line", [under_tls, after_starttls])
def test_a_server_that_nobody_vouches_for_learns_no_password(
    dovecot: Dovecot, user: str, line: Secured
) -> None:
    distrustful = replace(line(account(dovecot, user), dovecot), tls=None)
    assert fault(distrustful) == (
        "the certificate of `localhost` is not valid: self-signed certificate"
    )


def test_tls_where_the_server_speaks_none_is_told(dovecot: Dovecot, user: str) -> None:
    wrong_port = replace(under_tls(account(dovecot, user), dovecot), port=dovecot.imap)
    assert fault(wrong_port).startswith("no protected line to `localhost` comes about")


def test_a_server_that_is_not_there_is_told(dovecot: Dovecot, user: str) -> None:
    nowhere = replace(account(dovecot, user), port=1)
    assert fault(nowhere) == "`127.0.0.1` cannot be reached: connection refused"

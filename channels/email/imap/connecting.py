"""Opening a mailbox: protected, and logged in (RFC 8314, RFC 9051 section 6.2)."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, LoginError

from channels.email.connecting import Security
from channels.email.imap.errors import MailboxError, in_a_sentence, said
from channels.email.login import Bearer, Login, Password, turned_away, xoauth2


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and who we are there. `timeout`: seconds to wait for any answer."""

    host: str
    port: int
    login: Login
    security: Security = Security.TLS
    timeout: float = 30.0
    tls: ssl.SSLContext | None = None

    @property
    def name(self) -> str:
        """Return what tells this mailbox from every other, for ever."""
        return f"{self.host.lower()}/{self.login.user}"


def connected(account: Account) -> IMAPClient:
    """Return an `IMAPClient` that is logged in; raise `MailboxError` saying why there is none."""
    _refuse_to_be_overheard(account)
    with in_a_sentence(account.host):
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.security is Security.TLS,
            ssl_context=account.tls or ssl.create_default_context(),
            timeout=account.timeout,
        )
        client.normalise_times = False  # else moments lose their offset
        try:
            if account.security is Security.STARTTLS:
                client.starttls(account.tls or ssl.create_default_context())
            _log_in(client, account)
        except BaseException:
            with suppress(Exception):  # the line may be half closed already
                client.shutdown()
            raise
        return client


def _refuse_to_be_overheard(account: Account) -> None:
    if account.security is Security.PLAIN and not _is_here(account.host):
        what = "password" if isinstance(account.login, Password) else "token"
        msg = f"the {what} for `{account.host}` would travel in the clear: use tls or starttls"
        raise MailboxError(msg)


def _log_in(client: IMAPClient, account: Account) -> None:
    """Log in, with PLAIN where it is offered: LOGIN knows no letters outside ASCII."""
    denied: list[bytes] = []
    try:
        match account.login:
            case Password(user=user, password=password, key=key):
                if not password:
                    raise MailboxError(f"there is no password: set `{key}`")
                plain = client.has_capability("AUTH=PLAIN")
                (client.plain_login if plain else client.login)(user, password)
            case Bearer() as bearer:
                client.sasl_login("XOAUTH2", _answers(bearer, denied))
    except LoginError as refusal:
        if isinstance(refusal.__context__, IMAPClientAbortError):
            raise refusal.__context__ from refusal
        because = said(refusal)
        if denied:
            because += f", {denied[-1].decode('ascii', 'replace')[:200]}"
        raise MailboxError(turned_away(account.host, account.login, because)) from refusal


def _answers(bearer: Bearer, denied: list[bytes]) -> Callable[[bytes], str]:
    """Return what answers the server: the token, and nothing once it says what is wrong with it."""
    first = xoauth2(bearer.user, bearer.token())

    def answer(challenge: bytes) -> str:
        if not challenge:
            return first
        denied.append(challenge)
        return ""

    return answer


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

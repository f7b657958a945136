"""Opening a connection to a submission server: encrypted, and logged in (RFC 6409, RFC 4954)."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address

import aiosmtplib

from channels.contract import Temporary
from channels.email.dialogue import Dialogue, Stage
from channels.email.login import Bearer, Login, Password, turned_away
from channels.errors import DoorConfigurationError


class Security(StrEnum):
    """How the connection is protected."""

    PLAIN = "plain"
    """Not at all: only for a server on this machine, or a relay without credentials."""
    STARTTLS = "starttls"
    TLS = "tls"
    """From the first octet (port 465), as RFC 8314 §3 prefers."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails go. Timeouts in seconds; `final_timeout` follows RFC 5321 §4.5.3.2.6.

    `hello` is our name in EHLO. A connection idle for `idle_limit` is replaced, not reused.
    """

    host: str
    port: int
    security: Security = Security.TLS
    login: Login | None = None
    hello: str = "localhost"
    connections: int = 10
    connect_timeout: float = 10.0
    timeout: float = 60.0
    final_timeout: float = 600.0
    idle_limit: float = 60.0
    tls: ssl.SSLContext | None = None

    def refuse_to_be_overheard(self) -> None:
        """Raise `DoorConfigurationError` where a secret would travel in the clear."""
        if self.login and self.security is Security.PLAIN and not _is_here(self.host):
            what = "password" if isinstance(self.login, Password) else "token"
            msg = f"the {what} for `{self.host}` would travel in the clear: use tls or starttls"
            raise DoorConfigurationError(msg)


async def connected(server: Server) -> Dialogue | Temporary:
    """Return a conversation that is ready for a mail, or why there is none just now.

    Raises `DoorConfigurationError` where only the operator can make it work.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        local_hostname=server.hello,
        timeout=server.connect_timeout,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        tls_context=server.tls,
    )
    try:
        await client.connect()
        await client.ehlo()
        if server.login is not None:
            await _log_in(client, server.host, server.login)
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        return _cannot_connect(server, error)
    except BaseException:
        client.close()
        raise
    transport = client.transport
    if not isinstance(transport, asyncio.Transport):
        return Temporary(Stage.CONNECT.value, "the connection was closed")
    offers = frozenset(keyword.lower() for keyword in client.esmtp_extensions)
    return Dialogue(transport, offers, patience=server.timeout, final=server.final_timeout)


async def _log_in(client: aiosmtplib.SMTP, host: str, login: Login) -> None:
    try:
        match login:
            case Password(user=user, password=password):
                if not password:
                    raise DoorConfigurationError(f"there is no password: set `{login.key}`")
                await client.login(user, password)
            case Bearer(user=user):
                _refuse_without_xoauth2(client, host, login)
                token = await asyncio.to_thread(login.token)
                await client.auth_xoauth2(user, token)
    except aiosmtplib.SMTPAuthenticationError as error:
        if error.code // 100 != 5:
            raise
        said = " ".join(f"{error.code} {error.message}".split())[:200]
        raise DoorConfigurationError(turned_away(host, login, said)) from error


def _refuse_without_xoauth2(client: aiosmtplib.SMTP, host: str, login: Bearer) -> None:
    methods = client.server_auth_methods
    if "xoauth2" not in methods:
        known = ", ".join(method.upper() for method in methods) or "no log-in at all"
        msg = f"`{host}` takes no token (XOAUTH2), but {known}: mend `{login.key}`"
        raise DoorConfigurationError(msg)


def _cannot_connect(server: Server, error: Exception) -> Temporary:
    """Return that it may work later; raise where only the operator can make it work."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            msg = f"the certificate of `{server.host}` is not valid: {cause.verify_message}"
            raise DoorConfigurationError(msg) from error
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return Temporary(str(error.code), error.message)
    if isinstance(error, aiosmtplib.SMTPException) and not isinstance(error, OSError):
        msg = f"`{server.host}` cannot do what is configured: {error.message}"
        raise DoorConfigurationError(msg) from error
    return Temporary(Stage.CONNECT.value, str(error))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

"""The email door: hands mails to a submission server over a few reused connections (RFC 6409).

It never tries again by itself. A receipt says what is known; what is not known is `Unknown`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address

import aiosmtplib

from channels.contract import EmailWords, Outbound, Receipt, Temporary, content_digest
from channels.email.dialogue import Dialogue, Posted, Reply, Stage
from channels.email.receipts import receipt_for
from channels.email.wire.build import build
from channels.email.wire.headers import address
from channels.errors import ClearanceError, DoorConfigurationError, UnsupportedFeatureError
from policies.channel import Channel
from policies.clearance import Clearance, Fault, Inspector


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
    username: str = ""
    password: str = field(default="", repr=False)
    hello: str = "localhost"
    connections: int = 10
    connect_timeout: float = 10.0
    timeout: float = 60.0
    final_timeout: float = 600.0
    idle_limit: float = 60.0
    tls: ssl.SSLContext | None = None


class EmailDoor:
    """Sends one mail at a time on each of `connections` connections, opened when first needed."""

    channel = Channel.EMAIL

    def __init__(self, server: Server, inspector: Inspector, clock: Callable[[], datetime]) -> None:
        if server.username and server.security is Security.PLAIN and not _is_here(server.host):
            msg = f"the password for `{server.host}` would travel in the clear: use tls or starttls"
            raise DoorConfigurationError(msg)
        self._server = server
        self._inspector = inspector
        self._clock = clock
        self._idle: list[tuple[Dialogue, float]] = []
        self._closed = False
        self._free = asyncio.Semaphore(server.connections)

    @property
    def capacity(self) -> int:
        """How many mails may be under way at once."""
        return self._server.connections

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Hand one mail over. Raises `DoorConfigurationError` where the server will not have us."""
        now = self._clock()
        digest = content_digest(outbound)
        to = outbound.to.address
        fault = self._inspector.fault(clearance, outbound.attempt, digest, to, now)
        if fault is not None:
            raise ClearanceError(fault)
        words = outbound.content
        if outbound.features:
            raise UnsupportedFeatureError("email", outbound.features[0])
        if not isinstance(words, EmailWords):
            raise UnsupportedFeatureError("email", type(words).__name__)
        sender = address("envelope_from", words.envelope_from) if words.envelope_from else ""
        posted = Posted(sender, address("to", to), build(outbound, words, now))
        async with self._free:
            return await self._deliver(posted, clearance.expires)

    async def close(self) -> None:
        """Say goodbye on every idle connection; those in use follow when they are done."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(dialogue.close() for dialogue, _ in idle))

    async def _deliver(self, posted: Posted, expires: datetime) -> Receipt:
        if self._closed:
            return Temporary("closed", "the email door is closed")
        dialogue = self._reusable() or await self._connected()
        if isinstance(dialogue, Temporary):
            return dialogue
        if self._clock() >= expires:  # connecting may have taken longer than it may live
            await self._put_back(dialogue)
            raise ClearanceError(Fault.EXPIRED)
        answer = await dialogue.deliver(posted)
        await self._put_back(dialogue)
        if isinstance(answer, Reply) and answer.stage is Stage.MAIL and answer.code == 530:
            raise DoorConfigurationError(f"`{self._server.host}` wants a login: {answer.text}")
        return receipt_for(answer)

    async def _put_back(self, dialogue: Dialogue) -> None:
        if self._closed:
            await dialogue.close()
        elif dialogue.usable:
            self._idle.append((dialogue, asyncio.get_running_loop().time()))

    def _reusable(self) -> Dialogue | None:
        """Return the connection used last, which is the least likely to have gone stale."""
        now = asyncio.get_running_loop().time()
        while self._idle:
            dialogue, since = self._idle.pop()
            if dialogue.usable and now - since < self._server.idle_limit:
                return dialogue
            dialogue.hang_up()
        return None

    async def _connected(self) -> Dialogue | Temporary:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            local_hostname=server.hello,
            username=server.username or None,
            password=server.password or None,
            timeout=server.connect_timeout,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=server.tls,
        )
        try:
            await client.connect()
            await client.ehlo()
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            return _cannot_connect(server, error)
        except BaseException:
            client.close()
            raise
        transport = client.transport
        if not isinstance(transport, asyncio.Transport):
            return Temporary(Stage.CONNECT.value, "the connection was closed")
        return Dialogue(
            transport,
            pipelining=client.supports_extension("pipelining"),
            patience=server.timeout,
            final=server.final_timeout,
        )


def _cannot_connect(server: Server, error: Exception) -> Temporary:
    """Return that it may work later; raise where only the operator can make it work."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            msg = f"the certificate of `{server.host}` is not valid: {cause.verify_message}"
            raise DoorConfigurationError(msg) from error
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code // 100 == 5:
        msg = f"`{server.host}` does not accept the login `{server.username}`: {error.message}"
        raise DoorConfigurationError(msg) from error
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

"""The world around a house: a mail server that passes mail on, mailboxes, and people who answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.dovecot import PASSWORD, Dovecot

HOST = "127.0.0.1"
OURS = "kestrel.example"


@dataclass
class PostOffice:
    """Takes mail from whoever logs in; ours goes to our mailboxes, the rest to the world."""

    dovecot: Dovecot
    port: int = 0
    taken: dict[str, EmailMessage] = field(default_factory=dict)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=right, handled=False)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        mail = envelope.original_content or b""
        for address in envelope.rcpt_tos:
            if address.endswith(f"@{OURS}"):
                self.dovecot.deliver(_mailbox(address), mail)
            with self.arrived:
                self.taken[address] = message_from_bytes(mail, policy=policy.default)
                self.arrived.notify_all()
        return "250 2.0.0 taken"

    def mail_to(
        self, address: str, seconds: float, after: EmailMessage | None = None
    ) -> EmailMessage:
        """Wait for a mail to somebody, or for the one that follows `after`, and return it."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.taken.get(address) is not after, seconds):
                raise TimeoutError(f"no mail to {address}; there is mail to {[*self.taken]}")
            return self.taken[address]

    def answer(self, address: str, words: str, at: datetime) -> None:
        """Let somebody answer the mail they got, as mail programs do."""
        got = self.taken[address]
        mail = EmailMessage()
        mail["From"], mail["To"] = address, got["Reply-To"]
        mail["Subject"] = f"Re: {got['Subject']}"
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{abs(hash(words))}@mail.example>"
        mail["In-Reply-To"] = got["Message-ID"]
        body = got.get_body(("plain",))
        quoted = "\n".join(
            f"> {line}" for line in (body.get_content() if body else "").splitlines()
        )
        mail.set_content(f"{words}\n\nOn that day, {got['From']} wrote:\n{quoted}\n")
        self.dovecot.deliver(_mailbox(str(got["Reply-To"])), mail.as_bytes(policy=policy.SMTP))


def _mailbox(address: str) -> str:
    """Return the mailbox that mail to name+anything@ reaches."""
    local, _, domain = address.partition("@")
    return f"{local.partition('+')[0]}@{domain}"


@contextmanager
def post_office(dovecot: Dovecot) -> Iterator[PostOffice]:
    """Run a mail server for as long as the `with` block lasts."""
    office, loop = PostOffice(dovecot), asyncio.new_event_loop()

    def talk() -> SMTP:
        return SMTP(office, authenticator=office.login, auth_require_tls=False, loop=loop)

    server = loop.run_until_complete(loop.create_server(talk, HOST, 0))
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

"""Which doors this house has: real ones when it is live, and ones that go nowhere in rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import assert_never

from channels.contract import CallWords, Door, EmailWords, Outbound, Receipt, TextWords
from channels.email.sending import EmailDoor, Server
from channels.email.sending import Security as Protection
from channels.email.signing import Signing
from channels.email.wire.build import build
from channels.fake import FakeDoor
from channels.phone.adapter import PhoneDoor, Reveal
from outreach.bootstrap.logins import smtp_login
from outreach.bootstrap.signing import dkim_keys
from outreach.bootstrap.texting import ON_THIS_MACHINE, may_text, text_door
from outreach.config import Security, Settings
from outreach.store.unit import Mode
from policies.channel import Channel
from policies.clearance import Clearance, Inspector

Now = Callable[[], datetime]

RELAY_PORTS = frozenset({25, 465, 587})
"""Where a mail server that passes mail on usually listens, on this machine too."""
PROTECTIONS = {
    Security.TLS: Protection.TLS,
    Security.STARTTLS: Protection.STARTTLS,
    Security.NONE: Protection.PLAIN,
}


class RehearsalDoor(FakeDoor):
    """Takes what a live door would take, and leaves it in a folder (a Maildir) to look at."""

    def __init__(
        self, channel: Channel, inspector: Inspector, now: Now, folder: Path, capacity: int = 10
    ) -> None:
        super().__init__(channel, inspector, now, capacity=capacity)
        self._folder = folder
        self._now = now

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Take the words and keep them in the house folder."""
        receipt = await super().send(outbound, clearance)
        while self.taken:
            self._keep(self.taken.pop())
        return receipt

    def _keep(self, outbound: Outbound) -> None:
        for name in ("new", "cur", "tmp"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        moment = self._now()
        name = f"{int(moment.timestamp() * 1000)}.{outbound.attempt}"
        match outbound.content:
            case EmailWords() as words:
                octets = build(outbound, words, moment)
            case TextWords(text=text):
                octets = f"To: {outbound.to.address}\nDate: {moment}\n\n{text}\n".encode()
            case CallWords(script=script):
                octets = f"To: {outbound.to.name}\nDate: {moment}\n\n{script}\n".encode()
            case _:
                assert_never(outbound.content)
        (self._folder / "new" / name).write_bytes(octets)


def doors_of(
    settings: Settings,
    mode: Mode,
    inspector: Inspector,
    now: Now,
    reveal: Reveal,
    callback: Callable[[str], str],
) -> Mapping[Channel, Door]:
    """Return the doors by channel; a channel that is not set up has none.

    `callback` is where a carrier reports on an attempt's text.
    """
    doors: dict[Channel, Door] = {Channel.PHONE: PhoneDoor(reveal, inspector, now)}
    if may_text(settings, mode):
        doors[Channel.SMS] = text_door(settings, inspector, now, callback)
    if mode is Mode.LIVE:
        if settings.smtp.host:
            doors[Channel.EMAIL] = _email_door(settings, inspector, now)
        return doors
    rehearsal = settings.path("rehearsal")
    doors.setdefault(Channel.SMS, RehearsalDoor(Channel.SMS, inspector, now, rehearsal))
    doors[Channel.EMAIL] = (
        _email_door(settings, inspector, now)
        if _ends_here(settings)
        else RehearsalDoor(Channel.EMAIL, inspector, now, rehearsal)
    )
    return doors


def _email_door(settings: Settings, inspector: Inspector, now: Now) -> EmailDoor:
    keys = dkim_keys(settings)
    return EmailDoor(server_of(settings), inspector, now, Signing(keys) if keys else None)


def _ends_here(settings: Settings) -> bool:
    """Whether a rehearsal may use this server: on this machine, and not where relays listen."""
    return settings.smtp.host in ON_THIS_MACHINE and settings.smtp.port not in RELAY_PORTS


def server_of(settings: Settings) -> Server:
    """Return the mail server of the settings."""
    smtp = settings.smtp
    return Server(
        host=smtp.host,
        port=smtp.port,
        security=PROTECTIONS[smtp.security],
        login=smtp_login(settings),
        hello=settings.sender.mailbox.rpartition("@")[2] or "localhost",
        connections=smtp.connections,
        timeout=smtp.timeout,
        final_timeout=smtp.final_timeout,
    )

"""The email door: hands mails to a submission server over a few reused connections (RFC 6409).

It never tries again by itself. A receipt says what is known; what is not known is `Unknown`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from channels.contract import EmailWords, Outbound, Receipt, Temporary, content_digest
from channels.email.connecting import Security, Server, connected
from channels.email.dialogue import Dialogue, Posted, Reply, Stage
from channels.email.receipts import receipt_for
from channels.email.wire.build import build
from channels.email.wire.envelope import Envelope, Notify
from channels.email.wire.headers import address
from channels.errors import (
    ClearanceError,
    DoorConfigurationError,
    UnsendableError,
    UnsupportedFeatureError,
)
from policies.channel import Channel
from policies.clearance import Clearance, Fault, Inspector
from policies.quick import quick

__all__ = ["EmailDoor", "Security", "Server", "Sign"]

Sign = Callable[[bytes, datetime], bytes]
"""Returns a mail (CRLF line ends) with our signatures in front of it."""


_READY = 100
"""Mails kept ready at most."""


@quick
@dataclass(frozen=True, slots=True)
class _Made:
    """A mail that is ready to go, and what it was made from: neither ever changes."""

    outbound: Outbound
    clearance: Clearance
    posted: Posted


class EmailDoor:
    """Sends one mail at a time on each of `connections` connections, opened when first needed."""

    channel = Channel.EMAIL

    def __init__(
        self,
        server: Server,
        inspector: Inspector,
        clock: Callable[[], datetime],
        sign: Sign | None = None,
    ) -> None:
        server.refuse_to_be_overheard()
        self._server = server
        self._inspector = inspector
        self._clock = clock
        self._sign = sign
        self._idle: list[tuple[Dialogue, float]] = []
        self._closed = False
        self._ready: dict[str, _Made] = {}
        self._free = asyncio.Semaphore(server.connections)
        self._busy = 0

    @property
    def capacity(self) -> int:
        """How many mails may be under way at once."""
        return self._server.connections

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Hand one mail over. Raises `DoorConfigurationError` where the server will not have us."""
        ready = self._ready.pop(outbound.attempt, None)
        if ready is None or ready.outbound is not outbound or ready.clearance is not clearance:
            ready = self._made(outbound, clearance)
        async with self._free:
            self._busy += 1
            try:
                return await self._deliver(ready.posted, clearance.expires)
            finally:
                self._busy -= 1

    async def connect(self, messages: int) -> None:
        """Open the connections that so many mails need beside those that are open."""
        self._hang_up_stale()
        missing = min(messages, self.capacity - self._busy) - len(self._idle)
        # The first by itself: a server that turns us away need not do so ten times.
        if missing > 0 and await self._open():
            await asyncio.gather(*(self._open() for _ in range(missing - 1)))

    def get_ready(self, outbound: Outbound, clearance: Clearance) -> None:
        """Check the clearance and put the mail together, for `send` with these very two."""
        while len(self._ready) >= _READY:  # nobody came for them: they were stopped
            del self._ready[next(iter(self._ready))]
        self._ready[outbound.attempt] = self._made(outbound, clearance)

    def _made(self, outbound: Outbound, clearance: Clearance) -> _Made:
        """Return the mail, if the clearance fits; whether it has expired is asked again later."""
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
        octets = build(outbound, words, now)
        if self._sign is not None:
            octets = self._sign(octets, now)
        return _Made(outbound, clearance, Posted(_envelope(outbound, words, octets), octets))

    async def close(self) -> None:
        """Say goodbye on every idle connection; those in use follow when they are done."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(dialogue.close() for dialogue, _ in idle))

    async def _deliver(self, posted: Posted, expires: datetime) -> Receipt:
        if self._closed:
            return Temporary("closed", "the email door is closed")
        dialogue = self._reusable() or await connected(self._server)
        if isinstance(dialogue, Temporary):
            return dialogue
        if self._clock() >= expires:  # connecting may have taken longer than it may live
            await self._put_back(dialogue)
            raise ClearanceError(Fault.EXPIRED)
        if posted.envelope.utf8 and "smtputf8" not in dialogue.offers:
            await self._put_back(dialogue)
            raise _in_letters_it_cannot_take(posted.envelope, self._server.host)
        answer = await dialogue.deliver(posted)
        await self._put_back(dialogue)
        if isinstance(answer, Reply) and answer.stage is Stage.MAIL and answer.code == 530:
            raise DoorConfigurationError(f"`{self._server.host}` wants a login: {answer.text}")
        return receipt_for(answer)

    async def _open(self) -> bool:
        """Open one connection more, unless there are enough by now; say whether it went well."""
        async with self._free:
            self._busy += 1
            try:
                if self._closed or len(self._idle) + self._busy > self.capacity:
                    return True
                dialogue = await connected(self._server)
            except DoorConfigurationError:  # `send` meets the same
                return False
            finally:
                self._busy -= 1
            if isinstance(dialogue, Temporary):
                return False
            await self._put_back(dialogue)
            return True

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
            if self._is_fresh(dialogue, since, now):
                return dialogue
            dialogue.hang_up()
        return None

    def _hang_up_stale(self) -> None:
        now = asyncio.get_running_loop().time()
        idle, self._idle = self._idle, []
        for dialogue, since in idle:
            if self._is_fresh(dialogue, since, now):
                self._idle.append((dialogue, since))
            else:
                dialogue.hang_up()

    def _is_fresh(self, dialogue: Dialogue, since: float, now: float) -> bool:
        return dialogue.usable and now - since < self._server.idle_limit


def _envelope(outbound: Outbound, words: EmailWords, octets: bytes) -> Envelope:
    """Return the envelope; the Message-ID, which holds our token, names the mail in reports."""
    sender = address("envelope_from", words.envelope_from) if words.envelope_from else ""
    recipient = address("to", outbound.to.address)
    return Envelope(
        sender,
        recipient,
        name=words.message_id[1:-1],
        notify=Notify.NEVER if words.auto_submitted == "auto-replied" else Notify.TROUBLE,
        utf8=not (octets.isascii() and sender.isascii() and recipient.isascii()),
    )


def _in_letters_it_cannot_take(envelope: Envelope, host: str) -> UnsendableError:
    field = "sender" if envelope.recipient.isascii() else "to"
    because = f"has letters before the @ that `{host}` cannot carry (it offers no SMTPUTF8)"
    return UnsendableError(field, f"{because}: use another address")

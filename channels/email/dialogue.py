"""One mail over one open SMTP connection, stage by stage (RFC 5321 §4.1).

Where the server allows it, MAIL, RCPT and DATA travel in one packet (RFC 2920): that doubles what a
connection carries. The library keeps no answer it did not ask for, hence this small protocol, which
takes the transport over once the library has connected, encrypted and authenticated.

What matters most is *when* something failed: until the last octet of the mail is written nothing
can have left; from then until the final reply nobody knows.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from channels.email.wire.envelope import Envelope
from channels.faults import Point, passing
from policies.quick import quick

_LONGEST_REPLY = 64_000
_MOST_LINES = 500
_BRIEF = 5.0
"""Seconds to wait for courtesies that decide nothing."""


class Stage(StrEnum):
    """Where in the transaction something happened."""

    CONNECT = "connect"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    FINAL = "final"
    """After the mail was written: the reply that makes the server responsible."""


@quick
@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said: three digits and text, lines joined by line feeds."""

    stage: Stage
    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Silence:
    """The server said nothing usable: it hung up, took too long, or broke the protocol."""

    stage: Stage
    because: str


Answer = Reply | Silence


@quick
@dataclass(frozen=True, slots=True)
class Posted:
    """A mail with its envelope. `octets` has any line ends."""

    envelope: Envelope
    octets: bytes


class LostError(Exception):
    """The connection gave no usable answer."""


class Dialogue(asyncio.Protocol):
    """An SMTP conversation on a transport that is past its greeting. One mail at a time.

    `offers` are the extensions in the server's answer to EHLO, in lower case. `patience` and
    `final` are seconds to wait for a reply: before and after the mail.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        offers: frozenset[str],
        *,
        patience: float,
        final: float,
    ) -> None:
        self.offers = offers
        self._transport = transport
        self._pipelining = "pipelining" in offers
        self._patience = patience
        self._final = final
        self._rest = b""
        self._lines: list[bytes] = []
        self._replies: deque[tuple[int, str] | str] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._until = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self.usable = True
        transport.set_protocol(self)

    async def deliver(self, mail: Posted) -> Answer:
        """Hand one mail over; return the reply, or silence, of the stage that decided."""
        stage = Stage.MAIL
        commands = [
            (Stage.MAIL, mail.envelope.mail(self.offers)),
            (Stage.RCPT, mail.envelope.rcpt(self.offers)),
            (Stage.DATA, "DATA"),
        ]
        try:
            if self._replies:
                raise LostError("the server spoke out of turn")
            if self._pipelining:
                self._write("".join(f"{command}\r\n" for _, command in commands).encode())
            for stage, command in commands:
                if not self._pipelining:
                    self._write(f"{command}\r\n".encode())
                code, text = await self._reply(self._patience)
                if code // 100 != (3 if stage is Stage.DATA else 2):
                    await self._back_out(stage)
                    return Reply(stage, code, text)
            stage = Stage.FINAL
            passing(Point.IN_DATA)
            self._write(_stuffed(mail.octets))
            passing(Point.WRITTEN)
            code, text = await self._reply(self._final)
            if not self.usable:
                self.hang_up()
            return Reply(stage, code, text)
        except LostError as lost:
            self.hang_up()
            return Silence(stage, str(lost))
        except BaseException:
            self.hang_up()
            raise

    async def close(self) -> None:
        """Say goodbye where that is possible, and let go."""
        try:
            if self.usable:
                self._write(b"QUIT\r\n")
                await self._reply(min(self._patience, _BRIEF))
        except LostError:
            pass
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """Let go at once."""
        self.usable = False
        self._transport.abort()
        if self._watch is not None:
            self._watch.cancel()

    async def _back_out(self, refused_at: Stage) -> None:
        """Make the connection fit for the next mail, or give it up.

        A pipelining server has answers to come; one that says 354 after all waits for a mail that
        must not be sent, so the connection is given up (RFC 2920 §3.1).
        """
        patience = min(self._patience, _BRIEF)
        try:
            if self._pipelining and refused_at is not Stage.DATA:
                for _ in range(2 if refused_at is Stage.MAIL else 1):
                    code, _text = await self._reply(patience)
                    if code // 100 == 3:
                        raise LostError("the server waits for a mail")
            self._write(b"RSET\r\n")
            code, _text = await self._reply(patience)
            if code != 250 or not self.usable:
                raise LostError("the server will not start afresh")
        except LostError:
            self.hang_up()

    def _write(self, octets: bytes) -> None:
        if not self.usable or self._transport.is_closing():
            raise LostError("the connection was closed")
        self._transport.write(octets)

    async def _reply(self, patience: float) -> tuple[int, str]:
        if not self._replies:
            await self._wait(patience)
        if not self._replies:
            raise LostError(f"no reply within {patience:g} s")
        answer = self._replies.popleft()
        if isinstance(answer, str):
            raise LostError(answer)
        if answer[0] == 421:
            self.usable = False
        return answer

    async def _wait(self, patience: float) -> None:
        """Wait until a reply is there, or until patience runs out.

        A timer stays for the next replies: each of its own costs more than the reply.
        """
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        self._until = loop.time() + patience
        if self._watch is None or self._watch.when() > self._until:
            self._look_at(loop)
        await self._waiting

    def _look_at(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let go of whoever waits once patience has run out; until then, look again."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self._waiting is None or self._waiting.done():
            return
        if loop.time() < self._until:
            self._watch = loop.call_at(self._until, self._look_at, loop)
        else:
            self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _answered(self, answer: tuple[int, str] | str) -> None:
        self._replies.append(answer)
        self._wake()

    def data_received(self, data: bytes) -> None:
        """Cut what arrives into replies (RFC 5321 §4.2.1)."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST_REPLY or len(self._lines) > _MOST_LINES:
            self._lose("the server talks without end")
            return
        for line in lines:
            self._line(line.rstrip(b"\r"))

    def _line(self, line: bytes) -> None:
        code, mark = line[:3], line[3:4]
        if not code.isdigit() or mark not in (b" ", b"-", b""):
            self._lose("the server does not speak SMTP")
            return
        self._lines.append(line[4:])
        if mark != b"-":
            text = b"\n".join(self._lines).decode("utf-8", "replace")
            self._lines = []
            self._answered((int(code), text))

    def eof_received(self) -> bool:
        """Take the server's end of the conversation as the end of ours."""
        self._lose("the server hung up")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Let whoever waits know."""
        self._lose("the connection broke" if exc else "the connection was closed")

    def _lose(self, because: str) -> None:
        if self.usable:
            self.usable = False
            self._transport.abort()
        self._answered(because)


def _stuffed(octets: bytes) -> bytes:
    """Return a mail as it travels: CRLF everywhere, dots doubled, and the final dot."""
    ends = octets.count(b"\r\n")
    if ends == octets.count(b"\n") == octets.count(b"\r") and octets.endswith(b"\r\n"):
        if b"\n." not in octets and not octets.startswith(b"."):
            return octets + b".\r\n"
        return (b"\n" + octets).replace(b"\n.", b"\n..")[1:] + b".\r\n"
    lines = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not lines.endswith(b"\n"):
        lines += b"\n"
    dotted = (b"\n" + lines).replace(b"\n.", b"\n..")[1:]
    return dotted.replace(b"\n", b"\r\n") + b".\r\n"

"""Mail servers to send to: aiosmtpd, Postfix's smtp-sink, and one that misbehaves as told."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from channels.email.login import Login, Password
from channels.email.sending import EmailDoor, Security, Server
from tests.channels.contract import MINT, Outside, Rig

HOST = "127.0.0.1"
ANA = Password("ana", "secret", "smtp.password")


class Handler:
    """What aiosmtpd asks at each stage."""

    def __init__(self) -> None:
        self.outside: Outside | None = None
        self.envelopes: list[Envelope] = []
        self.mails: list[bytes] = []
        self.at_once = 0
        self.most_at_once = 0

    def login(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and data.password == b"secret"
        known = known and self.outside is not Outside.WRONG_CREDENTIALS
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        match self.outside:
            case Outside.PERMANENT:
                return "550 5.1.1 no such user"
            case Outside.TEMPORARY:
                return "451 4.7.1 greylisted"
            case Outside.TURNS_US_AWAY:
                return "550 5.7.1 we take nothing from you"
            case Outside.DROPS_BEFORE:
                _abort(server)
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.outside is Outside.SLOW:
            await asyncio.sleep(0.05)
        self.at_once -= 1
        self.envelopes.append(envelope)
        self.mails.append(envelope.original_content or b"")
        if self.outside is Outside.DROPS_AFTER:
            _abort(server)
        return "250 2.0.0 taken"


def _abort(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


class AiosmtpdRig(Rig):
    def __init__(
        self,
        security: Security = Security.PLAIN,
        tls: ssl.SSLContext | None = None,
        auth_required: bool = False,
        handler: Handler | None = None,
        **smtp: Any,  # noqa: ANN401
    ) -> None:
        super().__init__()
        self.handler = handler or Handler()
        self._smtp_options = smtp
        self._security = security
        self._tls = tls
        self._auth_required = auth_required
        self.talking: list[SMTP] = []
        self.port = 0
        self.run(self.open())
        self.door = EmailDoor(self.server(security), MINT.inspector, self.clock)

    async def open(self) -> None:
        """Start to listen; at the same port where it listened before."""
        self._listening = await asyncio.get_running_loop().create_server(
            self._smtp,
            HOST,
            self.port,
            ssl=self._tls if self._security is Security.TLS else None,
            reuse_address=True,
        )
        self.port = self._listening.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Hang up on everybody and listen no more."""
        self._listening.close()
        for one in self.talking:
            _abort(one)
        await asyncio.sleep(0)

    def _smtp(self) -> SMTP:
        self.talking.append(
            SMTP(
                self.handler,
                tls_context=self._tls if self._security is Security.STARTTLS else None,
                authenticator=self.handler.login,
                auth_require_tls=self._security is Security.STARTTLS,
                auth_required=self._auth_required,
                loop=self.runner.get_loop(),
                **self._smtp_options,
            )
        )
        return self.talking[-1]

    def server(self, security: Security, login: Login | None = ANA) -> Server:
        return Server(HOST, self.port, security, login, connections=3, timeout=5, final_timeout=5)

    def arrange(self, outside: Outside) -> None:
        self.handler.outside = outside

    def taken(self) -> int:
        return len(self.handler.mails)

    def most_at_once(self) -> int:
        return self.handler.most_at_once

    def close(self) -> None:
        self.run(self.door.close())
        self.run(self.shut())
        self.runner.close()


class SinkRig(Rig):
    """Postfix's own test server, which pipelines; it is told at its start how to behave."""

    OPTIONS = {  # noqa: RUF012
        Outside.PERMANENT: ["-f", "rcpt", "-B", "550 5.1.1 no such user"],
        Outside.TEMPORARY: ["-r", "rcpt"],
        Outside.TURNS_US_AWAY: ["-f", "rcpt", "-B", "550 5.7.1 we take nothing from you"],
        Outside.DROPS_BEFORE: ["-q", "rcpt"],
        Outside.DROPS_AFTER: ["-q", "."],
        Outside.SLOW: [],
    }

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sink"))
        self.folder.chmod(0o777)
        self.process: subprocess.Popen[bytes] | None = None
        self.start([])

    def start(self, options: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        program = shutil.which("smtp-sink", path="/usr/sbin:/usr/bin") or "smtp-sink"
        command = [program, "-d", f"{self.folder}/mail.", *options, f"{HOST}:{port}", "50"]
        if os.getuid() == 0:
            command[1:1] = ["-u", "nobody"]
        self.process = subprocess.Popen(command, cwd=self.folder)
        _wait_for(port)
        server = Server(HOST, port, Security.PLAIN, connections=3, timeout=5, final_timeout=5)
        self.door = EmailDoor(server, MINT.inspector, self.clock)

    def arrange(self, outside: Outside) -> None:
        self.stop()
        self.start(self.OPTIONS[outside])

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)

    def taken(self) -> int:
        """Count mails with words: one begun and broken off lies there a moment longer, empty."""
        return sum(b"Subject:" in _read(path) for path in self.folder.glob("mail.*"))

    def close(self) -> None:
        super().close()
        self.stop()
        shutil.rmtree(self.folder)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # broken off, and taken away just now
        return b""


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection((HOST, port), 0.2).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


HANG = b"hang"
DROP = b"drop"
DRIP = b"drip"
BABBLE = b"babble"


@dataclass
class Misbehaving:
    """An SMTP server that does at one stage what it is told, and is well-behaved elsewhere.

    Stages: `greeting EHLO MAIL RCPT DATA final`. `bad` is a reply, or one of HANG (say nothing),
    DROP (hang up), DRIP (one octet at a time, never ending) and BABBLE (reply without end).
    `offers` are further extensions; `said` are the commands, whole.
    """

    pipelining: bool = True
    stage: str = ""
    bad: bytes = b""
    mails: list[bytes] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    offers: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._talk, HOST, 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._say(writer, "greeting", b"220 here")
            while line := await reader.readline():
                await self._obey(line, reader, writer)
        except (ConnectionError, EOFError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _obey(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        verb = line[:4].decode("ascii", "replace").upper()
        self.commands.append(verb)
        self.said.append(line.decode().rstrip())
        match verb:
            case "EHLO":
                more = b"250-PIPELINING\r\n" if self.pipelining else b""
                more += b"".join(f"250-{offer}\r\n".encode() for offer in self.offers)
                await self._say(writer, verb, b"250-here\r\n" + more + b"250 SIZE 1000000")
            case "MAIL" | "RCPT":
                await self._say(writer, verb, b"250 ok")
            case "DATA":
                if await self._say(writer, verb, b"354 go on"):
                    self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                    await self._say(writer, "final", b"250 2.0.0 taken")
            case "QUIT":
                writer.write(b"221 bye\r\n")
                raise ConnectionError
            case _:
                writer.write(b"250 ok\r\n")

    async def _say(self, writer: asyncio.StreamWriter, stage: str, good: bytes) -> bool:
        """Say it; return whether it was the good reply."""
        if stage != self.stage:
            writer.write(good + b"\r\n")
            return True
        match self.bad:
            case b"hang":
                await asyncio.sleep(30)
            case b"drop":
                raise ConnectionError
            case b"drip":
                for _ in range(300):
                    writer.write(b"2")
                    await asyncio.sleep(0.1)
            case b"babble":
                for _ in range(100_000):
                    writer.write(b"250-and another thing\r\n")
                    await writer.drain()
            case reply:
                writer.write(reply + b"\r\n")
                if reply.startswith(b"421"):
                    raise ConnectionError
        return False

"""A mail server that has every trouble a mail server has, in a process of its own.

    python -m tests.soak.troubled_mail_server FOLDER SEED

Prints its port. In FOLDER it writes `mails`: a line for each that it took (Message-ID, the moment
at which the dialogue for it began, recipient), written before it answers; and `troubles`: a line
for each trouble it made.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from random import Random

from outreach.clock import SystemClock


class Trouble(StrEnum):
    """What happens to a connection or a mail, and how often in a thousand."""

    REFUSED = "421 at the greeting"
    ENOUGH = "421 after some mails"
    GREYLISTED = "450, come again"
    TARPIT = "answers a second late"
    LOST_BEFORE = "line lost in the middle of a mail"
    LOST_AFTER = "mail taken, line lost before the answer"


OF_A_THOUSAND = {
    Trouble.REFUSED: 30,
    Trouble.ENOUGH: 200,
    Trouble.GREYLISTED: 20,
    Trouble.TARPIT: 10,
    Trouble.LOST_BEFORE: 4,
    Trouble.LOST_AFTER: 4,
}


@dataclass(slots=True)
class Letter:
    """What is known of the mail that is being handed over."""

    began: datetime = field(default_factory=lambda: SystemClock().now())
    to: str = ""


class LostError(Exception):
    """The line is broken here, on purpose."""


class Server:
    """One record, any number of connections."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._mails = (folder / "mails").open("a", buffering=1)
        self._troubles = (folder / "troubles").open("a", buffering=1)
        self._random = Random(seed)
        self._tried: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it goes, or until trouble ends it."""
        try:
            await self._talk(reader, writer)
        except (LostError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._happens(Trouble.REFUSED):
            writer.write(b"421 4.3.2 not now\r\n")
            return
        writer.write(b"220 troubled.example\r\n")
        left = self._random.randint(3, 30) if self._happens(Trouble.ENOUGH) else -1
        letter = Letter()
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"MAIL":
                letter = Letter()
                left -= 1
                if left == 0:
                    writer.write(b"421 4.7.0 enough for one connection\r\n")
                    return
                writer.write(b"250 2.1.0 ok\r\n")
            elif verb == b"RCPT":
                letter.to = line.decode().partition("<")[2].partition(">")[0]
                writer.write(self._recipient(letter.to))
            elif verb == b"DATA" and not letter.to:
                writer.write(b"503 5.5.1 to whom?\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                await self._take(reader, writer, letter)
                writer.write(b"250 2.0.0 taken\r\n")
            elif verb == b"EHLO":
                writer.write(b"250-troubled.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 2.0.0 bye\r\n")
                return
            else:
                writer.write(b"250 2.0.0 ok\r\n")
            await writer.drain()

    def _recipient(self, to: str) -> bytes:
        if to not in self._tried and self._happens(Trouble.GREYLISTED):
            self._tried.add(to)
            return b"450 4.7.1 greylisted, come again\r\n"
        return b"250 2.1.5 ok\r\n"

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, letter: Letter
    ) -> None:
        message_id = ""
        lost = self._happens(Trouble.LOST_BEFORE)
        while (line := await reader.readline()) != b".\r\n":
            if not line or lost:
                raise LostError
            if line.lower().startswith(b"message-id:"):
                message_id = line.split(b":", 1)[1].strip().decode()
        if self._happens(Trouble.TARPIT):
            await asyncio.sleep(1.0)
        self._mails.write(f"{message_id} {letter.began.isoformat()} {letter.to}\n")
        if self._happens(Trouble.LOST_AFTER):
            raise LostError

    def _happens(self, trouble: Trouble) -> bool:
        happens = self._random.randrange(1_000) < OF_A_THOUSAND[trouble]
        if happens:
            self._troubles.write(f"{trouble}\n")
        return happens


async def main() -> None:
    server = Server(Path(sys.argv[1]), int(sys.argv[2]))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=1 << 20)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

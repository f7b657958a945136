"""A slow mail server in a process of its own, which writes down whatever it takes.

    python -m tests.outreach.engine.mail_server RECORD PORT SECONDS [SILENT-AFTER ...]

Prints its port (0 takes any). It writes the Message-ID to RECORD before it answers that it took the
mail: what stands there has left, whatever the sender knows. Once so many mails are taken it answers
no more, until whoever waits for the answer hangs up.
"""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path


class Server:
    """One record, one delay, any number of connections."""

    def __init__(self, record: Path, seconds: float, silent_after: Iterable[int]) -> None:
        self._record = record.open("a", buffering=1)
        self._seconds = seconds
        self._silent_after = deque(silent_after)
        self._taken = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it goes."""
        writer.write(b"220 slow.example\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                await writer.drain()
                await self._take(reader)
                writer.write(b"250 2.0.0 taken\r\n")
            elif verb == b"EHLO":
                writer.write(b"250-slow.example\r\n250 8BITMIME\r\n")
            elif verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
            await writer.drain()
        writer.close()

    async def _take(self, reader: asyncio.StreamReader) -> None:
        message_id = ""
        while (line := await reader.readline()) != b".\r\n":
            if not line:
                return
            if line.lower().startswith(b"message-id:"):
                message_id = line.split(b":", 1)[1].strip().decode()
        self._record.write(f"{message_id}\n")
        self._taken += 1
        await self._before_answering(reader)

    async def _before_answering(self, reader: asyncio.StreamReader) -> None:
        silent = self._silent_after[0] if self._silent_after else None
        if silent is None or self._taken < silent:
            await asyncio.sleep(self._seconds)
            return
        await reader.read()
        if self._silent_after and self._silent_after[0] == silent:
            self._silent_after.popleft()


async def main() -> None:
    server = Server(Path(sys.argv[1]), float(sys.argv[3]), map(int, sys.argv[4:]))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", int(sys.argv[2]))
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

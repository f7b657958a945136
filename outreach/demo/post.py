"""The demo's own mail server: it accepts every message and keeps it as a file. Nothing is relayed.

It speaks just enough SMTP (RFC 5321) for one polite client, on 127.0.0.1 and a port the machine
chooses, in a thread of its own, so that hand-overs are as real as on any server.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

GREETING = b"220 demo.invalid keeps everything and relays nothing\r\n"
EXTENSIONS = b"250-demo.invalid\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n"
LARGEST_LINE = 1 << 20


class PostOffice:
    """A mail server for the length of a `with` block; `folder` receives `0001.eml` and so on.

    `pace` is how many seconds it takes over each message. `on_message` is called, in the server's
    thread, with the envelope's recipient before the message is accepted.
    """

    def __init__(
        self, folder: Path, pace: float = 0.0, on_message: Callable[[str], None] | None = None
    ) -> None:
        self.folder = folder
        self.pace = pace
        self.on_message = on_message
        self.received: list[str] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo post office", daemon=True)

    def __enter__(self) -> PostOffice:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._thread.start()
        self._listening.wait()
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        server = await asyncio.start_server(
            self._converse, "127.0.0.1", 0, limit=LARGEST_LINE, backlog=128
        )
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._closing.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it leaves."""
        writer.write(GREETING)
        recipient = ""
        try:
            while line := await reader.readline():
                verb = line[:4].upper().strip()
                if verb == b"RCPT":
                    recipient = line.partition(b"<")[2].partition(b">")[0].decode()
                if verb == b"DATA":
                    writer.write(b"354 go on, end with a dot\r\n")
                    await self._keep(await _message(reader), recipient)
                writer.write(EXTENSIONS if verb == b"EHLO" else _reply_to(verb))
                await writer.drain()
                if verb == b"QUIT":
                    break
        except (ConnectionError, asyncio.CancelledError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    async def _keep(self, message: bytes, recipient: str) -> None:
        """Write one message to its file before it is accepted."""
        if self.on_message:
            self.on_message(recipient)
        if self.pace:
            await asyncio.sleep(self.pace)
        self.received.append(recipient)
        (self.folder / f"{len(self.received):04}.eml").write_bytes(message)


def _reply_to(verb: bytes) -> bytes:
    return b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n"


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read up to the lone dot, undoing the sender's dot-stuffing (RFC 5321 §4.5.2)."""
    lines: list[bytes] = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b"..") else line)
    return b"".join(lines)

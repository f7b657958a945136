"""A mail server in a process of its own that takes every mail and keeps none.

Debian's `smtp-sink` (postfix) where it is installed, else this file run as a program: a small sink
in asyncio, slower, so that ratios measured against it are kinder to whoever sends slowly.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

HOST = "127.0.0.1"
_PATIENCE = 10.0
_BACKLOG = "128"


@dataclass(frozen=True, slots=True)
class Sink:
    """Where it listens, and which program it is."""

    port: int
    program: str


@contextmanager
def sink() -> Iterator[Sink]:
    """Run a sink on a free port of this machine until the block ends."""
    port = _free_port()
    program = shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")
    command = _postfix(program, port) if program else [sys.executable, __file__, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Sink(port, "smtp-sink" if program else "our own sink")
    finally:
        process.kill()
        process.wait()


def _postfix(program: str, port: int) -> list[str]:
    """Return the command; smtp-sink wants to give up root for somebody harmless."""
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    return [program, *user, f"inet:{HOST}:{port}", _BACKLOG]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError as error:
            if process.poll() is not None or monotonic() > give_up:
                msg = f"the sink does not answer on port {port}"
                raise RuntimeError(msg) from error
            sleep(0.02)
        else:
            return


class _Taker(asyncio.Protocol):
    """One connection: says yes to everything, pipelining included (RFC 2920)."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            self._buffer = b""
            self._in_mail = False
            transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer every command, and every mail once its final dot is there."""
        self._buffer += data
        while True:
            end = b"\r\n.\r\n" if self._in_mail else b"\r\n"
            taken, found, rest = self._buffer.partition(end)
            if not found:
                return
            self._buffer = rest
            self._answer(b"." if self._in_mail else taken[:4].upper())

    def _answer(self, command: bytes) -> None:
        self._in_mail = command == b"DATA"
        match command:
            case b"EHLO":
                self._transport.write(b"250-sink\r\n250 PIPELINING\r\n")
            case b"DATA":
                self._transport.write(b"354 go on\r\n")
            case b"QUIT":
                self._transport.write(b"221 bye\r\n")
                self._transport.close()
            case _:
                self._transport.write(b"250 yes\r\n")


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Taker, HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))

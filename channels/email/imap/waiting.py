"""Waiting for mail: what the server announces (IDLE, RFC 2177), the time, or somebody's ring."""

from __future__ import annotations

import select
import socket
from time import monotonic
from typing import Any

from imapclient import IMAPClient

LONGEST = 28 * 60.0
"""Seconds; servers hang up on whoever idles for half an hour."""
_NEWS = frozenset({(b"EXISTS",), (b"RECENT",)})


class Waiting:
    """Serves one thread; `ring` may come from any other, and is not forgotten before the next."""

    def __init__(self) -> None:
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)

    def ring(self) -> None:
        """End the wait under way, or else the next one."""
        try:
            self._bell.send(b"!")
        except BlockingIOError:  # it has rung often enough
            return

    def pause(self, seconds: float) -> None:
        """Wait for the time to pass or for a ring."""
        self._poll(seconds)
        self._rung()

    def for_news(self, client: IMAPClient, seconds: float) -> None:
        """Wait until the folder that is open may hold something new; IDLE ends in any case."""
        # The library waits for the socket and so oversees what came along with the server's "go
        # on": it is in a buffer by then. The first look therefore reads without waiting.
        looks = iter([[self._ear]])
        client._poll_socket = lambda sock, timeout: next(looks, None) or self._poll(timeout, sock)
        over = monotonic() + min(seconds, LONGEST)
        client.idle()
        heard = client.idle_check(0)
        while not self._rung() and not _news(heard) and (left := over - monotonic()) > 0:
            heard = client.idle_check(left)
            if not heard:  # the time is over, somebody rang, or the line is dead, as DONE will show
                break
        self._rung()
        client.idle_done()

    def _poll(self, seconds: float | None, *others: socket.socket) -> list[Any]:
        poller = select.poll()
        for one in (self._ear, *others):
            poller.register(one.fileno(), select.POLLIN)
        return poller.poll(None if seconds is None else seconds * 1_000)

    def _rung(self) -> bool:
        try:
            return bool(self._ear.recv(64))
        except BlockingIOError:
            return False


def _news(heard: list[Any]) -> bool:
    return any(one[0] == b"BYE" or one[1:2] in _NEWS for one in heard)

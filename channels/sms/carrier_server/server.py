"""The carrier as a server on this machine, in a thread of its own or for good."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from aiohttp import web

from channels.sms.carrier_server.api import Api
from channels.sms.carrier_server.exchange import Exchange

HERE = "127.0.0.1"
_PATIENCE = 10.0
_SHUTDOWN = 0.01
"""Seconds for which lines may go on; 0 would mean for ever."""
T = TypeVar("T")


async def listening(exchange: Exchange, port: int) -> web.AppRunner:
    """Serve this exchange; 0 is any free port. `cleanup` what is returned."""
    runner = web.AppRunner(
        Api(exchange).app(),
        access_log=None,
        handler_cancellation=True,
        shutdown_timeout=_SHUTDOWN,
    )
    await runner.setup()
    await web.TCPSite(runner, HERE, port, reuse_address=True).start()
    return runner


class CarrierServer:
    """Serves an exchange for the length of a `with` block; safe to use from other threads.

    `stop` breaks every line at once, `start` listens on the same port again with the same record.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the address that stands in for https://api.twilio.com."""
        return f"http://{HERE}:{self.port}"

    def __enter__(self) -> CarrierServer:
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self.ask(self.exchange.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=_PATIENCE)

    def start(self) -> None:
        """Listen."""
        self._runner = self.ask(listening(self.exchange, self.port))
        self.port = self._runner.addresses[0][1]

    def stop(self) -> None:
        """Listen no more, and break every line."""
        if self._runner is not None:
            self.ask(self._runner.cleanup())
            self._runner = None

    def ask(self, work: Coroutine[Any, Any, T]) -> T:
        """Run this in the server's thread and return what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def do(self, work: Callable[[], T]) -> T:
        """Call this in the server's thread: `exchange.text_us` and the like."""

        async def called() -> T:
            return work()

        return self.ask(called())

    def quiet(self) -> None:
        """Wait until every web hook has been answered."""
        self.ask(self.exchange.quiet())

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

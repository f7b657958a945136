"""Where the pages listen, bound before anything else starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from outreach.config.house import WebSettings
from outreach.errors import SetupError


@contextmanager
def listening(
    web: WebSettings, port: int | None, *, or_any: bool = False
) -> Iterator[socket.socket]:
    """Bind before anything else starts, so that a taken port is one clear sentence.

    `or_any`: where that port is taken, any that is free.
    """
    wanted = web.port if port is None else port
    with socket.socket(socket.AF_INET6 if ":" in web.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            _bind(listener, web.host, wanted, or_any=or_any)
        except (OSError, OverflowError) as error:
            why = (getattr(error, "strerror", None) or str(error)).lower()
            msg = f"our pages cannot listen at {web.host}:{wanted}: {why}; try --port 0"
            raise SetupError(msg) from error
        yield listener


def _bind(listener: socket.socket, host: str, port: int, *, or_any: bool) -> None:
    try:
        listener.bind((host, port))
    except OSError:
        if not or_any:
            raise
        listener.bind((host, 0))

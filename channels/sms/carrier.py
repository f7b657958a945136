"""The line to the carrier: Twilio's own client, over one pool of connections of ours.

The official client builds the requests and reads the answers. What it does not tell apart, we do:
whether anything was written before a line broke. It has no way to name another host, and it logs
what it sends; this does the one and not the other. Nothing is ever tried again here.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from yarl import URL

from channels.sms.account import Account, rebased, split

_CONNECT = 10.0
_TOO_MANY = 429
_log = logging.getLogger(__name__)


class NotReachedError(Exception):
    """Nothing was written: the carrier cannot have it."""


class NoAnswerError(Exception):
    """Something was written, and nobody answered: the carrier may have it."""


class TooManyError(Exception):
    """The carrier did not even look at it. `retry_after` in seconds, where it said so."""

    def __init__(self, retry_after: float | None) -> None:
        self.retry_after = retry_after
        super().__init__("the carrier takes no more just now")


class TooLateError(Exception):
    """Nothing was written: it took too long to get a connection."""


@dataclass(slots=True)
class Progress:
    """How far one request got, and whether it is too late to begin writing it."""

    too_late: Callable[[], bool]
    written: bool = False


_TOO_LATE: ContextVar[Callable[[], bool]] = ContextVar("too_late", default=lambda: False)


class Line(AsyncHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client on connections that are reused. Use from one event loop."""

    def __init__(self, account: Account) -> None:
        super().__init__(_log, True, account.timeout)
        self._account = account
        self._base = split(account.base_url) if account.base_url else None
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request, as Twilio's client asks for it; `timeout` bounds the connecting too.

        Raises `NotReachedError`, `NoAnswerError`, `TooManyError` and `TooLateError`.
        """
        progress = Progress(_TOO_LATE.get())
        try:
            async with self._opened().request(
                method.upper(),
                rebased(url, self._base),
                params=params,
                data=_form(data) if data else None,
                headers={**(headers or {}), **_basic(auth)},
                timeout=self._patience(timeout),
                allow_redirects=False,
                trace_request_ctx=progress,
            ) as answer:
                text = (await answer.read()).decode("utf-8", "replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            because = f"{type(fault).__name__}: {fault}".rstrip(": ")
            raise (NoAnswerError if progress.written else NotReachedError)(because) from fault
        if answer.status == _TOO_MANY:
            raise TooManyError(_seconds(answer.headers.get("Retry-After", "")))
        return Response(answer.status, text, answer.headers)

    @contextmanager
    def unless(self, too_late: Callable[[], bool]) -> Iterator[None]:
        """Let requests of this block begin only where it is not too late by then."""
        token = _TOO_LATE.set(too_late)
        try:
            yield
        finally:
            _TOO_LATE.reset(token)

    async def close(self) -> None:
        """Let go of every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        """Return the pool, which must be made inside the loop that uses it."""
        if self._session is None:
            traces = aiohttp.TraceConfig()
            traces.on_request_headers_sent.append(_about_to_write)
            connector = aiohttp.TCPConnector(limit=self._account.connections)
            self._session = aiohttp.ClientSession(
                connector=connector, trace_configs=[traces], cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session

    def _patience(self, connect: float | None) -> aiohttp.ClientTimeout:
        longest = _CONNECT if connect is None else min(connect, _CONNECT)
        return aiohttp.ClientTimeout(total=self._account.timeout, connect=longest)


async def _about_to_write(
    session: aiohttp.ClientSession,
    context: SimpleNamespace,
    params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    progress: Progress = context.trace_request_ctx
    if progress.too_late():
        raise TooLateError
    progress.written = True


def _form(fields: Mapping[str, Any]) -> bytes:
    """Return a form's octets: what `urlencode` would, in a seventh of the time."""
    return URL.build(path="/", query=fields).raw_query_string.encode()


@lru_cache(maxsize=16)
def _basic(auth: tuple[str, str] | None) -> Mapping[str, str]:
    if auth is None:
        return {}
    return {"Authorization": f"Basic {b64encode(':'.join(auth).encode()).decode()}"}


def _seconds(said: str) -> float | None:
    """Return the seconds of a Retry-After (RFC 9110 §10.2.3); a date in it says too little."""
    with suppress(ValueError):
        return max(0.0, float(said))
    return None

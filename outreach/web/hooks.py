"""Where a carrier and a mail server post what people wrote to us.

Whatever comes is kept and committed first, then answered, and read after the answer: a carrier
waits for a few seconds and a person's stop for nobody. Nothing is answered with a success that was
not recorded. A carrier's signature covers the address it called, so it is checked before anything
is read, on our public address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.background import BackgroundTask

from outreach.bootstrap.hooks import Posted
from outreach.bootstrap.marks import CARRIER_PATH, MAIL_PATH

LONGEST_FORM = 64 * 1024
"""Octets; a carrier joins at most 1,600 letters of a text."""
LONGEST_MAIL = 40 * 1024 * 1024
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_log = structlog.get_logger()


class Reads(Protocol):
    """Something that reads what was kept."""

    def read(self, kept: str | None) -> None:
        """Read it, and do what follows."""
        ...


class Carrier(Reads, Protocol):
    """The carrier's side of a house. Any method raises where nothing could be recorded."""

    def is_genuine(self, posted: Posted) -> bool:
        """Say whether the carrier signed it."""
        ...

    def keep(self, posted: Posted) -> str | None:
        """Keep a form and commit; return its id, or None where it was here already."""
        ...

    def keep_events(self, posted: Posted) -> str | None:
        """Keep events and commit; return their id, or None where they were here already."""
        ...

    def doubt(self, posted: Posted) -> None:
        """See whether what nobody signed may be somebody's stop."""
        ...

    def ring(self, posted: Posted) -> str:
        """Keep a call and return what is said."""
        ...

    def press(self, posted: Posted) -> str:
        """Keep a key, act on it, and return what is said."""
        ...

    def sorry(self) -> str:
        """Return what is said where nothing was recorded."""
        ...


class MailIn(Reads, Protocol):
    """The mail server's side of a house."""

    def is_allowed(self, authorization: str) -> bool:
        """Say whether this is a mail server of ours."""
        ...

    def keep(self, raw: bytes) -> str | None:
        """Keep a mail and commit; return its id, or None where it was here already."""
        ...


async def _body(request: Request, longest: int) -> bytes:
    """Return the whole body; raise for one that is too long, and where it broke off."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise HTTPException(413)
    return bytes(body)


async def _posted(request: Request) -> Posted:
    """Return what was posted, as it was called."""
    path = request.scope.get("raw_path") or request.scope["path"].encode()
    query = request.scope["query_string"]
    body = await _body(request, LONGEST_FORM)
    return Posted(path.decode("ascii", "replace"), query.decode("latin-1"), body, request.headers)


async def _mail(request: Request) -> bytes:
    return await _body(request, LONGEST_MAIL)


Form = Annotated[Posted, Depends(_posted)]


def carrier_hooks(carrier: Carrier) -> APIRouter:
    """Return the addresses that the carrier posts to."""
    router = APIRouter()

    def text(posted: Form) -> Response:
        if not carrier.is_genuine(posted):
            return _refused(posted, BackgroundTask(_quietly, lambda: carrier.doubt(posted)))
        return _kept(carrier, lambda: carrier.keep(posted))

    def status(posted: Form) -> Response:
        if not carrier.is_genuine(posted):
            return _refused(posted)
        return _kept(carrier, lambda: carrier.keep(posted))

    def events(posted: Form) -> Response:
        if not carrier.is_genuine(posted):
            return _refused(posted)
        return _kept(carrier, lambda: carrier.keep_events(posted))

    def voice(posted: Form) -> Response:
        return _spoken(carrier, posted, carrier.ring)

    def pressed(posted: Form) -> Response:
        return _spoken(carrier, posted, carrier.press)

    for name, answer in (
        ("text", text),
        ("status", status),
        ("events", events),
        ("voice", voice),
        ("voice/pressed", pressed),
    ):
        router.add_api_route(CARRIER_PATH + name, answer, methods=["POST"], response_model=None)
    return router


def mail_hook(mail: MailIn) -> APIRouter:
    """Return the address that a mail server posts whole mails to (RFC 5322, as they came)."""
    router = APIRouter()

    def allowed(request: Request) -> None:
        if not mail.is_allowed(request.headers.get("authorization", "")):
            raise HTTPException(403)

    def take(raw: Annotated[bytes, Depends(_mail)]) -> Response:
        if not raw.strip():
            return Response(status_code=400)
        return _kept(mail, lambda: mail.keep(raw))

    router.add_api_route(
        MAIL_PATH, take, methods=["POST"], response_model=None, dependencies=[Depends(allowed)]
    )
    return router


def _kept(reader: Reads, keep: Callable[[], str | None]) -> Response:
    """Answer once it is committed; read it after the answer."""
    try:
        kept = keep()
    except Exception as fault:
        return _unavailable(fault)
    return _xml(_EMPTY, BackgroundTask(_quietly, lambda: reader.read(kept)))


def _spoken(carrier: Carrier, posted: Posted, answer: Callable[[Posted], str]) -> Response:
    """Say what was done, or that nothing was: a caller cannot be told to try another time later."""
    if not carrier.is_genuine(posted):
        return _refused(posted)
    try:
        return _xml(answer(posted))
    except Exception as fault:
        _log.error("hook failed", fault=type(fault).__name__)
        return _xml(carrier.sorry())


def _quietly(work: Callable[[], None]) -> None:
    """Do it after the answer; what fails is kept unread, and the engine reads it."""
    try:
        work()
    except Exception as fault:
        _log.error("hook not read yet", fault=type(fault).__name__)


def _refused(posted: Posted, after: BackgroundTask | None = None) -> Response:
    _log.warning("hook without a genuine signature", path=posted.path)
    return Response(status_code=403, background=after)


def _unavailable(fault: Exception) -> Response:
    _log.error("hook failed", fault=type(fault).__name__)
    return Response(status_code=503, headers={"Retry-After": "60"})


def _xml(said: str, after: BackgroundTask | None = None) -> Response:
    return Response(said, media_type="text/xml", background=after)

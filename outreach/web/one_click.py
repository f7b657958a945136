"""One address for each signed link: seen, it shows a page with a button; posted to, it stops.

Mail scanners fetch every link, so GET and HEAD change nothing. A POST is the person's act, whatever
its body: mailbox providers send a form of either kind (RFC 8058 §3.2), some programmes none at all.
It needs no cookie and is answered at once, never with a redirect (§3.1), and never with a success
that was not recorded first.
"""

from __future__ import annotations

from typing import Annotated, Protocol
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from starlette.requests import ClientDisconnect

from outreach.bootstrap.marks import PAGE_PATH, STOP_PATH
from outreach.errors import NotFoundError
from outreach.services.listen import Click
from outreach.services.preferences import Described
from outreach.web.pages import HouseCard, shown
from outreach.web.words import Spoken, spoken

_LONGEST_BODY = 4_096
_FROM_OUR_PAGE = b"from=page"
_log = structlog.get_logger()


class Links(Protocol):
    """The signed links of a house. Both raise `NotFoundError` for a link that is not ours."""

    def describe(self, token: str) -> Described:
        """Return whom it is about and what stands now; change nothing."""
        ...

    def stop(self, token: str, click: Click) -> None:
        """Stop email for whoever it is about; return once that is recorded. Again is harmless."""
        ...


async def body_of(request: Request) -> bytes:
    """Return the beginning of whatever was posted; broken, slow or cut off, it is still a stop."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) >= _LONGEST_BODY:
                break
    except (ClientDisconnect, HTTPException):
        pass
    return body[:_LONGEST_BODY]


def one_click(links: Links, house: HouseCard) -> APIRouter:
    """Return the pages behind the links in our mails."""
    router = APIRouter()

    def look(request: Request, token: str) -> HTMLResponse:
        try:
            described = links.describe(token)
            fields = {"described": described, "done": False} | _page(token)
            return shown("stop", house, fields, language=_language(request))
        except NotFoundError:
            return shown("not-found", house, status=404)
        except Exception as fault:
            return _unavailable(house, fault)

    def stop(
        request: Request, token: str, body: Annotated[bytes, Depends(body_of)]
    ) -> HTMLResponse:
        click = Click.PAGE if _FROM_OUR_PAGE in body else Click.ONE_CLICK
        try:
            links.stop(token, click)
        except NotFoundError:
            return shown("not-found", house, status=404)
        except Exception as fault:
            return _unavailable(house, fault)
        fields = {"described": _after(links, token), "done": True} | _page(token)
        return shown("stop", house, fields, language=_language(request))

    for path in (STOP_PATH + "{token}", STOP_PATH + "{token}/"):
        router.add_api_route(path, look, methods=["GET", "HEAD"])
        router.add_api_route(path, stop, methods=["POST"])
    return router


def _language(request: Request) -> Spoken:
    return spoken(request.headers.get("accept-language"))


def _page(token: str) -> dict[str, str]:
    """Return where everything else can be chosen, by the same link."""
    return {"page": PAGE_PATH + quote(token)}


def _after(links: Links, token: str) -> Described | None:
    """Return what stands now, or None where only the asking failed: the stop is recorded."""
    try:
        return links.describe(token)
    except Exception as fault:
        _log.warning("page.state_unknown", fault=type(fault).__name__)
        return None


def _unavailable(house: HouseCard, fault: Exception) -> HTMLResponse:
    _log.error("page.failed", fault=type(fault).__name__)
    page = shown("unavailable", house, status=503)
    page.headers["Retry-After"] = "60"
    return page

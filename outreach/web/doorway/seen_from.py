"""How we are reached, and whether a press came from a page of ours.

A session's cookie goes along with every request to us, whoever made the browser send it. So a press
counts only where the browser says that it began on our own page (Fetch metadata, `Origin`: RFC 6454
§7), and where it brings the token of the form, which no other page can read.
"""

from __future__ import annotations

from fastapi import Request

from outreach.web.addressed import LOOPBACK

_OUR_OWN = frozenset({"same-origin", "none"})
LONGEST_ADDRESS = 64


def is_plain_loopback(request: Request) -> bool:
    """Return whether the browser reaches us without encryption, on the machine it runs on."""
    return request.url.scheme == "http" and (request.url.hostname or "") in LOOPBACK


def is_ours(request: Request, public_url: str) -> bool:
    """Return whether a press came from a page of ours: the browser says so by one of the two.

    A press of which it says nothing is none of ours; the one that needs neither, a mailbox
    provider's one-click stop (RFC 8058), is no press of a page and is not asked here.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OUR_OWN:
        return False
    if origin is None or (origin == "null" and site == "same-origin"):
        return site in _OUR_OWN
    return origin in {f"{request.url.scheme}://{request.url.netloc}", public_url}


def came_from(request: Request) -> str:
    """Return the address somebody's browser has, as far as we see it."""
    return (request.client.host if request.client else "unknown")[:LONGEST_ADDRESS]


def inside(wanted: str, otherwise: str) -> str:
    """Return where to go after log-in: a path of ours, whatever somebody put into a link."""
    if (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and wanted.isprintable()
        and wanted.isascii()
        and "\\" not in wanted
        and len(wanted) <= 500
    ):
        return wanted
    return otherwise

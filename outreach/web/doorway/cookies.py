"""The cookie of a session, and the token that every form carries.

The name begins with `__Host-` wherever we are reached over https, so that no neighbouring host can
set it (RFC 6265bis §4.1.3). On plain loopback a browser would refuse that, and there is nobody to
listen in.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from secrets import token_urlsafe

from fastapi import Request, Response

from outreach.domain.entering import LONGEST
from outreach.web.doorway.seen_from import is_plain_loopback

_SESSION, _DOOR = "outreach", "outreach-door"
LONGEST_COOKIE = 128
TOKEN = "token"
"""The field of every form that holds its token."""


@dataclass(frozen=True, slots=True)
class Jar:
    """Reads and sets our two cookies in answer to one request.

    `session` lets somebody in; `door` only ties a form to the browser before anybody is in.
    """

    request: Request = field(repr=False)

    @property
    def session(self) -> str:
        """Return the session's cookie, or nothing."""
        return self._read(_SESSION)

    @property
    def door(self) -> str:
        """Return the cookie of whoever is not in yet, or nothing."""
        return self._read(_DOOR)

    def let_in(self, response: Response, secret: str) -> None:
        """Give the browser a session; what it had before it came in is taken back."""
        self._set(response, _SESSION, secret, int(LONGEST.total_seconds()))
        self._forget(response, _DOOR)

    def open_door(self, response: Response) -> str:
        """Give a browser that has none a cookie for its form; return what it holds."""
        kept = self.door
        if len(kept) < 40:
            kept = token_urlsafe(32)
            self._set(response, _DOOR, kept, None)
        return kept

    def let_out(self, response: Response) -> None:
        """Take the session's cookie back."""
        self._forget(response, _SESSION)

    @property
    def _plain(self) -> bool:
        return is_plain_loopback(self.request)

    def _name(self, name: str) -> str:
        return name if self._plain else f"__Host-{name}"

    def _read(self, name: str) -> str:
        given = self.request.cookies.get(self._name(name), "")
        return given if len(given) <= LONGEST_COOKIE and given.isascii() else ""

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=not self._plain,
            httponly=True,
            samesite="lax",
        )

    def _forget(self, response: Response, name: str) -> None:
        response.delete_cookie(
            self._name(name), path="/", secure=not self._plain, httponly=True, samesite="lax"
        )


def token_of(cookie: str) -> str:
    """Return the token of this browser's forms; the cookie cannot be read off it."""
    return hmac.digest(cookie.encode(), b"the token of a form", "sha256").hex()


def fits(given: str, cookie: str) -> bool:
    """Return whether a form carries the token of this browser."""
    return bool(cookie) and hmac.compare_digest(given.encode(), token_of(cookie).encode())

"""Whether a request that reached us on our own machine was meant for us.

A page from elsewhere can have its own name lead to this machine and then ask us as if it were ours
(DNS rebinding). What it cannot choose is the name that its browser puts into `Host` (RFC 9110
§7.2). So where we listen on the loopback, only names of ours are answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MISDIRECTED = 421


class Addressed:
    """Answers 421 (RFC 9110 §15.5.20) on the loopback where `Host` is no name of ours.

    `names`: what else leads to us, through a proxy on this machine.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = LOOPBACK | {one.lower() for one in names if one}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what was meant for us."""
        if scope["type"] == "http" and _on_this_machine(scope) and not self._is_ours(scope):
            told = "this is not the machine you meant: `web.also_at` names what else leads here\n"
            await PlainTextResponse(told, _MISDIRECTED)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        name = host_of(f"//{Headers(scope=scope).get('host', '')}")
        return name in self._names or name.endswith(".localhost")


def host_of(address: str) -> str:
    """Return the name in an address, in small letters; empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _on_this_machine(scope: Scope) -> bool:
    here = scope.get("server") or ("", None)
    return str(here[0]) in LOOPBACK

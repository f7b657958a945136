"""Where our own people come in: the address of a link, and the one that lets the first of us in."""

from __future__ import annotations

from outreach.bootstrap.house import House
from outreach.config import Settings
from outreach.services.accounts import Porch, first_invitation

CLAIM_PATH = "/claim/"


def pages_address(settings: Settings, port: int | None = None) -> str:
    """Return where our own people reach the pages; `port` is the one that was taken, if known."""
    web = settings.web
    if web.public_url.startswith("https://"):
        return web.public_url
    host = f"[{web.host}]" if ":" in web.host else web.host
    return f"http://{host}:{port or web.port}"


def claim_address(settings: Settings, secret: str, port: int | None = None) -> str:
    """Return the link by which a member sets a password."""
    return f"{pages_address(settings, port)}{CLAIM_PATH}{secret}"


def first_lines(home: House, port: int) -> list[str]:
    """Return what is printed where nobody can log in yet: a link for the first of us, once.

    Each start makes a new one, and the one before works no more.
    """
    made = first_invitation(Porch(home.store, home.clock))
    if made is None:
        return []
    address = claim_address(home.settings, made.secret, port)
    return [
        f"  log in     nobody can yet: {made.member.name} sets a password at",
        f"             {address}",
    ]

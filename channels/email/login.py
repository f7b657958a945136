"""How we show a mail server who we are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Password:
    """A name and a password."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A name and an OAuth2 token, fetched anew at each log-in.

    `token` may block; it raises `DoorConfigurationError` where no token can be had.
    """

    user: str
    token: Callable[[], str] = field(repr=False)


Login = Password | Bearer


def xoauth2(user: str, token: str) -> str:
    """Return the initial client response of SASL XOAUTH2, before base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"

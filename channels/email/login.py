"""How we show a mail server who we are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Password:
    """A name and a password. `key` is the setting to mend where the server wants neither."""

    user: str
    password: str = field(repr=False)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A name and an OAuth2 token, fetched anew at each log-in.

    `token` may block; it raises `DoorConfigurationError` where no token can be had. `key` is the
    setting that says where tokens come from.
    """

    user: str
    token: Callable[[], str] = field(repr=False)
    key: str = ""


Login = Password | Bearer


def xoauth2(user: str, token: str) -> str:
    """Return the initial client response of SASL XOAUTH2, before base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def turned_away(host: str, login: Login, said: str) -> str:
    """Return the sentence for a log-in that the server would not have, and what to do about it."""
    mend = f"; mend `{login.key}`" if login.key else ""
    match login:
        case Password():
            hint = ": where two-step sign-in is on, the server wants an app password or a token"
        case Bearer():
            hint = ": the token may be stale, or made for another mailbox or another use"
    return f"`{host}` does not accept the login `{login.user}` ({said}){mend}{hint if mend else ''}"

"""The account at the carrier, and where the carrier is: Twilio itself, or another of its kind."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from channels.errors import DoorConfigurationError


@dataclass(frozen=True, slots=True)
class Account:
    """The account at the carrier. Seconds in `timeout`; `base_url` empty: Twilio's own host.

    `service` is a messaging service, which chooses the number to send by.
    """

    sid: str
    auth_token: str = field(repr=False)
    base_url: str = ""
    service: str = ""
    connections: int = 10
    timeout: float = 15.0


def split(base_url: str) -> tuple[str, str]:
    """Return scheme and host of another carrier.

    Raises `DoorConfigurationError` where there is no such address, or the token would be overheard.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"`{base_url}` is no address of a carrier: give one like https://carrier.example"
        raise DoorConfigurationError(msg)
    if parts.scheme == "http" and not _is_here(parts.hostname):
        msg = f"the token for `{parts.hostname}` would travel in the clear: use https"
        raise DoorConfigurationError(msg)
    return parts.scheme, parts.netloc


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


@lru_cache(maxsize=256)
def rebased(url: str, base: tuple[str, str] | None) -> str:
    """Return an address of Twilio's at another host."""
    return url if base is None else urlunsplit((*base, *urlsplit(url)[2:]))

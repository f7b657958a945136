"""Which addresses we post to: public ones, and those of our own that the house names.

Whoever may say where we post to could else have us knock at doors inside our network, behind every
wall it has (server-side request forgery).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_DISGUISED = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 that is carried on to some IPv4 address (RFC 6052, RFC 8215, RFC 3056, RFC 4380)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """`ours` are networks of our own that may be posted to.

    From a `rehearsal` nothing leaves this machine: then only loopback, and that if it is `ours`.
    """

    ours: tuple[Network, ...] = ()
    rehearsal: bool = False

    def is_ours(self, address: Address) -> bool:
        """Return whether the house names this address as one of its own."""
        plain = unwrapped(address)
        return any(plain.version == one.version and plain in one for one in self.ours)

    def refusal(self, address: Address) -> str:
        """Return why this address is not posted to; nothing where it is."""
        plain = unwrapped(address)
        if self.rehearsal:
            allowed = plain.is_loopback and self.is_ours(plain)
            return "" if allowed else "from a rehearsal nothing leaves this machine"
        if self.is_ours(plain):
            return ""
        hidden = any(plain.version == one.version and plain in one for one in _DISGUISED)
        if hidden or not plain.is_global or plain.is_multicast or plain.is_reserved:
            return "it is at an address inside a network: `web.webhooks_within` may name that"
        return ""


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, where it does (RFC 4291)."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def literal(host: str) -> Address | None:
    """Return the address that a host is written as; None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Return networks as they are written (`10.1.0.0/16`); `ValueError` for what is none."""
    return tuple(ip_network(one.strip()) for one in written)

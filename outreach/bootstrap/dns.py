"""Short questions to the DNS. No network is no answer, which is another thing than no record."""

from __future__ import annotations

from typing import Any

import dns.exception
import dns.resolver

_RESERVED = (".example", ".test", ".invalid", ".localhost")
"""Names that nobody can have (RFC 2606 §2): nobody need be asked."""


class UnreadableError(Exception):
    """Nobody answered. Says nothing about what the answer would have been."""


def text_records(name: str, seconds: float) -> tuple[str, ...]:
    """Return the TXT records of a name; raise `UnreadableError` where nobody answers in time."""
    found = _records(name, "TXT", seconds)
    return tuple(b"".join(row.strings).decode("utf-8", "replace") for row in found)


def mail_servers(domain: str, seconds: float) -> tuple[str, ...]:
    """Return who takes mail for a domain, first choice first; raise `UnreadableError`."""
    found = _records(domain, "MX", seconds)
    rows = sorted(found, key=lambda row: int(row.preference))
    return tuple(str(row.exchange).rstrip(".") for row in rows)


def _records(name: str, kind: str, seconds: float) -> list[Any]:
    if f".{name.lower().rstrip('.')}".endswith(_RESERVED):
        raise UnreadableError("a name that nobody can have")
    try:
        resolver = dns.resolver.Resolver()
        resolver.lifetime = resolver.timeout = seconds
        return list(resolver.resolve(name, kind))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as fault:
        raise UnreadableError("the DNS does not answer") from fault

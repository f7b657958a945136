"""What nobody can guess, and what is kept of it."""

from __future__ import annotations

import hashlib
from secrets import token_urlsafe

_OCTETS = 32


def secret() -> str:
    """Return what nobody can guess: 256 bits, fit for an address, a header and a cookie."""
    return token_urlsafe(_OCTETS)


def digest(of: str) -> str:
    """Return what is kept of a secret (SHA-256): it has 256 bits of chance, so no salt."""
    return hashlib.sha256(of.encode("utf-8", "replace")).hexdigest()

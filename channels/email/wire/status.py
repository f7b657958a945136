"""What a mail server's code says about whose fault it is (RFC 3463, RFC 5248)."""

from __future__ import annotations

import re

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_VERSION = re.compile(r"(?:\bv|version|release)\.? ?\Z", re.IGNORECASE)
_DEAD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


def enhanced(text: str) -> str:
    """Return the first enhanced status code in a reply, such as `5.1.1`, or an empty string."""
    found = _ENHANCED.search(text)
    return found.group() if found else ""


def in_trouble(text: str) -> str:
    """Return the first code of what failed or is late; a number of a version is none."""
    codes = (one for one in _ENHANCED.finditer(text) if one[1] != "2")
    return next((one.group() for one in codes if not _VERSION.search(text, 0, one.start())), "")


def blames_address(code: str) -> bool:
    """Say whether the address itself is gone: no such mailbox or domain, moved, or disabled."""
    return code in _DEAD


def blames_us(code: str) -> bool:
    """Say whether it is our standing that was refused (policy, reputation, authentication)."""
    return code.startswith("5.7.")

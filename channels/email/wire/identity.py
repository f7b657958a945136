"""What tells a mail again, whichever way and however often it comes."""

from __future__ import annotations

import hashlib
import re

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_NAMED = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,900}>)", re.MULTILINE | re.I)
_ENOUGH = 100_000
"""Octets of a body that count: a way in may give out no more than the beginning of a huge mail."""


def identity(raw: bytes) -> str | None:
    """Return the same for every copy of a mail, and None for one without a name of its own.

    Servers add to the head on each way, so only the Message-ID (RFC 5322 §3.6.4) and the body
    count. Whoever sends other words under the same name has said something else.
    """
    end = _HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    named = _NAMED.search(head)
    if named is None:
        return None
    plain = body[:_ENOUGH].replace(b"\r\n", b"\n").rstrip()
    return hashlib.sha256(named[1] + b"\n" + plain).hexdigest()

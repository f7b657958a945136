"""Signed tokens: how an answer, a bounce or a stop finds its way back to the attempt it came from.

A token names one attempt and what it may be used for, signed with HMAC-SHA256 (RFC 2104) under a
key that belongs to this installation alone: another house's token, or one made by hand, says
nothing here. It is the same every time it is made, so that a second try of one attempt carries the
same words. It does not expire: whoever finds our mail in two years' time may still stop us. That is
safe because nothing that a token opens by itself can loosen anything.

Tokens travel in the local parts of addresses (at most 64 octets, sometimes folded to lower case)
and in links, so they are made of lower-case letters, digits, `-` and `_` alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

SEAL_BYTES = 10
"""80 bits: 16 letters, which leaves room in a local part for the id and the mailbox's own name."""
SHAPE = re.compile(r"(?P<use>[a-z])-(?P<attempt>[a-z0-9_]{1,40})-(?P<seal>[a-z2-7]{16})")


class Use(StrEnum):
    """What a token may be used for. Values stand in mails that are out there: append only."""

    STOP = "s"
    """Stop writing to whoever this was sent to (RFC 8058, or a mail to the address)."""
    REPLY = "r"
    """This is an answer to that attempt."""
    BOUNCE = "b"
    """The attempt came back."""
    MESSAGE = "m"
    """The Message-ID of that attempt."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a genuine token says."""

    use: Use
    attempt: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and reads the tokens of one installation. `key` is secret, `installation` is not."""

    key: bytes
    installation: str

    def sign(self, use: Use, attempt: str) -> str:
        """Return the token of an attempt (a lower-case id) for one use."""
        return f"{use.value}-{attempt}-{self._seal(use, attempt)}"

    def read(self, written: str) -> Token | None:
        """Return what the token says, or None for one that this installation did not sign."""
        found = SHAPE.fullmatch(written.strip().lower())
        if found is None:
            return None
        try:
            use = Use(found["use"])
        except ValueError:
            return None
        if not hmac.compare_digest(found["seal"], self._seal(use, found["attempt"])):
            return None
        return Token(use, found["attempt"])

    def _seal(self, use: Use, attempt: str) -> str:
        parts = ("outreach token 1", self.installation, use.value, attempt)
        text = "\n".join(f"{len(part)}:{part}" for part in parts)
        digest = hmac.new(self.key, text.encode(), hashlib.sha256).digest()[:SEAL_BYTES]
        return base64.b32encode(digest).decode().lower()

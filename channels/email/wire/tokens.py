"""Signed names for attempts: in Message-IDs, in addresses to answer to, in links.

A token is `ATTEMPT-SIGNATURE`, in lower case throughout, because some servers fold the local part
of an address. It names the attempt and not the person, is the same whenever it is made again, and
never expires: a link in a two-year-old mail still works. Each use has signatures of its own, so
that a token copied out of a Message-ID opens no page.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from policies.keyed import Keyed

_BYTES = 10
"""Octets of a signature, 16 letters: short enough for a local part of 64 (RFC 5321 §4.5.3.1)."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""Base32 (RFC 4648 §6) in lower case, ten bits at a time: the library's takes twice as long."""
_SHIFTS = range(8 * _BYTES - 10, -1, -10)
_SHAPED = re.compile(r"(?<![a-z0-9_])([a-z0-9_]{1,40})-([a-z2-7]{16})(?![a-z0-9_])")


class Use(StrEnum):
    """What a token is for. Values are signed: never change one."""

    MESSAGE = "message"
    REPLY = "reply"
    BOUNCE = "bounce"
    STOP = "stop"
    STATUS = "status"
    OWN = "own"
    """The link that somebody asked for, sent to their own address."""
    CHANGE = "change"
    """What a page of theirs just changed; it names a statement."""
    CALENDAR = "calendar"
    """The calendar of one of us, for a program that reads it; it names a member of the team."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a genuine token says."""

    attempt: str
    use: Use


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes tokens under the installation's key (32 bytes), and reads those under older keys too.

    A key is only ever replaced, never thrown away: a link in an old mail still has to work.
    """

    key: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)

    def make(self, attempt: str, use: Use) -> str:
        """Return the token of this attempt for this use."""
        return f"{attempt}-{self._signature(attempt, use)}"

    def message_id(self, attempt: str, domain: str) -> str:
        """Return the Message-ID of this attempt, with its angle brackets."""
        return f"<{self.make(attempt, Use.MESSAGE)}@{domain}>"

    def address(self, mailbox: str, attempt: str, use: Use) -> str:
        """Return a mailbox of ours with the token as its `+tag`."""
        return tagged(mailbox, self.make(attempt, use))

    def found_in(self, text: str) -> Iterator[Named]:
        """Yield what every genuine token in a text says, in the order of the text."""
        for shaped in _SHAPED.finditer(text.lower()):
            attempt, signature = shaped.groups()
            for use in Use:
                if self._is_genuine(signature, attempt, use):
                    yield Named(attempt, use)

    def attempt(self, token: str, use: Use) -> str | None:
        """Return the attempt that this token names for this use, or None if it is not genuine."""
        if not _SHAPED.fullmatch(token.lower()):
            return None
        return next((named.attempt for named in self.found_in(token) if named.use is use), None)

    def _is_genuine(self, signature: str, attempt: str, use: Use) -> bool:
        keys = (self.key, *self.older)
        return any(hmac.compare_digest(signature, _signed(key, attempt, use)) for key in keys)

    def _signature(self, attempt: str, use: Use) -> str:
        return _signed(self.key, attempt, use)


def _signed(key: bytes, attempt: str, use: Use) -> str:
    """Return the signature of an attempt for a use, under one key."""
    digest = _keyed(key).digest(f"{use}\n{attempt}".encode())
    value = int.from_bytes(digest[:_BYTES])
    return "".join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])


def tagged(mailbox: str, token: str) -> str:
    """Return a mailbox with a token as its `+tag`."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{token}@{domain}"


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> Keyed:
    """Return what signs under this key: a letter needs four signatures."""
    return Keyed(key)

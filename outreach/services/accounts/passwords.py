"""Passwords: argon2id, and as much work for a name nobody has as for one that somebody has."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from secrets import token_urlsafe

from pwdlib.hashers.argon2 import Argon2Hasher

from outreach.domain.people import fold_name
from outreach.errors import ConflictError, InputError

SHORTEST, LONGEST = 12, 256
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each takes 64 MiB: whoever tries a thousand at once must not take the machine."""
_SECONDS = 20.0


@dataclass(frozen=True)
class Passwords:
    """Makes and compares hashes, at the costs that argon2's authors recommend (RFC 9106 §4)."""

    hasher: Argon2Hasher = field(default_factory=Argon2Hasher)

    def hash(self, password: str) -> str:
        """Return a hash with its own salt."""
        with _Turn():
            return self.hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password; None, for nobody's, is as much work and never fits."""
        given = password[: LONGEST + 1]
        with _Turn():
            fits = self.hasher.verify(given, self._nobodys if kept is None else kept)
        return fits and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Say whether a hash was made at lower costs than today's."""
        return self.hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self.hasher.hash(token_urlsafe())


def checked(password: str, name: str) -> str:
    """Return a password that may be taken; raise `InputError` saying why one may not.

    Length counts and nothing else does (NIST SP 800-63B §3.1.1.2), but for what is no secret.
    """
    if len(password) < SHORTEST:
        msg = f"a password has at least {SHORTEST} characters: a few words do well"
        raise InputError(msg)
    if len(password) > LONGEST:
        msg = f"a password has at most {LONGEST} characters"
        raise InputError(msg)
    if len(set(password)) < 5:
        msg = "a password of the same few characters is guessed at once"
        raise InputError(msg)
    bare, own = (fold_name(text).replace(" ", "") for text in (password, name))
    if bare in (own, own * 2, own * 3):
        msg = "your own name is no password"
        raise InputError(msg)
    return password


class _Turn:
    """Waits for one's turn to hash; gives up where everybody does."""

    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_SECONDS):
            msg = "too many people are logging in just now: try again in a minute"
            raise ConflictError(msg)

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()

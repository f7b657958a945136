"""Where clearances come from. Only the gate may import this module; a test watches it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.clearance import LIFETIME, Clearance, Inspector, Versions, seal
from policies.verdict import Allow, Verdict, name_of


class NotAllowedError(Exception):
    """A clearance was asked for something that was not allowed."""


@dataclass(frozen=True, slots=True)
class Mint:
    """Issues clearances under a per-process key (32 random bytes handed in by the gate)."""

    key: bytes

    def clear(
        self,
        verdict: Verdict,
        *,
        attempt: str,
        content_digest: str,
        point: str,
        versions: Versions,
        nonce: str,
        now: datetime,
        lifetime: timedelta = LIFETIME,
    ) -> Clearance:
        """Return a sealed clearance; raise `NotAllowedError` unless the verdict is Allow."""
        if not isinstance(verdict, Allow):
            msg = f"attempt `{attempt}` was judged `{name_of(verdict)}`, which clears nothing"
            raise NotAllowedError(msg)
        expires = now + min(lifetime, LIFETIME)
        fields = (attempt, content_digest, point, versions, nonce, expires)
        return Clearance(*fields, seal=seal(fields, self.key))

    @property
    def inspector(self) -> Inspector:
        """Return the checker that doors hold."""
        return Inspector(self.key)

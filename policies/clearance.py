"""The ticket without which no words leave: single-use, bound to what was judged, soon expired."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

import orjson

from policies.quick import quick

LIFETIME = timedelta(seconds=60)
"""The longest a clearance may live."""


class Versions(NamedTuple):
    """The counters an attempt was judged under; redemption compares all four under lock."""

    epoch: int
    organisation: int
    person: int
    point: int


@quick
@dataclass(frozen=True, slots=True)
class Clearance:
    """Permission for one attempt to say these words to this contact point, once, before `expires`.

    `content_digest` covers every field of the outbound message. `seal` is a keyed BLAKE2b over
    the other fields with a key that lives only in this process.
    """

    attempt: str
    content_digest: str
    point: str
    versions: Versions
    nonce: str
    expires: datetime
    seal: bytes = b""


class Fault(StrEnum):
    """Why a clearance does not open the door."""

    MISSING = "there is no clearance"
    FORGED = "the clearance was not issued by this process"
    OTHER_ATTEMPT = "the clearance was issued for another attempt"
    OTHER_POINT = "the clearance was issued for another contact point"
    ALTERED = "the words are not those that were judged"
    EXPIRED = "the clearance has expired"


@dataclass(frozen=True, slots=True)
class Inspector:
    """Checks clearances at a door; made by the mint that issues them."""

    key: bytes

    def fault(
        self, clearance: Clearance | None, attempt: str, digest: str, point: str, now: datetime
    ) -> Fault | None:
        """Return why these words may not leave, or None if they may. `now` is aware."""
        if clearance is None:
            return Fault.MISSING
        if not hmac.compare_digest(seal_of(clearance, self.key), clearance.seal):
            return Fault.FORGED
        if clearance.attempt != attempt:
            return Fault.OTHER_ATTEMPT
        if clearance.point != point:
            return Fault.OTHER_POINT
        if clearance.content_digest != digest:
            return Fault.ALTERED
        return Fault.EXPIRED if now >= clearance.expires else None


def seal_of(clearance: Clearance, key: bytes) -> bytes:
    """Return the seal that a clearance with these fields has."""
    return seal(_SEALED(clearance), key)


def seal(bound: tuple[object, ...], key: bytes) -> bytes:
    """Return the keyed BLAKE2b (RFC 7693 §2.9) over every field but the seal, in their order."""
    written = orjson.dumps(bound, default=list)
    return hashlib.blake2b(written, key=key, digest_size=32).digest()


_SEALED = attrgetter(*[one.name for one in fields(Clearance) if one.name != "seal"])

"""Bases: on what recorded ground we may contact somebody, with all that proves it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.basis import BasisKind
from policies.channel import Channel, Purpose


class Way(StrEnum):
    """How they gave it. Values are stored: append only."""

    WEB_FORM = "web-form"
    PAPER = "paper"
    EMAIL = "email"
    TEXT = "text"
    CALL = "call"
    IN_PERSON = "in-person"
    PURCHASE = "purchase"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Basis:
    """A recorded ground for contact on one channel for one purpose, with its proof.

    `source` is who recorded it, or what it was imported from. `wording` is the digest of the words
    they were shown; `reference` is where the original is: a page and an IP address, a document.
    `to` is the address or number and `topic` the matter it was given for; None is any of theirs.
    """

    id: str
    person_id: str
    channel: Channel
    purpose: Purpose
    given_at: datetime
    proof: str
    source: str
    expires_at: datetime | None = None
    kind: BasisKind = BasisKind.EXPRESS
    way: Way | None = None
    wording: str | None = None
    reference: str = ""
    to: str | None = None
    topic: str | None = None
    recorded_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: str = ""

    @property
    def last(self) -> datetime | None:
        """Return when it ends as far as its record says (aware), None for never."""
        return min(filter(None, (self.expires_at, self.ended_at)), default=None)


def wording_digest(words: str) -> str:
    """Return the SHA-256 (hex) by which the words that somebody was shown are kept, once."""
    return hashlib.sha256(words.strip().encode()).hexdigest()

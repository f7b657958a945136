"""What is asked of the words, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from channels.contract import Outbound
from outreach.domain.attempts import ReviewedWords
from outreach.domain.commitments import Commitment
from outreach.domain.people import Member, Person
from policies.channel import Channel, Purpose
from policies.quick import quick
from policies.statement import Statement


@quick
@dataclass(frozen=True, slots=True)
class WaysOut:
    """Two ways to stop us; either may be empty.

    `link` is a page, which takes the one-click POST too (RFC 8058); any mail to `address` means
    stop. `page` is where they choose how and when they hear from us.
    """

    link: str = ""
    address: str = ""
    page: str = ""


class Marks(Protocol):
    """The signed ways back to one attempt; empty where this house has no such way."""

    def message_id(self, attempt: str) -> str:
        """Return the Message-ID with its angle brackets."""
        ...

    def reply_to(self, attempt: str) -> str:
        """Return the address that answers go to."""
        ...

    def bounce_to(self, attempt: str) -> str:
        """Return the envelope sender."""
        ...

    def ways_out(self, attempt: str) -> WaysOut:
        """Return how to stop us."""
        ...

    def own_page(self, attempt: str) -> str:
        """Return the page that opens for an hour to whoever asked for this very mail."""
        ...


_REPLIES = re.compile(r"(?:\s*(?:re|aw|sv|vs|antw|ref|rif|res)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@quick
@dataclass(frozen=True, slots=True)
class Thread:
    """The mail that this one follows or answers; ids with their angle brackets."""

    in_reply_to: str
    references: tuple[str, ...] = ()
    subject: str = ""

    @property
    def about(self) -> str:
        """Return the subject without the "Re:" that mail programmes put before it, once or more."""
        found = _REPLIES.match(self.subject)
        return self.subject[found.end() :] if found else self.subject


@quick
@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be said, by whom, to whom. `reviewed` stands in place of the folder `message`.

    `about` is the statement that is confirmed or answered, else the last thing they said. `zone` is
    the clock on which days and hours are told. `more` adds or replaces groups of fields.
    """

    attempt: str
    channel: Channel
    purpose: Purpose
    to: str
    person: Person
    rep: Member
    message: str = ""
    reviewed: ReviewedWords | None = None
    automated: bool = True
    organisation: str = ""
    topic: str = ""
    source: str = ""
    first_contact: bool = False
    about: Statement | None = None
    promise: Commitment | None = None
    thread: Thread | None = None
    zone: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True)
class Rendered:
    """What leaves, and what the rules may know of it. `words_digest` is empty for a call."""

    outbound: Outbound
    words_digest: str
    says_who: bool
    says_source: bool
    offers_opt_out: bool

"""What the carrier has: every text, in order, and its shape in the API (version 2010-04-01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum

from channels.sms.wire.segments import segments

VERSION = "2010-04-01"


class Direction(StrEnum):
    """Which way a text went."""

    IN = "inbound"
    OUT = "outbound-api"


@dataclass(frozen=True, slots=True)
class Message:
    """One text as the carrier keeps it. Moments are aware; `callback` gets the reports."""

    sid: str
    account: str
    direction: Direction
    sender: str
    to: str
    body: str
    status: str
    created: datetime
    service: str = ""
    sent: datetime | None = None
    updated: datetime | None = None
    error: str = ""
    callback: str = ""
    valid_seconds: int | None = None

    def shown(self) -> dict[str, object]:
        """Return it as the API shows it."""
        uri = f"/{VERSION}/Accounts/{self.account}/Messages/{self.sid}"
        return {
            "account_sid": self.account,
            "api_version": VERSION,
            "body": self.body,
            "date_created": _rfc2822(self.created),
            "date_sent": _rfc2822(self.sent),
            "date_updated": _rfc2822(self.updated or self.created),
            "direction": self.direction.value,
            "error_code": int(self.error) if self.error else None,
            "error_message": f"error {self.error}" if self.error else None,
            "from": self.sender or None,
            "messaging_service_sid": self.service or None,
            "num_media": "0",
            "num_segments": str(segments(self.body).count),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which texts a listing asks for; moments bound when they were sent."""

    to: str = ""
    sender: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, one: Message) -> bool:
        """Say whether this text is asked for."""
        moment = one.sent or one.created
        return (
            (not self.to or one.to == self.to)
            and (not self.sender or one.sender == self.sender)
            and (self.since is None or moment >= self.since)
            and (self.until is None or moment <= self.until)
        )


@dataclass(slots=True)
class Record:
    """Every text by its SID, in the order in which they came."""

    messages: dict[str, Message] = field(default_factory=dict)

    def next_sid(self) -> str:
        """Return a name that no text has yet."""
        return f"SM{len(self.messages) + 1:032x}"

    def keep(self, one: Message) -> Message:
        """Keep a text, new or changed."""
        self.messages[one.sid] = one
        return one

    def advance(self, sid: str, status: str, error: str, now: datetime) -> Message:
        """Write down how far a text got."""
        one = self.messages[sid]
        return self.keep(
            replace(one, status=status, error=error, sent=one.sent or now, updated=now)
        )

    def taken(self) -> list[Message]:
        """Return what was taken from us, in order."""
        return [one for one in self.messages.values() if one.direction is Direction.OUT]

    def newest_first(self, wanted: Wanted) -> Iterator[Message]:
        """Yield what a listing asks for."""
        return (one for one in reversed(list(self.messages.values())) if wanted.holds(one))


def _rfc2822(moment: datetime | None) -> str | None:
    return format_datetime(moment.astimezone(UTC)) if moment else None

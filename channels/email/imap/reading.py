r"""Fetching messages from the folder that is open, without a trace: `BODY.PEEK[]` only.

What is done is told by numbers and never by `\Seen`: a human who reads a mail first hides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from channels.email.imap.folders import Role
from channels.email.imap.marks import Mark
from channels.email.wire.parse import LONGEST

LARGEST = LONGEST + 1
"""Octets fetched of one message: one more than is read, so that the reader knows it was cut."""
AT_ONCE = 2_000_000
"""Octets fetched by one command, unless a single message has more."""
_TOO_OFTEN = 4
_FULL = "BODY.PEEK[]"
_START = f"BODY.PEEK[]<0.{LARGEST}>"
_HEADER = "BODY.PEEK[HEADER]"


@dataclass(frozen=True, slots=True)
class Message:
    """A message by its number. `raw` is its beginning where it is huge.

    `received_at` is when the server took it (aware), None where it does not say so.
    """

    number: int
    raw: bytes
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that the server does not give out; why, and not what it says."""

    number: int
    because: str
    received_at: datetime | None = None


def new_numbers(client: IMAPClient, mark: Mark) -> list[int]:
    """Return the numbers in the open folder that are not done, in order."""
    found: set[int] = set()
    if mark.last < mark.fence:
        span = f"{mark.last + 1}:{mark.fence}"
        found.update(client.search(["UID", span, "SINCE", mark.since]))
    beyond = mark.through().last
    # `n:*` always has the folder's last message, be its number lower (RFC 9051 section 9).
    found.update(one for one in client.search(["UID", f"{beyond + 1}:*"]) if one > beyond)
    return sorted(one for one in found if one > mark.last)


def messages(
    client: IMAPClient, numbers: Sequence[int], role: Role, hung_up: Counter[int]
) -> Iterator[Message | Kept]:
    """Yield these messages in order, but no drafts; one that cannot be had stops no other.

    `hung_up` counts how often the server did so when it was asked for a message, and is kept from
    one look to the next: such a message is asked for by itself, and at last no more.
    """
    about = _asked(client, numbers, "RFC822.SIZE", "FLAGS", "INTERNALDATE")
    wanted = [one for one in numbers if not _is_draft(about.get(one, {}), role)]
    sizes = {one: int(about.get(one, {}).get(b"RFC822.SIZE", LARGEST)) for one in wanted}
    for group in _groups(wanted, {one: LARGEST if hung_up[one] else sizes[one] for one in wanted}):
        if hung_up[group[0]] >= _TOO_OFTEN:
            came = _came(about.get(group[0], {}))
            yield Kept(group[0], "the server hangs up when it is asked for it", came)
            continue
        hung_up.update(group)  # taken back where it does not
        answer = _asked(client, group, _FULL if sizes[group[0]] < LARGEST else _START)
        found = [
            _found(client, number, answer.get(number, {}), _came(about.get(number, {})))
            for number in group
        ]
        hung_up.subtract(group)
        yield from found


def _asked(client: IMAPClient, group: Sequence[int], *parts: str) -> Mapping[int, dict[bytes, Any]]:
    """Return what the server gives of these together; nothing where it refuses one of them."""
    try:
        answer: Mapping[int, dict[bytes, Any]] = client.fetch(group, parts)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return {}
    return answer


def _found(
    client: IMAPClient, number: int, answer: dict[bytes, Any], came: datetime | None
) -> Message | Kept:
    """Return the message; where it did not come with the others, ask for its start or its head."""
    raw = _body(answer)
    for part in (_START, _HEADER):
        if raw is None:
            raw = _body(_asked(client, [number], part).get(number, {}))
    if raw is None:
        return Kept(number, "it is gone, or the server does not give it out", came)
    return Message(number, raw, came)


def _came(about: dict[bytes, Any]) -> datetime | None:
    """Return when the server took it (RFC 9051 section 2.3.3), which no sender writes."""
    at = about.get(b"INTERNALDATE")
    return at if isinstance(at, datetime) and at.tzinfo else None


def _body(answer: dict[bytes, Any]) -> bytes | None:
    for name, value in answer.items():
        if name.startswith(b"BODY[") and isinstance(value, bytes):
            return value
    return None


def _is_draft(about: dict[bytes, Any], role: Role) -> bool:
    """Nobody said what somebody began to write; but no flag hides what lies where mail arrives."""
    flags = {bytes(flag).lower() for flag in about.get(b"FLAGS", ())}
    return b"\\draft" in flags and role not in (Role.INBOX, Role.JUNK)


def _groups(numbers: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """Yield numbers to fetch together; a huge message is by itself."""
    group: list[int] = []
    octets = 0
    for number in numbers:
        size = sizes[number]
        if group and (size >= LARGEST or octets + size > AT_ONCE):
            yield group
            group, octets = [], 0
        group.append(number)
        octets += size
        if size >= LARGEST:
            yield group
            group, octets = [], 0
    if group:
        yield group

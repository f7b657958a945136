r"""Fetching messages from the folder that is open, without a trace: `BODY.PEEK[]` only.

What is done is told by numbers and never by `\Seen`: a human who reads a mail first hides nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_HEAD = re.compile(rb"\A.*?(?:\r?\n\r?\n|\Z)", re.DOTALL)
_NAMED = re.compile(rb"^message-id:", re.MULTILINE | re.IGNORECASE)
_FULL = "BODY.PEEK[]"
_START = f"BODY.PEEK[]<0.{LARGEST}>"
_HEADER = "BODY.PEEK[HEADER]"


@dataclass(frozen=True, slots=True)
class Message:
    """A message by its number. `raw` is its beginning where it is huge."""

    number: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that the server does not give out; why, and not what it says."""

    number: int
    because: str


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


def messages(client: IMAPClient, numbers: Sequence[int], role: Role) -> Iterator[Message | Kept]:
    """Yield these messages in order, but no drafts; one that cannot be had stops no other."""
    about = client.fetch(numbers, ["RFC822.SIZE", "FLAGS"])
    wanted = [one for one in numbers if not _is_draft(about.get(one, {}), role)]
    sizes = {one: int(about.get(one, {}).get(b"RFC822.SIZE", LARGEST)) for one in wanted}
    for group in _groups(wanted, sizes):
        whole = len(group) > 1 or sizes[group[0]] < LARGEST
        try:
            answer = client.fetch(group, [_FULL if whole else _START])
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            answer = {}  # one of them is why; each is asked for by itself
        for number in group:
            raw = _body(answer.get(number, {}))
            yield Message(number, raw) if raw is not None else _alone(client, number)


def digest(raw: bytes) -> str | None:
    """Return what tells a message again under another number; None for one without a name.

    Nobody has said something a second time because somebody's program wrote it to the letter alike.
    """
    head = _HEAD.match(raw)
    if head is None or not _NAMED.search(head[0]):
        return None
    return hashlib.sha256(raw).hexdigest()


def _alone(client: IMAPClient, number: int) -> Message | Kept:
    """Ask for the start of one message, and then for its head."""
    because = "it was there and is gone, or the server does not give it out"
    for part in (_START, _HEADER):
        try:
            raw = _body(client.fetch([number], [part]).get(number, {}))
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            because = "the server refuses to give it out"
            continue
        if raw is not None:
            return Message(number, raw)
    return Kept(number, because)


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

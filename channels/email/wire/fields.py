"""Header fields of an incoming mail, read without trusting them.

The old email policy is used on purpose: it hands out raw values, costs a fifth of the new one, and
does not raise on what strangers write. Whatever cannot be decoded is kept as it stands.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from channels.contract import Mailbox

_LONGEST = 16_000
_FOLD = re.compile(r"[\r\n]+(?=[ \t])")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_ODD = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"})


class Mail(Message):
    """A mail, or a part of one, with its fields found by name at once."""

    @cached_property
    def raw_fields(self) -> dict[str, list[str]]:
        """Return the raw bodies of all fields by name in lower case, topmost first."""
        found: dict[str, list[str]] = {}
        for name, value in self.raw_items():
            found.setdefault(name.lower(), []).append(str(value))
        return found


def raw_all(mail: Mail, name: str) -> list[str]:
    """Return every field of this name, topmost first, unfolded and undecoded."""
    values = mail.raw_fields.get(name.lower(), ())
    return [_FOLD.sub("", _text(value))[:_LONGEST].strip() for value in values]


def raw(mail: Mail, name: str) -> str:
    """Return the topmost field of this name, or an empty string."""
    return next(iter(raw_all(mail, name)), "")


def decoded(value: str) -> str:
    """Return a field with its encoded words decoded (RFC 2047), as far as they can be."""
    if "=?" not in value:
        return value
    try:
        chunks = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(
        chunk if isinstance(chunk, str) else in_charset(chunk, charset or "")
        for chunk, charset in chunks
    )


def addresses(mail: Mail, *names: str) -> list[Mailbox]:
    """Return every mailbox in these fields; addresses are as written, names are decoded."""
    values = [value for name in names for value in raw_all(mail, name)]
    try:
        pairs = getaddresses(values)
    except (ValueError, IndexError, RecursionError):
        return []
    return [Mailbox(decoded(name).strip(), address) for name, address in pairs if "@" in address]


def message_ids(value: str) -> list[str]:
    """Return the message ids in a field, angle brackets included."""
    return _MESSAGE_ID.findall(value)


def moment(value: str) -> datetime | None:
    """Return a Date field as an aware datetime; one without a zone is read as UTC."""
    try:
        found = parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def in_charset(octets: bytes, charset: str) -> str:
    """Return octets as text: in the charset they claim, else UTF-8, else Windows-1252."""
    name = charset.lower().replace("-", "_")
    for attempt in (charset, "utf-8"):
        if not attempt or (name in _ODD and attempt is charset):
            continue
        try:
            return octets.decode(attempt)
        except (LookupError, ValueError):
            continue
    return octets.decode("cp1252", "replace")


def _text(value: str) -> str:
    """Return a raw value in which bytes outside ASCII hide as lone surrogates, as text."""
    if value.isascii():
        return value
    return in_charset(value.encode("utf-8", "surrogateescape"), "utf-8")

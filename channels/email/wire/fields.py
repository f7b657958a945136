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
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_LOST = "\ufffd"
_ESCAPES = (b"\x1b$@", b"\x1b$B", b"\x1b$A", b"\x1b$(C")
"""How other letters than ASCII begin in Japanese, Chinese and Korean mail of 7 bits (RFC 1554)."""
_WIDE = ("utf-16", "utf16", "utf_16", "utf-32", "utf32", "utf_32")
"""Charsets in which ASCII, too, can only be read as that charset."""
_ODD = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"})


class Mail(Message):
    """A mail, or a part of one, with its fields found by name at once."""

    def get_content_type(self) -> str:
        """Return the type even where the semicolon behind it was left out."""
        told = super().get_content_type()
        found = _TYPE.match(told)
        return found.group() if found else told

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
    """Return octets as text: in the charset they claim, else UTF-8, else Windows-1252.

    Text that is cut within a character, or holds a stray octet, is still of the charset in which
    most of it can be read. Escapes of ISO 2022 say themselves what they are.
    """
    claimed = "" if charset.lower().replace("-", "_") in _ODD else charset
    attempts = [each for each in (claimed, "utf-8") if each]
    if any(escape in octets for escape in _ESCAPES):
        attempts = ["iso2022_jp_2", *attempts]
    for attempt in attempts:
        try:
            return octets.decode(attempt)
        except (LookupError, ValueError):
            continue
    fitting = (text for text in (_mostly(octets, each) for each in attempts) if text)
    return next(fitting, "") or octets.decode("cp1252", "replace")


def _mostly(octets: bytes, charset: str) -> str:
    """Return octets in a charset that fits most of what is not ASCII, or an empty string."""
    try:
        text = octets.decode(charset, "replace")
    except (LookupError, ValueError):
        return ""
    lost = text.count(_LOST)
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    wide = charset.lower().startswith(_WIDE)
    return text if lost * 2 < (len(text) if wide else beyond) else ""


def _text(value: str) -> str:
    """Return a raw value in which bytes outside ASCII hide as lone surrogates, as text."""
    if value.isascii():
        return value
    return in_charset(value.encode("utf-8", "surrogateescape"), "utf-8")

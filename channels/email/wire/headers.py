"""Header fields as text on the wire, folded and encoded by hand.

The standard library's header registry does the same at fifty times the cost; the tests hold both
against each other. Nothing here lets a line break through: a value that holds one is refused.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache

import idna

from channels.contract import Mailbox
from channels.errors import UnsendableError

LINE = 78
"""Preferred length of a line without its CRLF (RFC 5322 §2.1.1); 998 is the limit."""
_LONGEST_WORD = 900
_CHUNK = 45
"""Octets in one encoded word: 60 characters of base64 and 12 around them (RFC 2047 §2: 75)."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*\Z")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\Z")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>\Z")
_URI = re.compile(r"(?:https|mailto):[!-;=?-~]+\Z")


def checked(field: str, value: str) -> str:
    """Return the value; raise `UnsendableError` where it holds a line break or another control."""
    if _CONTROL.search(value):
        raise UnsendableError(field, "holds a line break or another control character")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise UnsendableError(field, "holds half a character")
    return value


def unstructured(name: str, value: str) -> str:
    """Return `Name: value` for free text such as a subject, folded, without the last CRLF."""
    checked(name.lower(), value)
    plain = value.isascii() and "=?" not in value and value == " ".join(value.split())
    if plain and len(name) + 2 + len(value) <= LINE:
        return f"{name}: {value}"
    if plain and all(len(word) <= _LONGEST_WORD for word in value.split()):
        return folded(name, value.split())
    return folded(name, encoded_words(value))


def folded(name: str, words: list[str]) -> str:
    """Return a field whose lines break between words; one space or a break is between two."""
    line = f"{name}: {words[0]}" if words else f"{name}:"
    lines = []
    for word in words[1:]:
        if len(line) + 1 + len(word) <= LINE:
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = f" {word}"
    return "\r\n".join([*lines, line])


def encoded_words(value: str) -> list[str]:
    """Return a text as encoded words, none of which splits a character (RFC 2047 §5)."""
    chunks = [b""]
    for letter in value:
        octets = letter.encode()
        if len(chunks[-1]) + len(octets) > _CHUNK:
            chunks.append(b"")
        chunks[-1] += octets
    return [f"=?utf-8?b?{b64encode(chunk).decode()}?=" for chunk in chunks]


@lru_cache(maxsize=256)
def mailbox(name: str, box: Mailbox) -> str:
    """Return an address field with one mailbox in it; blanks in a name count as one space."""
    field = name.lower()
    spec = f"<{address(field, box.address)}>"
    shown = " ".join(checked(field, box.name).split())
    if not shown:
        return folded(name, [spec[1:-1]])
    if not shown.isascii() or "=?" in shown or len(shown) > 60:
        return folded(name, [*encoded_words(shown), spec])
    if _ATOMS.match(shown):
        return folded(name, [*shown.split(), spec])
    quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
    return folded(name, [f'"{quoted}"', spec])


@lru_cache(maxsize=256)
def address(field: str, value: str) -> str:
    """Return an address fit for the wire, with the domain in its A-label form (RFC 5891).

    Letters outside ASCII stay only before the @, where they need SMTPUTF8 (RFC 6531). Raises
    `UnsendableError` for what is no address.
    """
    local, _, domain = checked(field, value).rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:
            raise UnsendableError(field, "has a domain that cannot exist") from None
    fits = len(local.encode()) <= 64 and len(domain) <= 253 and local.isprintable()
    if not fits or not _LOCAL.match(local) or not _DOMAIN.match(domain):
        raise UnsendableError(field, "is not an address we can write to")
    return f"{local}@{domain}"


def message_id(field: str, value: str) -> str:
    """Return a Message-ID with its angle brackets, or refuse it."""
    if not _MESSAGE_ID.match(value) or len(value) > _LONGEST_WORD:
        raise UnsendableError(field, "is not a message id in angle brackets")
    return value


def uri(field: str, value: str) -> str:
    """Return an HTTPS or mailto URI in angle brackets (RFC 2369 §2), or refuse it."""
    if not _URI.match(value) or len(value) > _LONGEST_WORD:
        raise UnsendableError(field, "holds something other than an https or mailto address")
    return f"<{value}>"

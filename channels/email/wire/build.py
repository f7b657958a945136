"""From words to the bytes of one mail (RFC 5322, MIME): pure, and put together by hand for speed.

The tests parse every mail back with the standard library and compare it with what the library
itself would have said. Equal input gives equal bytes: the boundary is derived from the Message-ID.
"""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from channels.contract import Attachment, EmailWords, Outbound
from channels.email.wire.headers import (
    address,
    checked,
    folded,
    mailbox,
    message_id,
    unstructured,
    uri,
)
from channels.errors import UnsendableError

_LONGEST_LINE = 990
_LIST_ID = re.compile(r"(?:[ -;=?-~]* )?<[A-Za-z0-9][A-Za-z0-9.-]*>\Z")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,99}\Z")
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+\Z")
_KEYWORD = re.compile(r"[a-z][a-z-]*\Z")


def build(outbound: Outbound, words: EmailWords, date: datetime) -> bytes:
    """Return the mail with CRLF line ends, ASCII but for addresses that are not. `date` is aware.

    Raises `UnsendableError` for any field that cannot be put into a header as it is.
    """
    head = [
        mailbox("From", words.sender),
        mailbox("To", outbound.to),
        unstructured("Subject", words.subject),
        f"Date: {_date(date.astimezone(UTC).replace(microsecond=0))}",
        f"Message-ID: {message_id('message_id', words.message_id)}",
        *_threading(words),
        *_listing(words),
        "MIME-Version: 1.0",
    ]
    shown = _shown(words)
    if not words.attachments:
        return _joined(head, shown)
    parts = (_joined([], shown), *(_joined([], _file(one)) for one in words.attachments))
    return _joined(head, _multipart("mixed", _boundary(words, "mixed"), parts))


def _shown(words: EmailWords) -> tuple[list[str], bytes]:
    """Return the words: as text, or as text and a page of which a reader shows one."""
    if not words.html:
        return _part("plain", words.text)
    parts = (_joined([], _part("plain", words.text)), _joined([], _part("html", words.html)))
    return _multipart("alternative", _boundary(words), parts)


def _multipart(subtype: str, boundary: str, parts: tuple[bytes, ...]) -> tuple[list[str], bytes]:
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return [f'Content-Type: multipart/{subtype}; boundary="{boundary}"'], body


def _file(one: Attachment) -> tuple[list[str], bytes]:
    """Return a file as a part; its name is plain enough to stand in quotes (RFC 2183)."""
    if not _FILE.match(one.name) or not _MEDIA.match(one.media):
        raise UnsendableError("attachments", "have a name or a type that no header can hold")
    head = [
        f'Content-Type: {one.media}; name="{one.name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{one.name}"',
    ]
    return head, encodebytes(one.content).replace(b"\n", b"\r\n")


def _threading(words: EmailWords) -> list[str]:
    """Return where answers go and what this follows (RFC 5322 §3.6.4)."""
    fields = []
    if words.reply_to:
        fields.append(f"Reply-To: {address('reply_to', words.reply_to)}")
    if words.in_reply_to:
        fields.append(f"In-Reply-To: {message_id('in_reply_to', words.in_reply_to)}")
    if words.references:
        ids = [message_id("references", each) for each in words.references]
        fields.append(folded("References", ids))
    return fields


def _listing(words: EmailWords) -> list[str]:
    """Return how to get out (RFC 2369, RFC 8058), what this belongs to, and who wrote it."""
    fields = []
    if words.list_id:
        fields.append(_list_id(words.list_id))
    if words.list_unsubscribe:
        uris = [uri("list_unsubscribe", each) for each in words.list_unsubscribe]
        fields.append(folded("List-Unsubscribe", [f"{each}," for each in uris[:-1]] + uris[-1:]))
    if words.one_click:
        if not any(each.startswith("https:") for each in words.list_unsubscribe):
            raise UnsendableError("one_click", "needs an https address in `list_unsubscribe`")
        fields.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if words.auto_submitted:
        fields.append(_auto_submitted(words.auto_submitted))
    return fields


@lru_cache(maxsize=16)
def _list_id(value: str) -> str:
    if not _LIST_ID.match(value) or len(value) > 200:
        raise UnsendableError("list_id", "is not of the form `Name <id.domain>`")
    return f"List-Id: {value}"


@lru_cache(maxsize=16)
def _auto_submitted(value: str) -> str:
    if not _KEYWORD.match(checked("auto_submitted", value)):
        raise UnsendableError("auto_submitted", "is not a keyword of RFC 3834")
    return f"Auto-Submitted: {value}"


def _part(subtype: str, text: str) -> tuple[list[str], bytes]:
    """Return the header lines and the encoded body of one text part."""
    body = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not body.endswith("\n"):
        body += "\n"
    plain = body.isascii() and max(map(len, body.split("\n"))) <= _LONGEST_LINE and "\0" not in body
    encoding, octets = ("7bit", body.encode()) if plain else _encoded(body)
    charset = "us-ascii" if plain else "utf-8"
    head = [
        f'Content-Type: text/{subtype}; charset="{charset}"',
        f"Content-Transfer-Encoding: {encoding}",
    ]
    return head, octets.replace(b"\n", b"\r\n")


def _encoded(body: str) -> tuple[str, bytes]:
    """Return the shorter of quoted-printable and base64, with bare line feeds."""
    octets = body.encode("utf-8", "replace")
    if (len(octets) - len(body)) * 10 > len(octets):  # mostly outside ASCII
        return "base64", encodebytes(octets.replace(b"\n", b"\r\n"))
    return "quoted-printable", b2a_qp(octets, istext=True)


def _joined(head: list[str], part: tuple[list[str], bytes]) -> bytes:
    return "\r\n".join([*head, *part[0], "", ""]).encode() + part[1]


def _boundary(words: EmailWords, part: str = "") -> str:
    """Return a line that occurs in neither body, always the same for the same words."""
    named = f"{words.message_id}{part}".encode("utf-8", "replace")
    boundary = "=_" + hashlib.sha256(named).hexdigest()[:32]
    while boundary in words.text or boundary in words.html:
        boundary = "=_" + hashlib.sha256(boundary.encode()).hexdigest()[:32]
    return boundary


@lru_cache(maxsize=8)
def _date(moment: datetime) -> str:
    return format_datetime(moment)

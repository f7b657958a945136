"""Files that go with an email: few, small, of kinds that people expect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from channels.contract import Attachment
from outreach.errors import InputError

LARGEST = 5_000_000
"""Octets of all files of one email together; many mailboxes take no more than ten megabytes."""
MOST = 5
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "ics": "text/calendar",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,99}")


class AttachmentError(InputError):
    """A file cannot go with these words. Nothing was sent; change the folder `attachments`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a message as they were found, and what they hold."""

    files: tuple[Traversable, ...]
    attachments: tuple[Attachment, ...]


def read_files(message: str, files: Iterable[Traversable]) -> tuple[Attachment, ...]:
    """Return these files; raise `AttachmentError` naming message and file."""
    found = tuple(_read(message, one) for one in files if not one.name.startswith("."))
    size = sum(len(one.content) for one in found)
    if len(found) > MOST:
        msg = f"`{message}` has {len(found)} attachments; {MOST} are enough"
        raise AttachmentError(msg)
    if size > LARGEST:
        msg = f"the attachments of `{message}` have {size} octets together; {LARGEST} are the most"
        raise AttachmentError(msg)
    return found


def _read(message: str, file: Traversable) -> Attachment:
    kind = KINDS.get(file.name.rpartition(".")[2].lower())
    if kind is None or not NAME.fullmatch(file.name):
        known = ", ".join(sorted(KINDS))
        msg = (
            f"`{message}` cannot have `{file.name}` attached: plain letters, digits and spaces in"
            f" its name, and one of {known} at its end"
        )
        raise AttachmentError(msg)
    try:
        return Attachment(file.name, kind, file.read_bytes())
    except OSError as error:
        msg = f"the attachment `{file.name}` of `{message}` cannot be read: {error.strerror}"
        raise AttachmentError(msg) from error

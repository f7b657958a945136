"""Letters that the people of the demo write: real messages, put where a mail server puts them."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from email.utils import format_datetime, parseaddr
from pathlib import Path

BORDER = "mx.demo.invalid"
"""The authserv-id of the demo's border server; the demo's house trusts it."""


def reply(received: bytes, words: str, *, at: datetime, machine: bool = False) -> bytes:
    """Return what a mail programme sends when its owner answers `received` with `words`.

    It threads (RFC 5322 §3.6.4), quotes what it answers below, and bears the border's finding that
    the sender is who they say (RFC 8601). A `machine` says that it is one (RFC 3834).
    """
    theirs = message_from_bytes(received, policy=default)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = str(theirs["To"])
    letter["To"] = str(theirs["Reply-To"] or theirs["From"])
    letter["Subject"] = f"Re: {theirs['Subject']}"
    if machine:
        letter["Auto-Submitted"] = "auto-replied"
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{_name(words, at)}@mail.demo.invalid>"
    letter["In-Reply-To"] = str(theirs["Message-ID"])
    letter["References"] = f"{theirs['References'] or ''} {theirs['Message-ID']}".strip()
    letter.set_content(f"{words}\n\n{_quoted(theirs, at)}\n")
    return _arrived(letter, parseaddr(str(theirs["To"]))[1])


def deliver(letter: bytes, maildir: Path, name: str, at: datetime) -> Path:
    """Put a letter into a Maildir the way a mail server does at `at`: written aside, then moved."""
    for folder in ("tmp", "new", "cur"):
        (maildir / folder).mkdir(parents=True, exist_ok=True)
    aside = maildir / "tmp" / name
    aside.write_bytes(letter)
    os.utime(aside, (at.timestamp(), at.timestamp()))
    arrived = maildir / "new" / name
    os.replace(aside, arrived)
    return arrived


def _arrived(letter: Message, sender: str) -> bytes:
    """Return the letter as the border server hands it over, its finding on top."""
    domain = sender.rpartition("@")[2]
    finding = f"{BORDER};\r\n dmarc=pass header.from={domain}"
    return f"Authentication-Results: {finding}\r\nReturn-Path: <{sender}>\r\n".encode() + bytes(
        letter
    )


def _name(words: str, at: datetime) -> str:
    return hashlib.sha256(f"{at.isoformat()} {words}".encode()).hexdigest()[:24]


def _quoted(theirs: EmailMessage, at: datetime) -> str:
    """Return the message being answered, as mail programmes quote it."""
    body = theirs.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    lines = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
    return f"On {at:%a, %d %b %Y at %H:%M}, {theirs['From']} wrote:\n{lines}"

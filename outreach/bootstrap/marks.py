"""The signed ways back to an attempt, under a key that belongs to this installation alone."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from channels.email.wire.tokens import Tokens, Use
from outreach.config import Settings

STOP_PATH = "/stop/"
"""Where our pages take a stop: the token follows."""
CARRIER_PATH = "/hooks/twilio/"
"""Where a carrier posts: `text`, `status`, `voice`, `voice/pressed` and `events` follow."""
MAIL_PATH = "/hooks/mail"
"""Where a mail server hands over what it received."""


def token_key(secret: bytes, installation: bytes) -> bytes:
    """Return the key of one installation's tokens (HMAC-SHA256 of its own key under the secret).

    Two houses with the same secret do not understand each other's tokens.
    """
    return hmac.new(secret, b"outreach tokens 1\n" + installation, hashlib.sha256).digest()


@dataclass(frozen=True, slots=True)
class EmailMarks:
    """Message-ID, addresses and link of an attempt; empty where this house has no such way.

    Without plus addressing the mailbox itself stands in: answers are then matched by their thread
    and sender, and a mail that says stop is read as any other.
    """

    tokens: Tokens
    settings: Settings

    def message_id(self, attempt: str) -> str:
        """Return the Message-ID with its angle brackets."""
        domain = self.settings.sender.mailbox.rpartition("@")[2] or "outreach.invalid"
        return self.tokens.message_id(attempt, domain)

    def reply_to(self, attempt: str) -> str:
        """Return the address that answers go to."""
        return self._address(attempt, Use.REPLY)

    def bounce_to(self, attempt: str) -> str:
        """Return the envelope sender."""
        return self._address(attempt, Use.BOUNCE)

    def stop_address(self, attempt: str) -> str:
        """Return the address to which any mail means stop."""
        return self._address(attempt, Use.STOP)

    def stop_link(self, attempt: str) -> str:
        """Return the page that stops us, and takes the one-click POST (RFC 8058)."""
        base = self.settings.web.public_url
        return f"{base}{STOP_PATH}{self.tokens.make(attempt, Use.STOP)}" if base else ""

    def _address(self, attempt: str, use: Use) -> str:
        sender = self.settings.sender
        if not sender.plus_addressing:
            return sender.mailbox
        return self.tokens.address(sender.mailbox, attempt, use)

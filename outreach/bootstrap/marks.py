"""The signed ways back to an attempt, under a key that belongs to this installation alone."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from channels.email.wire.tokens import Tokens, Use, tagged
from outreach.config import Settings
from outreach.gate.wanted import WaysOut

STOP_PATH = "/stop/"
"""Where our pages take a stop: the token follows."""
PAGE_PATH = "/you/"
"""Where somebody's own page is: the token follows."""
CALENDAR_PATH = "/calendar/"
"""Where the calendar of one of us is: the token follows."""
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

    def ways_out(self, attempt: str) -> WaysOut:
        """Return the page and the address that stop us."""
        token, base = self.tokens.make(attempt, Use.STOP), self.settings.web.public_url
        link, page = (f"{base}{path}{token}" if base else "" for path in (STOP_PATH, PAGE_PATH))
        return WaysOut(link, self._tagged(token), page)

    def own_page(self, attempt: str) -> str:
        """Return the page that opens for an hour to whoever asked for this very mail."""
        base = self.settings.web.public_url
        return f"{base}{PAGE_PATH}{self.tokens.make(attempt, Use.OWN)}" if base else ""

    def _address(self, attempt: str, use: Use) -> str:
        if not self.settings.sender.plus_addressing:
            return self.settings.sender.mailbox
        return self._tagged(self.tokens.make(attempt, use))

    def _tagged(self, token: str) -> str:
        sender = self.settings.sender
        return tagged(sender.mailbox, token) if sender.plus_addressing else sender.mailbox

"""What a carrier or a mail server may post to an open house, and what it is answered."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.email.wire.identity import identity
from channels.email.wire.tokens import Tokens
from channels.sms.decoded import decode
from channels.sms.wire import spoken
from channels.sms.wire.form import Form
from channels.sms.wire.signature import genuine
from outreach.bootstrap.marks import CARRIER_PATH, MAIL_PATH
from outreach.config import Settings
from outreach.gate.templates import Templates
from outreach.services import listen
from outreach.services.listen import Arrived, Ears
from policies.channel import Channel

CALL_IN, STOPPED, FAILED = "call-in", "call-in-stopped", "call-in-failed"
"""The folders of words for whoever rings us."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted to us, exactly as it was called: `path` and `query` still encoded."""

    path: str
    query: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def whole(self) -> bytes:
        """Return what is kept of a form: its fields, and behind them those of its address."""
        return self.body + b"&" + self.query.encode() if self.query else self.body


@dataclass(frozen=True, slots=True)
class CarrierHooks:
    """The web hooks of the house's carrier. Any method may raise where the house is not there."""

    ears: Ears
    settings: Settings
    templates: Templates

    def is_genuine(self, posted: Posted) -> bool:
        """Say whether the carrier signed it, as it was posted to our public address."""
        public, twilio = self.settings.web.public_url, self.settings.twilio
        url = f"{public}{posted.path}" + (f"?{posted.query}" if posted.query else "")
        keys = {name: key.get_secret_value() for name, key in twilio.shared_keys.items()}
        token = twilio.auth_token.get_secret_value()
        return genuine(url, _signed(posted), posted.headers, token, keys)

    def keep(self, posted: Posted) -> str | None:
        """Keep a form and commit that; return its id, or None where it was here already."""
        return listen.receive_posted(self.ears, posted.whole)

    def keep_events(self, posted: Posted) -> str | None:
        """Keep events and commit that; return their id, or None where they were here already."""
        return listen.receive_events(self.ears, posted.body)

    def doubt(self, posted: Posted) -> None:
        """Hold whoever a text without a genuine signature may be a stop of, and nothing else."""
        self.read(listen.receive_unsigned(self.ears, posted.whole))

    def read(self, kept: str | None) -> None:
        """Read what was kept, once it has been answered; the engine reads what this cannot."""
        if kept is not None:
            listen.take(self.ears, kept)

    def ring(self, posted: Posted) -> str:
        """Keep a call, and return what to say and which key to wait for."""
        self.read(self.keep(posted))
        return self._menu()

    def press(self, posted: Posted) -> str:
        """Act on a key, and only then return what to say about it."""
        match listen.pressed(self.ears, posted.whole):
            case listen.Pressed.STOPPED:
                return spoken.says(self._words(STOPPED))
            case listen.Pressed.NOT_DONE:
                return self.sorry()
            case listen.Pressed.OTHER:
                return self._menu()

    def _menu(self) -> str:
        pressed = f"{self.settings.web.public_url}{CARRIER_PATH}voice/pressed"
        return spoken.asks(self._words(CALL_IN), pressed)

    def sorry(self) -> str:
        """Return what is said where nothing could be written down."""
        return spoken.says(self._words(FAILED))

    def _words(self, message: str) -> str:
        house = self.settings.house
        fields = {"house": {"name": house.name, "address": house.address}}
        return self.templates.fill(Channel.PHONE, message, fields).text


@dataclass(frozen=True, slots=True)
class HookAddress:
    """An address of ours that somebody posts to: where to enter it, and what comes by it."""

    url: str
    enter_at: str
    what: str


def addresses(settings: Settings) -> tuple[HookAddress, ...]:
    """Return the addresses to enter elsewhere; without a public one, that for mails alone.

    A mail server on this machine can post to us, a carrier cannot.
    """
    base = settings.web.public_url
    if not base:
        return (_for_mails(f"http://{settings.web.host}:{settings.web.port}"),)
    carrier = f"{base}{CARRIER_PATH}"
    return (
        HookAddress(f"{carrier}text", _OF_THE_NUMBER.format("A message comes in"), "texts to us"),
        HookAddress(f"{carrier}voice", _OF_THE_NUMBER.format("A call comes in"), "calls to us"),
        HookAddress(
            f"{carrier}events",
            "Twilio, Event Streams: a webhook sink for `reassigned-number.detected`",
            "numbers that somebody else has by now",
        ),
        _for_mails(base),
    )


def _for_mails(base: str) -> HookAddress:
    return HookAddress(
        f"{base}{MAIL_PATH}",
        "your mail server, with the header `Authorization: Bearer` and the secret",
        "whole mails, where no mailbox is read",
    )


_OF_THE_NUMBER = "Twilio, the number (or the messaging service): “{}”, Webhook, HTTP POST"


def carrier_hooks(ears: Ears, settings: Settings, templates: Templates) -> CarrierHooks | None:
    """Return the hooks of the carrier that is set up; None where none is, or cannot reach us."""
    reachable = settings.twilio.account and settings.web.public_url
    return CarrierHooks(ears, settings, templates) if reachable else None


def _signed(posted: Posted) -> Form | bytes:
    """Return what the signature covers: a form's fields, or any other body as it is."""
    given = {name.lower(): said for name, said in posted.headers.items()}
    if not given.get("content-type", "").lower().startswith("application/x-www-form-urlencoded"):
        return posted.body
    try:
        return decode(posted.body)
    except ValueError:
        return posted.body


@dataclass(frozen=True, slots=True)
class MailHook:
    """Where a mail server that knows the secret hands over what it received (RFC 6750 §2.1)."""

    ears: Ears
    secret: str = field(repr=False)

    def is_allowed(self, authorization: str) -> bool:
        """Say whether the header bears our secret."""
        scheme, _, given = authorization.partition(" ")
        fits = hmac.compare_digest(given.strip().encode(), self.secret.encode())
        return scheme.lower() == "bearer" and fits

    def keep(self, raw: bytes) -> str | None:
        """Keep a mail and commit that; return its id, or None where it was here already."""
        key = f"hook:{hashlib.sha256(raw).hexdigest()}"
        arrived = Arrived(raw, "email", key, identity(raw))
        return listen.receive_all(self.ears, [arrived])[0]

    def read(self, kept: str | None) -> None:
        """Read what was kept, once it has been answered; the engine reads what this cannot."""
        if kept is not None:
            listen.take(self.ears, kept)


def mail_secret(tokens: Tokens) -> str:
    """Return what a mail server has to know to hand mail to this house, and to no other."""
    digest = hmac.digest(tokens.key, b"outreach mail hook 1", "sha256")
    return b32encode(digest).decode().rstrip("=").lower()

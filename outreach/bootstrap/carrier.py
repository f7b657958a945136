"""What a carrier posts to us, made readable: whether it is genuine, and what it says."""

from __future__ import annotations

from functools import partial

from channels.arrivals import Incoming, TextMessage, Unreadable
from channels.email.wire.tokens import Tokens, Use
from channels.sms.decoded import read
from channels.sms.wire.events import read_events
from channels.sms.wire.keywords import stops_by_itself
from outreach.config import Settings
from outreach.services.listen import CarrierEars


def carrier_ears(settings: Settings, tokens: Tokens) -> CarrierEars:
    """Return how this house reads what its carrier posts."""
    return CarrierEars(
        incoming=partial(_incoming, tokens),
        events=read_events,
        answers=stops_by_itself if settings.twilio.confirms_stops else _nothing,
    )


def _incoming(tokens: Tokens, raw: bytes) -> Incoming:
    try:
        return read(raw, lambda token: tokens.attempt(token, Use.STATUS))
    except ValueError as fault:
        return Unreadable(f"no form of a carrier: {fault}")


def _nothing(text: TextMessage) -> bool:
    return False

"""The phone door: a human calls, so what it hands over is a number, once, to whoever pressed.

Nothing rings by itself. Until the clearance fits, the number is shown to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from channels.contract import (
    Accepted,
    CallWords,
    Outbound,
    Receipt,
    Revealed,
    Temporary,
    Unknown,
    content_digest,
)
from channels.errors import ClearanceError, UnsupportedFeatureError
from policies.channel import Channel
from policies.clearance import Clearance, Inspector


class Reveal(Protocol):
    """Where a number appears for the one who pressed."""

    def show(self, call: Revealed) -> None:
        """Show it. An error means that nobody knows whether it was seen."""
        ...


class PhoneDoor:
    """Reveals one number for one cleared press."""

    channel = Channel.PHONE
    capacity = 1

    def __init__(self, reveal: Reveal, inspector: Inspector, clock: Callable[[], datetime]) -> None:
        self._reveal = reveal
        self._inspector = inspector
        self._clock = clock
        self._closed = False

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Show the number. `Accepted` says that it was shown, not that anybody rang it."""
        fault = self._inspector.fault(
            clearance,
            outbound.attempt,
            content_digest(outbound),
            outbound.to.address,
            self._clock(),
        )
        if fault is not None:
            raise ClearanceError(fault)
        words = outbound.content
        if outbound.features:
            raise UnsupportedFeatureError("phone", outbound.features[0])
        if not isinstance(words, CallWords):
            raise UnsupportedFeatureError("phone", type(words).__name__)
        if self._closed:
            return Temporary("closed", "the phone door is closed")
        call = Revealed(outbound.attempt, outbound.to.name, outbound.to.address, words.script)
        try:
            self._reveal.show(call)
        except Exception as error:  # a display of any make: it may have shown the number first
            return Unknown(f"the display failed: {type(error).__name__}")
        return Accepted(outbound.attempt)

    async def close(self) -> None:
        """Reveal nothing any more."""
        self._closed = True

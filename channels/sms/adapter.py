"""The text door: hands texts to a carrier that speaks Twilio's API.

Creating a text is not idempotent: after a line that broke, or a server's error, nobody knows, and
nobody tries again. Only what the carrier says it has not even looked at may be repeated.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client

from channels.contract import (
    Accepted,
    Outbound,
    Receipt,
    Temporary,
    TextWords,
    Unknown,
    content_digest,
)
from channels.errors import ClearanceError, DoorConfigurationError, UnsupportedFeatureError
from channels.sms.account import Account
from channels.sms.carrier import (
    Line,
    NoAnswerError,
    NotReachedError,
    TooLateError,
    TooManyError,
)
from channels.sms.receipts import receipt_for
from channels.sms.wire.inbound import delivery_of
from policies.channel import Channel
from policies.clearance import Clearance, Fault, Inspector

LONGEST_VALID = 36_000
"""Seconds for which the carrier holds a text at most."""
_CLIENT_SAYS = "Unable to create record: "
_FAILED = frozenset({"failed", "undelivered"})


class TextDoor:
    """Sends texts by one account, as many at once as it has connections.

    `callback` returns the address at which we hear how far an attempt's text got, or an empty
    string where nothing can reach us.
    """

    channel = Channel.SMS

    def __init__(
        self,
        account: Account,
        inspector: Inspector,
        clock: Callable[[], datetime],
        callback: Callable[[str], str],
    ) -> None:
        self._account = account
        self._inspector = inspector
        self._clock = clock
        self._callback = callback
        self._line = Line(account)
        client = Client(account.sid, account.auth_token, http_client=self._line)
        self._messages = client.api.v2010.account.messages
        self._free = asyncio.Semaphore(account.connections)
        self._closed = False

    @property
    def capacity(self) -> int:
        """How many texts may be under way at once."""
        return self._account.connections

    async def send(self, outbound: Outbound, clearance: Clearance) -> Receipt:
        """Hand one text over. Raises `DoorConfigurationError` where the account is not accepted."""
        digest, to = content_digest(outbound), outbound.to.address
        fault = self._inspector.fault(clearance, outbound.attempt, digest, to, self._clock())
        if fault is not None:
            raise ClearanceError(fault)
        words = outbound.content
        if outbound.features:
            raise UnsupportedFeatureError("text", outbound.features[0])
        if not isinstance(words, TextWords):
            raise UnsupportedFeatureError("text", type(words).__name__)
        wanted = self._wanted(outbound, words)
        async with self._free:
            return await self._handed_over(wanted, clearance.expires)

    async def close(self) -> None:
        """Let go of every connection."""
        self._closed = True
        await self._line.close()

    def _wanted(self, outbound: Outbound, words: TextWords) -> dict[str, Any]:
        """Return what the carrier is asked for."""
        wanted: dict[str, Any] = {"to": outbound.to.address, "body": words.text}
        if self._account.service:
            wanted["messaging_service_sid"] = self._account.service
        elif words.sender:
            wanted["from_"] = words.sender
        else:
            msg = "no text can be sent: set sender.text_number or twilio.service in outreach.toml"
            raise DoorConfigurationError(msg)
        if words.valid_seconds is not None:
            wanted["validity_period"] = max(1, min(words.valid_seconds, LONGEST_VALID))
        callback = self._callback(outbound.attempt)
        return wanted | ({"status_callback": callback} if callback else {})

    async def _handed_over(self, wanted: dict[str, Any], expires: datetime) -> Receipt:
        if self._closed:
            return Temporary("closed", "the text door is closed")
        try:
            with self._line.unless(lambda: self._clock() >= expires):
                made = await self._messages.create_async(**wanted)
        except TooLateError as fault:
            raise ClearanceError(Fault.EXPIRED) from fault
        except TooManyError as fault:
            return Temporary("20429", str(fault), _spread(fault.retry_after))
        except NotReachedError as fault:
            return Temporary("connect", str(fault))
        except NoAnswerError as fault:
            return Unknown(f"no answer after the text was handed over: {fault}")
        except TwilioRestException as fault:
            return receipt_for(fault.status, str(fault.code), fault.msg.removeprefix(_CLIENT_SAYS))
        except TwilioServiceException as fault:
            return receipt_for(fault.status, str(fault.code), fault.detail or fault.title)
        except ValueError as fault:  # no JSON, and yet no error: it may have been taken
            return Unknown(f"the carrier's answer cannot be read: {type(fault).__name__}")
        return _receipt(made.sid, made.status, made.error_code)


def _spread(retry_after: float | None) -> float | None:
    """Return seconds to wait, so that those who were sent away do not come back all at once."""
    return None if retry_after is None else retry_after + random.uniform(0, retry_after + 1)


def _receipt(reference: str | None, status: str | None, code: int | None) -> Receipt:
    """Return the receipt for a text that was taken; it may have failed by the time we hear."""
    if not reference:
        return Unknown("the carrier gave the text no name")
    if status in _FAILED and code is not None:
        return receipt_for(200, str(code), f"the text {status}")
    return Accepted(reference, delivery_of(status or "") or "")

"""What a carrier's error means for the attempt it answers (law of the codes: `wire.codes`)."""

from __future__ import annotations

from typing import assert_never

from channels.arrivals import Trouble
from channels.contract import Receipt, Refused, Temporary, TurnedAway, Unknown
from channels.errors import AccountRefusedError, DoorConfigurationError
from channels.sms.wire.codes import meaning

_LONGEST = 500
_HOUR = 3_600.0
_TIMED_OUT = 408
_WRONG_ACCOUNT = frozenset({401, 403, 404})


def receipt_for(http: int, code: str, text: str) -> Receipt:
    """Return the receipt for an error; raise where only the operator can make it work.

    A server's own error says nothing about whether the text was taken: nobody sends it again.
    """
    if http >= 500 or http == _TIMED_OUT:
        return Unknown(f"the carrier answered {http}")
    if code == str(http):  # no carrier that speaks: a proxy, or another server altogether
        msg = f"whoever answers at [twilio] base_url is no carrier: it says {http}"
        raise DoorConfigurationError(msg)
    trouble = meaning(code)
    if http in _WRONG_ACCOUNT and trouble is Trouble.OTHER:
        trouble = Trouble.ACCOUNT
    return _for(trouble, code, text[:_LONGEST])


def _for(trouble: Trouble, code: str, detail: str) -> Receipt:
    match trouble:
        case Trouble.OPTED_OUT:
            return Refused(code, detail, point_dead=False, opted_out=True)
        case Trouble.DEAD | Trouble.DO_NOT_TEXT:
            return Refused(code, detail, point_dead=True)
        case Trouble.SENDER_FAULT | Trouble.CROWDED:
            return TurnedAway(code, detail)
        case Trouble.ACCOUNT:
            msg = f"the carrier does not accept the account in [twilio] ({code}): {detail}"
            raise AccountRefusedError(code, msg)
        case Trouble.RETURNED | Trouble.OUTSIDE_HOURS:
            return Temporary(code, detail, _HOUR)
        case Trouble.BACK_OFF | Trouble.SOFT:
            return Temporary(code, detail)
        case Trouble.CALL | Trouble.OTHER:
            return Refused(code, detail, point_dead=False)
        case _:
            assert_never(trouble)

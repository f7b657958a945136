"""What a carrier's error means for us (Twilio's numbers), whether it came at once or later."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """What follows from an error, and for whom. Values are stored: append only."""

    OPTED_OUT = "opted-out"
    """They told the carrier to stop: a refusal, which our own record did not have."""
    DEAD = "dead"
    """No texts ever reach this number."""
    DO_NOT_TEXT = "do-not-text"
    """They or their carrier block us: no more texts to this number, and a human looks."""
    SENDER_FAULT = "sender-fault"
    """Our own fault: the number we send by, or what we send, rests. Nobody else is to blame."""
    CROWDED = "crowded"
    """Our own queue at the carrier is full: the number we send by rests a while."""
    ACCOUNT = "account"
    """The account is wrong or closed: nothing leaves until the operator has looked."""
    BACK_OFF = "back-off"
    """Not even looked at; try again after a while."""
    RETURNED = "returned"
    """It never left the carrier: back into our own queue."""
    OUTSIDE_HOURS = "outside-hours"
    """As `RETURNED`, because of the hour there; we should have waited by ourselves."""
    SOFT = "soft"
    """It did not get through this time; once more may be worth it."""
    CALL = "call"
    """A call that could not be made; a text never says so."""
    OTHER = "other"
    """A number that tells us nothing."""


_MEANINGS = {
    Meaning.OPTED_OUT: (21610, 63014),
    Meaning.DEAD: (21211, 21614, 21635, 30005, 30006),
    Meaning.DO_NOT_TEXT: (30004,),
    Meaning.SENDER_FAULT: (21608, 30007, 30034),
    Meaning.CROWDED: (21611, 30001),
    Meaning.ACCOUNT: (20003, 30002),
    Meaning.BACK_OFF: (20429,),
    Meaning.RETURNED: (30047,),
    Meaning.OUTSIDE_HOURS: (30610,),
    Meaning.SOFT: (30003, 30008),
    Meaning.CALL: (13224, 21214, 21216),
}
_BY_CODE = {str(code): meaning for meaning, codes in _MEANINGS.items() for code in codes}

ONCE_MORE = frozenset({Meaning.SOFT})
NEVER_LEFT = frozenset({Meaning.BACK_OFF, Meaning.RETURNED, Meaning.OUTSIDE_HOURS})
"""Nobody was reached, by the carrier's own word, so it may be planned again."""
OURS = frozenset({Meaning.SENDER_FAULT, Meaning.CROWDED, Meaning.ACCOUNT})
"""The sender rests; nothing is held against the person."""


def meaning(code: str) -> Meaning:
    """Return what an error means; `OTHER` for none and for those we have no word on."""
    return _BY_CODE.get(code.strip(), Meaning.OTHER)

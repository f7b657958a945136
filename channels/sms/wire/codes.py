"""What a carrier's error means for us (Twilio's numbers), whether it came at once or later."""

from __future__ import annotations

from channels.arrivals import Trouble

_MEANINGS = {
    Trouble.OPTED_OUT: (21610, 63014),
    Trouble.DEAD: (21211, 21614, 21635, 30005, 30006),
    Trouble.DO_NOT_TEXT: (30004,),
    Trouble.SENDER_FAULT: (21608, 30007, 30034),
    Trouble.CROWDED: (21611, 30001),
    Trouble.ACCOUNT: (20003, 30002),
    Trouble.BACK_OFF: (20429,),
    Trouble.RETURNED: (30047,),
    Trouble.OUTSIDE_HOURS: (30610,),
    Trouble.SOFT: (30003, 30008),
    Trouble.CALL: (13224, 21214, 21216),
}
_BY_CODE = {str(code): meaning for meaning, codes in _MEANINGS.items() for code in codes}

ONCE_MORE = frozenset({Trouble.SOFT})
NEVER_LEFT = frozenset({Trouble.BACK_OFF, Trouble.RETURNED, Trouble.OUTSIDE_HOURS})
"""Nobody was reached, by the carrier's own word, so it may be planned again."""
OURS = frozenset({Trouble.SENDER_FAULT, Trouble.CROWDED, Trouble.ACCOUNT})
"""The sender rests; nothing is held against the person."""


def meaning(code: str) -> Trouble:
    """Return what an error means; `OTHER` for none and for those we have no word on."""
    return _BY_CODE.get(code.strip(), Trouble.OTHER)

"""What a server's answer means for us. Pure; 4xx and 5xx by RFC 5321 §4.2, §4.3.2, §6.1."""

from __future__ import annotations

from channels.contract import Accepted, Receipt, Refused, Temporary, TurnedAway, Unknown
from channels.email.dialogue import Answer, Reply, Silence, Stage
from channels.email.wire.status import blames_address, blames_us, enhanced

_LONGEST = 500
_TOO_LARGE = 552
"""Said of a mail's size with its sender (RFC 1870 §6.1); it is about that one mail."""


def receipt_for(answer: Answer) -> Receipt:
    """Return the receipt for the stage that decided.

    Only silence after the mail was written is `Unknown`: the server may have taken it. An address
    is dead only where the recipient was refused in so many words; where the sender or our standing
    was, the fault is ours.
    """
    match answer:
        case Silence(stage=Stage.FINAL, because=because):
            return Unknown(f"{because} after the mail was handed over")
        case Silence(stage=stage, because=because):
            return Temporary(stage.value, because)
        case Reply(stage=stage, code=code, text=text):
            return _for_reply(stage, code, text[:_LONGEST])


def _for_reply(stage: Stage, code: int, text: str) -> Receipt:
    named = enhanced(text) or str(code)
    if code // 100 == 5:
        if blames_us(named) or (stage is Stage.MAIL and code != _TOO_LARGE):
            return TurnedAway(named, text)
        dead = stage in (Stage.RCPT, Stage.FINAL) and blames_address(named)
        return Refused(named, text, point_dead=dead)
    if code // 100 == 4:
        return Temporary(named, text)
    if stage is Stage.FINAL:
        return Accepted(text) if code // 100 == 2 else Unknown(f"the server said {code}")
    return Temporary(str(code), f"the server answered {stage.value} with {code}")

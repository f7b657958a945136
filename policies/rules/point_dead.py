"""Point dead: an address that bounced, complained or belongs to someone else is not used again.

What it does
    Blocks a contact to an address or number that bounced for good, whose owner complained or blocks
    us, that turned out to be another person's, or that is not on record for this person.

Why it matters
    Writing to a dead address costs reputation; ringing the wrong person costs more.

Example
    "You've got the wrong number, I'm not Scott": no number on that channel is used again.

References
    RFC 3464 section 2.3.3; RFC 5965; 47 CFR 64.1200(l)-(m).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Channel, Purpose
from policies.facts import Facts, PointState
from policies.finding import Bears, Finding, Quote
from policies.preferences import Voice, quotes
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.statement import WrongPerson
from policies.verdict import Block


@rule("point-dead", cites=("RFC 3464", "RFC 5965"))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE:
        return None
    address = rows.address
    if rows.standing.wrong:
        wrong = tuple(voice for voice in rows.standing.wrong if _by(voice, rows, address))
        if wrong:
            because = "whoever answered there is somebody else"
            return _finding(because, clause(Reason.NOT_THEIRS), quotes(wrong))
    channel = facts.attempt.channel
    for point in facts.points:
        if point.address == address and point.channel is channel:
            why = _STATES.get(point.state)
            told = clause(_REASONS[point.state], point=channel) if why else None
            return _finding(why.format(_NOUN[channel]), told, ()) if why and told else None
    because = f"we have no {_NOUN[channel]} for them"
    return _finding(because, clause(Reason.NO_POINT, point=channel), ())


_NOUN = {
    Channel.EMAIL: "email address",
    Channel.SMS: "number for texts",
    Channel.PHONE: "telephone number",
}
_STATES = {
    PointState.BOUNCED: "this {} does not exist any more",
    PointState.COMPLAINED: "a complaint came from this {}",
    PointState.WRONG_PERSON: "this {} belongs to somebody else",
    PointState.BLOCKED: "they or their carrier block what we send to this {}",
}
_REASONS = {
    PointState.BOUNCED: Reason.BOUNCED,
    PointState.COMPLAINED: Reason.COMPLAINED,
    PointState.WRONG_PERSON: Reason.WRONG_PERSON,
    PointState.BLOCKED: Reason.BLOCKED_US,
}


def _by(voice: Voice[WrongPerson], rows: Rows, address: str | None) -> bool:
    """Whether they told us so on this channel, or (told elsewhere) of this very address."""
    said = voice.statement
    if said.via.value in list(Channel):
        return said.via.value == rows.facts.attempt.channel.value
    return said.point in (None, address)


def _finding(because: str, told: Clause, evidence: tuple[Quote, ...]) -> Finding:
    return Finding(
        "point-dead",
        Block(),
        Bears.CHANNEL,
        because,
        quotes=evidence,
        change="An address from them would change it.",
        clause=told,
        remedy=Remedy.THEIR_ADDRESS,
    )

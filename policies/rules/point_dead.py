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
from typing import NamedTuple

from policies.channel import Channel, Purpose
from policies.facts import Facts, PointState
from policies.finding import Bears, Finding
from policies.preferences import Voice, quotes
from policies.reason import Reason, clause
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
            return _somebody_else(wrong)
    channel = facts.attempt.channel
    for point in facts.points:
        if point.address == address and point.channel is channel:
            if (dead := _STATES.get(point.state)) is None:
                return None
            return _finding(dead.because.format(_NOUN[channel]), dead.why, channel)
    return _finding(f"we have no {_NOUN[channel]} for them", Reason.NO_POINT, channel)


_NOUN = {
    Channel.EMAIL: "email address",
    Channel.SMS: "number for texts",
    Channel.PHONE: "telephone number",
}
_MISSING = {
    Channel.EMAIL: "An address",
    Channel.SMS: "A number",
    Channel.PHONE: "A number",
}


class _Dead(NamedTuple):
    because: str
    why: Reason


_STATES = {
    PointState.BOUNCED: _Dead("this {} does not exist any more", Reason.BOUNCED),
    PointState.COMPLAINED: _Dead("a complaint came from this {}", Reason.COMPLAINED),
    PointState.WRONG_PERSON: _Dead("this {} belongs to somebody else", Reason.WRONG_PERSON),
    PointState.BLOCKED: _Dead(
        "they or their carrier block what we send to this {}", Reason.BLOCKED_US
    ),
}


def _by(voice: Voice[WrongPerson], rows: Rows, address: str | None) -> bool:
    """Whether they told us so on this channel, or (told elsewhere) of this very address."""
    said = voice.statement
    if said.via.value in list(Channel):
        return said.via.value == rows.facts.attempt.channel.value
    return said.point in (None, address)


def _somebody_else(said: tuple[Voice[WrongPerson], ...]) -> Finding:
    """Object for every address there, also new ones: only a review can say whose they are."""
    return Finding(
        "point-dead",
        Block(),
        Bears.CHANNEL,
        "whoever answered there is somebody else",
        quotes=quotes(said),
        change="Only a review, with proof, changes it.",
        clause=clause(Reason.NOT_THEIRS),
        remedy=Remedy.A_REVIEW,
    )


def _finding(because: str, why: Reason, channel: Channel) -> Finding:
    return Finding(
        "point-dead",
        Block(),
        Bears.CHANNEL,
        because,
        change=f"{_MISSING[channel]} from them would change it.",
        clause=clause(why, point=channel),
        remedy=Remedy.THEIR_ADDRESS,
    )

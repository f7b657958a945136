"""A person's wish on the telephone, by key and in their own words, as one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.calls import CameOf, Ended
from outreach.domain.people import ContactPoint
from outreach.domain.told import told as in_short
from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext, Reading
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import by_hand
from outreach.services.listen.letters import understood
from outreach.services.listen.noted import noted_by, with_receipt
from outreach.services.listen.record import Said
from outreach.services.listen.spoken import statement_of
from outreach.store import team
from outreach.store.inbound import InboundRow
from outreach.store.statements import Heard
from policies.statement import (
    Avoid,
    Callback,
    Meaning,
    Prefer,
    Source,
    Statement,
    Understood,
    Via,
)

OVERRULED: dict[CameOf, tuple[type[Meaning], ...]] = {
    CameOf.CALL_BACK: (Callback,),
    CameOf.PREFERS: (Prefer, Avoid),
}
"""What the rep said by key is not read out of the words a second time."""


@dataclass(frozen=True, slots=True)
class OnCall:
    """What was said on a call: by key and words, kept as `row`; `point` is the number rung."""

    told: Ended
    row: InboundRow
    call: Attempt
    point: ContactPoint | None
    zones: tuple[ZoneInfo, ...]


def read_on_call(ears: Ears, heard: OnCall) -> Reading | None:
    """Return what the words mean, or None where there are none."""
    if not heard.told.words.strip():
        return None
    zone = heard.zones[0] if len(heard.zones) == 1 else None
    message = Message(heard.told.words, heard.row.received_at, Via.PHONE)
    return understood(ears, message, ReaderContext(zone=zone, topics=ears.topics))


def said_on_call(
    conn: Connection, ears: Ears, heard: OnCall, reading: Reading | None, now: datetime
) -> Said | None:
    """Return what is to be kept as the person's own; None where they said and want nothing.

    Whoever answers a wrong number is somebody else: their words are not put into this mouth.
    """
    told = heard.told
    if told.what is CameOf.WRONG_NUMBER or (reading is None and not told.wish):
        return None
    statement = _statement(heard, reading)
    member, point = team.get(conn, told.by), heard.point.id if heard.point else None
    kept = Heard(heard.call.person_id, now, point, heard.row.id, noted_by=member.name)
    said = noted_by(ears, statement, kept, member, heard.zones, now)
    return with_receipt(conn, said, member, now)


def _statement(heard: OnCall, reading: Reading | None) -> Statement:
    """Return the statement; it came by the number that was rung, so a stop binds that too."""
    told, at = heard.told, heard.row.received_at
    words, read = _in_place_of_words(told), tuple[Understood, ...]()
    if reading is not None:
        spoken = statement_of(new_id("s"), reading, via=Via.REP, received_at=at)
        words, read = spoken.words, spoken.meanings
    overruled = OVERRULED.get(told.what, ())
    kept = tuple(one for one in read if not isinstance(one.meaning, overruled))
    wish = by_hand(told.wish, (one.meaning for one in read))
    by_key = tuple(Understood(one, 0, len(words)) for one in wish)
    return Statement(
        id=new_id("s"),
        words=words,
        said_at=at,
        via=Via.REP,
        source=Source.REP_NOTE,
        proven=False,
        meanings=(*by_key, *(one for one in kept if one.meaning not in wish)),
        point=heard.point.address if heard.point else None,
    )


def _in_place_of_words(told: Ended) -> str:
    return f"(on the phone: {'; '.join(map(in_short, told.wish))})"

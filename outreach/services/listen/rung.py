"""Somebody rang the number that we call and text from: kept, and 9 means leave me alone.

A call-back number that takes a stop is what the law asks of whoever calls (47 CFR 64.1601(e)).
The number that is shown can be forged; a stop needs no proof.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from channels.arrivals import Incoming, IncomingCall
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.matching import Correspondent, by_number
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Said, record
from outreach.services.listen.strangers import suppress
from outreach.store import attempts, notes
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.statements import Heard
from policies.channel import Channel
from policies.statement import Refuse, Source, Statement, Understood, Via

DOOR = "call-in"
STOP_KEY = "9"
"""What our words ask whoever rings to press; see `templates/phone/call-in`."""
NO_NUMBER = "somebody asked for no more calls and hid their number: nobody knows who"
_MEANINGS = (Understood(Refuse(Channel.PHONE)), Understood(Refuse(Channel.SMS)))
_WORDS = "(rang us and pressed 9: no more calls or texts)"
_OURSELVES = "outreach"


class Pressed(StrEnum):
    """What became of a key that somebody pressed."""

    STOPPED = "stopped"
    """It was the stop, and it is in effect."""
    NOT_DONE = "not done"
    """It was the stop, and a human has to see to it: their number is hidden, or we failed."""
    OTHER = "other"
    """It was another key, or none."""


def asks_to_stop(arrival: Incoming) -> bool:
    """Say whether this is the press of the key that means stop."""
    return isinstance(arrival, IncomingCall) and arrival.digits.startswith(STOP_KEY)


def call(ears: Ears, row: InboundRow, ringing: IncomingCall) -> Outcome:
    """Note the call in the story of whoever has the number; with the key, refuse for them."""
    who = ears.store.read(lambda conn: by_number(conn, ringing.sender))
    pressed = asks_to_stop(ringing)
    if who is None:
        return _stranger(ringing, pressed=pressed)

    def work(conn: Connection, now: datetime) -> Done:
        if not pressed:
            notes.add(conn, notes.Note(new_id("n"), who.person_id, now, _OURSELVES, "they rang us"))
            return Done()
        recorded = record(conn, _refusal(row, who, now), now)
        attempts.judge_afresh(conn, who.sharing, now)
        return Done((recorded,))

    stops = frozenset({who.person_id, *who.sharing} if pressed else ())
    columns = {"person_id": who.person_id, "from_address": ringing.sender}
    return Outcome(InboundKind.CALL, columns=columns, stops=stops, work=work)


def _refusal(row: InboundRow, who: Correspondent, now: datetime) -> Said:
    statement = Statement(
        id=new_id("s"),
        words=_WORDS,
        said_at=row.received_at,
        via=Via.PHONE,
        source=Source.KEYWORD,
        proven=False,
        meanings=_MEANINGS,
        point=who.point.address if who.point else None,
    )
    heard = Heard(who.person_id, now, who.point.id if who.point else None, row.id)
    return Said(statement, heard, effects_of(one.meaning for one in _MEANINGS))


def _stranger(ringing: IncomingCall, *, pressed: bool) -> Outcome:
    """Keep the call; a stop bars the number for whoever gets it later."""

    def work(conn: Connection, now: datetime) -> Done:
        barred = pressed and suppress(
            conn, ringing.sender, "whoever rings from there asked us to stop", now
        )
        return Done(question=NO_NUMBER if pressed and not barred else "")

    columns = {"from_address": ringing.sender}
    return Outcome(InboundKind.CALL, InboundState.READ, columns, work=work)

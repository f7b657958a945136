"""What a rep says came of a call: the outcome, all that follows, and their wish, at once.

It is kept raw first, like everything that comes in: a rep's machine may die with the key half down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.calls import SPOKE, CameOf, Ended, ended_from
from outreach.domain.people import ContactPoint
from outreach.errors import InputError
from outreach.services.listen import called
from outreach.services.listen.desk_words import OnCall, read_on_call, said_on_call
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import tightens
from outreach.services.listen.letters import question
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Said, record
from outreach.store import attempts, ledger, people, points, team
from outreach.store.inbound import InboundKind, InboundRow
from policies.channel import Channel

DOOR = "call"
ENDED, TAKEN_BACK = "call ended", "call ending taken back"


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made: to which number, and by which clocks they may live."""

    call: Attempt
    point: ContactPoint | None
    zones: tuple[ZoneInfo, ...]
    noted: str | None
    """What was said of it before."""


def made(conn: Connection, ears: Ears, call_id: str) -> Made:
    """Return a call whose number was shown; raise `InputError` for one that nobody was given."""
    call = attempts.get(conn, call_id)
    if call.channel is not Channel.PHONE or call.state is not AttemptState.ACCEPTED:
        msg = f"`{call_id}` is no call that was made"
        raise InputError(msg)
    row = attempts.rows(conn, [call_id])[0]
    point = points.get(conn, call.point_id) if call.point_id else None
    return Made(call, point, ears.zones(people.get(conn, call.person_id)), row["outcome_code"])


def must_be_new(conn: Connection, ears: Ears, told: Ended) -> None:
    """Refuse a second word about a call, unless it restricts: that is always heard."""
    team.get(conn, told.by)
    noted = made(conn, ears, told.call_id).noted
    if noted and not told.wish and told.what is not CameOf.WRONG_NUMBER:
        msg = f"`{noted}` was said of this call: `outreach calls undo` takes that back"
        raise InputError(msg)


def ended(ears: Ears, row: InboundRow) -> Outcome:
    """Return what is to be done about the end of a call; writes nothing."""
    told = ended_from(row.raw)
    was = ears.store.read(lambda conn: made(conn, ears, told.call_id))
    heard = OnCall(told, row, was.call, was.point, was.zones)
    reading = read_on_call(ears, heard)

    def work(conn: Connection, now: datetime) -> Done:
        followed = called.follow(conn, was.call, told, now)
        said = said_on_call(conn, ears, heard, reading, now)
        recorded = (record(conn, said, now),) if said else ()
        if said is None and told.words:
            called.strangers_words(conn, was.call, told, reading, now)
        _note(conn, told, followed, said, now)
        asks = (question(conn, said) if said else "", followed.question)
        return Done(recorded, "; ".join(filter(None, asks)))

    tight = any(tightens(one.meaning) for one in reading.understood) if reading else False
    concerned = tight or told.what in SPOKE or told.what is CameOf.WRONG_NUMBER
    stops = frozenset({was.call.person_id} if concerned else ())
    columns = {"person_id": was.call.person_id, "attempt_id": was.call.id, "words": told.words}
    return Outcome(InboundKind.NOTE, columns=columns, stops=stops, work=work)


def _note(
    conn: Connection, told: Ended, followed: called.Followed, said: Said | None, now: datetime
) -> None:
    """Write the outcome on the call and into the ledger, with all that followed from it."""
    attempts.set_many(conn, [{"id": told.call_id, "outcome_code": told.what.value}])
    things = [*followed.things, *([said.statement.id] if said else [])]
    body = {"what": told.what.value, "by": told.by, "followed": things}
    ledger.add(conn, ledger.Entry(now, ENDED, told.call_id, body))


def take_back(ears: Ears, call_id: str, by: str) -> CameOf:
    """Take back what was said of a call, where nothing followed from it; return what it was.

    Raises `InputError` where something did: a wish of theirs is only ever corrected by a review.
    """
    now = ears.clock.now()

    def work(conn: Connection) -> CameOf:
        member, noted = team.get(conn, by), made(conn, ears, call_id).noted
        if noted is None:
            msg = "nothing was said of this call yet"
            raise InputError(msg)
        entries = [one for one in ledger.entries_of(conn, [call_id]) if one["kind"] == ENDED]
        if entries and entries[-1]["body"].get("followed"):
            msg = f"`{noted}` is in effect and is not taken back by a key: {_instead(noted)}"
            raise InputError(msg)
        attempts.set_many(conn, [{"id": call_id, "outcome_code": None}])
        body = {"what": noted, "by": member.name}
        ledger.add(conn, ledger.Entry(now, TAKEN_BACK, call_id, body))
        return CameOf(noted)

    return ears.store.write(work)


def _instead(noted: str) -> str:
    """Say what can be done instead."""
    if noted == CameOf.WRONG_NUMBER:
        return "a review (`outreach review ... correct --address`) revives a number, with proof"
    if noted == CameOf.CONNECTED:
        return "it kept a promise or answered what they wrote"
    return "`outreach inbound narrow` says what they meant, with proof and a second person"

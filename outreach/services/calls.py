"""The call book: who waits for a call and why, never the number; and what came of each call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.errors import InputError
from outreach.gate.receiving import keep_word
from outreach.store import attempts, call_book, ledger, points, statements, team
from outreach.store.call_book import QueuedCall
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import PointState
from policies.statement import Statement


class CameOf(StrEnum):
    """What came of a call. Values are stored: append only."""

    CONNECTED = "connected"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the book, with the last thing the person said: read it before you dial."""

    queued: QueuedCall
    last_said: Statement | None


def waiting(store: Store, limit: int = 500) -> list[Call]:
    """Return the calls that wait, the longest waiting first."""

    def work(conn: Connection) -> list[Call]:
        queued = call_book.waiting(conn, limit)
        said = statements.of_many(conn, {one.person_id for one in queued})
        return [Call(one, next(reversed(said.get(one.person_id, [])), None)) for one in queued]

    return store.read(work)


def came_of(store: Store, attempt_id: str, what: CameOf, by: str, now: datetime) -> None:
    """Say what came of a call whose number was revealed.

    A connected call keeps the promise it was made for; a wrong number is not rung again. Raises
    `InputError` for a call that nobody was given.
    """

    def work(conn: Connection) -> None:
        member = team.get(conn, by)
        call = attempts.get(conn, attempt_id)
        if call.channel is not Channel.PHONE or call.state is not AttemptState.ACCEPTED:
            msg = f"`{attempt_id}` is no call that was made"
            raise InputError(msg)
        attempts.set_many(conn, [{"id": call.id, "outcome_code": what.value}])
        if what is CameOf.CONNECTED:
            keep_word(conn, call, now)
        if what is CameOf.WRONG_NUMBER:
            for point in points.of(conn, call.person_id):
                if point.id == call.point_id:
                    points.mark(conn, point.id, PointState.WRONG_PERSON)
        body = {"what": what.value, "by": member.id}
        ledger.add(conn, ledger.Entry(now, "call ended", call.id, body))

    store.write(work)

"""What somebody takes back on their own page: a change just made there, or what we misunderstood.

Their words stay as they were; only what they mean changes, with who said so and by what proof.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.commitments import CommitmentState
from outreach.errors import ConflictError, NotFoundError
from outreach.services.listen.ears import Ears
from outreach.store import attempts, commitments, ledger, statements
from outreach.store.statements import THEMSELVES, Narrowed
from outreach.store.unit import Priority
from policies.statement import Refuse, Source, Statement, Understood

UNDONE_WITHIN = timedelta(hours=1)
_BY_UNDO = "undone on the page that had just made the change"
_BY_OWN_LINK = "said to be wrong by the link that was sent to their address within the hour"


def undo(ears: Ears, person_id: str, statement_id: str) -> None:
    """Take back a change that a page made within the hour; what stood before it stands again.

    Nothing else is loosened by it. What was planned before a stop stays away. Raises
    `NotFoundError` for what is no change of theirs, `ConflictError` where it cannot be undone.
    """
    now = ears.clock.now()

    def work(conn: Connection) -> None:
        said = _theirs(conn, person_id, statement_id)
        if said.source is not Source.PAGE or any(map(_for_everybody, said.meanings)):
            raise NotFoundError("change", statement_id)
        if not said.meanings or now > said.said_at + UNDONE_WITHIN:
            msg = "that was taken back before, or its hour is over"
            raise ConflictError(msg)
        _means_only(conn, said, (), _BY_UNDO, now)
        _release(conn, person_id, said, now)
        attempts.judge_afresh(conn, [person_id], now)

    ears.store.write(work, Priority.HEARD)


def not_meant(ears: Ears, person_id: str, statement_id: str, position: int) -> None:
    """Take one thing out of what we understood; by their own link alone.

    A plain stop (a keyword, a click, a carrier's word) is never misunderstood: only a new word of
    theirs takes it back.
    """
    now = ears.clock.now()

    def work(conn: Connection) -> None:
        said = _theirs(conn, person_id, statement_id)
        if not 0 <= position < len(said.meanings) or said.source in _PLAIN:
            raise NotFoundError("thing that we understood", str(position))
        left = (*said.meanings[:position], *said.meanings[position + 1 :])
        _means_only(conn, said, left, _BY_OWN_LINK, now)
        attempts.judge_afresh(conn, [person_id], now)

    ears.store.write(work, Priority.HEARD)


_PLAIN = frozenset({Source.KEYWORD, Source.ONE_CLICK, Source.CARRIER})


def _theirs(conn: Connection, person_id: str, statement_id: str) -> Statement:
    said = statements.get(conn, statement_id)
    if said is None or statements.speaker(conn, statement_id) != person_id:
        raise NotFoundError("statement of this person", statement_id)
    return said


def _for_everybody(understood: Understood) -> bool:
    meaning = understood.meaning
    return isinstance(meaning, Refuse) and meaning.organisation


def _means_only(
    conn: Connection, said: Statement, meanings: tuple[Understood, ...], proof: str, now: datetime
) -> None:
    made = Narrowed(meanings, proof, THEMSELVES, "", now)
    person_id = statements.narrow(conn, said.id, made)
    kinds = [type(one.meaning).__name__ for one in meanings]
    body = {"person": person_id, "meanings": kinds, "by": THEMSELVES, "proof": proof}
    ledger.add(conn, ledger.Entry(now, "taken back", said.id, body))


def _release(conn: Connection, person_id: str, said: Statement, now: datetime) -> None:
    for promise in commitments.owed(conn, person_id=person_id):
        if promise.statement_id == said.id:
            commitments.close(conn, promise.id, CommitmentState.RELEASED, THEMSELVES, now)

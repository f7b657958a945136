"""What one of us decides that a message means: a statement in the person's own words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.record import Recorded, Said, record
from outreach.services.listen.spoken import NO_WORDS
from outreach.store import inbound, ledger, statements, team
from outreach.store.inbound import InboundRow, InboundState
from outreach.store.statements import Heard
from outreach.store.unit import Priority
from policies.statement import RESTRICTIVE, Meaning, Source, Statement, Understood, Via


def decide(ears: Ears, inbound_id: str, meanings: Sequence[Meaning], by: str) -> Recorded:
    """Record that a message means this too, and settle the question it asked.

    It binds at once beside whatever bound so far, and needs nobody's proof because it only
    restricts. `by` is a member's name. Raises `InputError` for a meaning that permits something,
    and for a message that asks nothing of anybody we know.
    """
    now = ears.clock.now()
    if not meanings or not all(isinstance(one, RESTRICTIVE) for one in meanings):
        msg = "only what restricts can be decided in somebody's name"
        raise InputError(msg)

    def work(conn: Connection) -> Recorded:
        member, row = team.get(conn, by), _asking(conn, inbound_id)
        said = _said(conn, row, meanings)
        heard = Heard(str(row.person_id), now, inbound_id=row.id, noted_by=member.name)
        recorded = record(conn, Said(said, heard, effects_of(meanings)), now)
        inbound.settle(conn, row.id, member.name, now)
        body = {"by": member.name, "statement": said.id}
        ledger.add(conn, ledger.Entry(now, "question settled", row.id, body))
        return recorded

    concerned = ears.store.read(lambda conn: _asking(conn, inbound_id)).person_id
    ears.stopped.mark_ids((str(concerned),))
    recorded = ears.store.write(work, Priority.STOP)
    ears.stopped.mark(recorded.raised)
    return recorded


def _asking(conn: Connection, inbound_id: str) -> InboundRow:
    row = inbound.get(conn, inbound_id)
    if row.state is not InboundState.UNCLEAR or row.person_id is None:
        msg = f"message `{inbound_id}` asks nothing of anybody we know: it is {row.state}"
        raise InputError(msg)
    return row


def _said(conn: Connection, row: InboundRow, meanings: Sequence[Meaning]) -> Statement:
    """Return their own words with the meaning that one of us found in them."""
    kept = statements.by_ids(conn, [row.statement_id] if row.statement_id else [])
    before = kept.get(row.statement_id or "")
    words = before.words if before else row.words or NO_WORDS
    return Statement(
        new_id("s"),
        words,
        before.said_at if before else row.received_at,
        Via.REP,
        Source.REP_NOTE,
        proven=False,
        meanings=tuple(Understood(one, 0, len(words)) for one in meanings),
    )

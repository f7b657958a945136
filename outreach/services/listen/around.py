"""Contacts that went around the gate: what our own people sent, found in Sent folders or in BCC.

One is put in the history of everybody on file whom it went to, and counts towards every cap. What
it would have been told is found out afterwards, and whoever looks after compliance sees what went
against a word. A letter in somebody's own thread answers them, as one through the gate would.

Anybody can write our address into From. A copy that nothing vouches for can only make things
tighter: it counts, and it answers nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.people import ContactPoint
from outreach.gate.afterwards import Afterwards, judged_afterwards
from outreach.gate.recovery import Evidence, resolve
from outreach.ids import new_id
from outreach.listening.reading import Heard, ReaderContext
from outreach.services.listen import conversation
from outreach.services.listen.copies import folded, is_proven, reached, was_sent, written_by
from outreach.services.listen.ears import Ears
from outreach.services.listen.letters import understood
from outreach.services.listen.outcome import Done, Outcome
from outreach.store import (
    attempts,
    bars,
    decisions,
    house,
    ledger,
    organisation_counter,
    outside,
    snapshot,
)
from outreach.store.bars import suppression
from outreach.store.inbound import InboundKind, InboundRow
from outreach.store.outside import Went
from outreach.store.senders import sender_key
from policies.channel import Channel, Purpose
from policies.statement import Via

SUPPRESSED = "one of us wrote around us to an address that asked us to stop"


@dataclass(frozen=True, slots=True)
class Contacted:
    """One person whom it reached, and what is to be kept of it."""

    attempt: Attempt
    judged: Afterwards | None


def own_copy(ears: Ears, row: InboundRow, letter: Letter) -> Outcome:
    """Keep a copy of what one of us sent; what our own gate sent is only certain now."""
    columns = {"from_address": letter.sender.address}
    nothing = Outcome(InboundKind.OWN_COPY, columns=columns)
    if not was_sent(ears, row, letter):
        return nothing
    if letter.is_attempt is not None:
        return replace(nothing, work=lambda conn, now: _left(conn, letter.is_attempt, now))
    if letter.automatic:
        return nothing
    went, proven = _went(ears, row, letter), is_proven(ears, row, letter)
    found = _contacted(ears, letter, went, proven=proven)
    hidden = _suppressed(ears, letter)
    reached_people = [one.attempt.person_id for one in found]

    def work(conn: Connection, now: datetime) -> Done:
        organisation_counter.hold(conn, reached_people)
        for one in found:
            attempt = _kept(conn, row, one, went, now)
            if proven and attempt.purpose is Purpose.ANSWER:
                conversation.answered(conn, attempt, letter, now)
        organisation_counter.again(conn, reached_people, now)
        return Done(question=SUPPRESSED if hidden else "")

    if found:
        columns |= {"attempt_id": found[0].attempt.id}
    return Outcome(InboundKind.OWN_COPY, columns=columns, work=work)


def _left(conn: Connection, attempt_id: str | None, now: datetime) -> Done:
    for known in attempts.rows(conn, [attempt_id] if attempt_id else []):
        if known["state"] == AttemptState.UNKNOWN:
            seen = Evidence(left=True, because="a copy of it was found", by="our own mailbox")
            resolve(conn, known["id"], seen, now)
    return Done()


def _went(ears: Ears, row: InboundRow, letter: Letter) -> Went:
    """Return what the copy shows; what it quotes is left out, for it is not what we said."""
    heard = Heard(letter.text, row.received_at, Via.EMAIL)
    written = letter.written_at or row.received_at
    return Went(
        at=min(written, row.received_at),
        sender=sender_key(letter.sender.address),
        message_id=letter.message_id,
        digest=hashlib.sha256(row.raw).hexdigest(),
        subject=letter.subject,
        text=understood(ears, heard, ReaderContext()).own_words,
    )


def _contacted(ears: Ears, letter: Letter, went: Went, *, proven: bool) -> list[Contacted]:
    def make(conn: Connection) -> list[Attempt]:
        by = written_by(conn, letter)
        return [_attempt(conn, point, letter, went, by) for point in reached(conn, letter)]

    made = ears.store.read(make)
    if not made:
        return []
    known = ears.store.read(lambda conn: snapshot.take(conn, made))
    now = ears.clock.now()
    return [Contacted(one, _judged(ears, one, known, now, proven=proven)) for one in made]


def _judged(
    ears: Ears, one: Attempt, known: snapshot.Snapshot, now: datetime, *, proven: bool
) -> Afterwards | None:
    if ears.judge is None:
        return None
    told = "Emailed around us" + (" by " if proven else ", it says by ") + one.by
    return judged_afterwards(ears.judge(), one, known, now, told)


def _attempt(conn: Connection, point: ContactPoint, letter: Letter, went: Went, by: str) -> Attempt:
    """Return it as an attempt: an answer in their own thread, and else marketing, the strictest."""
    follows = conversation.followed(conn, point.person_id, letter)
    return Attempt(
        id=new_id("a"),
        person_id=point.person_id,
        channel=Channel.EMAIL,
        purpose=Purpose.ANSWER if follows else Purpose.MARKETING,
        by=by,
        due_at=went.at,
        created_at=went.at,
        automated=False,
        state=AttemptState.ACCEPTED,
        point_id=point.id,
        answers=follows[-1].statement_id if follows else None,
        in_reply_to=follows[-1].id if follows else None,
    )


def _suppressed(ears: Ears, letter: Letter) -> bool:
    """Say whether it went to an address that nobody on file has, and that asked us to stop."""

    def find(conn: Connection) -> bool:
        key = house.get(conn).installation_key
        hashes = [suppression(key, one) for one in folded(letter)]
        return bool(bars.binding(conn, hashes=hashes).hashes)

    return ears.store.read(find)


def _kept(conn: Connection, row: InboundRow, one: Contacted, went: Went, now: datetime) -> Attempt:
    """Write it down, unless another copy of the same mail was found before."""
    person, judged = one.attempt.person_id, one.judged
    before = outside.kept(conn, person, went)
    if before is not None:
        return replace(one.attempt, id=before)
    outside.add(conn, one.attempt, went, judged.decision.id if judged else None)
    attempts.judge_afresh(conn, [person], now)
    against = judged.against if judged else False
    body = {"person": person, "inbound": row.id, "against their word": against}
    ledger.add(conn, ledger.Entry(now, "went around the gate", one.attempt.id, body))
    if judged is not None:
        decisions.add_many(conn, [judged.decision])
    if judged is not None and judged.entry is not None:
        ledger.add(conn, judged.entry)
    return one.attempt

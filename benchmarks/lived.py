"""A house in which something of everything happened, and who comes to its pages."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, update

from benchmarks.house import Full, furnish
from channels.email.wire.tokens import Use
from outreach.bootstrap.house import House
from outreach.bootstrap.marks import PAGE_PATH
from outreach.domain.access import Access
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.people import Duty, Member
from outreach.domain.programs import Scope
from outreach.ids import new_id
from outreach.services import review
from outreach.services.accounts import Porch, claim, invite
from outreach.services.programs import make
from outreach.store import attempts, call_book, commitments, decisions, inbound, ledger, team
from outreach.store import statements as said
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.tables import attempt, person
from policies.channel import Channel, Purpose
from policies.statement import Refuse, Source, Statement, Understood, Via

BLOCK = 1_000
EARLIER = 9
"""Attempts that each person had before the letter that is due."""
BUSY = 20
"""Of each kind: a call in the book, a promise, a reply, a stop, somebody nobody knows surely."""
CORA, ANA, BEN = "Cora Lindt", "Ana Ruiz", "Ben Okri"
_PASSWORD = "maps of the whole harbour"
_AT_ONCE = 100
_UNCLEAR = {"identity_unclear_because": "two people share this address"}


@dataclass(frozen=True, slots=True)
class Lived:
    """What the pages are asked about, and what each visitor sends along."""

    person: str
    decision: str
    call: str
    own_page: str
    headers: Mapping[str, Mapping[str, str]]


def live(folder: Path, port: int) -> Lived:
    """Make the house, and close it."""
    folder.mkdir()
    full = furnish(folder, BLOCK, port)
    home, now = full.house, full.clock.now()
    people = [each for _, each in full.due]
    home.store.write(lambda conn: _happens(conn, people, now))
    _judge(full)
    headers = {"nobody": {}, **_come_in(home)}
    home.store.write(lambda conn: ledger.seal(conn, home.clock.now()))
    rows = home.store.read(lambda conn: decisions.listed(conn, ("hold",), only_open=True, limit=1))
    calls = home.store.read(lambda conn: call_book.waiting(conn, 1))
    own_page = PAGE_PATH + home.tokens.make(full.due[0][0], Use.STOP)
    asyncio.run(home.close())
    return Lived(people[0], rows[0]["id"], calls[0].attempt_id, own_page, headers)


def _happens(conn: Connection, people: list[str], now: datetime) -> None:
    random = Random(1)
    ana = team.get(conn, ANA)
    ben = Member(new_id("t"), BEN, now)
    cora = Member(new_id("t"), CORA, now, duty=Duty.COMPLIANCE)
    for one in (ben, cora):
        team.add(conn, one)
    for owner, theirs in ((ana, people[: BLOCK // 10]), (ben, people[BLOCK // 10 :])):
        values = update(person).where(person.c.id.in_(theirs)).values(owner_id=owner.id)
        conn.execute(values)
    for each in people:
        attempts.add_many(conn, [_earlier(each, now, random) for _ in range(EARLIER)])
    at = attempt.c.due_at
    began = {"sending_since": at, "finished_at": at, "outcome_code": "connected"}
    conn.execute(update(attempt).where(attempt.c.state == AttemptState.ACCEPTED).values(began))
    for number, each in enumerate(people[: 4 * BUSY]):
        _waits(conn, each, number % 4, ana, now)
    strangers = people[4 * BUSY : 5 * BUSY]
    conn.execute(update(person).where(person.c.id.in_(strangers)).values(_UNCLEAR))


def _earlier(person_id: str, now: datetime, random: Random) -> Attempt:
    at = now - timedelta(days=31 + random.randrange(300), minutes=random.randrange(1_440))
    return Attempt(
        new_id("a"),
        person_id,
        random.choice((Channel.EMAIL, Channel.EMAIL, Channel.PHONE)),
        Purpose.MARKETING,
        random.choice((ANA, BEN)),
        at,
        at,
        state=AttemptState.ACCEPTED,
        sequence_name="winter",
        step=1,
    )


def _waits(conn: Connection, whose: str, what: int, ana: Member, now: datetime) -> None:
    match what:
        case 0:
            call = (Channel.PHONE, Purpose.MARKETING, ana.name, now, now)
            attempts.add(conn, Attempt(new_id("a"), whose, *call, state=AttemptState.QUEUED))
        case 1:
            promise = (new_id("m"), whose, CommitmentKind.CALLBACK, "a call", now, now)
            commitments.add(conn, Commitment(*promise, channel=Channel.PHONE, owner=ana.id))
        case 2:
            key = inbound.put(conn, new_id("k"), "email", b"Tell me more.", now) or ""
            words = {"person_id": whose, "words": "Tell me more.", "kind": InboundKind.REPLY}
            inbound.change(conn, key, {**words, "state": InboundState.READ})
        case _:
            meant = (Understood(Refuse(None)),)
            stop = (new_id("s"), "Please remove me", now, Via.EMAIL, Source.REPLY, True, meant)
            said.add(conn, Statement(*stop), said.Heard(whose, now))


def _judge(full: Full) -> None:
    """Judge every letter; what may go is planned again, and of the rest a half is reviewed."""
    store, now = full.house.store, full.clock.now()
    due = [one for one, _ in full.due]
    for first in range(0, len(due), _AT_ONCE):
        full.house.gate.judge_batch(due[first : first + _AT_ONCE])
    query = update(attempt).where(attempt.c.state == AttemptState.CLEARED)
    again = query.values(state=AttemptState.PLANNED, nonce=None, clearance_expires=None)
    store.write(lambda conn: conn.execute(again))
    rows = store.read(lambda conn: decisions.listed(conn, ("block", "hold")))
    if len(rows) < 2 * BUSY - 5:
        msg = f"only {len(rows)} letters were kept back"
        raise RuntimeError(msg)
    for row in rows[::2]:
        review.uphold(store, row["id"], review.Reviewer(CORA, "as they said", now))


def _come_in(home: House) -> Mapping[str, Mapping[str, str]]:
    porch = Porch(home.store, home.clock)
    found = {}
    for who, name, access in (("ana", ANA, Access.REP), ("cora", CORA, Access.ADMIN)):
        entered = claim(porch, invite(porch, name, ANA, access).secret, _PASSWORD, "10.0.0.1")
        found[who] = {"Cookie": f"outreach={entered.secret}"}
    made = make(home.store, home.clock, "crm", [Scope.ASK], CORA, CORA)
    return {**found, "program": {"Authorization": f"Bearer {made.secret}"}}

"""What one of us was told: it binds at once where it tightens, and proves nothing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext, Reading
from outreach.services.listen import left
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of, tightens
from outreach.services.listen.letters import question, understood
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import Owner, promises
from outreach.services.listen.receipt import receipt
from outreach.services.listen.record import Said, record
from outreach.services.listen.spoken import statement_of
from outreach.store import people, team
from outreach.store.inbound import InboundKind, InboundRow
from outreach.store.statements import Heard
from policies.statement import Source, Via

DOOR = "rep"


@dataclass(frozen=True, slots=True)
class Told:
    """Words as a member of the team heard them. `by` is the member's name.

    `via` says how they heard them, which a bare stop is understood by; what is kept says only that
    one of us noted it.
    """

    person_id: str
    words: str
    by: str
    via: Via

    def raw(self) -> bytes:
        """Return what is kept before anything else is done."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def told(raw: bytes) -> Told:
    """Return what was kept."""
    kept = json.loads(raw)
    return Told(kept["person_id"], kept["words"], kept["by"], Via(kept["via"]))


def note(ears: Ears, row: InboundRow) -> Outcome:
    """Keep what a rep was told: what tightens binds, and a callback is promised."""
    noted = told(row.raw)
    zones = ears.store.read(lambda conn: ears.zones(people.get(conn, noted.person_id)))
    zone = zones[0] if len(zones) == 1 else None
    message = Message(noted.words, row.received_at, noted.via)
    reading = understood(ears, message, ReaderContext(zone=zone, topics=ears.topics))

    def work(conn: Connection, now: datetime) -> Done:
        said = _said(conn, ears, row, noted, reading, zones, now)
        if left.has_left(reading):
            member = team.get(conn, noted.by)
            owner = Owner(member.id, member.name)
            left.follow(conn, noted.person_id, reading, owner, row.id, now)
        return Done((record(conn, said, now),), question(said))

    columns = {"person_id": noted.person_id, "words": noted.words}
    tight = any(tightens(one.meaning) for one in reading.understood)
    stops = frozenset({noted.person_id} if tight else ())
    return Outcome(InboundKind.NOTE, columns=columns, stops=stops, work=work)


def _said(
    conn: Connection,
    ears: Ears,
    row: InboundRow,
    noted: Told,
    reading: Reading,
    zones: tuple[ZoneInfo, ...],
    now: datetime,
) -> Said:
    spoken = statement_of(new_id("s"), reading, via=Via.REP, received_at=row.received_at)
    statement = replace(spoken, source=Source.REP_NOTE)
    effects = effects_of(one.meaning for one in statement.meanings)
    member = team.get(conn, noted.by)
    owed = promises(
        statement,
        effects,
        noted.person_id,
        Owner(member.id, member.name),
        now=now,
        request_due=ears.next_business_day(now),
        zones=zones,
    )
    heard = Heard(noted.person_id, now, inbound_id=row.id, noted_by=member.name)
    written = receipt(conn, owed, noted.person_id, member.name, now)
    return Said(statement, heard, effects, owed, written)

"""What one of us was told: it binds at once where it tightens, and proves nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext, Reading
from outreach.services.listen import left
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import by_hand, tightens
from outreach.services.listen.letters import question, understood
from outreach.services.listen.noted import noted_by, with_receipt
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import Owner
from outreach.services.listen.record import Said, record
from outreach.services.listen.spoken import statement_of
from outreach.store import people, team
from outreach.store.inbound import InboundKind, InboundRow
from outreach.store.statements import Heard
from policies.facts_json import meanings_from_json, meanings_to_json
from policies.statement import Callback, Source, Understood, Via

DOOR = "rep"


@dataclass(frozen=True, slots=True)
class Told:
    """Words as a member of the team heard them. `by` is the member's name.

    `via` says how they heard them, which a bare stop is understood by; what is kept says only that
    one of us noted it. `callback` is when and how they asked to be contacted, where the member says
    so beside the words; then it is not read out of them. `through` is a program they answer for.
    """

    person_id: str
    words: str
    by: str
    via: Via
    callback: Callback | None = None
    through: str = ""

    @property
    def noted_by(self) -> str:
        """Return who put the words down, as it is told beside them."""
        return f"the program `{self.through}` (for {self.by})" if self.through else self.by

    def raw(self) -> bytes:
        """Return what is kept before anything else is done."""
        kept = {
            "person_id": self.person_id,
            "words": self.words,
            "by": self.by,
            "via": self.via.value,
            "through": self.through,
            "wish": meanings_to_json(tuple(map(Understood, _wish(self)))),
        }
        return json.dumps(kept, ensure_ascii=False).encode()


def told(raw: bytes) -> Told:
    """Return what was kept."""
    kept = json.loads(raw)
    wish = [one.meaning for one in meanings_from_json(kept.get("wish", []))]
    callback = next((one for one in wish if isinstance(one, Callback)), None)
    whose = (kept["person_id"], kept["words"], kept["by"], Via(kept["via"]))
    return Told(*whose, callback, kept.get("through", ""))


def _wish(told: Told) -> tuple[Callback, ...]:
    return (told.callback,) if told.callback else ()


def note(ears: Ears, row: InboundRow) -> Outcome:
    """Keep what a rep was told: what tightens binds, and a callback is promised."""
    noted = told(row.raw)
    person = ears.store.read(lambda conn: people.get(conn, noted.person_id))
    zones = ears.zones(person)
    zone = zones[0] if len(zones) == 1 else None
    message = Message(noted.words, row.received_at, noted.via, name=person.name)
    reading = understood(ears, message, ReaderContext(zone=zone, topics=ears.topics))

    def work(conn: Connection, now: datetime) -> Done:
        said = _said(conn, ears, row, noted, reading, zones, now)
        if left.has_left(reading):
            member = team.get(conn, noted.by)
            owner = Owner(member.id, member.name)
            left.follow(conn, noted.person_id, reading, owner, row.id, now)
        return Done((record(conn, said, now),), question(conn, said))

    columns = {"person_id": noted.person_id, "words": noted.words}
    tight = any(map(tightens, (*_wish(noted), *(one.meaning for one in reading.understood))))
    stops = frozenset({noted.person_id} if tight else ())
    return Outcome(InboundKind.NOTE, columns=columns, stops=stops, work=work)


def _said(
    conn: Connection,
    ears: Ears,
    row: InboundRow,
    told: Told,
    reading: Reading,
    zones: tuple[ZoneInfo, ...],
    now: datetime,
) -> Said:
    via = Via.PROGRAM if told.through else Via.REP
    spoken = statement_of(new_id("s"), reading, via=via, received_at=row.received_at)
    statement = replace(
        spoken, source=Source.REP_NOTE, meanings=_with_wish(told, spoken.meanings, spoken.words)
    )
    member = team.get(conn, told.by)
    heard = Heard(told.person_id, now, inbound_id=row.id, noted_by=told.noted_by)
    return with_receipt(conn, noted_by(ears, statement, heard, member, zones, now), member, now)


def _with_wish(noted: Told, read: tuple[Understood, ...], words: str) -> tuple[Understood, ...]:
    """Return what was read, with what the member said by key in place of a time in the words."""
    wish = by_hand(_wish(noted), (one.meaning for one in read))
    if not wish:
        return read
    others = (one for one in read if not isinstance(one.meaning, Callback))
    return (*(Understood(one, 0, len(words)) for one in wish), *others)

"""Texts that people write to us: whose they are by the number, and what follows from their words.

Whoever writes from a number holds it, and the carrier vouches for that: it proves what they permit,
for texts, where nobody else on file has the number. What they forbid needs no proof, and binds
whoever shares it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from channels.arrivals import TextMessage
from outreach.domain.people import Person
from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext, Reading
from outreach.services.listen.closing import closes, closing
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of, tightens
from outreach.services.listen.letters import overtaken, question, understood
from outreach.services.listen.matching import Correspondent, by_number
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import confirmation, owner_for, promises
from outreach.services.listen.record import Said, record
from outreach.services.listen.spoken import statement_of
from outreach.services.listen.strangers import suppress
from outreach.services.listen.understanding import understanding
from outreach.store import attempts, people
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.statements import Heard
from policies.channel import Channel
from policies.statement import (
    Refuse,
    Resume,
    Source,
    Unclear,
    Understood,
    Via,
    refusal_in,
)

DOOR = "text"
STOPPED = "STOP"
"""What a carrier calls a text that it took for a stop."""
_PROOF = "it came from their own number, which the carrier vouches for"


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that was read: by whom, and what it says."""

    row: InboundRow
    message: TextMessage
    who: Correspondent
    reading: Reading
    zones: tuple[ZoneInfo, ...]

    @property
    def keyword(self) -> bool:
        """Whether it is one word that the carrier, too, knows: a bare stop or a bare start."""
        return self.reading.bare_stop or _bare_start(self.reading)


def text(ears: Ears, row: InboundRow, message: TextMessage) -> Outcome:
    """Keep what somebody texted, and all that follows from it."""
    read = read_text(ears, row, message)
    if read is None:
        return _stranger(ears, row, message)
    over = closes(read.reading, Channel.SMS)

    def work(conn: Connection, now: datetime) -> Done:
        said = _said(conn, ears, read, now)
        recorded = record(conn, said, now)
        if any(refusal_in(one.meaning) for one in said.statement.meanings):
            attempts.judge_afresh(conn, read.who.sharing, now)
        return Done((recorded,), question(conn, said))

    kind = InboundKind.KEYWORD if read.keyword else InboundKind.REPLY
    about = _columns(read) | (closing(row.received_at) if over else {})
    return Outcome(kind, columns=about, stops=_stops(read), work=work)


def read_text(ears: Ears, row: InboundRow, message: TextMessage) -> ReadText | None:
    """Return the text read, or None where nobody on file has its number. Writes nothing."""

    def known(conn: Connection) -> tuple[Correspondent, Person, list[str]] | None:
        who = by_number(conn, message.sender)
        if who is None:
            return None
        sent = attempts.sent_to(conn, who.person_id)
        return who, people.get(conn, who.person_id), sent

    found = ears.store.read(known)
    if found is None:
        return None
    who, person, sent = found
    zones = ears.zones(person)
    zone = zones[0] if len(zones) == 1 else None
    context = ReaderContext(zone=zone, our_sent=tuple(sent), topics=ears.topics)
    reading = _reading(ears, row, message, context, person.name)
    return ReadText(row, message, who, reading, zones)


def _reading(
    ears: Ears, row: InboundRow, message: TextMessage, context: ReaderContext, name: str = ""
) -> Reading:
    """Return what it means. The carrier's own reading may add a doubt, and never permits."""
    heard = Message(message.text, row.received_at, Via.SMS, name=name)
    reading = understood(ears, heard, context)
    refuses = any(refusal_in(one.meaning) for one in reading.understood)
    if message.keyword != STOPPED or refuses:
        return reading
    doubt = Unclear(Refuse(Channel.SMS), "the carrier took it for a stop")
    whole = Understood(doubt, 0, len(message.text))
    return replace(reading, understood=(*reading.understood, whole))


def _said(conn: Connection, ears: Ears, read: ReadText, now: datetime) -> Said:
    """Return what is to be kept of this text, with what we owe for it."""
    point, person = read.who.point, read.who.person_id
    theirs = point is not None and point.source_at <= read.row.received_at
    late = overtaken(conn, person, read.row.received_at)
    proof = _PROOF if theirs and not read.who.others and not late else None
    statement = statement_of(
        new_id("s"),
        read.reading,
        via=Via.SMS,
        received_at=read.row.received_at,
        proven=proof is not None,
        point=point.address if point else None,
    )
    if read.keyword:
        statement = replace(statement, source=Source.KEYWORD)
    effects = effects_of(one.meaning for one in statement.meanings)
    heard = Heard(person, now, point.id if point else None, read.row.id, proof)
    owner = owner_for(conn, person, read.who.attempt_id)
    due = ears.next_business_day(read.row.received_at)
    owed = promises(statement, effects, person, owner, now=now, request_due=due, zones=read.zones)
    answer, wrote = None, read.reading.language
    if effects.confirm and not ears.carrier.answers(read.message):
        answer = confirmation(conn, statement, person, heard.point_id, read.row.id, now, wrote)
    elif ears.receipts and not effects.confirm:
        answer = understanding(conn, statement, person, heard.point_id, read.row.id, now, wrote)
    return Said(statement, heard, effects, owed, answer)


def _bare_start(reading: Reading) -> bool:
    """Whether the whole text is the one word that takes a stop back."""
    if len(reading.understood) != 1 or not isinstance(reading.understood[0].meaning, Resume):
        return False
    said = reading.understood[0]
    return reading.words[said.start : said.end].strip() == reading.own_words


def _columns(read: ReadText) -> dict[str, object]:
    return {
        "person_id": read.who.person_id,
        "attempt_id": read.who.attempt_id,
        "from_address": read.message.sender,
        "words": read.reading.own_words,
        "reading": {
            "language": read.reading.language,
            "notes": [noticed.note.value for noticed in read.reading.noticed],
            "because": read.reading.unclear_because,
            "carrier": read.message.keyword,
            "attachments": read.message.attachments,
        },
    }


def _stops(read: ReadText) -> frozenset[str]:
    """Return for whom nothing may be handed over that was cleared before these words were heard."""
    meanings = [one.meaning for one in read.reading.understood]
    if not any(map(tightens, meanings)):
        return frozenset()
    sharing = read.who.sharing if any(map(refusal_in, meanings)) else ()
    return frozenset({read.who.person_id, *sharing})


def _stranger(ears: Ears, row: InboundRow, message: TextMessage) -> Outcome:
    """Keep a text from a number that nobody on file has; a stop binds whoever gets it later."""
    reading = _reading(ears, row, message, ReaderContext())
    refuses = any(refusal_in(one.meaning) for one in reading.understood)

    def work(conn: Connection, now: datetime) -> Done:
        if refuses:
            suppress(conn, message.sender, "whoever texts from there asked us to stop", now)
        return Done()

    columns = {"from_address": message.sender, "words": reading.own_words}
    return Outcome(InboundKind.REPLY, InboundState.UNMATCHED, columns, work=work)

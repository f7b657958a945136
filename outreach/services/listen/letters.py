"""Somebody's own words: whose they are, what they mean, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.domain.people import ContactPoint, Person
from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext, Reading, Span
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of, tightens
from outreach.services.listen.matching import Correspondent, correspondent
from outreach.services.listen.owed import ONE_OF, confirmation, owner_for, promised, promises
from outreach.services.listen.proof import authenticated
from outreach.services.listen.record import Said
from outreach.services.listen.spoken import statement_of
from outreach.services.listen.understanding import understanding
from outreach.store import attempts, people, statements
from outreach.store.inbound import InboundRow
from outreach.store.statements import Heard
from policies.preferences import standing
from policies.statement import (
    RESTRICTIVE,
    Consent,
    Meaning,
    Prefer,
    Refuse,
    Resume,
    Unclear,
    Understood,
    Via,
    refusal_in,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A letter that was read: by whom, what it says, and how we know that they wrote it."""

    row: InboundRow
    letter: Letter
    who: Correspondent
    reading: Reading
    zones: tuple[ZoneInfo, ...]
    proof: str | None

    def meaning(self, meanings: Iterable[Understood]) -> Read:
        """Return the same letter, understood otherwise."""
        return replace(self, reading=replace(self.reading, understood=tuple(meanings)))


def read_letter(ears: Ears, row: InboundRow, letter: Letter) -> Read | None:
    """Return the letter read, or None where nobody we know wrote it. Writes nothing."""
    found = ears.store.read(lambda conn: _known(conn, letter))
    if found is None:
        return None
    who, person, sent = found.who, found.person, found.sent
    zones = ears.zones(person)
    context = ReaderContext(
        zone=zones[0] if len(zones) == 1 else None,
        our_sent=sent,
        topics=ears.topics,
    )
    message = Message(letter.text, row.received_at, Via.EMAIL, letter.subject, name=person.name)
    reading = understood(ears, message, context)
    return Read(row, letter, who, reading, zones, _proof(ears, row, letter, who))


@dataclass(frozen=True, slots=True)
class _Known:
    who: Correspondent
    person: Person
    sent: tuple[str, ...]


def _known(conn: Connection, letter: Letter) -> _Known | None:
    """Return who wrote, and what we had sent them; None for nobody we know."""
    who = correspondent(conn, letter)
    if who is None:
        return None
    sent = attempts.sent_to(conn, who.person_id)
    return _Known(who, people.get(conn, who.person_id), tuple(sent))


def understood(ears: Ears, message: Message, context: ReaderContext) -> Reading:
    """Return what the words mean; words that break the reader may be a stop, and act as one."""
    try:
        return ears.read(message, context)
    except Exception as fault:
        doubt = Unclear(Refuse(None), f"the reader failed on it: {type(fault).__name__}")
        whole = Span(0, len(message.text))
        return Reading(message.text, (whole,), (Understood(doubt, 0, whole.end),))


def _proof(ears: Ears, row: InboundRow, letter: Letter, who: Correspondent) -> str | None:
    """Return why these words are the person's own: their very address, vouched for.

    An address that one of us put on file after the letter had come proves nothing of it.
    """
    if who.point is None or who.point.address != letter.sender.address.strip().lower():
        return None
    if who.point.source_at > row.received_at:
        return None
    return authenticated(letter.authentication_results, letter.sender.address, ears.trusted)


def said_by(conn: Connection, ears: Ears, read: Read, now: datetime, *, confirm: bool) -> Said:
    """Return what is to be kept of this letter, with what we owe for it."""
    point = read.who.point
    written = read.letter.written_at or read.row.received_at
    since = min(written, read.row.received_at)
    proof = None if overtaken(conn, read.who.person_id, since) else read.proof
    statement = statement_of(
        new_id("s"),
        read.reading,
        via=Via.EMAIL,
        received_at=read.row.received_at,
        written_at=read.letter.written_at,
        proven=proof is not None,
        point=point.address if point else None,
    )
    effects = effects_of(one.meaning for one in statement.meanings)
    person = read.who.person_id
    heard = Heard(
        person_id=person,
        heard_at=now,
        point_id=point.id if point else None,
        inbound_id=read.row.id,
        proof=proof,
    )
    owner = owner_for(conn, person, read.who.attempt_id)
    due = ears.next_business_day(read.row.received_at)
    owed = promises(statement, effects, person, owner, now=now, request_due=due, zones=read.zones)
    answer, wrote = None, read.reading.language
    if confirm and effects.confirm:
        answer = confirmation(conn, statement, person, heard.point_id, read.row.id, now, wrote)
    elif confirm and ears.receipts:
        answer = understanding(conn, statement, person, heard.point_id, read.row.id, now, wrote)
    return Said(statement, heard, effects, owed, answer)


def overtaken(conn: Connection, person_id: str, since: datetime) -> bool:
    """Say whether they restricted us after words of that moment, which then prove no later wish.

    A callback that was written before a stop and delivered, or read, after it opens nothing.
    """
    return any(
        said.said_at > since and any(isinstance(one.meaning, RESTRICTIVE) for one in said.meanings)
        for said in statements.of(conn, person_id)
    )


def said_by_owner(said: Said, point: ContactPoint) -> Said | None:
    """Return the stop as the word of whoever has the address it came from, else None.

    Somebody answered a mail that was sent to somebody else: both are meant. Nothing that loosens or
    asks for something is taken over.
    """
    refusals = tuple(one for one in said.statement.meanings if refusal_in(one.meaning))
    if not refusals:
        return None
    statement = replace(
        said.statement, id=new_id("s"), proven=False, meanings=refusals, point=point.address
    )
    heard = replace(said.heard, person_id=point.person_id, point_id=point.id, proof=None)
    return Said(statement, heard, effects_of(one.meaning for one in refusals))


def question(conn: Connection, said: Said) -> str:
    """Return what a human has to settle about this statement, or an empty string."""
    meanings = [one.meaning for one in said.statement.meanings]
    asks = (
        said.effects.unclear,
        *_unproven(said, meanings),
        *_refused_before(conn, said, meanings),
    )
    return "; ".join(filter(None, asks))


def _refused_before(conn: Connection, said: Said, meanings: list[Meaning]) -> Iterable[str]:
    """Yield by which channel they now ask for us though an earlier stop of theirs forbids it.

    A wish is no permission: the stop stands until they say that they take it back.
    """
    wished = {one.channel for one in meanings if isinstance(one, Prefer)}
    if not wished:
        return
    before = [
        one for one in statements.of(conn, said.heard.person_id) if one.id != said.statement.id
    ]
    stands = standing([*before, said.statement])
    for channel in sorted(wished):
        if any(voice.statement in before for voice in stands.refusals_of(channel)):
            yield f"asks for {ONE_OF[channel]}, which an earlier stop forbids: is it taken back?"


def unread(read: Read) -> str:
    """Return why a human has to read this letter, or an empty string."""
    if read.letter.cut and not read.reading.own_words:
        return "the mail is so long that none of its words were read"
    return ""


def _unproven(said: Said, meanings: list[Meaning]) -> Iterable[str]:
    """Yield what they ask for that nothing proves: the tighter reading binds until it is."""
    if said.effects.callbacks and not promised(said.statement, said.effects):
        yield "asks to be contacted at a time, but nothing proves who wrote it"
    if not said.statement.proven and any(isinstance(one, Resume | Consent) for one in meanings):
        yield "permits contact, but nothing proves who wrote it"


def only_tightening(understood: Iterable[Understood]) -> tuple[Understood, ...]:
    """Return the meanings that may bind without anybody's proof."""
    return tuple(one for one in understood if tightens(one.meaning))

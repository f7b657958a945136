"""Letters by people: a reply, and a mail to the address whose only purpose is to stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Letter, Unsubscribe
from outreach.domain.attempts import AttemptState
from outreach.gate.recovery import Evidence, resolve
from outreach.services.listen import left
from outreach.services.listen.closing import close_earlier, closes, closing
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import tightens
from outreach.services.listen.letters import (
    Read,
    only_tightening,
    question,
    read_letter,
    said_by,
    said_by_owner,
    unread,
)
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import owner_for
from outreach.services.listen.record import Recorded, Said, record
from outreach.services.listen.strangers import stranger, suppress
from outreach.store import attempts
from outreach.store.inbound import InboundKind, InboundRow
from policies.channel import Channel
from policies.statement import (
    Refuse,
    Source,
    Understood,
    refusal_in,
)


def reply(ears: Ears, read: Read) -> Outcome:
    """Keep what a person wrote, and all that follows from it."""
    over = closes(read.reading, Channel.EMAIL)

    def work(conn: Connection, now: datetime) -> Done:
        said = said_by(conn, ears, read, now, confirm=True)
        if left.has_left(read.reading):
            owner = owner_for(conn, read.who.person_id, read.who.attempt_id)
            left.follow(conn, read.who.person_id, read.reading, owner, read.row.id, now)
        if over:
            close_earlier(conn, read.who.person_id, now)
        return keep(conn, read, said, now)

    about = columns(read) | (closing(read.row.received_at) if over else {})
    return Outcome(InboundKind.REPLY, columns=about, stops=stops(read), work=work)


def unsubscribe_mail(ears: Ears, row: InboundRow, arrival: Unsubscribe) -> Outcome:
    """Stop email for whoever that address was made for. Whatever the mail says, it says stop.

    What else it says may tighten more, and loosens nothing. It is often a programme that writes
    such mails, so none is answered.
    """
    letter = arrival.letter
    if arrival.attempt is not None:
        letter = replace(letter, attempts=(arrival.attempt, *letter.attempts))
    found = read_letter(ears, row, letter)
    if found is None:
        return stranger(ears, row, letter, stops=True)
    stop = Understood(Refuse(Channel.EMAIL), 0, 0)
    read = found.meaning((stop, *only_tightening(found.reading.understood)))

    def work(conn: Connection, now: datetime) -> Done:
        said = said_by(conn, ears, read, now, confirm=False)
        said = replace(said, statement=replace(said.statement, source=Source.ONE_CLICK))
        return keep(conn, read, said, now)

    return Outcome(InboundKind.UNSUBSCRIBE, columns=columns(read), stops=stops(read), work=work)


def keep(conn: Connection, read: Read, said: Said, now: datetime) -> Done:
    """Write what this person said, and bind the address it came from where it is not theirs."""
    _certain_now(conn, read.who.attempt_id, now)
    recorded = [record(conn, said, now)]
    if any(refusal_in(one.meaning) for one in said.statement.meanings):
        recorded.extend(_bind_address(conn, read, said, now))
    return Done(tuple(recorded), "; ".join(filter(None, (question(conn, said), unread(read)))))


def _bind_address(conn: Connection, read: Read, said: Said, now: datetime) -> list[Recorded]:
    """Make a stop bind the address it came from too, whoever has it now or later."""
    if read.who.point is not None:
        attempts.judge_afresh(conn, read.who.sharing, now)
        return []
    if not read.who.others:
        address = read.letter.sender.address
        suppress(conn, address, "whoever writes from there asked us to stop", now)
    also = [said_by_owner(said, point) for point in read.who.others]
    return [record(conn, one, now) for one in also if one]


def _certain_now(conn: Connection, attempt_id: str | None, now: datetime) -> None:
    """Settle an attempt of which we did not know whether it left: it did, somebody answered it."""
    for row in attempts.rows(conn, [attempt_id] if attempt_id else []):
        if row["state"] == AttemptState.UNKNOWN:
            seen = Evidence(left=True, because="an answer to it came back", by="their answer")
            resolve(conn, row["id"], seen, now)


def columns(read: Read) -> dict[str, object]:
    """Return what the message's own row says of it."""
    return {
        "person_id": read.who.person_id,
        "attempt_id": read.who.attempt_id,
        "from_address": read.letter.sender.address,
        "words": read.reading.own_words,
        "reading": {
            "message_id": read.letter.message_id,
            "references": _ancestors(read.letter),
            "subject": read.letter.subject,
            "language": read.reading.language,
            "notes": [noticed.note.value for noticed in read.reading.noticed],
            "because": read.reading.unclear_because or read.reading.automatic,
        },
    }


def _ancestors(letter: Letter) -> list[str]:
    """Return its thread from the first mail on, as an answer to it will name it (RFC 5322 §3.6.4).

    A mail without References names its parent alone.
    """
    named = list(reversed(letter.references))
    return named or ([letter.in_reply_to] if letter.in_reply_to else [])


def stops(read: Read) -> frozenset[str]:
    """Return for whom nothing may be handed over that was cleared before these words were heard.

    Any word does: even a friendly one means that a human answers next. Whoever shares the address
    is concerned by a refusal alone.
    """
    meanings = [one.meaning for one in read.reading.understood]
    if not any(map(tightens, meanings)):
        return frozenset()
    sharing = read.who.sharing if any(map(refusal_in, meanings)) else ()
    return frozenset({read.who.person_id, *sharing})

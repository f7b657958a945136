"""One person's story: what we said, what they said, calls, promises, and what was kept back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, RowMapping, select

from outreach.domain.attempts import AttemptState
from outreach.domain.commitments import Commitment, CommitmentState
from outreach.domain.history import Event, Happened
from outreach.domain.people import Person
from outreach.domain.told import told as in_short
from outreach.store import (
    attempts,
    bars,
    commitments,
    consents,
    decisions,
    merging,
    noted,
    people,
    statements,
)
from outreach.store.decisions import DecisionRow
from outreach.store.tables import attempt, sent
from policies.channel import Channel
from policies.statement import Via

LEFT = {
    AttemptState.SENDING: "on its way",
    AttemptState.ACCEPTED: "handed over",
    AttemptState.REFUSED: "refused by the other side",
    AttemptState.UNKNOWN: "nobody knows whether it arrived",
}
CARRIED = {
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "not delivered",
    "failed": "kept back by the carrier",
    "canceled": "kept back by the carrier",
}
"""What a carrier said last; whether somebody read it is nothing that we watch."""
CHANNELS = {
    Via.EMAIL: Channel.EMAIL,
    Via.SMS: Channel.SMS,
    Via.PHONE: Channel.PHONE,
}
SAID = {
    Via.EMAIL: "they wrote an email",
    Via.SMS: "they wrote a text",
    Via.PHONE: "they said on the phone",
    Via.WEB: "they said on our page",
}
NOTED = {
    Via.IMPORT: "a list that {} brought says of them",
    Via.REP: "{} noted what they said",
    Via.PROGRAM: "{} handed over what they said",
}
"""Words about them, by who put them down: they are nobody's quotation."""
ENDED = {
    CommitmentState.KEPT: "we kept our promise",
    CommitmentState.BROKEN: "we broke our promise",
    CommitmentState.RELEASED: "our promise was released",
}
KEPT_BACK = {
    "block": "not sent",
    "hold": "held until somebody looks",
    "reroute": "not this way",
}
PRESSED = "{} pressed a call, and it was refused"
IN_ORDER = tuple(Happened)
"""Of what happened in one moment, the cause is told before what followed."""


def story(conn: Connection, given: str) -> list[Event]:
    """Return everything that happened with a person, oldest first; raise `NotFoundError`."""
    person = people.get(conn, given)
    person_id = person.id
    met = Event(person.created_at, Happened.MET, f"we met: {person.source}", person.id)
    found = [
        met,
        *_said(conn, person_id),
        *_sent(conn, person_id),
        *_kept_back(conn, person_id),
        *_promises(conn, person),
        *_marks(conn, person_id),
        *noted.noted(conn, person),
    ]
    return sorted(found, key=lambda event: (event.at, IN_ORDER.index(event.happened)))


def _said(conn: Connection, person_id: str) -> Iterator[Event]:
    noted_by = statements.noted_by(conn, person_id)
    taken_back = statements.taken_back(conn, person_id)
    for one in statements.of(conn, person_id):
        understood = "; ".join(in_short(each.meaning) for each in one.meanings)
        by = noted_by.get(one.id, "") if one.via in NOTED else ""
        told = SAID.get(one.via) or NOTED[one.via].format(by or "one of us")
        if one.id in taken_back:
            told += " (they have taken it back since)"
        yield Event(
            one.said_at,
            Happened.SAID,
            told + (f" (understood: {understood})" if understood else ""),
            one.id,
            words=one.words,
            by=by,
            channel=CHANNELS.get(one.via),
        )


def _sent(conn: Connection, person_id: str) -> Iterator[Event]:
    query = (
        select(attempt, sent.c.subject, sent.c.text)
        .select_from(attempt.outerjoin(sent, sent.c.attempt_id == attempt.c.id))
        .where(attempt.c.person_id == person_id, attempt.c.state.in_(list(LEFT)))
    )
    afterwards = {
        one.attempt_id: one.sentence
        for one in _decided(conn, person_id)
        if one.kind == decisions.OUTSIDE
    }
    for row in conn.execute(query).mappings():
        channel = Channel(row["channel"])
        at = row["sending_since"] or row["finished_at"] or row["due_at"]
        if channel is Channel.PHONE:
            came_of = row["outcome_code"]
            told = f"{row['by']} was shown the number to call{f': {came_of}' if came_of else ''}"
            yield Event(at, Happened.CALLED, told, row["id"], by=row["by"], channel=channel)
            continue
        words = "\n\n".join(part for part in (row["subject"], row["text"]) if part)
        told = f"{row['by']} by {channel}, {_how_far(row)}"
        if row["outside"]:
            told = afterwards.get(row["id"], f"{row['by']} by {channel}, around the gate")
        yield Event(at, Happened.SENT, told, row["id"], words, row["by"], channel)


def _how_far(row: RowMapping) -> str:
    """Return how far it got: by the carrier's own word, where it gave one."""
    reported = CARRIED.get(row["delivery"] or "")
    if reported is None:
        return LEFT[AttemptState(row["state"])]
    return f"{reported} ({row['delivery_code']})" if row["delivery_code"] else reported


def _decided(conn: Connection, person_id: str) -> list[DecisionRow]:
    """Return what was decided about a person, under whichever record they were kept."""
    ids = (person_id, *merging.were(conn, person_id))
    return [one for each in ids for one in decisions.of_person(conn, each)]


def _kept_back(conn: Connection, person_id: str) -> Iterator[Event]:
    """Yield what was kept back; told once where an attempt was judged again to the same end."""
    decided = [one for one in _decided(conn, person_id) if one.kind != decisions.OUTSIDE]
    pressed = {one.id for one in decided if one.kind == "press" and one.verdict != "allow"}
    rows = attempts.rows(conn, {one.attempt_id for one in decided if one.id in pressed})
    by = {row["id"]: row["by"] for row in rows}
    told_last: dict[str, str] = {}
    for one in decided:
        if one.id in pressed:
            who = by[one.attempt_id]
            told = f"{PRESSED.format(who)}: {one.sentence}"
            yield Event(one.at, Happened.KEPT_BACK, told, one.id, by=who)
        elif one.verdict in KEPT_BACK and told_last.get(one.attempt_id) != one.sentence:
            told = f"{KEPT_BACK[one.verdict]}: {one.sentence}"
            yield Event(one.at, Happened.KEPT_BACK, told, one.id)
        told_last[one.attempt_id] = one.sentence


def _promises(conn: Connection, person: Person) -> Iterator[Event]:
    for one in commitments.of(conn, person.id):
        told = f"we promised: {one.what}, by {_day_there(one.due_at, person.zone)}"
        yield Event(one.made_at, Happened.PROMISED, told, one.id, channel=one.channel)
        if one.closed_at and one.state in ENDED:
            yield Event(one.closed_at, Happened.FULFILLED, _ended(one), one.id)


def _day_there(at: datetime, zone: str | None) -> str:
    """Return the day that it is on their clock; where that is not known, in UTC."""
    try:
        there: tzinfo = ZoneInfo(zone) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        there = UTC
    return f"{at.astimezone(there):%Y-%m-%d}"


def _ended(one: Commitment) -> str:
    by = f" ({one.closed_by})" if one.closed_by else ""
    return f"{ENDED[one.state]}: {one.what}{by}"


def _marks(conn: Connection, person_id: str) -> Iterator[Event]:
    for bar in bars.of(conn, person_id):
        told = f"{bar.by} marked: do not contact ({bar.covers}), because {bar.because}"
        yield Event(bar.since, Happened.MARKED, told, person_id, by=bar.by)
    for basis in consents.of(conn, person_id):
        told = f"they agreed to {basis.channel} for {basis.purpose}; proof: {basis.proof}"
        yield Event(basis.given_at, Happened.AGREED, told, basis.id, channel=basis.channel)

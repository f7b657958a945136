"""The part of somebody's story that one of us noted: roles, ties, meetings, milestones, merging."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sqlalchemy import Connection

from outreach.domain.history import Event, Happened
from outreach.domain.notes import Money, Note, NoteKind
from outreach.domain.people import Person
from outreach.domain.relations import Relation, told_from
from outreach.store import belonging, notes, people, relations, roles, team


def noted(conn: Connection, person: Person) -> Iterator[Event]:
    """Yield what was noted about a person, in no order."""
    yield from _roles(conn, person)
    yield from _relations(conn, person)
    belongs = belonging.of_many(conn, [person.id])[person.id]
    there = {one.organisation_id for one in belongs} | {person.organisation_id or ""}
    for note in notes.shared(conn, person.id, there):
        theirs = note.person_id == person.id or note.organisation_id == person.organisation_id
        of_then = any(
            one.organisation_id == note.organisation_id and one.holds(note.at) for one in belongs
        )
        if theirs or of_then:
            yield _note(note)


def _note(note: Note) -> Event:
    """Return a note; what was read out of it as their word stands in the story as such."""
    words = "" if note.statement_id else note.text
    milestone = note.kind is NoteKind.MILESTONE
    happened = Happened.MILESTONE if milestone else Happened.NOTED
    return Event(note.at, happened, f"{_told(note)}{_spent(note)}", note.id, words, note.by)


def _told(note: Note) -> str:
    match note.kind:
        case NoteKind.NOTE:
            return f"{note.by} noted"
        case NoteKind.CALL:
            return f"{note.by} spoke with them"
        case NoteKind.MEETING:
            return f"{note.by} met them"
        case NoteKind.VISIT:
            return f"{note.by} visited them"
        case NoteKind.MILESTONE:
            return "together we reached"
        case NoteKind.READINESS:
            return f"how ready they are, as {note.by} understood it"
        case _:
            assert_never(note.kind)


def _spent(note: Note) -> str:
    time = [f"{note.minutes} min"] if note.minutes else []
    cost = [str(Money(note.amount, note.currency))] if note.amount and note.currency else []
    told = ", ".join([*time, *cost])
    return f" ({told})" if told else ""


def _roles(conn: Connection, person: Person) -> Iterator[Event]:
    held = roles.of(conn, person.id)
    where = people.organisations(conn, {one.organisation_id or "" for one in held})
    for one in held:
        place = where.get(one.organisation_id or "")
        at = f" at {place.name}" if place else ""
        source = f" ({one.source})" if one.source else ""
        yield Event(one.since, Happened.BECAME, f"they became {one.what}{at}{source}", one.id)
        if one.until:
            because = f": {one.ended_because}" if one.ended_because else ""
            told = f"they were no longer {one.what}{at}{because}"
            yield Event(one.until, Happened.BECAME, told, one.id)


def _relations(conn: Connection, person: Person) -> Iterator[Event]:
    tied = relations.of(conn, person.id)
    for one in tied:
        told = told_from(one, person.id, other_name(conn, one, person.id))
        yield Event(one.since, Happened.RELATED, told, one.id, by=one.noted_by)
        if one.until:
            because = f": {one.ended_because}" if one.ended_because else ""
            yield Event(one.until, Happened.RELATED, f"no longer {told}{because}", one.id)


def other_name(conn: Connection, relation: Relation, person_id: str) -> str:
    """Return the name of whoever stands at the other end of a relation."""
    if relation.member_id is not None:
        ours = team.by_ids(conn, [relation.member_id]).get(relation.member_id)
        return f"{ours.name} (of us)" if ours else "one of us"
    other = relation.other_end(person_id)
    known = people.get_many(conn, [other]).get(other)
    return known.name if known else "somebody we no longer know"

"""Whose work one of us does at a moment, and what is known of the people it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.absences import Roster
from outreach.domain.hidden import without_numbers
from outreach.domain.history import LastSaid, last_of
from outreach.domain.people import ContactPoint, Member, Organisation, Person, numbers_among
from outreach.errors import InputError
from outreach.services.agenda.lines import Group, Line
from outreach.store import absences, people, points, statements, team
from policies.statement import Statement

Zones = Callable[[Person], tuple[ZoneInfo, ...]]
"""The clocks a person may live by, as far as known."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day on our own clock: `start` and `end` are its moments, `now` lies in it or not."""

    date: date
    start: datetime
    end: datetime
    now: datetime

    @property
    def is_today(self) -> bool:
        """Return whether it is this very day."""
        return self.start <= self.now < self.end

    @property
    def since(self) -> datetime | None:
        """Return the first moment of what is due: today's includes whatever is late."""
        return None if self.is_today else self.start


def day_of(on: date, zone: ZoneInfo, now: datetime) -> Day:
    """Return a day as it begins and ends on our own clock."""
    start = datetime.combine(on, time(), zone)
    return Day(on, start, datetime.combine(on + timedelta(days=1), time(), zone), now)


@dataclass(frozen=True, slots=True)
class Desk:
    """One of us, whose work they do just now (their own, and of whom they cover), and nobody's."""

    rep: Member
    roster: Roster
    mine: frozenset[str]
    nobodys: frozenset[str]

    @property
    def owners(self) -> frozenset[str]:
        """Return ids of everybody whose work may be taken up at this desk."""
        return self.mine | self.nobodys

    @property
    def names(self) -> list[str]:
        """Return the names of everybody whose work may be taken up at this desk."""
        return sorted(self.roster.members[one].name for one in self.owners)

    def covers(self, owner: str | None) -> str:
        """Return for which colleague this is done: a name, or nothing for one's own."""
        member = self.roster.members.get(owner or "")
        return member.name if member and member.id != self.rep.id else ""


def desk_of(conn: Connection, rep: str, at: datetime) -> Desk:
    """Return the desk of one of us (a name or id) at a moment; refuse one who has left."""
    member = team.get(conn, rep)
    if member.left:
        msg = f"{member.name} has left the team"
        raise InputError(msg)
    roster = absences.roster(conn, at)
    return Desk(member, roster, roster.kept_by(member.id, at), roster.kept_by(None, at))


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines of an agenda show of the people they are for."""

    people: Mapping[str, Person]
    organisations: Mapping[str, Organisation]
    reached: Mapping[str, list[ContactPoint]]
    said: Mapping[str, list[Statement]]

    def organisation(self, person_id: str) -> str:
        """Return where a person works, or nothing."""
        found = self.organisations.get(self.people[person_id].organisation_id or "")
        return found.name if found else ""

    def numbers(self, person_id: str) -> list[str]:
        """Return a person's own numbers, which no agenda shows."""
        return numbers_among(self.reached.get(person_id, []))

    def hidden(self, person_id: str, text: str) -> str:
        """Return a text on one line, without the person's own numbers."""
        return without_numbers(" ".join(text.split()), self.numbers(person_id))

    def last_said(self, person_id: str, statement_id: str | None = None) -> LastSaid | None:
        """Return these words of theirs, else the last that they said."""
        said = self.said.get(person_id, [])
        found = next((one for one in said if one.id == statement_id), last_of(said))
        if found is None:
            return None
        return LastSaid(self.hidden(person_id, found.words), found.said_at, found.via.value)

    def line(
        self, group: Group, line_id: str, person_id: str, why: str, due_at: datetime, zones: Zones
    ) -> Line:
        """Return a line with what every group says of whom it is for, and their last words."""
        person = self.people[person_id]
        return Line(
            group=group,
            id=line_id,
            person_id=person_id,
            name=person.name,
            organisation=self.organisation(person_id),
            why=self.hidden(person_id, why),
            due_at=due_at,
            zones=zones(person),
            last_said=self.last_said(person_id),
        )


def known(conn: Connection, ids: Iterable[str]) -> Known:
    """Return what is shown of these people."""
    wanted = sorted(set(ids))
    found = people.get_many(conn, wanted)
    work = {one.organisation_id for one in found.values() if one.organisation_id}
    return Known(
        found,
        people.organisations(conn, work),
        points.of_many(conn, wanted),
        statements.of_many(conn, wanted),
    )

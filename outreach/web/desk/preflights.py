"""What would become of a sequence for some people: gathered anew whenever it is looked at."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from outreach.bootstrap.foreseeing import foreseen_lines
from outreach.domain.foreseen import Journey, Line, Reach, as_record, blockers, journeys, totals
from outreach.domain.people import Person
from outreach.domain.sequences import Sequence as Steps
from outreach.domain.table_cells import cell
from outreach.errors import InputError
from outreach.services.enrol import Enrolled, enrol, steps_of
from outreach.store import people, sequences
from outreach.store.sequences import SequenceRow
from outreach.web.desk.frame import Desk
from outreach.web.doorway.admitting import Guest

MOST = 500
"""People at one press: so many are judged while somebody waits for the page."""
HEADS = ("person", "step", "channel", "local", "fate", "told", "change")


@dataclass(frozen=True, slots=True)
class Preflight:
    """A sequence for some people. `inside` are in it already, `elsewhere` in one that bars it."""

    row: SequenceRow
    steps: Steps
    people: dict[str, Person]
    lines: tuple[Line, ...]
    already: tuple[str, ...]
    elsewhere: dict[str, str]

    @property
    def journeys(self) -> list[Journey]:
        """Return those who could come in, each with what every step would come to."""
        out = {*self.already, *self.elsewhere}
        return [one for one in journeys(self.lines) if one.person_id not in out]

    def whom(self, *reaches: Reach) -> list[str]:
        """Return the ids of those for whom it comes to one of these."""
        return [one.person_id for one in self.journeys if one.reach in reaches]

    @property
    def blocked(self) -> list[str]:
        """Return what must be put right before anybody can be enrolled, once each."""
        return blockers(one for one in self.lines if not one.passing)

    @property
    def warned(self) -> list[str]:
        """Return what only holds back what it is about."""
        return blockers(one for one in self.lines if one.passing)

    @property
    def reached(self) -> dict[Reach, int]:
        """Return for how many people it comes to what."""
        counted = Counter(one.reach for one in self.journeys)
        return {one: counted[one] for one in Reach}

    @property
    def totals(self) -> dict[str, int]:
        """Return how many steps come to what."""
        return totals(self.lines)

    def because(self) -> list[tuple[str, int]]:
        """Return why people hear nothing or wait, told of one of them, and for how many it is so.

        The most frequent comes first; whose name stands in it makes it no other reason.
        """
        kept = [one for one in self.journeys if one.reach is not Reach.HEARS and one.lines]
        first = [(one, next(line.told for line in one.lines if line.told)) for one in kept]
        counted = Counter(_of_nobody(one, told) for one, told in first)
        told_of = {_of_nobody(one, told): told for one, told in reversed(first)}
        return [(told_of[same], many) for same, many in counted.most_common()]


def _of_nobody(one: Journey, told: str) -> str:
    return told.replace(one.person, "")


def preflight_of(desk: Desk, guest: Guest, sequence: str, whom: Sequence[str]) -> Preflight:
    """Judge every step for these people, of whom all must be theirs to see; keep nothing.

    Raises `InputError` for nobody, too many, or a version that is not the newest any more.
    """
    home = desk.home
    ids = list(dict.fromkeys(whom))
    if not ids:
        raise InputError("nobody was chosen: tick somebody first")
    if len(ids) > MOST:
        msg = f"{len(ids)} people at once are too many for a page: choose {MOST} at most"
        raise InputError(msg)
    row = home.store.read(lambda conn: sequences.get(conn, sequence))
    newest = home.store.read(lambda conn: sequences.get(conn, row.name))
    if newest.id != row.id:
        msg = f"`{row.name}` has a newer version {newest.version} by now: look at that one"
        raise InputError(msg)
    known = home.store.read(lambda conn: people.get_many(conn, ids))
    lines = tuple(foreseen_lines(home, row.id, ids, guest.name, desk.language(guest)))
    tried = put_in(desk, guest, row, ids, dry=True)
    elsewhere = {one.person_id: one.sequence for one in tried.elsewhere}
    inside = tuple(one for one in tried.already if one in known)
    return Preflight(row, steps_of(row), known, lines, inside, elsewhere)


def put_in(
    desk: Desk, guest: Guest, row: SequenceRow, ids: Sequence[str], *, dry: bool
) -> Enrolled:
    """Put people into a sequence in this member's name, or say who would be in it."""
    home, by = desk.home, guest.visit.member
    return enrol(home.store, home.clock, row.name, ids, by, home.zones, home.closed, dry=dry)


def as_csv(lines: Iterable[Line]) -> str:
    """Return the lines as a table (RFC 4180) with a header; no cell is taken for a formula."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADS)
    for line in lines:
        plain = asdict(line)
        writer.writerow([cell(str(plain[head])) for head in HEADS])
    return page.getvalue()


def as_json(found: Preflight) -> str:
    """Return the whole as `outreach preflight --json` gives it."""
    return json.dumps(as_record(found.lines), ensure_ascii=False, indent=2)

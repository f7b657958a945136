"""The work itself: a list is tried, or brought in, beside the pages, and tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any

import structlog

from outreach.bootstrap.imports import desk_in
from outreach.domain.access import Sight
from outreach.domain.imports import fields
from outreach.domain.imports.row import Rejected
from outreach.domain.people import Member
from outreach.domain.told import told
from outreach.errors import HouseError
from outreach.services.import_people import Import, Listens, import_people, open_file
from outreach.services.import_people.left_out_file import left_out_file
from outreach.services.import_people.matching import Arrived
from outreach.services.import_people.sheet import Sheet
from outreach.store import people
from outreach.web.desk.frame import Desk
from outreach.web.desk.uploads import Upload, Uploads
from policies.channel import Channel, Kind

TRIED, BROUGHT = "tried", "brought"
SHOWN = 100
"""People, rows and remarks that are told one by one; all are counted."""
SOON = 1.0
"""Seconds in which a short list is done, so that nobody is asked to look again."""
_COLLEAGUES = "somebody whom a colleague looks after"
_log = structlog.get_logger()


@dataclass(slots=True)
class Underway:
    """How far the work on one list is: steps done, and steps in all."""

    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        """Return how much is done, of a hundred."""
        return min(99, 100 * self.done // self.total) if self.total else 0


@dataclass(slots=True)
class Bringing:
    """Works on lists, each at most once at a time."""

    desk: Desk
    uploads: Uploads
    _now: dict[str, Underway] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def underway(self, one: Upload) -> Underway | None:
        """Return how far the work on a list is, or None where none is done."""
        return self._now.get(one.id)

    def begin(self, one: Upload, by: Member, theirs: Sight, what: str) -> None:
        """Begin to try a list or to bring it in; wait a moment, for most are done in it."""
        with self._lock:
            if one.id in self._now:
                return
            self._now[one.id] = Underway()
        work = Thread(target=self._work, args=(one, by, theirs, what), daemon=True)
        work.start()
        work.join(SOON)

    def _work(self, one: Upload, by: Member, theirs: Sight, what: str) -> None:
        try:
            came = self._came(one, by, theirs, what)
        except HouseError as error:
            came = {"wrong": self.plainly(one, error)}
        except Exception as error:
            _log.exception("list.failed", fault=type(error).__name__)
            came = {"wrong": "it could not be finished; whoever came in is kept: bring it in again"}
        try:
            self.uploads.write(one.id, what, came)
            if what == BROUGHT and "wrong" not in came:
                self.uploads.path(one).unlink(missing_ok=True)
        finally:
            self._now.pop(one.id, None)

    def _came(self, one: Upload, by: Member, theirs: Sight, what: str) -> Mapping[str, Any]:
        desk, wanted = desk_in(self.desk.home, by), self.wanted(one, by, dry=what == TRIED)
        sheet, found = open_file(wanted), Told(self.desk, theirs)
        with left_out_file(self.uploads.left_out(one), sheet) as leave_out:
            listens = Listens(
                lambda done, total: self._how_far(one, done, total),
                lambda _, rejected: leave_out(rejected),
                found.person,
            )
            brought = import_people(desk.store, desk.clock, wanted, desk.hears, sheet, listens)
        return {
            "figures": brought.figures(),
            "run": brought.id,
            "people": found.people,
            "rejected": [_plain(each) for each in brought.rejected[:SHOWN]],
            "remarks": brought.remarks[:SHOWN],
        }

    def _how_far(self, one: Upload, done: int, total: int) -> None:
        far = self._now.get(one.id)
        if far is not None:
            far.done, far.total = done, total

    def wanted(self, one: Upload, by: Member, *, dry: bool) -> Import:
        """Return what is asked for; raise `InputError` for a country that is none."""
        home = self.desk.home.settings.house.country or None
        return Import(
            path=self.uploads.path(one),
            source=one.source,
            by=by,
            kind=Kind(one.kind) if one.kind else None,
            home=fields.country(one.country) if one.country else home,
            dry=dry,
            headings=one.columns,
            encoding=one.encoding,
        )

    def sample(self, sheet: Sheet, rows: int = 3) -> list[tuple[str, ...]]:
        """Return the first rows of a list."""
        found: list[tuple[str, ...]] = []
        begun = sheet.begin()
        with closing(begun) as cells:  # type: ignore[type-var]
            for row in cells:
                found.append(tuple(row.cells))
                if len(found) == rows:
                    break
        return found

    def plainly(self, one: Upload, error: HouseError) -> str:
        """Return an error in which a list is called as its owner calls it."""
        said = str(error).replace(str(self.uploads.path(one)), one.name)
        return said.partition("; say which with --map")[0].partition(": --map")[0]


@dataclass(slots=True)
class Told:
    """The first people of a list, as they are told; whoever is not theirs to see has no name."""

    desk: Desk
    theirs: Sight
    people: list[dict[str, Any]] = field(default_factory=list)

    def person(self, arrived: Arrived, known: str | None) -> None:
        """Take one person down."""
        if len(self.people) >= SHOWN:
            return
        group = arrived.group
        reached = {channel for channel, _ in group.addresses}
        wishes = [
            {"words": wish.words, "told": [told(each.meaning) for each in wish.reading.understood]}
            for wish in arrived.wishes
        ]
        self.people.append(
            {
                "name": group.name,
                "works_at": group.organisations[0] if group.organisations else "",
                "ways": [one.value for one in Channel if one in reached],
                "rows": [row.number for _, row in group.rows],
                "wishes": wishes,
                "known": self._known(known),
            }
        )

    def _known(self, known: str | None) -> str:
        if known is None:
            return ""
        found = self.desk.home.store.read(lambda conn: people.get(conn, known))
        return found.name if self.theirs.holds(found.owner_id) else _COLLEAGUES


def _plain(one: Rejected) -> dict[str, Any]:
    return {"row": one.row, "reason": one.reason}

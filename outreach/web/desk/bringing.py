"""The work itself: a list is tried, or brought in, beside the pages, and tells how far it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any

import structlog

from outreach.bootstrap.imports import desk_in
from outreach.domain.access import Sight
from outreach.domain.imports import fields
from outreach.domain.imports.row import Rejected
from outreach.domain.people import Member, Person
from outreach.domain.told import told
from outreach.errors import HouseError
from outreach.services.import_people import Import, Listens, import_people, open_file
from outreach.services.import_people.left_out_file import left_out_file
from outreach.services.import_people.matching import Arrived
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
_REMARK = re.compile(r"row (\d+), `(name)?")
"""A remark on a name tells as whom somebody may be known."""
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
            "remarks": found.remarks(brought.remarks)[:SHOWN],
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
    joined: dict[int, bool] = field(default_factory=dict)
    """Rows of whoever was known already, and whether that is somebody of theirs."""

    def person(self, arrived: Arrived, known: str | None) -> None:
        """Take one person down."""
        group = arrived.group
        full, sees_all = len(self.people) >= SHOWN, self.theirs.owners is None
        if full and (known is None or sees_all):
            return
        as_whom = self._known(known)
        is_theirs = as_whom is None or self.theirs.holds(as_whom.owner_id)
        if as_whom is not None and not sees_all:
            self.joined |= {row.number: is_theirs for _, row in group.rows}
        if full:
            return
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
                "known": (as_whom.name if is_theirs else _COLLEAGUES) if as_whom else "",
            }
        )

    def remarks(self, all_of_them: Sequence[str]) -> list[str]:
        """Return remarks without what tells of a colleague's people: their names, what is known."""
        return [one for one in all_of_them if self._may_be_told(one)]

    def _may_be_told(self, remark: str) -> bool:
        found = _REMARK.match(remark)
        row = int(found[1]) if found else 0
        return self.joined.get(row, True) and not (row in self.joined and found and found[2])

    def _known(self, known: str | None) -> Person | None:
        if known is None:
            return None
        return self.desk.home.store.read(lambda conn: people.get(conn, known))


def _plain(one: Rejected) -> dict[str, Any]:
    return {"row": one.row, "reason": one.reason}

"""A page of the desk, and whose records may be seen from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from fastapi.responses import HTMLResponse

from outreach.bootstrap.house import House
from outreach.domain.lengths import ago
from outreach.errors import InputError
from outreach.services.accounts import Porch
from outreach.web.desk.telling import clock, day_there, due
from outreach.web.doorway.admitting import Guest
from outreach.web.doorway.frame import framed
from outreach.web.doorway.records import look_up, seen
from outreach.web.pages import HouseCard
from policies.language import Language

PATH = "/desk"
CALLS = f"{PATH}/calls"
PERSON = f"{PATH}/person"
PEOPLE = f"{PATH}/people"
ENROL = f"{PATH}/enrol"
SEQUENCES = f"{PATH}/sequences"
WORDS = f"{PATH}/words"
LISTS = f"{PATH}/lists"
AWAY = f"{PATH}/away"
TABS = (
    (PATH, "Today"),
    (PEOPLE, "People"),
    (CALLS, "Call book"),
    (SEQUENCES, "Sequences"),
    (LISTS, "Lists"),
    (AWAY, "Away"),
)
DONE = {
    "answered": "Your answer is on its way.",
    "taken-back": "It is taken back, and does not leave.",
    "noted": "Noted.",
    "heard": "Noted. It tells of a wish of theirs, which binds from now on.",
    "promised": "It is promised.",
    "promise-kept": "The promise is kept.",
    "not-owed": "That is owed no more.",
    "taken": "It is yours to keep now.",
    "given": "Your colleague keeps it now.",
    "released": "It is released: we no longer owe it.",
    "back": "Welcome back: what is owed is yours again.",
    "paused": "It is paused: nothing of it goes out until it goes on.",
    "resumed": "It goes on. Every step is judged afresh.",
    "kept": "Kept. A version never changes: the next change makes the next one.",
    "words-kept": "They are kept. A sequence that stands open in another tab lists them too.",
    "dropped": "The list is thrown away; nobody was brought in.",
}
"""What a page says that somebody was sent on to after a press."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The open house that the desk stands in, and how its pages are signed."""

    home: House
    house: HouseCard

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.home.clock.now()

    def midnight(self, day: date) -> datetime:
        """Return when a day begins on our own clock; raise `InputError` for the end of time."""
        try:
            return datetime.combine(day, time(), self.home.ears.zone).astimezone(UTC)
        except OverflowError:
            raise InputError("that day is too far away") from None

    @property
    def porch(self) -> Porch:
        """Return where it is known who may see whom."""
        return Porch(self.home.store, self.home.clock)

    def language(self, guest: Guest) -> Language:
        """Return what this member reads refusals in."""
        return self.home.language(guest.visit.member)

    def looks(self, guest: Guest, person_id: str, what: str) -> None:
        """Note that somebody looks at a person, or acts on them; raise 404 where they may not."""
        look_up(self.porch, guest, person_id, what)

    def seen_by(self, guest: Guest, ids: Iterable[str]) -> frozenset[str]:
        """Return which of these people one of us may see."""
        return seen(self.porch, guest, ids)

    def page(
        self, page: str, guest: Guest, tab: str, fields: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """Return a page of the desk."""
        now, zone = self.now, self.home.ears.zone
        known = {
            "tabs": TABS,
            "tab": tab,
            "now": now,
            "zone": zone,
            "wrong": "",
            "done": "",
            "clock": lambda zones: clock(now, zones),
            "due": lambda at, zones, named: due(at, zones, zone, named_hour=named),
            "ago": lambda at: ago(now - at),
            "day": lambda at, zones: day_there(at, zones, zone),
            "hour": lambda at, zones: clock(at, zones or (zone,)),
        }
        whole = {**known, **fields}
        whole["done"] = DONE.get(str(whole["done"]), "")
        return framed(f"desk/{page}", self.house, guest, PATH, whole, status)

"""A page of the console: its tabs, and how things stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from outreach.bootstrap.house import House
from outreach.web.console.top import top
from outreach.web.doorway.admitting import Guest
from outreach.web.doorway.frame import framed
from outreach.web.pages import HouseCard

PATH = "/console"
TABS = (
    (PATH, "Kept back"),
    (f"{PATH}/causes", "By cause"),
    (f"{PATH}/proposals", "To agree to"),
    (f"{PATH}/messages", "Messages"),
    (f"{PATH}/doubtful", "In doubt"),
    (f"{PATH}/callbacks", "Callbacks"),
    (f"{PATH}/ledger", "Ledger"),
    (f"{PATH}/law", "Law and rules"),
    (f"{PATH}/what-if", "What if"),
)


@dataclass(frozen=True, slots=True)
class Console:
    """The open house that the console shows, and how its pages are signed."""

    home: House
    house: HouseCard

    def page(
        self, page: str, guest: Guest, tab: str, fields: Mapping[str, object], status: int = 200
    ) -> HTMLResponse:
        """Return a page of the console."""
        known = {"top": top(self.home), "tabs": TABS, "tab": tab, "zone": self.home.ears.zone}
        whole = {**known, "wrong": "", **fields}
        return framed(f"console/{page}", self.house, guest, PATH, whole, status)

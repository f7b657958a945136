"""What the demo leaves, with its pages served on this machine and its team at them."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import FastAPI
from rich.console import Console

from outreach.bootstrap.house import House, open_house
from outreach.demo.narration import Left, perform
from outreach.demo.pages import own_page_of, pages_of
from outreach.demo.telling import Teller
from outreach.domain.access import Access
from outreach.services.accounts import Porch, claim, invite
from outreach.store import people, team
from outreach.store.shelves import Shelf, Wanted, some
from outreach.web.doorway.admitting import Doorway
from outreach.web.opened import app_of
from tests.outreach.services.accounts.conftest import CHEAP, GOOD
from tests.outreach.web.browsing import served

ANA, BEN, CORA = "Ana Ruiz", "Ben Okri", "Cora Lindt"
TEAM = {ANA: Access.MANAGER, BEN: Access.REP, CORA: Access.ADMIN}


@dataclass(frozen=True, slots=True)
class Shown:
    """The demo's house, and where its pages are."""

    home: House
    left: Left
    app: FastAPI
    at: str

    def person(self, name: str) -> str:
        return self.home.store.read(lambda conn: people.named(conn, name))[0].id

    def decision(self, name: str, shelf: Shelf = Shelf.ALL, channel: str = "") -> str:
        """Return the newest decision that kept somebody's contact back."""
        asked = Wanted(shelf, person_id=self.person(name), channel=channel)
        found = self.home.store.read(lambda conn: some(conn, asked, None, 1))
        return str(found.rows[0]["id"])

    def mailed(self, name: str) -> str:
        """Return the path of somebody's page, by the link in their last mail."""
        return next(one.path for one in pages_of(self.home) if one.whose == name)

    def own(self) -> str:
        """Return the path of the traveller's page, by a link that was sent to himself."""
        return own_page_of(self.home)[0].path


def told(folder: Path) -> Left:
    """Tell the whole story to nobody; return what it leaves in this folder."""
    teller = Teller(Console(file=io.StringIO(), width=120), unhurried=False)
    return asyncio.run(perform(folder, teller))


def copied(left: Left, folder: Path) -> Left:
    """Return what the demo left once more, in a folder of its own."""
    house = folder / "house"
    shutil.copytree(left.house, house)
    for each in house.glob("*.toml"):
        text = each.read_text(encoding="utf-8")
        each.write_text(text.replace(str(left.house), str(house)), encoding="utf-8")
    return replace(left, house=house)


@contextmanager
def shown(left: Left) -> Iterator[Shown]:
    """Open what the demo left: Ana and Ben at the desk, Cora at the console."""
    home = open_house(left.house)
    app = app_of(home)
    porch = Porch(home.store, home.clock, CHEAP)
    app.state.doorway = Doorway(porch)
    known = home.store.read(lambda conn: [one.name for one in team.everybody(conn)])
    assert set(TEAM) <= set(known), known
    for name, access in TEAM.items():
        claim(porch, invite(porch, name, CORA, access).secret, GOOD, "127.0.0.1")
    with served(app) as at:
        yield Shown(home, left, app, at)
    home.store.close()

"""An open house in which things were kept back, and reviewers at its console."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, update

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.cli import main
from outreach.clock import SystemClock
from outreach.config import read_settings
from outreach.domain.access import Access
from outreach.domain.attempts import Attempt, ReviewedWords
from outreach.domain.people import Duty, Member
from outreach.gate.pressing import press_person
from outreach.ids import new_id
from outreach.services.accounts import Porch, claim, invite
from outreach.store import attempts, decisions, intake, ledger, people, statements, team
from outreach.store.decisions import DecisionRow
from outreach.store.intake import IntakeRow
from outreach.store.tables import organisation
from outreach.store.unit import Store
from outreach.web.doorway.admitting import Doorway
from outreach.web.opened import app_of
from policies.channel import Channel, Purpose
from tests.outreach.services.accounts.conftest import CHEAP, GOOD
from tests.outreach.web.doorway.conftest import Browser

BOLD = "Zoë <b>Bold</b>"
"""No list brings in such a name; what stands in a house since earlier may be anything."""
PEOPLE = """\
name,email,phone,country,region,language
Scott Reyes,scott@reyes.example,+17025550142,US,US-NV,en
Ingrid Lund,ingrid@northlight.example,+16125550143,US,US-MN,en
Zoë Bold,zoe@bold.example,+17025550144,US,US-NV,en
Ben Hollis,ben@hollis.example,,,,en
"""
WORDS = {
    "Scott Reyes": "Thank you for the maps. Please don't call me again, I travel all week.",
    "Ingrid Lund": "Remove me from all of your lists, I never asked for this.",
    BOLD: "<script>alert(1)</script> No calls please, {{7*7}}, never.",
}

UNCLEAR = {"identity_unclear_because": "two people share this address"}
HELLO = ReviewedWords("Maps", "Hello, here are the maps that you asked us about.")


@dataclass
class Opened:
    """A house with its pages, and whoever comes to them."""

    home: House
    app: FastAPI
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def porch(self) -> Porch:
        return Porch(self.home.store, self.home.clock, CHEAP)

    def comes(self, name: str, access: Access = Access.COMPLIANCE) -> Browser:
        """Return the browser of one of us, who is in."""
        if name not in self.browsers:
            now = self.home.clock.now()
            if self.home.store.read(lambda conn: team.find(conn, name)) is None:
                one = Member(new_id("t"), name, now, duty=Duty.COMPLIANCE)
                self.home.store.write(lambda conn: team.add(conn, one))
            claim(self.porch, invite(self.porch, name, "Ana", access).secret, GOOD, "10.0.0.1")
            self.browsers[name] = Browser(self.app)
            assert self.browsers[name].enters(name).status_code == 303
        return self.browsers[name]

    def open_ones(self) -> list[DecisionRow]:
        def work(conn: Connection) -> list[DecisionRow]:
            rows = decisions.listed(conn, ("block", "hold"), limit=100)
            return decisions.by_ids(conn, [row["id"] for row in rows])

        return sorted(self.home.store.read(work), key=lambda one: (one.at, one.id))

    def about(self, name: str) -> DecisionRow:
        """Return the decision about somebody."""
        person = self.person(name)
        return next(one for one in self.open_ones() if one.person_id == person)

    def person(self, name: str) -> str:
        return self.home.store.read(lambda conn: people.named(conn, name))[0].id

    def review(self, name: str) -> DecisionRow:
        wanted = self.about(name).id
        return self.home.store.read(lambda conn: decisions.get(conn, wanted))

    def statement(self, name: str) -> str:
        person = self.person(name)
        return self.home.store.read(lambda conn: statements.of(conn, person))[0].id

    def entries(self, kind: str) -> list[dict[str, object]]:
        found = self.home.store.read(lambda conn: ledger.of_kind(conn, kind))
        return [{"subject": one["subject"], **one["body"]} for one in found]


def seeded(folder: Path) -> None:
    """Make a house in which three calls were pressed and refused, and a mail is held."""
    told = ("--rehearsal", "--name", "Kestrel Mapping", "--address", "12 Harbour Road, Bristol")
    more = ("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US")
    assert main(["init", str(folder), *told, *more, "--member", "Ana Ruiz"]) == 0
    (folder / "few.csv").write_text(PEOPLE, encoding="utf-8")
    where = ["--house", str(folder)]
    assert main(["people", "import", str(folder / "few.csv"), "--source", "Expo", *where]) == 0
    call_her_bold(folder)
    for name, words in WORDS.items():
        assert main(["hear", name, words, *where]) == 0
    home = opened(folder)
    for name in WORDS:
        person = home.store.read(partial(people.named, given=name))[0]
        asyncio.run(press_person(home.gate, person.id, "Ana Ruiz"))
    ben = home.store.read(lambda conn: people.named(conn, "Ben Hollis"))[0]
    home.store.write(lambda conn: people.change(conn, ben.id, UNCLEAR))
    now = home.clock.now()
    mail = Attempt(
        new_id("a"),
        ben.id,
        Channel.EMAIL,
        Purpose.MARKETING,
        "Ana Ruiz",
        now,
        now,
        reviewed_words=HELLO,
    )
    home.store.write(lambda conn: attempts.add(conn, mail))
    asyncio.run(rounds_of(home).reach.run())
    home.store.write(lambda conn: ledger.seal(conn, home.clock.now()))
    home.store.close()


def call_her_bold(folder: Path) -> None:
    """Give Zoë Bold, and where she works, names that hold markup."""
    home = opened(folder)

    def work(conn: Connection) -> None:
        zoe = people.named(conn, "zoe@bold.example")[0]
        people.change(conn, zoe.id, {"name": BOLD})
        conn.execute(
            update(organisation).where(organisation.c.name == "Bold").values(name="<i>B</i>")
        )

    home.store.write(work)
    home.store.close()


def opened(folder: Path) -> House:
    settings = read_settings(folder)
    home = build_house(settings, Store(settings.database_url), SystemClock())
    now = home.clock.now()
    heard = IntakeRow("maildir", now, None, None, None)
    home.store.write(lambda conn: intake.note(conn, heard))
    return home


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("console") / "kestrel"
    seeded(folder)
    return folder


@pytest.fixture
def place(made_once: Path, tmp_path: Path) -> Iterator[Opened]:
    folder = tmp_path / "kestrel"
    shutil.copytree(made_once, folder)
    home = opened(folder)
    app = app_of(home)
    app.state.doorway = Doorway(Porch(home.store, home.clock, CHEAP))
    yield Opened(home, app)
    home.store.close()

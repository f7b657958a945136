"""A house with its pages: a real database behind a real application."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from channels.email.wire.tokens import Use
from outreach.bootstrap.marks import STOP_PATH
from outreach.bootstrap.pages import SignedLinks
from outreach.clock import SimulatedClock
from outreach.domain.people import Person
from outreach.store import statements
from outreach.store.unit import Store
from outreach.web.app import create_app
from outreach.web.pages import HouseCard
from policies.channel import Channel
from policies.preferences import standing
from policies.statement import Statement
from tests.outreach.services.houses import MONDAY, TOKENS, House, build

CARD = HouseCard("Kite & Sons", "ana@house.example")


@dataclass
class Pages:
    """The pages of a house in which Scott got one mail."""

    house: House
    scott: Person
    attempt: str
    app: FastAPI
    client: TestClient

    @property
    def path(self) -> str:
        return STOP_PATH + TOKENS.make(self.attempt, Use.STOP)

    def statements(self, person: Person | None = None) -> list[Statement]:
        someone = (person or self.scott).id
        return self.house.store.read(lambda conn: statements.of(conn, someone))

    def refuses(self, channel: Channel = Channel.EMAIL) -> bool:
        return bool(standing(self.statements()).refusals_of(channel))


@dataclass(frozen=True)
class Founded:
    """A house as it was founded, once for all tests; each works on a copy."""

    house: House
    folder: Path
    scott: Person
    attempt: str


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    folder = tmp_path_factory.mktemp("founded")
    house = build(folder)
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    attempt = house.attempt(scott)
    house.store.close()
    return Founded(house, folder, scott, attempt)


@pytest.fixture
def pages(founded: Founded, tmp_path: Path) -> Iterator[Pages]:
    shutil.copytree(founded.folder, tmp_path, dirs_exist_ok=True)
    store = Store(f"sqlite:///{tmp_path / 'outreach.db'}")
    clock = SimulatedClock(MONDAY)
    house = House(store, clock, replace(founded.house.ears, store=store, clock=clock))
    app = create_app(SignedLinks(house.ears), CARD)
    client = TestClient(app, follow_redirects=False)
    yield Pages(house, founded.scott, founded.attempt, app, client)
    store.close()

"""A house with its pages: a real database behind a real application."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from channels.email.wire.tokens import Use
from outreach.bootstrap.marks import STOP_PATH
from outreach.bootstrap.own_pages import OwnPages
from outreach.bootstrap.pages import SignedLinks
from outreach.clock import SimulatedClock
from outreach.domain.people import Person
from outreach.store import statements
from outreach.store.unit import Store
from outreach.web.app import create_app
from outreach.web.one_click import one_click
from outreach.web.pages import HouseCard
from outreach.web.person.room import own_room
from policies.channel import Channel
from policies.preferences import standing
from policies.statement import Statement
from tests.outreach.services.houses import MONDAY, TOKENS, House, build

CARD = HouseCard("Kite & Sons", "ana@house.example", "12 Harbour Road, Bristol")


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


@pytest.fixture
def pages(sqlite_store: Store) -> Pages:
    house = build(sqlite_store, SimulatedClock(MONDAY))
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142")
    attempt = house.attempt(scott)
    own = own_room(OwnPages(house.ears, TOKENS), CARD)
    app = create_app(CARD, [one_click(SignedLinks(house.ears), CARD), own])
    return Pages(house, scott, attempt, app, TestClient(app, follow_redirects=False))

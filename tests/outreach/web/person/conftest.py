"""Scott's own page, by the link in a mail and by the link that was sent to him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from channels.email.wire.tokens import Use
from outreach.bootstrap.marks import PAGE_PATH
from outreach.bootstrap.own_pages import OwnPages
from outreach.bootstrap.pages import SignedLinks
from outreach.clock import SimulatedClock
from outreach.domain.people import Person
from outreach.services import listen
from outreach.store import attempts, statements
from outreach.store.unit import Store
from outreach.web.app import create_app
from outreach.web.one_click import one_click
from outreach.web.person.room import own_room
from policies.channel import Channel
from policies.preferences import Standing, standing
from policies.statement import Meaning, Statement
from tests.outreach.services.houses import MONDAY, TOKENS, House, build
from tests.outreach.web.conftest import CARD

ZONE = "America/Los_Angeles"


@dataclass
class Own:
    """A house in which Scott got one mail, and whoever holds a link to his page."""

    house: House
    scott: Person
    attempt: str
    app: FastAPI
    client: TestClient

    @property
    def by_mail(self) -> str:
        """The link below the mail, which may have been passed on."""
        return PAGE_PATH + TOKENS.make(self.attempt, Use.STOP)

    def sent_to_him(self) -> str:
        """Ask for his own link, and open it a minute later; return where it leads."""
        assert listen.ask_for_link(self.house.ears, self.attempt) is listen.Asked.ON_ITS_WAY
        self.house.clock.advance(timedelta(minutes=1))
        return self.link_of(self.links()[-1])

    def link_of(self, attempt_id: str) -> str:
        return PAGE_PATH + TOKENS.make(attempt_id, Use.OWN)

    def links(self) -> list[str]:
        rows = self.house.store.read(lambda conn: attempts.of(conn, self.scott.id))
        return [row["id"] for row in rows if listen.is_own_link(row["message"])]

    def said(self) -> list[Statement]:
        return self.house.store.read(lambda conn: statements.of(conn, self.scott.id))

    def meanings(self) -> list[Meaning]:
        """Everything he says, but for what only asks for a link."""
        return [
            one.meaning for said in self.said() for one in said.meanings if "link" not in said.words
        ]

    def stands(self) -> Standing:
        return standing(self.said())

    def refuses(self, channel: Channel) -> bool:
        return bool(self.stands().refusals_of(channel))

    def get(self, address: str, **headers: str) -> Response:
        return self.client.get(address, headers=headers)

    def post(self, address: str, form: Mapping[str, Any] | None = None) -> Response:
        """Post, and follow to the page that says what changed."""
        answer = self.client.post(address, data=dict(form or {}))
        if answer.status_code != 303:
            return answer
        return self.client.get(answer.headers["location"])

    def change(self, address: str, form: Mapping[str, Any] | None = None) -> str:
        """Post, and return the address of the page that says what changed."""
        answer = self.client.post(address, data=dict(form or {}))
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"]).partition("?")[0]


@pytest.fixture
def own(sqlite_store: Store) -> Own:
    house = build(sqlite_store, SimulatedClock(MONDAY))
    scott = house.person("Scott Reyes", "scott@kestrel.example", "+17025550142", zone=ZONE)
    attempt = house.attempt(scott)
    rooms = [
        one_click(SignedLinks(house.ears), CARD),
        own_room(OwnPages(house.ears, TOKENS), CARD),
    ]
    app = create_app(CARD, rooms)
    return Own(house, scott, attempt, app, TestClient(app, follow_redirects=False))

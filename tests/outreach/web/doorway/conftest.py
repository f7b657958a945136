"""The pages that our own people come in by, and browsers to come in with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from outreach.domain.access import Access
from outreach.services.accounts import invite
from outreach.store.unit import Store
from outreach.web.app import create_app
from outreach.web.doorway.admitting import Doorway
from outreach.web.doorway.coming_in import coming_in
from outreach.web.doorway.own_account import own_account
from outreach.web.doorway.team_accounts import team_accounts
from outreach.web.pages import HouseCard
from tests.outreach.services.accounts.conftest import GOOD, Door, door_of

HERE = "http://127.0.0.1:8180"
CARD = HouseCard("Kite & Sons", "ana@house.example")
_TOKEN = re.compile(r'name="token" value="([0-9a-f]{64})"')


@dataclass
class Browser:
    """A browser as it is: keeps cookies, says where a press began, follows nothing by itself."""

    app: FastAPI
    at: str = HERE
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = TestClient(self.app, self.at, follow_redirects=False)

    def looks(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def token(self, path: str) -> str:
        found = _TOKEN.search(self.looks(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def presses(
        self, path: str, page: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> Response:
        """Send the form of a page the way a browser does."""
        whole = {"token": self.token(page), **(fields or {})}
        began = {"Origin": self.at, "Sec-Fetch-Site": "same-origin", **headers}
        return self.client.post(path, data=whole, headers=began)

    def enters(self, name: str, password: str = GOOD, to: str = "") -> Response:
        fields = {"name": name, "password": password, "to": to}
        return self.presses("/enter", "/enter", fields)

    @property
    def cookie(self) -> str:
        return self.client.cookies.get("outreach") or ""


@dataclass
class Entrance:
    """An application with its porch."""

    door: Door
    app: FastAPI

    def browser(self, at: str = HERE) -> Browser:
        return Browser(self.app, at)

    def inside(self, name: str, access: Access = Access.REP) -> Browser:
        """Return the browser of somebody new who has just logged in."""
        self.door.account(name, access)
        browser = self.browser()
        assert browser.enters(name).status_code == 303
        return browser

    def link(self, name: str) -> str:
        self.door.member(name)
        return "/claim/" + invite(self.door.porch, name, "Ana").secret


@pytest.fixture
def entrance(sqlite_store: Store) -> Entrance:
    door = door_of(sqlite_store)
    app = create_app(CARD, [coming_in(CARD), own_account(CARD), team_accounts(CARD)])
    app.state.doorway = Doorway(door.porch, "https://pages.house.example")
    return Entrance(door, app)

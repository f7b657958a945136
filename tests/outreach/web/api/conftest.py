"""A whole house with its pages, and a program that has a key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from fastapi.testclient import TestClient

from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.domain.programs import Scope
from outreach.services.import_people import Import, import_people
from outreach.services.programs import make
from outreach.services.set_up import Plans, set_up
from outreach.store import people, team
from outreach.store.unit import Mode, Store
from outreach.web.opened import app_of

TUESDAY = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""Nine in the morning in Las Vegas."""
ROWS = """name,email,phone,country,region
Scott Reyes,scott@reyes.example,(702) 555-0142,US,US-NV
Maria Delgado,maria@delgado.example,(702) 555-0143,US,US-NV
Gus Host,gus@host.example,,US,US-NV
"""


@dataclass
class Api:
    """A client of the API, with the key of a program that may ask and tell."""

    house: House
    clock: SimulatedClock
    client: TestClient
    secret: str

    def key(self, name: str, *scopes: Scope) -> dict[str, str]:
        """Return the header of another program."""
        made = make(self.house.store, self.house.clock, name, scopes, "Ana", "Ana")
        return {"Authorization": f"Bearer {made.secret}"}

    def person(self, name: str) -> str:
        [found] = self.house.store.read(lambda conn: people.named(conn, name))
        return found.id


@dataclass(frozen=True)
class Founded:
    """A house that was founded once, to be copied for each test, and the secret of its program."""

    folder: Path
    secret: str


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    around = tmp_path_factory.mktemp("founded")
    folder, clock = around / "house", SimulatedClock(TUESDAY)
    told = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *told, member="Ana"), clock)
    settings = read_settings(folder)
    built = build_house(settings, Store(settings.database_url), clock)
    file = around / "come.csv"
    file.write_text(ROWS, encoding="utf-8")
    ana = built.store.read(lambda conn: team.get(conn, "Ana"))
    import_people(built.store, clock, Import(file, "Expo 2026", ana), import_ears(built.ears))
    made = make(built.store, clock, "crm", [Scope.ASK, Scope.TELL], "Ana", "Ana")
    asyncio.run(built.close())
    return Founded(folder, made.secret)


@pytest.fixture
def api(tmp_path: Path, founded: Founded) -> Iterator[Api]:
    clock = SimulatedClock(TUESDAY)
    settings = read_settings(copytree(founded.folder, tmp_path / "house"))
    built = build_house(settings, Store(settings.database_url), clock)
    client = TestClient(app_of(built), "http://127.0.0.1:8180", raise_server_exceptions=False)
    client.headers["Authorization"] = f"Bearer {founded.secret}"
    yield Api(built, clock, client, founded.secret)
    asyncio.run(built.close())

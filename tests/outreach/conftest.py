"""A store on each database, for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from outreach.store.unit import Store
from tests.databases import BOTH, fresh


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the address of a new house's database, on each database in turn."""
    with fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """Yield an open store of a new house, on each database in turn."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """Yield an open store of a new house, on SQLite."""
    with fresh("sqlite", tmp_path) as url:
        opened = Store(url)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def logs_end_with_the_test() -> Iterator[None]:
    """Let nobody write to a page that an earlier test has closed."""
    yield
    structlog.reset_defaults()

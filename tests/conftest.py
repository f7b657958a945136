"""Rules for every test: what it needs is there or it skips (and in CI it fails)."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import postgresql
from tests.components import COMPONENTS, in_ci, missing
from tests.dovecot import Dovecot, running

settings.register_profile(
    "house",
    max_examples=40,  # `make mutants` shows that so many notice every guard taken out
    deadline=None,  # two shared cores: a slow example says nothing about the code
    derandomize=in_ci(),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "full",
    parent=settings.get_profile("house"),
    max_examples=500,
    derandomize=False,
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for marker in item.iter_markers("needs"):
            unknown = sorted(set(marker.args) - set(COMPONENTS))
            if unknown or not marker.args:
                message = f"{item.nodeid} needs {unknown}: name it in tests/components.py first"
                raise pytest.UsageError(message)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            reason = missing(name)
            if reason is None:
                continue
            if in_ci():
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


def pytest_sessionfinish() -> None:
    postgresql.leave()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One mail server for all tests; each takes a user of its own. Mark the test as needing it."""
    with running() as server:
        yield server

"""What tests of the verbs share."""

from dataclasses import dataclass

import pytest

from outreach.clock import SimulatedClock
from outreach.store.unit import Store
from tests.outreach.gate.world import World
from tests.outreach.services.carrier import Line, line
from tests.outreach.services.houses import MONDAY, House, build


@pytest.fixture
def house(sqlite_store: Store) -> House:
    """A new house that listens."""
    return build(sqlite_store, SimulatedClock(MONDAY))


@pytest.fixture
def each_house(store: Store) -> House:
    """A new house that listens, on each database in turn."""
    return build(store, SimulatedClock(MONDAY))


@dataclass(frozen=True, slots=True)
class Both:
    """A house that listens and a world with a gate, around one store."""

    world: World
    house: House


@pytest.fixture
def both(sqlite_store: Store) -> Both:
    """A house that listens and speaks; the doors write down what leaves."""
    world = World(sqlite_store)
    return Both(world, build(sqlite_store, world.clock, world.gate.stopped))


@pytest.fixture
def phone(sqlite_store: Store) -> Line:
    """A house that texts and hears what its carrier posts."""
    return line(World(sqlite_store))


@pytest.fixture
def each_phone(store: Store) -> Line:
    """A house that texts and hears what its carrier posts, on each database in turn."""
    return line(World(store))

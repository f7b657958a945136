"""Where lists are brought in: cells are read, and what they say is kept, as any other words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from outreach.bootstrap.house import House
from outreach.bootstrap.phrases import shipped_reader
from outreach.clock import Clock, SystemClock
from outreach.domain.people import Member
from outreach.errors import SetupError
from outreach.listening.reading import Heard, ReaderContext, Reading
from outreach.services.import_people import Hears
from outreach.services.import_people.wishes import Handed
from outreach.services.listen.ears import Ears
from outreach.services.listen.handed import handed
from outreach.store import people, team
from outreach.store.unit import Mode, Store
from policies.statement import Via


def import_ears(ears: Ears) -> Hears:
    """Return how the house reads a cell, and keeps what it says."""

    def keep(conn: Connection, said: Handed) -> None:
        handed(conn, ears, said.id, said.person, said.reading, said.by)

    return Hears(_cells(ears.read), keep)


def _cells(read: Callable[[Heard, ReaderContext], Reading]) -> Callable[..., Reading]:
    """Return how a cell is read: as any other message, that came by a list."""

    def cell(words: str, language: str | None, at: datetime) -> Reading:
        return read(Heard(words, at, Via.IMPORT, language=language), ReaderContext())

    return cell


@dataclass(frozen=True, slots=True)
class Desk:
    """Where lists are brought in: the house, who does it, and how cells are heard."""

    store: Store
    clock: Clock
    hears: Hears
    by: Member
    home: str | None

    def named(self, person_id: str) -> str:
        """Return somebody's name."""
        return self.store.read(lambda conn: people.get(conn, person_id)).name


def desk_in(house: House, by: Member) -> Desk:
    """Return the desk of a house, with one of the team at it."""
    home = house.settings.house.country or None
    return Desk(house.store, house.clock, import_ears(house.ears), by, home)


@contextmanager
def desk_without_a_house() -> Iterator[Desk]:
    """Return a desk at which nobody is known yet, to try a list before there is a house."""
    clock = SystemClock()

    def keep(conn: Connection, said: Handed) -> None:
        raise SetupError(f"there is no house to keep what {said.by.name} hands in")

    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/nobody.db"
        store = Store.create(url, Mode.REHEARSAL, clock.now())
        try:
            nobody = store.write(
                lambda conn: team.add(conn, Member("t_nobody", "nobody", clock.now()))
            )
            yield Desk(store, clock, Hears(_cells(shipped_reader()), keep), nobody, None)
        finally:
            store.close()

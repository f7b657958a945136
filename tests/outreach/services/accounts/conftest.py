"""A team with a porch. Hashes are made at the lowest costs: what they cost is tested once."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection

from outreach.clock import SimulatedClock
from outreach.domain.access import Access
from outreach.domain.people import Duty, Member
from outreach.ids import new_id
from outreach.services.accounts import Entered, Passwords, Porch, claim, enter, invite
from outreach.store import ledger, tables, team
from outreach.store.tables import invitation, session
from outreach.store.unit import Store
from tests.outreach.services.houses import MONDAY

CHEAP = Passwords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
GOOD = "seven swans swim south"


@dataclass
class Door:
    """A porch, and people who come to it."""

    porch: Porch
    clock: SimulatedClock
    cookies: list[str] = field(default_factory=list)

    def member(self, name: str, duty: Duty = Duty.REP) -> Member:
        now = self.clock.now()
        one = Member(
            new_id("t"), name, now, email=f"{name.split()[0].lower()}@x.example", duty=duty
        )
        return self.porch.store.write(lambda conn: team.add(conn, one))

    def account(self, name: str, access: Access = Access.REP, duty: Duty = Duty.REP) -> Entered:
        """Let somebody new in, by an invitation."""
        self.member(name, duty)
        return claim(self.porch, invite(self.porch, name, "Ana", access).secret, GOOD, "10.0.0.1")

    def comes(self, name: str, password: str = GOOD, came_from: str = "10.0.0.1") -> Entered:
        return enter(self.porch, name, password, came_from, "Firefox")

    def entries(self, kind: str) -> list[dict[str, object]]:
        found = self.porch.store.read(lambda conn: ledger.of_kind(conn, kind))
        return [{"subject": one["subject"], **one["body"]} for one in found]

    def everything_kept(self) -> str:
        """Return whatever is kept about links and cookies, as text."""

        def work(conn: Connection) -> str:
            kept = (invitation, session, tables.ledger)
            return repr([conn.execute(table.select()).all() for table in kept])

        return self.porch.store.read(work)


def door_of(store: Store) -> Door:
    clock = SimulatedClock(MONDAY)
    return Door(Porch(store, clock, CHEAP), clock)


@pytest.fixture
def door(sqlite_store: Store) -> Door:
    return door_of(sqlite_store)

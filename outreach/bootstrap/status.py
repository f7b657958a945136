"""Everything whoever operates a house looks at first, in one look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.bootstrap.house import House
from outreach.bootstrap.standing import Standing, standing
from outreach.engine.running import Running, running
from outreach.store import intake, senders
from outreach.store.intake import IntakeRow
from outreach.store.senders import SenderRow
from outreach.store.under_way import UnderWay, under_way


@dataclass(frozen=True, slots=True)
class Status:
    """How the house stands, what it is at, who runs for it, how we listen, who of us rests."""

    standing: Standing
    at: UnderWay
    running: Running
    ways_in: tuple[IntakeRow, ...]
    resting: tuple[SenderRow, ...]

    @property
    def sends(self) -> bool:
        """Return whether what is due goes out."""
        one = self.standing
        return self.running.anybody and not one.deaf and not one.halted


def status(home: House) -> Status:
    """Return how the house is just now; costs the same in a large house as in a small one."""
    stands = standing(home)

    def work(conn: Connection) -> Status:
        return Status(
            standing=stands,
            at=under_way(conn, stands.now),
            running=running(home.store.url),
            ways_in=tuple(intake.everything(conn)),
            resting=tuple(senders.paused(conn)),
        )

    return home.store.read(work)

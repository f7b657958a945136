"""The desk's house with a manager, promises that were kept and not, a queue, and somebody lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from outreach.clock import SimulatedClock
from outreach.domain.access import Access
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.enrollments import Enrollment
from outreach.domain.losses import By
from outreach.ids import new_id
from outreach.services.listen import hear
from outreach.store import attempts, commitments, enrollments, team
from policies.channel import Channel, Purpose
from tests.outreach.web.desk.conftest import BOLD, Desked, desk_made_once, place

__all__ = ["By", "Desked", "desk_made_once", "place"]

STOP = "Please stop writing to me. Tom, (702) 555-0199 <script>alert(1)</script>"


@pytest.fixture
def led(place: Desked) -> Desked:
    """Return a house two days after a letter went out, whose reader stopped us the next day."""
    home, sequence = place.home, place.sequence()
    clock, began = home.clock, home.clock.now()
    assert isinstance(clock, SimulatedClock)
    letter = Attempt(
        *(new_id("a"), place.person("Tom Okafor"), Channel.EMAIL, Purpose.MARKETING, "Ben Okri"),
        *(began, began),
        state=AttemptState.PLANNED,
        sequence_name="spring",
        step=1,
    )

    def planned(conn: Connection) -> None:
        ben = team.get(conn, "Ben Okri").id
        attempts.add(conn, letter)
        gone = {"id": letter.id, "state": AttemptState.ACCEPTED, "sending_since": began}
        attempts.set_many(conn, [gone | {"finished_at": began}])
        for state, due in ((CommitmentState.OPEN, 1), (CommitmentState.KEPT, 1)):
            owed = Commitment(
                *(new_id("m"), place.person("Scott Reyes"), CommitmentKind.PLEDGE, "the map"),
                *(began + timedelta(days=due), began),
                owner=ben,
            )
            commitments.add(conn, owed)
            if state is CommitmentState.KEPT:
                commitments.close(conn, owed.id, state, "Ben Okri", began + timedelta(hours=1))
        who = Enrollment(new_id("e"), place.person(BOLD), sequence, "Ben Okri", began)
        due_at = began + timedelta(days=3)
        enrollments.add_many(conn, [replace(who, next_step=2, next_due_at=due_at)])

    home.store.write(planned)
    clock.set(began + timedelta(days=1))
    hear(home.ears, place.person("Tom Okafor"), STOP, "Ben Okri")
    clock.set(began + timedelta(days=2))
    place.comes("Mira Lund", Access.MANAGER)
    return place

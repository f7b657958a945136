"""What may or may not have left is listed, and settled by whoever has looked."""

from __future__ import annotations

import asyncio

import pytest

from channels.contract import Unknown
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError
from outreach.services.doubts import Known, in_doubt, settle
from policies.channel import Channel
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both


def dropped(world: World) -> str:
    """Return an attempt whose door never answered."""
    attempt = world.plan(world.person())
    world.doors[Channel.EMAIL].script.append(Unknown("the connection was lost"))
    asyncio.run(world.gate.pass_batch([attempt]))
    return attempt


def test_what_is_in_doubt_is_listed_with_whose_it_is_and_why(both: Both) -> None:
    attempt = dropped(both.world)
    found = in_doubt(both.world.store)
    assert [one.attempt_id for one in found] == [attempt]
    assert found[0].because == "the connection was lost"
    assert found[0].person


@pytest.mark.parametrize(
    ("left", "state"), [(True, AttemptState.ACCEPTED), (False, AttemptState.REFUSED)]
)
def test_a_human_settles_it(both: Both, left: bool, state: AttemptState) -> None:
    attempt = dropped(both.world)
    known = Known(attempt, left, "it stands in the server log", "Ana Ruiz")
    assert settle(both.world.store, both.world.clock, known) is state
    assert in_doubt(both.world.store) == []


def test_nobody_settles_it_without_a_reason(both: Both) -> None:
    known = Known(dropped(both.world), True, " ", "Ana Ruiz")
    with pytest.raises(InputError, match="how you know"):
        settle(both.world.store, both.world.clock, known)

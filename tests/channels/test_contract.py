"""The contract the doors share, and the digest that binds a clearance to every field."""

import pytest

from channels.contract import content_digest
from channels.fake import FakeDoor
from policies.channel import Channel
from tests.channels.contract import MINT, DoorContract, Rig, altered


def test_the_contract_refuses_to_run_itself() -> None:
    rig = DoorContract.rig.__wrapped__  # type: ignore[attr-defined]
    with pytest.raises(NotImplementedError, match="the contract is not a door"):
        rig(DoorContract())


@pytest.mark.parametrize("channel", list(Channel))
def test_every_field_counts_in_the_digest(channel: Channel) -> None:
    rig = Rig()
    rig.door = FakeDoor(channel, MINT.inspector, rig.clock)
    outbound = rig.outbound()
    others = [content_digest(other) for _, other in altered(outbound)]
    assert len({content_digest(outbound), *others}) == 1 + len(others)

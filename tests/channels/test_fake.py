"""The fakes are doors like any other."""

from collections.abc import Iterator

import pytest

from channels.contract import Accepted, Refused
from channels.fake import (
    REFUSE,
    TEMPORARY,
    TURN_AWAY,
    Drop,
    FakeDoor,
    Happening,
    Slow,
    WrongCredentials,
)
from policies.channel import Channel
from tests.channels.contract import MINT, DoorContract, Outside, Rig

ARRANGED: dict[Outside, Happening] = {
    Outside.PERMANENT: REFUSE,
    Outside.TEMPORARY: TEMPORARY,
    Outside.TURNS_US_AWAY: TURN_AWAY,
    Outside.DROPS_BEFORE: Drop(after=False),
    Outside.DROPS_AFTER: Drop(after=True),
    Outside.WRONG_CREDENTIALS: WrongCredentials(),
    Outside.SLOW: Slow(0.01),
}


class FakeRig(Rig):
    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self.fake = FakeDoor(channel, MINT.inspector, self.clock, capacity=3)
        self.door = self.fake

    def arrange(self, outside: Outside) -> None:
        self.fake.script.extend([ARRANGED[outside]] * 20)

    def taken(self) -> int:
        return len(self.fake.taken)

    def most_at_once(self) -> int:
        return self.fake.most_under_way


class TestFakeDoor(DoorContract):
    @pytest.fixture(params=list(Channel))
    def rig(self, request: pytest.FixtureRequest) -> Iterator[Rig]:
        rig = FakeRig(request.param)
        yield rig
        rig.close()


def test_an_address_can_have_a_fate_of_its_own() -> None:
    rig = FakeRig(Channel.SMS)
    rig.fake.for_address["+17025550142"] = REFUSE
    assert isinstance(rig.send(rig.outbound()), Refused)


def test_the_script_is_followed_in_order_and_then_all_is_accepted() -> None:
    rig = FakeRig(Channel.EMAIL)
    rig.fake.script.append(REFUSE)
    receipts = [rig.send(rig.outbound(number)) for number in (1, 2)]
    assert [type(receipt) for receipt in receipts] == [Refused, Accepted]

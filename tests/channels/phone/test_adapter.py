"""A number is revealed to whoever holds a clearance, and to nobody else."""

from collections.abc import Iterator

import pytest

from channels.contract import Revealed, Unknown
from channels.phone.adapter import PhoneDoor
from channels.phone.book import CallBook
from tests.channels.contract import MINT, DoorContract, Outside, Rig


class Screen:
    """Shows what it is told to, or fails."""

    def __init__(self) -> None:
        self.shown: list[Revealed] = []
        self.broken = False

    def show(self, call: Revealed) -> None:
        self.shown.append(call)
        if self.broken:
            raise OSError("the terminal is gone")


class PhoneRig(Rig):
    def __init__(self) -> None:
        super().__init__()
        self.screen = Screen()
        self.door = PhoneDoor(self.screen, MINT.inspector, self.clock)

    def arrange(self, outside: Outside) -> None:
        match outside:
            case Outside.DROPS_AFTER:
                self.screen.broken = True
            case Outside.SLOW:
                pass
            case _:
                pytest.skip("a screen neither refuses nor asks for credentials")

    def taken(self) -> int:
        return len(self.screen.shown)

    def most_at_once(self) -> int:
        return 1


class TestPhoneDoor(DoorContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        rig = PhoneRig()
        yield rig
        rig.close()


def test_the_caller_sees_whom_they_call_the_number_and_the_script() -> None:
    rig = PhoneRig()
    rig.send(rig.outbound())
    assert rig.screen.shown == [
        Revealed("a_1", "Scott Reyes", "+17025550142", "Good morning, you asked for the pricing.")
    ]


def test_a_screen_that_fails_may_have_shown_the_number() -> None:
    rig = PhoneRig()
    rig.screen.broken = True
    assert rig.send(rig.outbound()) == Unknown("the display failed: OSError")


def test_a_revealed_number_can_be_taken_once() -> None:
    book = CallBook()
    call = Revealed("a_1", "Scott", "+17025550142", "Hello")
    book.show(call)
    assert [book.take("a_1"), book.take("a_1")] == [call, None]

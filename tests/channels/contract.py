"""What every door must do. A door's test subclasses `DoorContract` and supplies its `rig`."""

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any, TypeVar

import pytest

from channels.contract import (
    Accepted,
    CallWords,
    Content,
    Door,
    EmailWords,
    Mailbox,
    Outbound,
    Receipt,
    Refused,
    Temporary,
    TextWords,
    TurnedAway,
    Unknown,
    content_digest,
)
from channels.errors import ClearanceError, DoorConfigurationError, UnsupportedFeatureError
from policies.channel import Channel
from policies.clearance import Clearance, Fault, Versions
from policies.minting import Mint
from policies.verdict import Allow

T = TypeVar("T")

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINT = Mint(b"k" * 32)
EMAIL_WORDS = EmailWords(
    sender=Mailbox("Ana Ruiz", "ana@house.example"),
    subject="Your question",
    text="Here is the pricing.",
    html="<p>Here is the pricing.</p>",
    message_id="<a_1-x@house.example>",
    envelope_from="bounce+a_1@house.example",
    reply_to="reply+a_1@house.example",
    in_reply_to="<q@kestrel.example>",
    references=("<q@kestrel.example>",),
    list_id="House <news.house.example>",
    list_unsubscribe=("https://house.example/u/a_1", "mailto:stop+a_1@house.example"),
    one_click=True,
    auto_submitted="auto-generated",
)
WORDS: dict[Channel, Content] = {
    Channel.EMAIL: EMAIL_WORDS,
    Channel.SMS: TextWords("+15550001111", "Here is the pricing. Reply STOP to stop.", 3600),
    Channel.PHONE: CallWords("Good morning, you asked for the pricing."),
}
ADDRESS = {Channel.EMAIL: "scott@kestrel.example"}


class Outside(Enum):
    """What the outside world does with the next messages."""

    PERMANENT = auto()
    TEMPORARY = auto()
    TURNS_US_AWAY = auto()
    DROPS_BEFORE = auto()
    DROPS_AFTER = auto()
    WRONG_CREDENTIALS = auto()
    SLOW = auto()


class Rig:
    """A door with an outside world that can be arranged, and that counts what it took."""

    door: Door

    def __init__(self) -> None:
        self.now = NOON
        self.runner = asyncio.Runner()

    def clock(self) -> datetime:
        return self.now

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def outbound(self, number: int = 1) -> Outbound:
        channel = self.door.channel
        to = Mailbox("Scott Reyes", ADDRESS.get(channel, "+17025550142"))
        return Outbound(f"a_{number}", channel, to, WORDS[channel])

    def send(self, outbound: Outbound) -> Receipt:
        return self.run(self.door.send(outbound, clear(outbound)))

    def arrange(self, outside: Outside) -> None:
        raise NotImplementedError

    def taken(self) -> int:
        raise NotImplementedError

    def most_at_once(self) -> int:
        raise NotImplementedError

    def close(self) -> None:
        self.run(self.door.close())
        self.runner.close()


def clear(outbound: Outbound, mint: Mint = MINT, now: datetime = NOON) -> Clearance:
    return mint.clear(
        Allow(),
        attempt=outbound.attempt,
        content_digest=content_digest(outbound),
        point=outbound.to.address,
        versions=Versions(1, 1, 1, 1),
        nonce="n",
        now=now,
    )


def altered(outbound: Outbound) -> Iterator[tuple[str, Outbound]]:
    """Yield this message with each of its fields changed, one at a time."""
    for each in fields(outbound):
        value = getattr(outbound, each.name)
        if each.name not in ("content", "to", "channel"):
            yield each.name, replace(outbound, **{each.name: _other(value)})
    yield "name", replace(outbound, to=replace(outbound.to, name="Scott"))
    for each in fields(outbound.content):
        value = getattr(outbound.content, each.name)
        content = replace(outbound.content, **{each.name: _other(value)})
        yield each.name, replace(outbound, content=content)


def _other(value: Any) -> Any:  # noqa: ANN401
    match value:
        case bool():
            return not value
        case str():
            return f"{value}x"
        case int():
            return value + 1
        case tuple():
            return (*value, "x")
        case Mailbox():
            return replace(value, address=f"x{value.address}")
        case _:
            raise AssertionError(f"no other value for {value!r}")


class DoorContract:
    """Subclass it and override `rig`; the contract itself is no door."""

    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        raise NotImplementedError("the contract is not a door: subclass it and supply a rig")

    def refused(self, rig: Rig, outbound: Outbound, clearance: Clearance | None) -> Fault:
        with pytest.raises(ClearanceError, match="nothing was sent") as caught:
            rig.run(rig.door.send(outbound, clearance))  # type: ignore[arg-type]
        assert rig.taken() == 0
        return caught.value.fault

    def test_cleared_words_are_handed_over_once(self, rig: Rig) -> None:
        assert isinstance(rig.send(rig.outbound()), Accepted)
        assert rig.taken() == 1

    def test_nothing_leaves_without_a_clearance(self, rig: Rig) -> None:
        """CASES 10."""
        assert self.refused(rig, rig.outbound(), None) is Fault.MISSING

    def test_a_clearance_of_another_process_opens_nothing(self, rig: Rig) -> None:
        outbound = rig.outbound()
        assert self.refused(rig, outbound, clear(outbound, Mint(b"z" * 32))) is Fault.FORGED

    def test_a_doctored_clearance_opens_nothing(self, rig: Rig) -> None:
        outbound = rig.outbound()
        doctored = replace(clear(outbound), expires=NOON + timedelta(days=1))
        assert self.refused(rig, outbound, doctored) is Fault.FORGED

    def test_a_clearance_of_another_attempt_opens_nothing(self, rig: Rig) -> None:
        other = clear(rig.outbound(2))
        assert self.refused(rig, rig.outbound(1), other) is Fault.OTHER_ATTEMPT

    def test_a_clearance_for_another_address_opens_nothing(self, rig: Rig) -> None:
        outbound = rig.outbound()
        moved = replace(outbound, to=replace(outbound.to, address=f"x{outbound.to.address}"))
        assert self.refused(rig, moved, clear(outbound)) is Fault.OTHER_POINT

    def test_an_expired_clearance_opens_nothing(self, rig: Rig) -> None:
        outbound = rig.outbound()
        rig.now = NOON + timedelta(seconds=60)
        assert self.refused(rig, outbound, clear(outbound)) is Fault.EXPIRED

    def test_words_altered_after_judging_do_not_leave(self, rig: Rig) -> None:
        outbound = rig.outbound()
        clearance = clear(outbound)
        for name, other in altered(outbound):
            expected = Fault.OTHER_ATTEMPT if name == "attempt" else Fault.ALTERED
            assert self.refused(rig, other, clearance) is expected, name

    def test_a_feature_the_door_lacks_is_refused_aloud(self, rig: Rig) -> None:
        outbound = replace(rig.outbound(), features=("read-aloud",))
        with pytest.raises(UnsupportedFeatureError, match="cannot do `read-aloud`"):
            rig.send(outbound)
        assert rig.taken() == 0

    def test_words_of_another_channel_are_refused_aloud(self, rig: Rig) -> None:
        other = next(words for channel, words in WORDS.items() if channel != rig.door.channel)
        with pytest.raises(UnsupportedFeatureError, match=type(other).__name__):
            rig.send(replace(rig.outbound(), content=other))
        assert rig.taken() == 0

    def test_a_permanent_refusal_says_that_the_address_is_dead(self, rig: Rig) -> None:
        rig.arrange(Outside.PERMANENT)
        receipt = rig.send(rig.outbound())
        assert isinstance(receipt, Refused)
        assert receipt.point_dead
        assert rig.taken() == 0

    def test_a_refusal_of_us_is_told_from_one_of_the_address(self, rig: Rig) -> None:
        rig.arrange(Outside.TURNS_US_AWAY)
        assert isinstance(rig.send(rig.outbound()), TurnedAway)
        assert rig.taken() == 0

    def test_a_temporary_refusal_is_not_tried_again_here(self, rig: Rig) -> None:
        rig.arrange(Outside.TEMPORARY)
        assert isinstance(rig.send(rig.outbound()), Temporary)
        assert rig.taken() == 0

    def test_a_line_that_breaks_before_the_words_were_taken_is_temporary(self, rig: Rig) -> None:
        rig.arrange(Outside.DROPS_BEFORE)
        assert isinstance(rig.send(rig.outbound()), Temporary)
        assert rig.taken() == 0

    def test_a_line_that_breaks_before_the_final_reply_leaves_it_unknown(self, rig: Rig) -> None:
        """CASES 3: the other side may have it, so nobody sends it again."""
        rig.arrange(Outside.DROPS_AFTER)
        assert isinstance(rig.send(rig.outbound()), Unknown)
        assert rig.taken() == 1

    def test_wrong_credentials_are_the_operators_business_and_loud(self, rig: Rig) -> None:
        rig.arrange(Outside.WRONG_CREDENTIALS)
        with pytest.raises(DoorConfigurationError):
            rig.send(rig.outbound())
        assert rig.taken() == 0

    def test_no_more_are_under_way_at_once_than_it_says(self, rig: Rig) -> None:
        rig.arrange(Outside.SLOW)
        many = [rig.outbound(number) for number in range(3 * rig.door.capacity)]

        async def all_at_once() -> list[Receipt]:
            return await asyncio.gather(*(rig.door.send(each, clear(each)) for each in many))

        receipts = rig.run(all_at_once())
        assert all(isinstance(receipt, Accepted) for receipt in receipts)
        assert rig.taken() == len(many)
        assert 1 <= rig.most_at_once() <= rig.door.capacity

    def test_nothing_leaves_through_a_closed_door(self, rig: Rig) -> None:
        rig.send(rig.outbound(1))
        rig.run(rig.door.close())
        assert isinstance(rig.send(rig.outbound(2)), Temporary)
        assert rig.taken() == 1
        rig.run(rig.door.close())

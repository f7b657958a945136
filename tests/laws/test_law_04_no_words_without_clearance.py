"""Law 4: no words leave without a clearance: from an Allow, bound, sealed, brief, used once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from channels.contract import EmailWords, Mailbox, Outbound, content_digest
from channels.errors import ClearanceError
from channels.fake import FakeDoor
from policies.channel import Channel
from policies.clearance import LIFETIME, Clearance, Versions
from policies.minting import Mint, NotAllowedError
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute, Verdict
from tests.laws.houses import a_house

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = b"k" * 32
ALLOW = Allow()
HOUSE = Mailbox("Ana", "ana@house.example")
WORDS = EmailWords(HOUSE, "Hello", "Hello Scott", "<a1@house.example>", "b@house.example")
OUTBOUND = Outbound("a1", Channel.EMAIL, Mailbox("Scott", "scott@kestrel.example"), WORDS)
others = st.text(min_size=1, max_size=5)
versions = st.builds(Versions, *[st.integers(0, 3)] * 4)


def cleared(
    verdict: Verdict = ALLOW, lifetime: timedelta = LIFETIME, key: bytes = KEY
) -> Clearance:
    return Mint(key).clear(
        verdict,
        attempt=OUTBOUND.attempt,
        content_digest=content_digest(OUTBOUND),
        point=OUTBOUND.to.address,
        versions=Versions(1, 1, 1, 1),
        nonce="n",
        now=NOON,
        lifetime=lifetime,
    )


def offered(outbound: Outbound, clearance: object, at: datetime = NOON) -> list[Outbound]:
    """Hand words to a door; return what the outside world has of them."""
    door = FakeDoor(Channel.EMAIL, Mint(KEY).inspector, lambda: at)

    async def send() -> None:
        with pytest.raises(ClearanceError):
            await door.send(outbound, clearance)  # type: ignore[arg-type]

    asyncio.run(send())
    return door.taken


forged = st.one_of(
    st.builds(lambda other: replace(cleared(), attempt=other), others),
    st.builds(lambda other: replace(cleared(), point=other), others),
    st.builds(lambda other: replace(cleared(), nonce=other), others),
    st.builds(lambda other: replace(cleared(), content_digest=other), others),
    st.builds(lambda other: replace(cleared(), versions=other), versions),
    st.builds(
        lambda hours: replace(cleared(), expires=NOON + timedelta(hours=hours)), st.integers(1, 9)
    ),
    st.builds(lambda seal: replace(cleared(), seal=seal), st.binary(max_size=32)),
    st.builds(lambda key: cleared(key=key), st.binary(min_size=32, max_size=32)),
)
altered = st.one_of(
    st.builds(lambda text: replace(OUTBOUND, content=replace(WORDS, text=text)), others),
    st.builds(lambda text: replace(OUTBOUND, content=replace(WORDS, subject=text)), others),
    st.builds(lambda text: replace(OUTBOUND, content=replace(WORDS, reply_to=text)), others),
    st.builds(lambda text: replace(OUTBOUND, to=Mailbox(text, OUTBOUND.to.address)), others),
    st.builds(lambda text: replace(OUTBOUND, to=Mailbox("Scott", text)), others),
    st.builds(lambda text: replace(OUTBOUND, attempt=text), others),
)


def test_with_the_right_clearance_words_leave() -> None:
    door = FakeDoor(Channel.EMAIL, Mint(KEY).inspector, lambda: NOON)
    asyncio.run(door.send(OUTBOUND, cleared()))
    assert door.taken == [OUTBOUND]


def test_without_a_clearance_nothing_leaves() -> None:
    assert offered(OUTBOUND, None) == []


@given(forged)
def test_a_forged_clearance_opens_no_door(clearance: Clearance) -> None:
    assume(clearance != cleared())
    assert offered(OUTBOUND, clearance) == []


@given(altered)
def test_altered_words_do_not_leave(outbound: Outbound) -> None:
    assume(outbound != OUTBOUND)
    assert offered(outbound, cleared()) == []


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_a_clearance_lives_for_a_minute_at_most(lifetime: int, late: int) -> None:
    clearance = cleared(lifetime=timedelta(seconds=lifetime))
    assert clearance.expires - NOON <= timedelta(seconds=60)
    assert offered(OUTBOUND, clearance, clearance.expires + timedelta(seconds=late)) == []


@given(
    st.one_of(
        st.builds(Defer, st.just(NOON)),
        st.builds(Reroute, st.sampled_from(Channel)),
        st.builds(Hold, st.sampled_from(Clearer)),
        st.just(Block()),
    )
)
def test_only_an_allow_is_cleared(verdict: Verdict) -> None:
    with pytest.raises(NotAllowedError):
        cleared(verdict)


@settings(max_examples=15)
@given(st.lists(st.booleans(), min_size=2, max_size=4))
def test_a_clearance_is_redeemed_once(
    same_gate: list[bool],
) -> None:
    with a_house() as house:
        attempt = house.plan(house.person())
        passed = house.gate.judge_batch([attempt])
        for same in same_gate:
            gate = house.gate if same else house.another_gate()
            asyncio.run(gate.hand_over(passed))
        assert house.sent() == [attempt]


@settings(max_examples=15)
@given(st.integers(60, 100_000))
def test_a_clearance_is_not_redeemed_late(seconds: int) -> None:
    with a_house() as house:
        attempt = house.plan(house.person())
        passed = house.gate.judge_batch([attempt])
        house.later(timedelta(seconds=seconds))
        asyncio.run(house.gate.hand_over(passed))
        assert house.sent() == []

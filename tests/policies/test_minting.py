"""A clearance comes from an Allow, fits one message, and soon expires."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.channel import Channel
from policies.clearance import LIFETIME, Clearance, Fault, Versions
from policies.minting import Mint, NotAllowedError
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute, Verdict
from tests.policies.somebody import NOON

MINT = Mint(b"k" * 32)


def cleared(verdict: Verdict = Allow(), lifetime: timedelta = LIFETIME) -> Clearance:  # noqa: B008
    return MINT.clear(
        verdict,
        attempt="a_1",
        content_digest="d",
        point="c_1",
        versions=Versions(1, 2, 3, 4),
        nonce="n",
        now=NOON,
        lifetime=lifetime,
    )


def fault(clearance: Clearance | None, attempt: str = "a_1", digest: str = "d") -> Fault | None:
    return MINT.inspector.fault(clearance, attempt, digest, "c_1", NOON)


@pytest.mark.parametrize(
    "verdict",
    [Block(), Hold(Clearer.REP), Defer(NOON), Reroute(Channel.EMAIL)],
)
def test_only_an_allow_clears(verdict: Verdict) -> None:
    with pytest.raises(NotAllowedError, match="which clears nothing"):
        cleared(verdict)


def test_it_opens_the_door_it_was_made_for() -> None:
    assert fault(cleared()) is None


def test_it_lives_a_minute_at_most() -> None:
    long = cleared(lifetime=timedelta(days=1))
    assert long.expires == NOON + timedelta(seconds=60)
    at_the_end = MINT.inspector.fault(long, "a_1", "d", "c_1", long.expires)
    assert at_the_end is Fault.EXPIRED


def test_no_clearance_opens_nothing() -> None:
    assert fault(None) is Fault.MISSING


def test_other_words_are_refused() -> None:
    assert fault(cleared(), digest="other") is Fault.ALTERED


def test_another_attempt_is_refused() -> None:
    assert fault(cleared(), attempt="a_2") is Fault.OTHER_ATTEMPT


@pytest.mark.parametrize(
    "change",
    [
        {"attempt": "a_2"},
        {"content_digest": "e"},
        {"point": "c_2"},
        {"versions": Versions(1, 2, 3, 5)},
        {"nonce": "m"},
        {"expires": NOON + timedelta(days=1)},
    ],
)
def test_a_changed_field_breaks_the_seal(change: dict[str, object]) -> None:
    assert fault(replace(cleared(), **change)) is Fault.FORGED  # type: ignore[arg-type]


def test_another_process_cannot_use_it() -> None:
    stranger = Mint(b"x" * 32).inspector
    assert stranger.fault(cleared(), "a_1", "d", "c_1", NOON) is Fault.FORGED

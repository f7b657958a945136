"""Events of the carrier: which numbers have somebody else behind them."""

import json

import pytest

from channels.arrivals import Reassigned, Unreadable
from channels.sms.wire.events import read_events

DETECTED = {
    "specversion": "1.0",
    "type": "com.twilio.messaging.reassigned-number.detected",
    "source": "AB1",
    "id": "NO1",
    "data": {
        "to_number": "+17025550142",
        "is_reassigned": True,
        "consent_operation": "opt-out-created",
    },
}
OTHER = {"type": "com.twilio.messaging.message.sent", "id": "EZ1", "data": {}}


@pytest.mark.parametrize("body", [DETECTED, [DETECTED], [OTHER, DETECTED]])
def test_a_reassigned_number_is_found_alone_or_in_a_batch(body: object) -> None:
    assert read_events(json.dumps(body).encode()) == (Reassigned("+17025550142", "NO1"),)


def test_a_number_that_kept_its_owner_is_none() -> None:
    kept = {**DETECTED, "data": {"to_number": "+17025550142", "is_reassigned": False}}
    assert read_events(json.dumps(kept).encode()) == ()


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_set_aside(raw: bytes) -> None:
    assert isinstance(read_events(raw), Unreadable)


@pytest.mark.parametrize("raw", [b"1", b"null", b"[[]]", b'[{"type": 1, "data": 2}]'])
def test_json_of_another_shape_says_nothing(raw: bytes) -> None:
    assert read_events(raw) == ()

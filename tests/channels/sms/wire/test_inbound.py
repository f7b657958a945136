"""What a carrier posts, read into what the house understands; whatever it is, nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.arrivals import (
    Delivery,
    IncomingCall,
    StatusReport,
    TextMessage,
    Trouble,
    Unreadable,
)
from channels.sms.decoded import decode, encode, read
from channels.sms.wire.form import Form, marked

TEXT = {
    "ToCountry": "US",
    "SmsMessageSid": "SM1",
    "NumMedia": "2",
    "SmsStatus": "received",
    "Body": " Stop, please 🙏",
    "To": "+15550001111",
    "NumSegments": "1",
    "MessageSid": "SM1",
    "AccountSid": "AC1",
    "From": "+17025550142",
    "ApiVersion": "2010-04-01",
}
STATUS = {
    "MessageSid": "SM2",
    "MessageStatus": "undelivered",
    "ErrorCode": "30003",
    "To": "+17025550142",
    "From": "+15550001111",
    "a": "a_1-good",
}
CALL = {"CallSid": "CA1", "From": "+17025550142", "To": "+15550001111", "CallStatus": "ringing"}


def genuine(token: str) -> str | None:
    attempt, _, signature = token.partition("-")
    return attempt if signature == "good" else None


def test_a_text_keeps_their_words_to_the_letter() -> None:
    assert read(encode(TEXT), genuine) == TextMessage(
        "+17025550142", "+15550001111", " Stop, please 🙏", "SM1", attachments=2
    )


def test_what_the_carrier_took_it_for_is_kept() -> None:
    text = read(encode({**TEXT, "OptOutType": "stop"}), genuine)
    assert isinstance(text, TextMessage)
    assert text.keyword == "STOP"


def test_a_status_names_the_attempt_of_a_genuine_mark() -> None:
    assert read(encode(STATUS), genuine) == StatusReport(
        "SM2", Delivery.UNDELIVERED, "+17025550142", "30003", Trouble.SOFT, "a_1"
    )


def test_a_forged_mark_names_no_attempt() -> None:
    report = read(encode({**STATUS, "a": "a_1-bad"}), genuine)
    assert isinstance(report, StatusReport)
    assert report.attempt is None


@pytest.mark.parametrize(
    ("named", "status"),
    [
        ("accepted", Delivery.QUEUED),
        ("scheduled", Delivery.QUEUED),
        ("queued", Delivery.QUEUED),
        ("sending", Delivery.QUEUED),
        ("sent", Delivery.SENT),
        ("partially_delivered", Delivery.SENT),
        ("delivered", Delivery.DELIVERED),
        ("read", Delivery.READ),
        ("undelivered", Delivery.UNDELIVERED),
        ("failed", Delivery.FAILED),
        ("canceled", Delivery.CANCELED),
    ],
)
def test_each_status_of_the_carrier_is_one_of_ours(named: str, status: Delivery) -> None:
    report = read(encode({**STATUS, "MessageStatus": named}), genuine)
    assert isinstance(report, StatusReport)
    assert report.status is status


def test_a_status_that_nobody_knows_is_set_aside() -> None:
    assert isinstance(read(encode({**STATUS, "MessageStatus": "teleported"}), genuine), Unreadable)


def test_a_call_says_who_rang_and_what_they_pressed() -> None:
    assert read(encode({**CALL, "Digits": "9"}), genuine) == IncomingCall(
        "+17025550142", "+15550001111", "CA1", "9"
    )


def test_the_first_of_repeated_fields_counts() -> None:
    text = read(b"MessageSid=SM1&From=%2B1&From=%2B2&Body=a&Body=b", genuine)
    assert isinstance(text, TextMessage)
    assert (text.sender, text.text) == ("+1", "a")


@given(st.dictionaries(st.sampled_from([*TEXT, *STATUS, *CALL]), st.text(max_size=40)))
def test_whatever_strangers_post_is_read_or_set_aside(fields: dict[str, str]) -> None:
    read(encode(fields), genuine)


@given(st.binary(max_size=200))
def test_octets_of_any_kind_are_decoded(raw: bytes) -> None:
    decode(raw)


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1)))
def test_a_form_is_decoded_as_it_was_encoded(form: Form) -> None:
    assert decode(encode(form)) == form


def test_a_mark_stands_in_the_address_of_the_callback() -> None:
    assert marked("https://house.example/hooks", "a_1-x") == "https://house.example/hooks?a=a_1-x"

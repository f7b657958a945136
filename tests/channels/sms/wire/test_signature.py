"""A web hook is genuine exactly where the carrier's own library says so."""

import hashlib
import json
import string
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from channels.sms.wire.form import Form
from channels.sms.wire.signature import SETTINGS, SIGNATURE, genuine, sign

URL = "https://house.example/hooks/twilio/text?a=a_1-abc"
TOKEN = "a token of the account"
KEYS = {"key_1": "a shared secret"}
FORM = {"From": ["+17025550142"], "Body": ["Stop, please"], "MessageSid": ["SM1"]}


class Multi:
    """A form as the library reads repeated values."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __iter__(self) -> Iterator[str]:
        return iter(self.form)

    def __len__(self) -> int:
        return len(self.form)

    def getall(self, name: str) -> Sequence[str]:
        return self.form[name]


def theirs(url: str, form: Form, secret: str = TOKEN, algorithm: str = "HMAC_SHA1") -> str:
    signed: str = RequestValidator(secret).compute_signature(url, Multi(form), algorithm)
    return signed


def judged(url: str, headers: dict[str, str], form: Form | bytes = FORM) -> bool:
    return genuine(url, form, headers, TOKEN, KEYS)


FIELDS = st.dictionaries(
    st.text(string.ascii_letters, min_size=1, max_size=8),
    st.lists(st.text(max_size=12), min_size=1, max_size=3),
    max_size=5,
)


@given(FIELDS)
def test_the_library_signs_as_we_do_repeated_values_included(form: Form) -> None:
    for algorithm in ("HMAC_SHA1", "HMAC_SHA256"):
        assert sign(URL, form, TOKEN, algorithm) == theirs(URL, form, TOKEN, algorithm)


def test_what_the_account_signed_is_genuine() -> None:
    """CASES 31."""
    assert judged(URL, {SIGNATURE: theirs(URL, FORM)})


@pytest.mark.parametrize(
    "url",
    [
        URL,
        URL.replace("house.example", "house.example:443"),
        URL.replace("house.example", "house.example:8443"),
        "http://house.example/hooks",
        "http://house.example:80/hooks",
        "https://house.example",
    ],
)
def test_the_port_may_or_may_not_have_been_signed(url: str) -> None:
    validator = RequestValidator(TOKEN)
    for signed in (url, url.replace(":443", "").replace(":80/", "/")):
        signature = theirs(signed, FORM)
        assert judged(url, {SIGNATURE: signature}) == validator.validate(
            url, Multi(FORM), signature
        )


@pytest.mark.parametrize(
    "changed",
    [
        {**FORM, "Body": ["START"]},
        {**FORM, "From": ["+17025550143"]},
        {**FORM, "Extra": ["1"]},
        {"From": FORM["From"]},
        {},
    ],
)
def test_a_changed_field_is_not_genuine(changed: Form) -> None:
    """CASES 31."""
    assert not judged(URL, {SIGNATURE: theirs(URL, FORM)}, changed)


def test_another_address_is_not_genuine() -> None:
    signature = theirs(URL, FORM)
    assert not judged(URL.replace("a_1", "a_2"), {SIGNATURE: signature})


@pytest.mark.parametrize("signature", ["", "x", "ÿ", "=" * 28])
def test_a_signature_of_any_other_form_is_not_genuine(signature: str) -> None:
    assert not judged(URL, {SIGNATURE: signature})


def test_no_signature_is_not_genuine() -> None:
    assert not judged(URL, {})


def test_a_shared_key_signs_with_sha256() -> None:
    signature = theirs(URL, FORM, KEYS["key_1"], "HMAC_SHA256")
    settings = "key=key_1,algorithm=HMAC_SHA256"
    assert judged(URL, {SIGNATURE: signature, SETTINGS: settings})
    assert judged(URL, {SIGNATURE.lower(): signature, SETTINGS.lower(): settings})


@pytest.mark.parametrize(
    "settings",
    [
        "key=key_2,algorithm=HMAC_SHA256",
        "key=key_1,algorithm=HMAC_MD5",
        "key=key_1",
        "algorithm=HMAC_SHA256",
        ",,,=",
    ],
)
def test_settings_that_do_not_fit_the_signature_make_nothing_genuine(settings: str) -> None:
    signature = theirs(URL, FORM, KEYS["key_1"], "HMAC_SHA256")
    assert not judged(URL, {SIGNATURE: signature, SETTINGS: settings})


def test_the_token_of_the_account_does_not_stand_in_for_a_shared_key() -> None:
    settings = "key=key_9,algorithm=HMAC_SHA1"
    assert not judged(URL, {SIGNATURE: theirs(URL, FORM), SETTINGS: settings})


def test_without_a_secret_nothing_is_genuine() -> None:
    signature = theirs(URL, FORM, "")
    assert not genuine(URL, FORM, {SIGNATURE: signature}, "", {})
    settings = "key=k,algorithm=HMAC_SHA1"
    assert not genuine(URL, FORM, {SIGNATURE: signature, SETTINGS: settings}, TOKEN, {"k": ""})


def test_a_body_that_is_no_form_is_covered_by_its_hash_in_the_address() -> None:
    body = json.dumps({"type": "com.twilio.messaging"})
    url = f"{URL}&bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    signature = theirs(url, {})
    assert RequestValidator(TOKEN).validate(url, body, signature)
    assert judged(url, {SIGNATURE: signature}, body.encode())
    assert not judged(url, {SIGNATURE: signature}, b"{}")


def test_a_body_that_no_hash_covers_is_not_genuine() -> None:
    assert not judged(URL, {SIGNATURE: theirs(URL, {})}, b"{}")

"""Plain numbers are read as libphonenumber reads them, in every country, or left to it."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from outreach.domain.plain_numbers import PlainNumber, plain_number

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
SIGNS = st.sampled_from(["", "", " ", "-", ".", " (", ") "])


def by_the_library(typed: str, country: str | None) -> PlainNumber | None:
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    rings = phonenumbers.number_type(number)
    if rings == PhoneNumberType.UNKNOWN:
        return None
    return PlainNumber(phonenumbers.format_number(number, PhoneNumberFormat.E164), rings)


@st.composite
def typed(draw: st.DrawFn) -> tuple[str, str | None]:
    country = draw(st.sampled_from(COUNTRIES))
    kind = draw(
        st.sampled_from([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, *range(2, 11)])
    )
    example = phonenumbers.example_number_for_type(country, kind)
    example = example or phonenumbers.example_number(country)
    assert example is not None
    national = phonenumbers.national_significant_number(example)
    digits = list(national)
    for place in draw(st.lists(st.integers(0, len(digits) - 1), max_size=6)):
        digits[place] = draw(st.sampled_from("0123456789"))
    digits += draw(st.lists(st.sampled_from("0123456789"), max_size=1))
    own = phonenumbers.ndd_prefix_for_region(country, True) or ""
    code = phonenumbers.country_code_for_region(country)
    begins = draw(st.sampled_from(["", own, f"+{code}", f"00{code}", str(code), "0", "1", "8"]))
    where = draw(st.integers(0, len(digits)))
    written = begins + "".join([*digits[:where], draw(SIGNS), *digits[where:]])
    return written, draw(st.sampled_from([country, country, None, "US", "IT", "AR"]))


@settings(max_examples=400)
@given(typed())
def test_what_is_read_is_what_the_library_reads(one: tuple[str, str | None]) -> None:
    read = plain_number(*one)
    assert read is None or read == by_the_library(*one)


@pytest.mark.parametrize(
    ("written", "country", "e164"),
    [
        ("07400 123456", "GB", "+447400123456"),
        ("(702) 555-0143", "US", "+17025550143"),
        ("+49 151 23456789", None, "+4915123456789"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("04 123 4567", "NZ", None),
    ],
)
def test_common_numbers_need_no_library(written: str, country: str | None, e164: str) -> None:
    read = plain_number(written, country)
    assert (read and read.written) == e164


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("06 698 12345", "IT"),
        ("0044 7400 123456", "GB"),
        ("+44 (0)7400 123456", None),
        ("07400 123456 ext 3", "GB"),
        ("call 07400 123456", "GB"),
        ("07400 123456", None),
        ("0123", "GB"),
    ],
)
def test_what_leaves_a_doubt_is_left_to_the_library(written: str, country: str | None) -> None:
    assert plain_number(written, country) is None

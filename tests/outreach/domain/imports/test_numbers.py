"""Numbers as lists hold them become E.164, or it is said why not."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.addresses import AddressError
from outreach.domain.imports.numbers import number, numbers_in


@pytest.mark.parametrize(
    ("written", "countries", "expected"),
    [
        ("0049 30 901820", ["US"], "+4930901820"),
        ("0044 20 7946 0018", ["CA"], "+442079460018"),
        ("(00)33 1 42 68 53 00", ["DE"], "+33142685300"),
        ("011 49 30 901820", ["US"], "+4930901820"),
        ("+49 (0)30 901820", [], "+4930901820"),
        ("+39 06 6982", ["DE"], "+39066982"),
        ("Tel. 030/901820", ["DE"], "+4930901820"),
        ("491712345678", ["US"], "+491712345678"),
        ("(702) 555-0142", ["US"], "+17025550142"),
        ("01 42 68 53 00", ["DE", "FR"], "+33142685300"),
    ],
)
def test_a_number_is_read_whatever_stands_before_it(
    written: str, countries: list[str], expected: str
) -> None:
    assert number(written, countries).address == expected


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.sampled_from(["00", "+", "00 "]))
def test_two_zeros_are_a_plus_wherever_the_list_is_from(country: str, prefix: str) -> None:
    assert number(f"{prefix}493090182012", [country]).address == "+493090182012"


@pytest.mark.parametrize(
    ("written", "countries", "why"),
    [
        ("4.91711E+11", ["DE"], "was spoilt by a spreadsheet: format the column as text"),
        ("555-0142", [], "has neither a `+` and country code nor a country beside it"),
        ("12", ["US"], "is no telephone number that could ring"),
        ("call me", ["US"], "is no telephone number"),
    ],
)
def test_what_is_no_number_says_why(written: str, countries: list[str], why: str) -> None:
    with pytest.raises(AddressError, match=why.replace("+", r"\+")):
        number(written, countries)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("030 901820; 0171 2345678", ["030 901820", "0171 2345678"]),
        ("030 / 901820", ["030 / 901820"]),
        ("+49 30 901820 / +49 171 2345678", ["+49 30 901820", "+49 171 2345678"]),
        ("030 901820 oder 0171 2345678", ["030 901820", "0171 2345678"]),
        ("none", []),
    ],
)
def test_several_numbers_may_stand_in_one_cell(cell: str, numbers: list[str]) -> None:
    assert numbers_in(cell) == numbers

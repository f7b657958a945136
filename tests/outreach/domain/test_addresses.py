"""However an address is typed it is one address; what folds for stopping is not merged."""

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.addresses import AddressError, email_address, phone_number
from policies.channel import Channel
from policies.facts import NumberKind


@pytest.mark.parametrize(
    "typed",
    [
        "scott@reyes.example",
        " Scott@REYES.example ",
        "ＳＣＯＴＴ@reyes.example",
        "scott@reyes。example",
    ],
)
def test_case_width_and_spaces_make_no_other_address(typed: str) -> None:
    """CASES 59."""
    assert email_address(typed).address == "scott@reyes.example"


@pytest.mark.parametrize(
    "typed", ["uli@bücher.example", "uli@BÜCHER.example", "uli@xn--bcher-kva.example"]
)
def test_an_international_domain_is_its_ascii_form(typed: str) -> None:
    """CASES 59."""
    assert email_address(typed).address == "uli@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ana+news@reyes.example", "ana@reyes.example"),
        ("a.na+news@gmail.com", "ana@gmail.com"),
        ("a.na@googlemail.com", "ana@gmail.com"),
        ("a.na@reyes.example", "a.na@reyes.example"),
    ],
)
def test_a_tag_and_dots_fold_but_stay_in_the_address(typed: str, folded: str) -> None:
    """CASES 59: for suppression, never for merging."""
    found = email_address(typed)
    assert (found.address, found.folded) == (typed, folded)


@pytest.mark.parametrize(
    "typed", ["+1 702 555 0142", "(702) 555-0142", "702.555.0142", "001 702 555 0142"]
)
def test_a_number_is_one_number_however_it_is_written(typed: str) -> None:
    """CASES 59."""
    home = "GB" if typed.startswith("00") else "US"
    assert phone_number(typed, home).address == "+17025550142"


def test_a_number_says_what_it_rings_where_that_is_known() -> None:
    assert phone_number("+447911123456", None).kind is NumberKind.MOBILE
    assert phone_number("+442079460123", None).kind is NumberKind.LANDLINE
    assert phone_number("+17025550142", None).kind is None


@pytest.mark.parametrize(
    ("channel", "typed", "said"),
    [
        (Channel.EMAIL, "scott", "`scott` is no email address: "),
        (Channel.EMAIL, "scott@reyes", "`scott@reyes` is no email address: "),
        (Channel.EMAIL, "a..b@reyes.example", "is no email address"),
        (Channel.EMAIL, "x" * 400, "400 characters"),
        (Channel.EMAIL, "scott@reyes.example\nBcc: all@x.example", "is no email address"),
        (Channel.SMS, "7025550142", "neither a `+` and country code nor a country"),
        (Channel.PHONE, "+999123", "is no telephone number"),
        (Channel.PHONE, "+1202", "is no telephone number"),
    ],
)
def test_what_is_no_address_says_why(channel: Channel, typed: str, said: str) -> None:
    with pytest.raises(AddressError) as refused:
        email_address(typed) if channel is Channel.EMAIL else phone_number(typed, None)
    assert said in str(refused.value)


PARTS = st.text("abzAZ09._+-!@ é\n", max_size=12)


@given(
    PARTS, st.sampled_from(["reyes.example", "x.co", "localhost", "bücher.example", "", "-x.com"])
)
def test_the_quick_way_says_what_the_library_says(local: str, domain: str) -> None:
    typed = f"{local}@{domain}"
    try:
        checked = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        with pytest.raises(AddressError):
            email_address(typed)
    else:
        expected = f"{checked.local_part.lower()}@{checked.ascii_domain}"
        assert email_address(typed).address == expected


@given(st.from_regex(r"\+(1|44|49|33|61|800|979)[0-9]{4,12}", fullmatch=True))
def test_a_number_is_one_that_the_library_calls_valid(typed: str) -> None:
    try:
        number = phonenumbers.parse(typed, None)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.is_valid_number(number):
        assert phone_number(typed, None).address.startswith("+")
    else:
        with pytest.raises(AddressError):
            phone_number(typed, None)

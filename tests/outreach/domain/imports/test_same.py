"""Which rows are one person: by mailbox, by mobile and name, by name and organisation."""

from __future__ import annotations

from dataclasses import replace

from outreach.domain.addresses import email_address, phone_number
from outreach.domain.imports.row import Row
from outreach.domain.imports.same import KeyKind, apart_by_name, apart_by_number, differ, keys_of

MOBILE = "+491712345678"
OFFICE = "+4930901820"
BARE = Row(number=2, name="Anna Müller", emails=(), phones=(), organisation="ACME GmbH")


def row(name: str = "Anna Müller", *, email: str = "", phone: str = "", mobile: bool = True) -> Row:
    phones = (phone_number(phone, None),) if phone else ()
    return replace(
        BARE,
        name=name,
        emails=(email_address(email),) if email else (),
        phones=phones,
        mobiles=frozenset({phone} if phone and mobile else ()),
    )


def kinds(one: Row) -> list[KeyKind]:
    return [key.kind for key in keys_of(one)]


def test_a_desks_mailbox_a_landline_and_a_bare_name_make_nobody_the_same() -> None:
    """CASES 59: nobody is merged by what several people have."""
    lonely = replace(row(email="info@acme.example", phone=OFFICE, mobile=False), organisation="")
    assert kinds(lonely) == []


def test_a_mailbox_a_mobile_and_a_name_at_an_organisation_may() -> None:
    found = kinds(row(email="anna@acme.example", phone=MOBILE))
    assert found == [KeyKind.EMAIL, KeyKind.NUMBER, KeyKind.NAME]


def test_one_mobile_with_two_names_is_two_people() -> None:
    anna, peter, initial = row(phone=MOBILE), row("Peter Müller", phone=MOBILE), row("A. Müller")
    assert apart_by_number([anna, peter, initial], MOBILE) == [[anna, initial], [peter]]


def test_a_number_that_nobody_calls_a_mobile_and_several_share_is_a_switchboard() -> None:
    rows = [row("Anna Lee"), row("Bob Ray"), row("A. Lee")]
    assert apart_by_number(rows, "+12125550123") == [[one] for one in rows]


def test_one_name_at_one_organisation_is_one_person() -> None:
    first, second = row(email="anna@acme.example"), row(email="am@home.example")
    assert apart_by_name([first, second]) == [[first, second]]


def test_one_name_with_another_mailbox_and_another_mobile_is_two_people() -> None:
    first = row(email="anna@acme.example", phone=MOBILE)
    second = row(email="anna2@acme.example", phone="+491718765432")
    assert differ(first, second)
    assert apart_by_name([first, second, BARE]) == [[first, BARE], [second]]

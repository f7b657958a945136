"""CASES 57: of two records of one person the one that stays is never freer than either."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from outreach.domain.merging import stricter, together, worse
from outreach.domain.people import Person
from policies.channel import Kind
from policies.facts import PointState, Registry
from tests.databases import NOON

SCOTT = Person("p_1", "Scott Reyes", "Expo", NOON, NOON, country="US", region="US-NV")
BUSINESS = {"kind": Kind.BUSINESS, "kind_source": "card"}


def test_what_only_one_knows_is_taken_over_and_where_they_differ_nothing_is_known() -> None:
    other = replace(SCOTT, region="US-FL", zone="America/New_York", call_name="Scotty")
    told = together(SCOTT, other)
    assert (told["country"], told["region"]) == ("US", None)
    assert (told["zone"], told["call_name"]) == ("America/New_York", "Scotty")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (BUSINESS, Kind.BUSINESS),
        ({"kind": Kind.CONSUMER, "kind_source": "card"}, Kind.CONSUMER),
        ({"kind": Kind.BUSINESS}, None),
        ({}, None),
    ],
)
def test_a_business_is_one_only_where_both_records_attest_it(
    other: dict[str, object], kind: Kind | None
) -> None:
    one, two = replace(SCOTT, **BUSINESS), replace(SCOTT, **other)  # type: ignore[arg-type]
    assert together(one, two)["kind"] is kind
    assert together(two, one)["kind"] is kind


def test_doubt_about_who_it_is_stays() -> None:
    doubted = replace(SCOTT, identity_unclear_because="two people answer")
    for pair in ((SCOTT, doubted), (doubted, SCOTT)):
        assert together(*pair)["identity_unclear_because"] == "two people answer"


def test_a_dead_address_stays_dead_and_a_listed_number_listed() -> None:
    for one, other in product(PointState, PointState):
        both_fine = {one, other} == {PointState.OK}
        assert (worse(one, other) is PointState.OK) is both_fine
    for here, there in product(Registry, Registry):
        assert (Registry.LISTED in (here, there)) is (stricter(here, there) is Registry.LISTED)

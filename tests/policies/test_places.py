"""Where a person may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from policies.channel import Channel, Purpose
from policies.decide import decide
from policies.explain import explain
from policies.facts import Facts, House, Point, Proposed, Someone
from policies.places import Whereabouts, address_to, whereabouts
from policies.preferences import standing
from policies.rulebook import Rulebook
from policies.statement import Place
from policies.verdict import Allow, Block
from tests.policies.somebody import EMAIL, MOBILE, NOON, attempt, facts, literally, said

SINGAPORE = said("I'm in Singapore until Friday", Place("Asia/Singapore", date(2026, 11, 27)))
NOWHERE = Someone("Noor Haddad")
TOLL_FREE = Point(Channel.PHONE, "+18005550142")


def where(known: Facts, rulebook: Rulebook, at: datetime = NOON) -> Whereabouts:
    return whereabouts(known, standing(known.statements), address_to(known), at, rulebook)


def zones(known: Facts, rulebook: Rulebook, at: datetime = NOON) -> set[str]:
    return {zone.key for zone in where(known, rulebook, at).law}


def test_a_stated_place_counts_with_the_numbers_own_zone_for_calls(shipped: Rulebook) -> None:
    known = facts(statements=[SINGAPORE])
    assert zones(known, shipped) == {"Asia/Singapore", "America/Los_Angeles"}
    assert {zone.key for zone in where(known, shipped).own} == {"Asia/Singapore"}


def test_a_stated_place_ends_at_the_start_of_that_day_on_its_own_clock(shipped: Rulebook) -> None:
    friday = datetime(2026, 11, 26, 16, tzinfo=UTC)
    known = facts(statements=[SINGAPORE])
    assert "Asia/Singapore" in zones(known, shipped, friday - timedelta(minutes=1))
    assert "Asia/Singapore" not in zones(known, shipped, friday)


def test_an_unproven_place_is_added_never_substituted(shipped: Rulebook) -> None:
    known = facts(statements=[replace(SINGAPORE, proven=False)])
    assert zones(known, shipped) == {"Asia/Singapore", "America/Los_Angeles"}
    assert len(where(known, shipped).own) == 2


def test_an_unproven_place_alone_is_not_knowing(shipped: Rulebook) -> None:
    hearsay = replace(SINGAPORE, proven=False)
    known = facts(statements=[hearsay], person=NOWHERE, points=(TOLL_FREE,))
    assert "we do not know where they are" in where(known, shipped).unknown


def test_a_region_that_is_split_counts_in_all_its_zones(shipped: Rulebook) -> None:
    florida = Someone("Dan Ortiz", country="US", region="US-FL")
    known = facts(attempt(Channel.EMAIL), person=florida, points=(EMAIL,))
    assert zones(known, shipped) == {"America/New_York", "America/Chicago"}


def test_a_prefix_that_spans_zones_is_widened(shipped: Rulebook) -> None:
    """CASES 50."""
    pensacola = Point(Channel.PHONE, "+18505550142")
    known = facts(person=NOWHERE, points=(pensacola,))
    assert zones(known, shipped) >= {"America/New_York", "America/Chicago"}


def test_a_toll_free_number_says_nothing(shipped: Rulebook) -> None:
    known = facts(person=NOWHERE, points=(TOLL_FREE,))
    assert where(known, shipped).unknown == "we do not know where they are"


def test_an_unknown_zone_is_no_zone_and_is_named(shipped: Rulebook) -> None:
    """CASES 48."""
    lost = Someone("Ada Birch", zone="Mars/Phobos")
    known = facts(person=lost, points=(TOLL_FREE,))
    assert "`Mars/Phobos`" in where(known, shipped).unknown


def test_a_renamed_zone_is_followed(shipped: Rulebook) -> None:
    """CASES 48."""
    olena = Someone("Olena Koval", zone="Europe/Kiev")
    clocks = where(facts(attempt(Channel.EMAIL), person=olena, points=(EMAIL,)), shipped).own
    assert [str(NOON.astimezone(zone).utcoffset()) for zone in clocks] == ["2:00:00"]


def test_email_goes_on_under_the_assumed_country_and_says_so(shipped: Rulebook) -> None:
    known = replace(
        facts(attempt(Channel.EMAIL), person=NOWHERE, points=(EMAIL,)),
        house=House(assume_country="US"),
    )
    found = where(known, shipped)
    assert (found.unknown, found.assumed) == ("", "US")
    assert "US" in found.codes


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("lea@kestrel.example", {"US"}),
        ("lea@mail.firm.fr", {"US", "FR", "EU"}),
        ("lea@kestrel.CO.UK", {"US", "GB"}),
        ("lea@kestrel.kp", {"US"}),
        ("lea@kestrel.eu.com", {"US"}),
    ],
)
def test_a_mail_domains_country_tightens_what_is_assumed(
    address: str, codes: set[str], shipped: Rulebook
) -> None:
    known = replace(
        facts(attempt(Channel.EMAIL), person=NOWHERE, points=(Point(Channel.EMAIL, address),)),
        house=House(assume_country="US"),
    )
    assert set(where(known, shipped).codes) == codes
    told = replace(known, person=replace(NOWHERE, country="US"))
    assert set(where(told, shipped).codes) == {"US"}


def test_nothing_is_assumed_for_calls(shipped: Rulebook) -> None:
    known = replace(facts(person=NOWHERE, points=(TOLL_FREE,)), house=House(assume_country="US"))
    assert where(known, shipped).unknown


def test_a_possible_place_without_rules_is_not_known_well_enough(shipped: Rulebook) -> None:
    peru = said("I'm in Lima until Friday", Place("America/Lima", date(2026, 11, 27)))
    assert where(facts(statements=[peru]), shipped).unknown == "no rules are shipped for PE"


def test_a_number_brings_its_own_state(shipped: Rulebook) -> None:
    known = facts(person=NOWHERE, points=(MOBILE,))
    assert {"US", "US-NV"} <= set(where(known, shipped).codes)


def test_the_unions_pack_reaches_its_members_when_it_is_given_alone(shipped: Rulebook) -> None:
    person = Someone("Léa", country="FR", zone="Europe/Paris")
    mail = Proposed(Channel.EMAIL, Purpose.MARKETING, "Ana Ruiz", automated=True)
    known = Facts(mail, person, (Point(Channel.EMAIL, "lea@kestrel.example"),))
    assert decide(known, NOON, literally(shipped, "eu")).verdict == Block()
    assert decide(known, NOON, literally(shipped, "fr")).verdict == Allow()


def test_a_zone_that_is_none_is_named_whatever_the_verdict(shipped: Rulebook) -> None:
    """CASES 48."""
    lost = Someone("Mo", country="DE", zone="Mars/Olympus")
    known = facts(attempt(Channel.EMAIL), person=lost, points=(EMAIL,))
    decision = decide(known, NOON, literally(shipped))
    assert decision.verdict == Allow()
    assert "`Mars/Olympus` is no time zone" in explain(decision, known).text


def test_a_stated_place_that_is_none_is_named_too(shipped: Rulebook) -> None:
    said_so = said("I am on Mars", Place("Mars/Olympus", date(2026, 12, 27)))
    known = facts(attempt(Channel.EMAIL), [said_so])
    told = explain(decide(known, NOON, literally(shipped)), known).text
    assert "`Mars/Olympus` is no time zone" in told


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("RE", {"RE", "FR", "EU"}),
        ("PR", {"PR", "US"}),
        ("PM", {"PM", "FR"}),
        ("FR", {"FR", "EU"}),
        ("CH", {"CH"}),
    ],
)
def test_a_territory_brings_the_law_of_its_state(
    shipped: Rulebook, country: str, codes: set[str]
) -> None:
    known = facts(attempt(Channel.EMAIL), person=Someone("Lou", country=country), points=(EMAIL,))
    assert set(where(known, shipped).codes) == codes


def test_no_rules_are_missed_where_those_of_the_state_hold(shipped: Rulebook) -> None:
    reunion = Someone("Lou", country="RE", zone="Indian/Reunion")
    bulgaria = Someone("Lou", country="BG", zone="Europe/Sofia")
    assert not where(
        facts(attempt(Channel.EMAIL), person=reunion, points=(EMAIL,)), shipped
    ).unknown
    missed = where(facts(attempt(Channel.EMAIL), person=bulgaria, points=(EMAIL,)), shipped).unknown
    assert "no rules are shipped for BG" in missed

"""Pack files: what they mean, and the words in which they are refused."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from outreach.bootstrap.packs import read_pack
from outreach.bootstrap.rulebook import load_pack, load_rulebook, shipped
from outreach.errors import InputError
from policies.channel import Channel, Kind, Purpose
from policies.finding import Force
from policies.rulebook import WHERE_THEY_ARE, Cap, CapOf, Entry, EntryKind, Rest

GOOD = """
code = "xx"
title = "Somewhere"

[[entry]]
id = "xx-hours"
kind = "contact_hours"
channels = ["phone"]
citation = "Act, s. 1"
source = "the gazette"
confidence = "verified_primary"
checked = 2026-11-22
hours = [
  { days = "mon-fri", open = "09:00", close = "12:30" },
  { days = "sat", open = "10:00", close = "24:00" },
]
"""


WEEK = (0, 1, 2, 3, 4)


def hours(entry: Entry) -> list[tuple[tuple[int, ...], int, int]]:
    return [(opening.days, opening.open, opening.close) for opening in entry.openings]


def only(text: str) -> Entry:
    (entry,) = read_pack("xx.toml", text).entries
    return entry


def refused(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read_pack("xx.toml", text)
    return str(raised.value)


def test_an_entry_says_what_where_and_since_when_we_know() -> None:
    entry = only(GOOD)
    assert entry.jurisdiction == "XX"
    assert entry.kind is EntryKind.CONTACT_HOURS
    assert hours(entry) == [(WEEK, 540, 750), ((5,), 600, 1440)]
    assert (entry.force, entry.checked) == (Force.LAW, date(2026, 11, 22))
    assert entry.cite.citation == "Act, s. 1"


def test_days_may_run_over_sunday() -> None:
    assert only(GOOD.replace('"mon-fri"', '"fri-mon"').replace('"sat"', '"wed"')).openings[
        0
    ].days == (0, 4, 5, 6)


@pytest.mark.parametrize(
    ("whom", "protects"),
    [
        ('["consumer"]', (Kind.CONSUMER,)),
        ('["business"]', (Kind.BUSINESS,)),
        ('["any"]', ()),
        ('["natural_person"]', ()),
        ('["consumer", "business"]', ()),
        ('["consumer", "sole_trader"]', (Kind.CONSUMER,)),
    ],
)
def test_an_entry_protects_businesses_only_where_it_says_so_or_names_natural_persons(
    whom: str, protects: tuple[Kind, ...]
) -> None:
    assert only(GOOD + f"applies_to = {whom}\n").applies_to == protects


def test_what_only_humans_read_may_stand_beside_any_value() -> None:
    entry = only(GOOD + 'details = { announced = "in the gazette" }\n')
    assert entry.details == (("announced", "in the gazette"),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"12:30"', '"25:00"', "`close` is `25:00`"),
        ('"12:30"', '"08:00"', "`close` is not after `open`"),
        ('"mon-fri"', '"weekdays"', "`days` is `weekdays`"),
        ('["phone"]', '["fax"]', "`channels` is `fax`"),
        ('["phone"]', "[]", "`channels` must name at least one channel"),
        ('"contact_hours"', '"contact_huors"', "`kind` is `contact_huors`"),
        ('"contact_hours"', '"rest"', "`hours` is read by nothing in an entry of kind `rest`"),
        ('"verified_primary"', '"sure"', "`confidence` is `sure`"),
        ("checked = 2026-11-22", 'checked = "soon"', "`checked` is `soon`"),
        ('citation = "Act, s. 1"', "", "`citation` is missing"),
        ('source = "the gazette"', 'sauce = "the gazette"', "`source` is missing"),
        ("checked = 2026-11-22", "chekced = 2026-11-22", "`chekced` is not a key here"),
        ('code = "xx"', 'code = "XX"', "pack codes are lower case"),
    ],
)
def test_a_malformed_entry_is_refused_by_line_and_key(old: str, new: str, says: str) -> None:
    told = refused(GOOD.replace(old, new))
    assert told.startswith("xx.toml, line ")
    assert says in told


def test_the_line_is_the_line_of_the_key() -> None:
    assert refused(GOOD.replace('"verified_primary"', '"sure"')).startswith(
        "xx.toml, line 11, entry `xx-hours`: "
    )


def test_two_entries_of_one_name_are_refused() -> None:
    twice = GOOD + GOOD.partition("[[entry]]")[1] + GOOD.partition("[[entry]]")[2]
    assert "which another entry has" in refused(twice)


CAPPED = GOOD.replace('"contact_hours"', '"frequency_cap"').partition("hours = [")[0]


def test_a_cap_may_count_the_people_of_an_organisation() -> None:
    entry = only(CAPPED + 'caps = [{ count = 100, days = 30, of = "organisation" }]\n')
    assert entry.caps == (Cap(100, 720, of=CapOf.ORGANISATION),)


@pytest.mark.parametrize(
    ("cap", "says"),
    [
        ('count = 101, days = 1, of = "organisation"', "of an organisation at most 100 count"),
        ('count = 3, days = 31, of = "organisation"', "of an organisation reach 30 days back"),
        ('count = 3, days = 1, of = "team"', "`of` is `team`"),
    ],
)
def test_a_cap_of_more_people_than_are_remembered_is_refused(cap: str, says: str) -> None:
    assert says in refused(CAPPED + f"caps = [{{ {cap} }}]\n")


def test_the_house_makes_no_law() -> None:
    text = GOOD.replace('code = "xx"', 'code = "house"')
    assert "the house makes no law" in refused(text)


KEEPS = GOOD.replace("contact_hours", "retention").partition("hours =")[0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ('keeps = ["facts"]', "`retain` is missing: it says how long"),
        ('keeps = ["facts"]\nretain = { days = 29 }', "is shorter than 30 days"),
        ("retain = { months = 24 }", "needs `keeps`"),
        ('keeps = ["stops"]\nretain = { months = 24 }', "`stops`"),
    ],
)
def test_a_term_that_is_none_or_too_short_is_refused(values: str, says: str) -> None:
    """What somebody said and their stops have no term at all."""
    assert says in refused(f"{KEEPS}{values}\n")


def test_an_entry_that_ends_before_it_begins_is_refused() -> None:
    dated = GOOD + "in_force_from = 2026-01-01\nin_force_until = 2026-01-01\n"
    assert "is not after `in_force_from`" in refused(dated)


def test_a_file_that_is_not_toml_is_refused_by_name() -> None:
    assert refused("code = ").startswith("xx.toml is not toml")


@pytest.mark.parametrize("name", shipped())
def test_every_value_we_ship_has_a_citation_a_source_and_a_day(name: str) -> None:
    for entry in load_pack(name).entries:
        assert entry.citation
        assert entry.source
        assert entry.checked is not None, entry.id


@pytest.mark.parametrize("name", shipped())
def test_a_pack_is_named_by_its_code(name: str) -> None:
    assert load_pack(name).code == name


def entries(name: str) -> dict[str, Entry]:
    return {entry.id: entry for entry in load_pack(name).entries}


def test_the_house_defaults_are_the_ones_we_promise() -> None:
    house = entries("house")
    assert hours(house["house-hours-email"]) == [(WEEK, 7 * 60, 20 * 60)]
    assert house["house-hours-email"].purposes == (Purpose.MARKETING, Purpose.PROMISED)
    calls = house["house-hours-calls-and-texts"]
    assert hours(calls) == [(WEEK, 600, 1080), ((5,), 600, 1020)]
    assert calls.channels == (Channel.PHONE, Channel.SMS)
    assert house["house-holidays-calls-and-texts"].holidays == (WHERE_THEY_ARE,)
    assert house["house-cap-automated"].caps == (
        Cap(1, 24, binds_humans=False),
        Cap(2, 7 * 24, binds_humans=False),
        Cap(6, 30 * 24, binds_humans=False),
    )
    assert house["house-cap-calls"].caps == (Cap(3, 24), Cap(4, 30 * 24))
    office = house["house-cap-organisation"]
    assert office.caps == (Cap(3, 24, of=CapOf.ORGANISATION),)
    assert office.purposes == (Purpose.MARKETING,)
    rests = (Rest("no", 60), Rest("stop", 60), Rest("silence", 180, after=5))
    assert house["house-rest"].rests == rests


def test_federal_hours_are_eight_to_nine_for_consumers() -> None:
    entry = entries("us")["us-tcpa-hours"]
    assert hours(entry) == [((*WEEK, 5, 6), 480, 1260)]
    assert entry.applies_to == (Kind.CONSUMER,)


def test_law_on_automated_dialling_binds_texts_only() -> None:
    consent = entries("us")["us-tcpa-autodialled-texts"]
    assert consent.channels == (Channel.SMS,)


def test_loading_a_pack_that_is_not_shipped_names_those_that_are() -> None:
    with pytest.raises(InputError, match="no pack `zz` is shipped; there are `ae`, `at`"):
        load_rulebook(["zz"])


def test_a_rulebook_holds_the_packs_it_was_asked_for_and_no_others() -> None:
    assert set(load_rulebook(["us"]).packs) == {"us"}
    assert load_rulebook(["us"]).literal
    assert set(load_rulebook().packs) == set(shipped())
    assert not load_rulebook().literal


def test_the_example_of_the_docs_is_a_pack() -> None:
    page = (Path(__file__).parents[3] / "docs/adding-a-pack.md").read_text()
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(example)
    assert read_pack("xx.toml", example).entries

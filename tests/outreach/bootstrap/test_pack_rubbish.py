"""Rubbish in a pack is refused by file, entry and key: a clear error, and never a silent yes."""

from __future__ import annotations

import pytest

from outreach.bootstrap.packs import PackError, read_pack
from outreach.errors import InputError

HEAD = 'code = "xx"\ntitle = "Somewhere"\n'
ENTRY = """
[[entry]]
id = "xx-one"
kind = "{kind}"
channels = ["phone", "sms"]
citation = "Act, s. 1"
source = "the gazette"
confidence = "verified_primary"
checked = 2026-11-22
{values}
"""
HOURS = 'hours = [{ days = "mon-fri", open = "09:00", close = "20:00" }]'


def refused(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read_pack("xx.toml", HEAD + text)
    return str(raised.value)


def entry(values: str, of_kind: str = "contact_hours", **changed: str) -> str:
    text = ENTRY.format(kind=of_kind, values=values)
    for key, line in changed.items():
        (old,) = [each for each in text.splitlines() if each.startswith(f"{key} = ")]
        text = text.replace(old, line)
    return text


VALUES = [
    ("hours", 'hours = "09:00-20:00"', "must be a list of tables"),
    ("hours", "hours = []", "is missing"),
    ("hours", "", "is missing"),
    ("hours", HOURS.replace("hours", "hour"), "is missing"),
    ("days", HOURS.replace("mon-fri", "monday"), "is `monday`"),
    ("days", HOURS.replace("mon-fri", "mon-fri-sat"), "is `mon-fri-sat`"),
    ("days", HOURS.replace('days = "mon-fri", ', ""), "is missing"),
    ("open", HOURS.replace("09:00", "9:00"), "is `9:00`"),
    ("open", HOURS.replace("09:00", "24:00"), "`close` is not after `open`"),
    ("close", HOURS.replace("20:00", "25:00"), "is `25:00`"),
    ("close", HOURS.replace("20:00", "20:60"), "is `20:60`"),
    ("close", HOURS.replace("20:00", "08:00"), "is not after `open`"),
    ("close", HOURS.replace("20:00", "09:00"), "is not after `open`"),
    ("close", HOURS.replace('"20:00"', "20"), "must be text"),
    ("close", HOURS.replace("close", "shut"), "is missing"),
    (
        "open",
        HOURS.replace("}]", '}, { days = "fri-sat", open = "19:59", close = "21:00" }]'),
        "lies in hours that the same day has already",
    ),
    ("closed_days", HOURS + '\nclosed_days = ["fri"]', "names a day that `hours` opens"),
    ("closed_days", HOURS + '\nclosed_days = ["xyz"]', "is `xyz`"),
    ("clock", HOURS + '\nclock = "America/Springfield"', "is no time zone"),
    ("holidays", HOURS + '\nholidays = ["ZZ"]', "of which no public holidays are known"),
    ("holidays", HOURS + '\nholidays = ["US-ZZ"]', "of which no public holidays are known"),
    ("holidays", HOURS + '\nholidays = ["EU"]', "of which no public holidays are known"),
    ("holidays", HOURS + '\nholidays = ["Italy"]', "is no ISO 3166 code"),
    ("holidays", HOURS + '\nholidays = "IT"', "must be a list of texts"),
    (
        "eve_of_holiday",
        HOURS + '\neve_of_holiday = [{ open = "10:00", close = "19:00" }]',
        "needs `holidays`",
    ),
    (
        "close",
        HOURS + '\nholidays = ["IT"]\neve_of_holiday = [{ open = "10:00", close = "09:00" }]',
        "is not after `open`",
    ),
    ("in_force_from", HOURS + "\nin_force_from = 2026-01-01T12:00:00", "must be a day"),
    ("in_force_from", HOURS + '\nin_force_from = "soon"', "neither a day nor a moment"),
    (
        "in_force_until",
        HOURS + "\nin_force_from = 2026-05-01\nin_force_until = 2026-05-01",
        "is not after `in_force_from`",
    ),
    ("applies_to", HOURS + '\napplies_to = ["customers"]', "names `customers`"),
    ("purposes", HOURS + '\npurposes = ["sales"]', "is `sales`"),
    ("force", HOURS + '\nforce = "advice"', "is `advice`"),
    ("since", HOURS + "\ndetails = { since = 2020 }", "must be text"),
    ("caps", HOURS + "\ncaps = [{ count = 3, hours = 24 }]", "is read by nothing"),
    ("hrs", HOURS + '\nhrs = "all"', "is not a key here"),
]
OTHERS = [
    ("caps", "frequency_cap", "", "is missing"),
    ("count", "frequency_cap", "caps = [{ count = -1, days = 7 }]", "above zero"),
    ("count", "frequency_cap", "caps = [{ count = 0, days = 7 }]", "above zero"),
    ("count", "frequency_cap", "caps = [{ count = true, days = 7 }]", "above zero"),
    ("days", "frequency_cap", "caps = [{ count = 3 }]", "above zero"),
    ("hours", "frequency_cap", "caps = [{ count = 3, hours = 1.5 }]", "above zero"),
    ("event", "rest", 'rests = [{ event = "sulk", days = 60 }]', "is `sulk`"),
    ("days", "rest", 'rests = [{ event = "no", days = -60 }]', "above zero"),
    ("consent", "consent_required", 'accepts = ["written"]', "is missing"),
    ("accepts", "consent_required", 'consent = "yes"\naccepts = ["silence"]', "is `silence`"),
    ("accepts", "consent_required", 'consent = "yes"\naccepts = ["unknown"]', "that are known"),
    ("accepts", "consent_required", 'consent = "yes"\naccepts = []', "at least one"),
    ("basis", "consent_expiry", 'expires = [{ basis = "sale", months = 2 }]', "is `sale`"),
    ("months", "consent_expiry", 'expires = [{ basis = "express", months = 0 }]', "above zero"),
    ("registry", "dnc_registry", "max_age_days = 31", "is missing"),
    ("max_age_days", "dnc_registry", 'registry = "A"\nmax_age_days = -1', "above zero"),
    ("required", "identification", 'required = ["a_smile"]', "is `a_smile`"),
    ("deadline", "optout_deadline", "", "is missing"),
    ("deadline", "optout_deadline", "deadline = 10", "must be a table"),
    ("deadline", "optout_deadline", "deadline = {}", "is empty"),
    ("days", "optout_deadline", "deadline = { days = -1 }", "above zero"),
    ("weeks", "optout_deadline", "deadline = { weeks = 1 }", "is not a key here"),
    ("minutes", "optout_confirmation", "confirmation = { count = 1 }", "above zero"),
    ("keywords", "optout_recognition", 'keywords = "stop"', "must be a list of texts"),
    ("years", "consent_proof", "retain = { years = 1.5 }", "above zero"),
    ("hours", "caller_id", HOURS, "has no value at all"),
]


@pytest.mark.parametrize(("key", "values", "says"), VALUES)
def test_a_value_that_means_nothing_is_refused_by_file_entry_and_key(
    key: str, values: str, says: str
) -> None:
    told = refused(entry(values))
    assert told.startswith("xx.toml, line ")
    assert ", entry `xx-one`: `" in told
    assert says in told
    assert f"`{key}`" in told


@pytest.mark.parametrize(("key", "kind", "values", "says"), OTHERS)
def test_a_value_of_another_kind_is_refused_alike(
    key: str, kind: str, values: str, says: str
) -> None:
    told = refused(entry(values, kind))
    assert ", entry `xx-one`: `" in told
    assert says in told
    assert f"`{key}`" in told


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": 'kind = "contact_huors"'}, "`kind` is `contact_huors`"),
        ({"kind": 'kind = "information"'}, "`kind` is `information`"),
        ({"channels": 'channels = ["fax"]'}, "`channels` is `fax`"),
        ({"channels": "channels = []"}, "`channels` must name at least one channel"),
        ({"channels": 'channels = "phone"'}, "`channels` must be a list"),
        ({"citation": "citation = 47"}, "`citation` must be text"),
        ({"source": 'source = ""'}, "`source` must be text, and not empty"),
        ({"confidence": 'confidence = "sure"'}, "`confidence` is `sure`"),
        ({"checked": 'checked = "2026-13-01"'}, "`checked` is `2026-13-01`"),
        ({"checked": "checked = 2026-11-22T10:00:00"}, "`checked` must be a day"),
    ],
)
def test_what_every_entry_says_is_checked_alike(changed: dict[str, str], says: str) -> None:
    told = refused(entry(HOURS, **changed))
    assert told.startswith("xx.toml, line ")
    assert ", entry `xx-one`: " in told
    assert says in told


def test_an_entry_without_an_id_is_named_by_its_place() -> None:
    told = refused(entry(HOURS) + entry(HOURS, id='idd = "xx-two"'))
    assert ", entry 2: `id` is missing" in told


def test_two_entries_of_one_id_are_refused() -> None:
    told = refused(entry(HOURS) + entry(HOURS))
    assert "entry `xx-one`: `id` is `xx-one`, which another entry has" in told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("this is not TOML", "xx.toml is not toml"),
        ("[entry]\nid = 3\n", "xx.toml, line "),
        ('entry = "none"\n', "`entry` must be a list of tables"),
        ("[[entries]]\n", "`entries` is not a key here"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_by_name(text: str, says: str) -> None:
    assert says in refused(text)


def test_what_is_no_toml_is_a_fault_of_the_pack() -> None:
    with pytest.raises(PackError, match=r"xx\.toml is not toml"):
        read_pack("xx.toml", "code = ")

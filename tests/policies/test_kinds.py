"""What each kind of entry makes us do, whoever sees to it."""

from __future__ import annotations

from policies.kinds import MEANINGS, VALUES, How
from policies.rulebook import EntryKind


def test_a_judged_kind_names_its_rule_what_it_does_and_its_keys() -> None:
    rest = MEANINGS[EntryKind.REST]
    assert (rest.how, rest.by, rest.keys, rest.needs) == (
        How.JUDGED,
        "at-rest",
        ("rests",),
        ("rests",),
    )
    assert rest.does.startswith("Marketing rests for so many days")
    assert MEANINGS[EntryKind.EMERGENCY_BAN].needs == ()


def test_a_kept_kind_names_who_keeps_it_and_its_keys() -> None:
    kept = MEANINGS[EntryKind.RETENTION]
    assert (kept.how, kept.by, kept.keys, kept.needs) == (
        How.KEPT,
        "the engine",
        ("keeps", "retain"),
        ("keeps",),
    )
    assert kept.does.startswith("What it `keeps` is let go")
    assert MEANINGS[EntryKind.OWN_LIST].needs == ()


def test_what_no_machine_decides_is_for_a_human_and_has_no_keys() -> None:
    read = MEANINGS[EntryKind.UNKNOWN]
    assert (read.how, read.by, read.keys, read.needs) == (How.READ, "a human", (), ())
    assert read.does.startswith("Nobody found out what is law here")


def test_every_key_is_listed_once() -> None:
    assert len(VALUES) == len(set(VALUES))
    assert {key for meaning in MEANINGS.values() for key in meaning.keys} == set(VALUES)

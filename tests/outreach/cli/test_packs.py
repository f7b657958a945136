"""Whoever asks can read the law as it is held, and two people may better it."""

from __future__ import annotations

import re
from pathlib import Path

from outreach.bootstrap.house import visiting
from outreach.store import house as house_row
from tests.outreach.cli.conftest import Shell

NEVADA = """\
code = "us-nv"
title = "Nevada"

[[entry]]
id = "us-nv-hours"
kind = "contact_hours"
channels = ["phone"]
hours = [{ days = "mon-sun", open = "09:00", close = "20:00" }]
citation = "NRS 598.0918"
source = "the statute"
confidence = "verified_primary"
checked = 2026-11-22
applies_to = ["consumer"]
"""


def epoch(house: Shell) -> int:
    with visiting(house.folder) as home:
        return home.store.read(house_row.get).epoch


def test_a_pack_is_a_page_with_value_citation_source_and_dates(house: Shell) -> None:
    shown = house("packs", "us-pa").out
    assert "open Mon–Sat 09:00–19:00" in shown
    assert "73 P.S. 2245(a)(1), (10); Act 47 of 2026 (SB 992) · law · verified secondary" in shown
    assert "18 Oct 2026  us-pa-hours-2026 comes into force" in shown
    assert "18 Oct 2026  us-pa-hours ends" in shown
    assert "at most 3 people of one organisation in any 24 hours" in house("packs", "house").out


def test_every_pack_is_listed_and_an_unknown_one_is_named(house: Shell) -> None:
    assert house("packs", "--json").json["fr"] == "France"
    unknown = house("packs", "zz")
    assert (unknown.code, "`zz`" in unknown.err) == (2, True)


def test_what_nobody_verified_is_warned_of_and_a_year_later_everything(house: Shell) -> None:
    now = {one["entry"] for one in house("packs", "check", "--on", "2026-11-23", "--json").json}
    assert "us-nv-hours" in now
    assert "us-tcpa-hours" not in now
    later = {one["entry"] for one in house("packs", "check", "--on", "2027-11-24", "--json").json}
    assert {"us-nv-hours", "us-tcpa-hours"} <= later
    assert not {one for one in later if one.startswith("house-")}


def test_a_day_of_checking_that_has_not_come_is_warned_of(house: Shell) -> None:
    early = house("packs", "check", "--on", "2026-11-01", "--json").json
    assert {one["why"] for one in early if one["entry"] == "us-tcpa-hours"} == {
        "checked on a day that has not come (22 Nov 2026)"
    }


def test_a_page_says_which_rule_judges_an_entry_and_what_only_humans_read(house: Shell) -> None:
    page = house("packs", "us").out
    assert "consent required  [judged: consent-required]" in page
    assert "optout deadline  [kept: outreach doctor]" in page
    assert "caller id  [for a human to read]" in page
    assert "satisfied by: written" in page
    assert "to be honoured within 10 business days" in page


def test_two_people_adopt_a_better_value_and_one_does_not(house: Shell, tmp_path: Path) -> None:
    file = tmp_path / "us-nv-hours.toml"
    file.write_text(NEVADA, encoding="utf-8")
    adopt = ("packs", "adopt", str(file), "--source", "the statute", "--by", "Ana Ruiz")
    alone = house(*adopt, "--and", "Ana Ruiz")
    assert (alone.code, "two people" in alone.err) == (2, True)
    assert not (house.folder / "policies").exists()
    assert house("team", "add", "Cora Lindt").code == 0
    before = epoch(house)
    done = house(*adopt, "--and", "Cora Lindt")
    assert (done.code, "a running engine from its next round" in done.out) == (0, True)
    assert epoch(house) == before + 1, "what was cleared before leaves no more"
    assert "verified primary" in house("packs", "us-nv").out
    assert house("ledger", "verify").code == 0


def test_a_value_from_nowhere_or_of_a_day_to_come_is_not_adopted(
    house: Shell, tmp_path: Path
) -> None:
    assert house("team", "add", "Cora Lindt").code == 0
    file = tmp_path / "us-nv-hours.toml"
    file.write_text(NEVADA, encoding="utf-8")
    two = ("--by", "Ana Ruiz", "--and", "Cora Lindt")
    nowhere = house("packs", "adopt", str(file), "--source", " ", *two)
    assert (nowhere.code, "where the value was read" in nowhere.err) == (2, True)
    file.write_text(re.sub(r"checked = \S+", "checked = 2999-01-01", NEVADA), encoding="utf-8")
    early = house("packs", "adopt", str(file), "--source", "the statute", *two)
    assert (early.code, "a day that has not come" in early.err) == (2, True)
    assert not (house.folder / "policies").exists()

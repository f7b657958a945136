"""A copy of a national registry is taken in, dated, and asked about every number."""

from __future__ import annotations

import pytest

from outreach.cli.opening import opened
from outreach.clock import SystemClock
from outreach.domain.attempts import AttemptState
from policies.channel import Channel
from tests.outreach.cli.conftest import Said, Shell
from tests.outreach.cli.planned import plan

TODAY = SystemClock().now().date()
SCOTT = "+17025550142"


def taken_in(house: Shell, number: str, *more: str) -> Said:
    """Take in today's copy of the registry of the United States; it lists this number."""
    file = house.folder / "copy.csv"
    file.write_text(number, encoding="utf-8")
    told = ("--country", "us", "--on", str(TODAY), *more, "--json")
    return house("registry", "import", str(file), *told)


def may_ring(house: Shell) -> dict[str, object]:
    judged: dict[str, object] = house("may", "Scott Reyes", "phone", "--json").json
    return judged


def test_a_listed_number_is_not_rung(house: Shell) -> None:
    done = taken_in(house, "7025550142")
    assert (done.code, done.json["listed"], done.json["looked_up"]) == (0, 1, 1)
    judged = may_ring(house)
    assert judged["verdict"] == "block"
    assert "US National Do Not Call Registry" in str(judged)


def test_numbers_that_nobody_looked_up_are_one_line_however_many(house: Shell) -> None:
    house.alter("update point set registry = 'unknown', registry_on = null")
    house("sequence", "add", str(house.folder / "sequences" / "first-hello.toml"))
    preflight = house("preflight", "first-hello", "--all", "--json")
    (line,) = preflight.json["blockers"]
    assert "nobody has looked into the US National Do Not Call Registry" in line
    assert "outreach registry import FILE --country US" in line
    assert preflight.code == 0
    assert len(house("enroll", "first-hello", "--all", "--json").json["enrolled"]) == 2


def test_what_waits_for_the_operator_is_one_line_until_each_is_asked_for(house: Shell) -> None:
    house.alter("update point set registry = 'unknown', registry_on = null")
    ids = [plan(house, "Scott Reyes", Channel.PHONE, AttemptState.PLANNED) for _ in range(2)]
    with opened(house.folder) as home:
        for one in ids:
            home.gate.judge_batch([one])
    told = house("blocked").out
    assert "2 attempts, phone: hold operator" in told
    assert told.count("nobody has looked into the US National Do Not Call Registry") == 1
    each = house("blocked", "--rule", "national-registry").out
    assert each.count("Scott Reyes, phone: hold operator") == 2
    assert len(house("blocked", "--json").json) == 2


def test_the_doctor_says_in_one_line_what_nobody_looked_up(house: Shell) -> None:
    house.alter("update point set registry = 'unknown', registry_on = null")
    lines = [line for line in house("doctor").out.splitlines() if "registr" in line]
    assert len([line for line in lines if "never looked up" in line]) == 1


def test_a_copy_that_has_grown_too_old_is_told_by_doctor_and_holds(house: Shell) -> None:
    house.alter("update registry_copy set copied_on = '2020-01-01 00:00:00.000000'")
    house.alter("update point set registry_on = '2020-01-01 00:00:00.000000'")
    assert "days old, and 31 are allowed" in house("doctor").out
    judged = may_ring(house)
    assert judged["verdict"] == "hold"
    assert "over 31 days old" in str(judged)


def test_the_copies_that_we_have_are_listed_with_their_age(house: Shell) -> None:
    (copy,) = house("registry", "list", "--json").json
    assert (copy["country"], copy["may_be"], copy["numbers"]) == ("US", 31, 1)
    assert "all numbers" in house("registry", "list").out


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--country", "FR"), "no law that we know has a registry asked in `FR`"),
        (("--covers", "702"), "`702` is no prefix of numbers"),
    ],
)
def test_what_is_no_registry_is_refused(house: Shell, more: tuple[str, ...], why: str) -> None:
    refused = taken_in(house, SCOTT, *more)
    assert (refused.code, why in refused.err) == (2, True)


def test_a_file_that_is_not_there_is_named(house: Shell) -> None:
    day = ("--on", str(TODAY))
    refused = house("registry", "import", "nowhere.csv", "--country", "US", *day)
    assert (refused.code, "`nowhere.csv` cannot be read: no such file" in refused.err) == (2, True)

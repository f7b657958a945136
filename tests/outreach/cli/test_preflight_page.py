"""One cause that holds four hundred people is one line, and everything else stays by person."""

from __future__ import annotations

from outreach.cli.preflight_page import MANY, page
from outreach.domain.foreseen import Fate, Line
from tests.outreach.cli.conftest import Shell

DEAF = "for operator: Not by email until the operator reviews it: an answer would not be heard."
REGISTRY = "for operator: Not by phone until the operator reviews it: nobody has looked there."
LISTED = "Not by phone: the number is listed in the registry."


def line(number: int, told: str, fate: Fate = Fate.HELD, *, blocker: bool = False) -> Line:
    where = (number % 2 + 1, "phone", "Mon 23 Nov 10:00")
    return Line(f"Person {number}", f"p_{number}", *where, fate, told, blocker)


def printed(lines: list[Line], *, each: bool = False) -> str:
    return "\n".join(page(lines, len(lines), each=each))


def test_what_is_to_be_put_right_for_four_hundred_is_told_once_with_some_names() -> None:
    shown = printed([line(number, REGISTRY, blocker=True) for number in range(400)])
    assert shown.count("nobody has looked there") == 1
    assert "400 people: Person 0, Person 1, Person 2 and 397 more" in shown
    assert f"{REGISTRY} (400)" in shown
    assert len(shown.splitlines()) < 15
    assert "--each shows every one" in shown


def test_what_blocks_many_alike_is_told_once_and_the_others_by_person() -> None:
    many = [line(number, LISTED, Fate.BLOCKED) for number in range(MANY + 1)]
    other = line(999, "for rep: Not by phone: Person 999 wrote and nobody answered.")
    shown = printed([*many, other])
    assert f"6 steps blocked: {LISTED}" in shown
    assert "Person 0, Person 1, Person 2 and 3 more" in shown
    assert shown.count("is listed in the registry") == 1
    assert "\nPerson 999\n  2 phone" in shown
    assert "\nPerson 1\n" not in shown


def test_a_few_stay_by_person() -> None:
    shown = printed([line(number, LISTED, Fate.BLOCKED) for number in range(MANY)])
    assert shown.count("is listed in the registry") == MANY
    assert "--each" not in shown


def test_whoever_asks_for_each_sees_each() -> None:
    shown = printed([line(number, LISTED, Fate.BLOCKED) for number in range(40)], each=True)
    assert shown.count("is listed in the registry") == 40


def test_two_people_of_one_name_are_two() -> None:
    twins = [
        Line("Ana Ruiz", one, 1, "email", "Mon 23 Nov 10:00", Fate.GOES, "")
        for one in ("p_1", "p_2")
    ]
    assert printed(twins).count("\nAna Ruiz") == 2


def test_a_registry_that_nobody_looked_into_is_one_line_for_ten_people(house: Shell) -> None:
    rows = [f"Person {n},p{n}@people.example,+1702555{n:04},US" for n in range(10)]
    (house.folder / "ten.csv").write_text("\n".join(["name,email,phone,country", *rows]))
    assert house("people", "import", str(house.folder / "ten.csv"), "--source", "cards").code == 0
    house.alter("update point set registry = 'unknown', registry_on = null")
    house("sequence", "add", str(house.folder / "sequences" / "first-hello.toml"))
    shown = house("preflight", "first-hello", "--all").out
    assert shown.count("nobody has looked into the US National Do Not Call Registry") == 1
    assert "11 people: " in shown
    each = house("preflight", "first-hello", "--all", "--each").out
    assert each.count("until that is put right which stands below") == 11

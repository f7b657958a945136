"""People, sequences, and what would happen, as they are typed and shown."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.cli.opening import opened
from outreach.domain.foreseen import Fate, in_words
from outreach.gate.preflight import Asked
from outreach.gate.preflight import preflight as foresee
from outreach.services.enrol import steps_of
from outreach.store import people, sequences
from outreach.store.unit import Store
from tests.outreach.cli.conftest import Shell

SEQUENCE = "sequences/first-hello.toml"


def count(house: Shell) -> int:
    store = Store(f"sqlite:///{house.folder}/outreach.db")
    try:
        return store.read(people.how_many)
    finally:
        store.close()


def enrolled(house: Shell) -> list[int]:
    return [row["enrolled"] for row in house("sequence", "list", "--json").json]


def test_an_import_says_what_it_did_and_writes_down_what_it_left_out(house: Shell) -> None:
    file, left = house.folder / "more.csv", house.folder / "left.csv"
    file.write_text("name,email\nRosa Diaz,rosa@diaz.example\nNobody,nowhere\n")
    said = house(
        *("people", "import", str(file), "--source", "cards", "--rejected", str(left), "--json")
    )
    assert (said.json["new"], said.json["rejections"]) == (1, 1)
    with left.open(newline="") as rows:
        header, (name, _, why) = csv.reader(rows)
    assert header == ["name", "email", "left_out_because"]
    assert (name, "row 3, `email`" in why) == ("Nobody", True)


def test_the_rows_that_were_left_out_are_corrected_and_imported_as_they_are(house: Shell) -> None:
    file, left = house.folder / "more.csv", house.folder / "left.csv"
    file.write_text("name,email\nNobody,nowhere\n")
    bring = partial(house, "people", "import", "--source", "cards")
    assert "0 people: 0 new" in bring(str(file), "--rejected", str(left)).out
    left.write_text(left.read_text().replace("nowhere,", "somebody@there.example,"))
    again = bring(str(left), "--rejected", str(file), "--json")
    assert (again.json["new"], again.json["rejections"]) == (1, 0)


def test_a_dry_run_writes_nothing(house: Shell) -> None:
    file = house.folder / "more.csv"
    file.write_text("name,email\nRosa Diaz,rosa@diaz.example\n")
    said = house("people", "import", str(file), "--source", "cards", "--dry-run")
    assert "1 would be new" in said.out
    assert count(house) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,emial\nRosa,r@d.example\n", "`emial` may be it: --map 'emial=email'"),
        (b'name,email\n"Rosa,r@d.example\n', "line 2: the file ends inside quotes"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    house: Shell, content: bytes, said: str
) -> None:
    file = house.folder / "more.csv"
    file.write_bytes(content)
    refused = house("people", "import", str(file), "--source", "cards")
    assert (refused.code, said in refused.err, refused.err.count("\n")) == (2, True, 1)
    assert count(house) == 2


def test_a_person_is_shown_by_name_address_or_number(house: Shell) -> None:
    for given in ("scott  REYES", "scott@reyes.example", "+17025550142"):
        assert "works at Reyes Construction" in house("people", "show", given).out
    assert house("people", "show", "Nobody").code == 2


@pytest.mark.parametrize("given", ["Ingrid", "lund", "Ingird Lund", "Lundt"])
def test_a_first_name_or_a_slip_is_answered_with_names_like_it(house: Shell, given: str) -> None:
    said = house("people", "show", given)
    assert (said.code, "did you mean `Ingrid Lund`?" in said.err) == (2, True)


def test_a_name_like_nobodys_is_answered_with_none(house: Shell) -> None:
    assert "did you mean" not in house("people", "show", "Xavier Quill").err


def test_their_own_words_come_first(house: Shell) -> None:
    house("hear", "Scott Reyes", "I'm not able to do phone, could you email me the pricing?")
    lines = house("people", "show", "Scott Reyes").out.splitlines()
    assert lines[0].startswith("Ana Ruiz noted, ")
    assert lines[1].strip() == "I'm not able to do phone, could you email me the pricing?"
    assert any("we met: Expo 2026" in line for line in lines)
    assert any("understood: not by phone" in line for line in lines)
    assert any("we promised: the pricing" in line for line in lines)


def test_a_number_is_not_shown_beside_a_story(house: Shell) -> None:
    for asked in ((), ("--json",)):
        assert "7025550142" not in house("people", "show", "Scott Reyes", *asked).out


def test_a_sequence_is_added_once_and_shown(house: Shell) -> None:
    for _ in range(2):
        assert house("sequence", "add", str(house.folder / SEQUENCE)).code == 0
    assert len(house("sequence", "list", "--json").json) == 1
    assert (
        "after 3 business days, by phone: follow-up"
        in house(*("sequence", "show", "first-hello")).out
    )


def test_a_version_never_changes(house: Shell) -> None:
    path = house.folder / SEQUENCE
    house("sequence", "add", str(path))
    path.write_text(path.read_text().replace("3 business days", "4 business days"))
    refused = house("sequence", "add", str(path))
    assert (refused.code, "raise it" in refused.err) == (2, True)
    path.write_text(path.read_text().replace("version = 1", "version = 2"))
    assert house("sequence", "add", str(path)).code == 0


def test_a_step_without_words_is_refused_with_file_step_and_key(house: Shell) -> None:
    path = house.folder / SEQUENCE
    path.write_text(path.read_text().replace('phone = "follow-up"', 'phone = "none-such"'))
    refused = house("sequence", "add", str(path))
    assert refused.code == 2
    for part in ("first-hello.toml", "`words.phone` names `none-such`", "(step 2)"):
        assert part in refused.err


def test_everybody_is_enrolled_once(house: Shell) -> None:
    house("sequence", "add", str(house.folder / SEQUENCE))
    assert len(house("enroll", "first-hello", "--all", "--json").json["enrolled"]) == 2
    again = house("enroll", "first-hello", "Scott Reyes", "--json").json
    assert (again["enrolled"], len(again["already"])) == ([], 1)
    assert enrolled(house) == [2]


def test_somebody_unknown_enrolls_nobody(house: Shell) -> None:
    house("sequence", "add", str(house.folder / SEQUENCE))
    refused = house("enroll", "first-hello", "Scott Reyes", "Nobody")
    assert (refused.code, "there is no person `Nobody`" in refused.err) == (2, True)
    assert enrolled(house) == [0]


def test_preflight_shows_every_person_at_every_step(house: Shell) -> None:
    house("sequence", "add", str(house.folder / SEQUENCE))
    shown = house("preflight", "first-hello", "--all", "--json")
    assert shown.code == 0, shown.err
    steps = {(line["person"], line["step"]) for line in shown.json["steps"]}
    assert steps == {(name, n) for name in ("Scott Reyes", "Ingrid Lund") for n in (1, 2, 3)}
    assert sum(shown.json["totals"].values()) == 6


def test_preflight_counts_in_words_one_and_several() -> None:
    assert [in_words(Fate.WAITS, count) for count in (1, 6)] == ["1 waits", "6 wait"]
    shown = [in_words(Fate.ELSEWHERE, count) for count in (1, 2)]
    assert shown == ["1 goes another way", "2 go another way"]
    assert in_words(Fate.GOES, 2) == "2 will go"


def test_somebody_whose_place_is_unknown_is_shown_without_a_clock(house: Shell) -> None:
    (house.folder / "one.csv").write_text("name,email\nNemo Blake,nemo@blake.example\n")
    house("people", "import", str(house.folder / "one.csv"), "--source", "a card")
    assert "  their place is not known\n" in house("people", "show", "Nemo Blake").out


def test_preflight_counts_a_step_from_when_the_one_before_would_go(house: Shell) -> None:
    """A first step that waits moves the others with it."""
    house("sequence", "add", str(house.folder / SEQUENCE))
    with opened(house.folder) as home:
        scott = home.store.read(lambda conn: people.named(conn, "Scott Reyes"))[0]
        steps = steps_of(home.store.read(lambda conn: sequences.get(conn, "first-hello")))
        sunday = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
        zone = ZoneInfo("America/Los_Angeles")
        closed = {scott.id: home.closed(scott)}
        asked = Asked(steps, [scott.id], "Ana Ruiz", sunday, {scott.id: zone}, closed)
        first, second, _ = foresee(home.gate, asked)
    assert first.goes_at is not None
    assert f"{first.goes_at:%a %d}" == "Mon 23"
    assert f"{second.at.astimezone(zone):%a %d}" == "Mon 30", "Nevada is closed on 26 and 27"


def test_preflight_says_who_goes_by_another_way_and_quotes_them(house: Shell) -> None:
    house("sequence", "add", str(house.folder / SEQUENCE))
    house("hear", "Scott Reyes", "I'm not able to do phone, please write to me by email instead")
    shown = house("preflight", "first-hello", "Scott Reyes", "--json").json
    (call,) = [line for line in shown["steps"] if line["channel"] == "phone"]
    assert call["fate"] == "goes another way"
    assert "by email instead" in call["told"]


def test_a_blank_field_stops_the_launch(house: Shell) -> None:
    """CASES 60: named with message, field and person, before anybody is enrolled."""
    body = house.folder / "words" / "email" / "intro" / "body.txt"
    body.write_text("Hello {{ person.call_name }} of {{ person.region_name }}")
    house("sequence", "add", str(house.folder / SEQUENCE))
    shown = house("preflight", "first-hello", "--all")
    assert shown.code == 1
    assert "message `intro` to Scott Reyes: `person.region_name`" in shown.out
    refused = house("enroll", "first-hello", "--all")
    assert (refused.code, "nobody was enrolled" in refused.err) == (1, True)
    assert enrolled(house) == [0]


def test_a_field_that_only_one_person_lacks_names_that_person(house: Shell) -> None:
    """CASES 60."""
    (house.folder / "one.csv").write_text("name,email\nRosa Diaz,rosa@diaz.example\n")
    house("people", "import", str(house.folder / "one.csv"), "--source", "cards")
    body = house.folder / "words" / "email" / "intro" / "body.txt"
    body.write_text("How is everybody at {{ person.organisation }}?")
    house("sequence", "add", str(house.folder / SEQUENCE))
    wrong = house("preflight", "first-hello", "--all", "--json").json["blockers"]
    assert len(wrong) == 1
    assert "to Rosa Diaz: `person.organisation`" in wrong[0]


def test_a_malformed_template_stops_the_launch(house: Shell) -> None:
    """CASES 60."""
    (house.folder / "words" / "phone" / "follow-up" / "script.txt").write_text("{% if %}")
    house("sequence", "add", str(house.folder / SEQUENCE))
    shown = house("preflight", "first-hello", "--all")
    assert (shown.code, "`phone/follow-up/script.txt`, line 1 cannot be used" in shown.out) == (
        *(1, True),
    )


def test_a_message_is_shown_as_it_would_leave(house: Shell) -> None:
    shown = house("preview", "intro", "--person", "Scott Reyes", "--channel", "email").out
    assert "Subject: Maps of your sites at Reyes Construction" in shown
    assert "12 Harbour Road, Bristol" in shown
    assert "We have your address from: Expo 2026." in shown
    assert house("preview", "none-such").code == 2


def test_a_text_is_shown_with_the_parts_it_takes(house: Shell) -> None:
    asked = ("preview", "intro", "--person", "Scott Reyes", "--channel", "sms")
    assert "2 parts (GSM-7)" in house(*asked).out
    words = house.folder / "words" / "sms" / "intro" / "body.txt"
    words.parent.mkdir(parents=True)
    words.write_text("It’s here.", encoding="utf-8")
    (words.parent / "example.toml").write_text('topic = "maps"\n', encoding="utf-8")
    assert "parts (UCS-2, for `’` is not in GSM-7)" in house(*asked).out


@pytest.mark.parametrize("message", ["intro", "pricing", "acknowledge-stop", "promise-receipt"])
def test_a_message_is_shown_with_its_example(house: Shell, message: str) -> None:
    assert "== email ==" in house("preview", message).out


def test_a_missing_file_is_a_sentence(house: Shell, tmp_path: Path) -> None:
    look = partial(house, "sequence", "add")
    assert "cannot be read: no such file" in look(str(tmp_path / "none.toml")).err

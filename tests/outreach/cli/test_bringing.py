"""Lists come in by the command line: what they say is shown before it acts, and it is undone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.outreach.cli.conftest import Shell

LIST = """Vorname;Name;Firma;E-Mail;Handy;Land;Bemerkungen;Stand
Anna;Müller;ACME GmbH;anna@acme.example;0171 2345678;Deutschland;bitte nicht anrufen;A4
ANNA;MUELLER;;ANNA@ACME.example;;;;B1
Bob;Lee;;nope;;US;;B2
"""


def written(tmp_path: Path, text: str = LIST, encoding: str = "cp1252") -> str:
    path = tmp_path / "visitors.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_dry_run_shows_the_columns_the_people_and_what_they_said(
    house: Shell, tmp_path: Path
) -> None:
    said = house("people", "import", written(tmp_path), "--source", "Expo", "--dry-run").out
    for line in (
        "read as: semicolon-separated, CP1252, 3 rows",
        "  Vorname → given name",
        "  Stand: not used",
        "+ Anna Müller, ACME GmbH (email, sms, phone; row 2, 3)",
        "    “bitte nicht anrufen” (no calls)",
        "3 rows, 1 person: 1 would be new, 0 would be known already",
        "  left out: row 4, `E-Mail`: `nope` is no email address",
    ):
        assert line in said
    assert house("people", "show", "Anna Müller").code == 2


def test_programs_get_people_statements_and_rejected_rows_by_row_of_data(
    house: Shell, tmp_path: Path
) -> None:
    file = written(tmp_path)
    said = json.loads(
        house("people", "import", file, "--source", "Expo", "--dry-run", "--json").out
    )
    assert set(said) == {"persons", "rejected"}
    (anna,) = said["persons"]
    assert set(anna) == {"rows", "names", "emails", "phones", "organisations", "statements"}
    assert anna["rows"] == [1, 2]
    assert anna["names"] == ["Anna Müller", "ANNA MUELLER"]
    assert anna["emails"] == ["anna@acme.example"]
    assert anna["phones"] == ["+491712345678"]
    assert anna["organisations"] == ["ACME GmbH"]
    (statement,) = anna["statements"]
    assert set(statement) == {"row", "stop", "prefer", "avoid", "pause_until", "callback_at"}
    assert (statement["row"], statement["stop"], statement["avoid"]) == (1, "call", [])
    (rejected,) = said["rejected"]
    assert set(rejected) == {"row", "reason"}
    assert rejected["row"] == 3
    assert "is no email address" in rejected["reason"]


def test_a_dry_run_needs_no_house(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path)
    done = shell("people", "import", file, "--source", "Expo", "--dry-run", "--json")
    assert len(json.loads(done.out)["persons"]) == 1


def test_a_dry_run_asks_for_no_member(house: Shell, tmp_path: Path) -> None:
    house("team", "add", "Ben Cole")
    file = written(tmp_path)
    assert house("people", "import", file, "--source", "Expo", "--dry-run").code == 0
    assert house("refusals", "import", file, "--source", "Expo", "--dry-run").code == 0
    assert "say who acts with --by" in house("people", "import", file, "--source", "Expo").err


def test_of_a_header_without_rows_it_is_said_what_was_expected(
    house: Shell, tmp_path: Path
) -> None:
    file = written(tmp_path, "Name,Email\n")
    said = house("people", "import", file, "--source", "Expo", "--dry-run")
    assert "no row stands under the headings: a row for each person was expected" in said.out
    listed = house("refusals", "import", file, "--source", "Expo", "--dry-run")
    assert "no row stands under the headings" in listed.out


def test_a_list_is_brought_in_listed_and_taken_back(house: Shell, tmp_path: Path) -> None:
    """CASES 56."""
    done = house("people", "import", written(tmp_path), "--source", "Expo")
    run = done.out.rsplit("outreach people undo ", 1)[1].strip()
    assert "bitte nicht anrufen" in house("people", "show", "Anna Müller").out
    assert f"{run}  " in house("people", "imports").out
    tried = house("people", "undo", run, "--dry-run").out
    assert tried.startswith("1 person would be taken out, with 3 addresses and numbers")
    assert house("people", "undo", run).out.startswith("1 person taken out")
    assert house("people", "show", "Anna Müller").code == 2
    assert "taken back by Ana Ruiz" in house("people", "imports").out
    again = house("people", "undo", run)
    assert (again.code, "was taken back by Ana Ruiz already" in again.err) == (2, True)


def test_whoever_stays_when_a_list_is_taken_back_is_named_with_the_reason(
    house: Shell, tmp_path: Path
) -> None:
    done = house("people", "import", written(tmp_path), "--source", "Expo")
    run = done.out.rsplit("outreach people undo ", 1)[1].strip()
    house("people", "note", "Anna Müller", "met at the bar")
    said = house("people", "undo", run, "--dry-run").out
    assert "stays: Anna Müller, because something was noted about them" in said
    (kept,) = house("people", "undo", run, "--json").json["kept"]
    assert kept == {"name": "Anna Müller", "because": "something was noted about them"}


def test_rows_that_were_left_out_come_in_once_they_are_corrected(
    house: Shell, tmp_path: Path
) -> None:
    left_out = tmp_path / "left-out.csv"
    source = ("--source", "Expo", "--rejected", str(left_out))
    house("people", "import", written(tmp_path), *source)
    text = left_out.read_text(encoding="utf-8")
    assert "is no email address" in text
    left_out.write_text(text.replace("nope,", "bob@lee.example,", 1), encoding="utf-8")
    done = house("people", "import", str(left_out), "--source", "Expo")
    assert "1 row, 1 person: 1 new" in done.out


def test_a_word_on_a_column_is_taken_or_refused(house: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "Wer;Wo\nAna Lund;ana@lund.example\n")
    refused = house("people", "import", file, "--source", "Expo")
    assert (refused.code, "no column holds a name" in refused.err) == (2, True)
    told = ("--map", "Wer=name", "--map", "Wo=email")
    assert "1 new" in house("people", "import", file, "--source", "Expo", *told).out
    wrong = house("people", "import", file, "--source", "Expo", "--map", "Wer=nose")
    assert (wrong.code, "`Wer=nose` maps nothing" in wrong.err) == (2, True)

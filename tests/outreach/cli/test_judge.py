"""`outreach judge` and `outreach rules`, as a lawyer and a program meet them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.cli import main

GOOD = """
[[scenario]]
name = "they may be written to"
at = "2026-11-24T06:30:00-08:00"
packs = []
attempt = { channel = "email" }
expect = { verdict = "allow" }

[[scenario]]
name = "nobody is called at half past six"
at = "2026-11-24T06:30:00-08:00"
packs = ["us"]
person = { country = "US", region = "US-NV" }
attempt = { channel = "phone" }
expect = { verdict = "defer", until = "2026-11-24T16:00:00Z", rules = ["contact-hours"] }
"""
WRONG = GOOD.replace('verdict = "allow"', 'verdict = "block", rules = ["paused"], says = ["no"]')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def test_expectations_that_are_met_end_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD)
    assert main(["judge", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok      they may be written to",
        "ok      nobody is called at half past six",
        "2 passed, 0 failed",
    ]


def test_an_expectation_that_is_not_met_says_expected_and_got(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(WRONG)
    assert main(["judge", str(file)]) == 1
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("FAILED  they may be written to")
    assert "expected verdict block, got allow" in first
    assert "expected rule paused, got none" in first
    assert last == "1 passed, 1 failed"


def test_a_program_gets_one_object_a_scenario(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(GOOD)
    assert main(["judge", "--json", str(file)]) == 0
    allowed, deferred = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    keys = {"name", "verdict", "until", "to", "rules", "explanation", "earliest"}
    assert set(allowed) == set(deferred) == keys
    assert (allowed["verdict"], allowed["until"], allowed["to"]) == ("allow", None, None)
    assert deferred["until"] == "2026-11-24T08:00:00-08:00"
    assert deferred["rules"] == ["contact-hours"]
    assert deferred["earliest"] == deferred["until"]
    assert "47 CFR 64.1200(c)(1)" in deferred["explanation"]


def test_a_file_that_cannot_be_read_ends_with_2_and_its_name(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", str(file)]) == 2
    assert f"`{file}` cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("packs = []", "paks = []"), "line 5: `paks` is not a key here"),
        (
            GOOD.replace('["us"]', '["atlantis"]'),
            "line 12: `packs` names `atlantis`",
        ),
        ("]", "is not TOML"),
    ],
)
def test_a_file_with_a_mistake_ends_with_2_and_says_where(
    file: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    file.write_text(text)
    assert main(["judge", str(file)]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_file_in_another_encoding_ends_with_2(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(GOOD.replace("written", "geschrieben für").encode("latin-1"))
    assert main(["judge", str(file)]) == 2
    assert "is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("mark", ["\ufeff", ""], ids=["with a byte-order mark", "without"])
def test_files_of_any_editor_are_read(
    file: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    file.write_bytes((mark + GOOD.replace("\n", "\r\n")).encode())
    assert main(["judge", str(file)]) == 0
    assert "2 passed, 0 failed" in capsys.readouterr().out


EVERY_PACK = """
[[scenario]]
name = "nobody named a pack"
at = "2026-11-24T12:00:00+01:00"
person = { country = "FR", timezone = "Europe/Paris" }
attempt = { channel = "email" }
expect = { verdict = "block", rules = ["consent-required"], says = ["2002/58/EC"] }
"""


def test_a_scenario_that_names_no_packs_is_judged_by_all_that_are_shipped(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(EVERY_PACK + EVERY_PACK.replace("at =", 'packs = ["fr"]\nat =', 1))
    assert main(["judge", str(file)]) == 1
    assert "1 passed, 1 failed" in capsys.readouterr().out


def test_a_folder_without_scenario_files_is_not_all_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", str(tmp_path)]) == 2
    assert f"{tmp_path} holds no scenario file" in capsys.readouterr().err


def test_a_folder_stands_for_its_files(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD)
    assert main(["judge", str(file.parent)]) == 0
    assert "2 passed, 0 failed" in capsys.readouterr().out


def test_the_example_of_the_docs_ends_as_it_says(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).parents[3] / "docs/scenarios.md").read_text()
    file.write_text(page.partition("```toml\n")[2].partition("```")[0])
    assert main(["judge", str(file)]) == 0
    assert "1 passed, 0 failed" in capsys.readouterr().out


def test_judging_needs_no_house_and_no_database(file: Path, tmp_path: Path) -> None:
    file.write_text(GOOD)
    show = (
        "import sys; from outreach.bootstrap.judging import judge, read; from pathlib import Path;"
        "print([judge(one).verdict for one in read(Path(sys.argv[1]))]);"
        "print('sqlalchemy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", show, str(file)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "['allow', 'defer']\nFalse"


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    out = capsys.readouterr().out
    assert "quiet-hours" in out
    assert "frequency-cap" in out


def test_a_rule_is_explained_from_its_own_documentation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "quiet-hours"]) == 0
    out = capsys.readouterr().out
    for heading in ("What it does", "Why it matters", "Example", "References"):
        assert heading in out


def test_an_unknown_rule_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "quiet-ours"]) == 2
    assert "there is no rule `quiet-ours`" in capsys.readouterr().err


def test_rules_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "point-dead", "--json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)
    assert set(rule) == {"name", "summary", "cites", "documentation"}

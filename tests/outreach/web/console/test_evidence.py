from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from outreach.store import ledger_head
from outreach.store.ledger import Whole, verify
from tests.outreach.web.console.conftest import Opened


def taken(place: Opened, folder: Path, name: str = "Scott Reyes") -> Path:
    """Press the button and unpack what comes."""
    browser, person = place.comes("Cora Lindt"), place.person(name)
    answer = browser.presses(f"/console/evidence/{person}", "/account")
    assert answer.headers["content-type"] == "application/zip"
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(folder)
    return folder


def checked(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier the way a stranger would: without our packages."""
    command = [sys.executable, "-I", str(folder / "verify.py"), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_stranger_can_check_it_with_python_alone(place: Opened, tmp_path: Path) -> None:
    ran = checked(taken(place, tmp_path / "evidence"))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "entries about Scott Reyes: as they were written" in ran.stdout


def test_it_holds_their_words_and_nobody_elses(place: Opened, tmp_path: Path) -> None:
    folder = taken(place, tmp_path / "evidence")
    whole = "".join(each.read_text() for each in folder.iterdir())
    assert "I travel all week" in whole
    assert "Remove me from all of your lists" not in whole
    assert place.person("Ingrid Lund") not in whole


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told"),
    [
        ("statements.json", "call me", "phone me", "not those that were heard"),
        ("decisions.json", "refused-channel", "quiet-hours", "WRONG  decision"),
        ("decisions.json", '"verdict": "block"', '"verdict": "allow"', "does not rest on"),
        ("entries.json", '"decision"', '"decided"', "is not the one that stands in the chain"),
        ("entries.json", '"source": "rep-note"', '"source": "keyword"', "WRONG  entry"),
        ("statements.json", '"proven": false', '"proven": true', "statements.json was altered"),
        ("decisions.json", '"sentence": "', '"sentence": "Yes. ', "decisions.json was altered"),
        ("story.txt", "we met", "we never met", "story.txt was altered"),
        ("person.json", "Scott Reyes", "Scott Keyes", "person.json was altered"),
        ("README.txt", "nothing", "something", "README.txt was altered"),
        ("sums.txt", "  story.txt", "  other.txt", "not the one that the ledger tells of"),
        ("entries.json", '"sums"', '"sum"', "not the one that the ledger tells of"),
        ("head.json", '"hash"', '"hush"', "cannot be read as it was written"),
    ],
)
def test_whatever_is_altered_is_named(
    place: Opened, tmp_path: Path, file: str, was: str, becomes: str, told: str
) -> None:
    folder = taken(place, tmp_path / "evidence")
    text = (folder / file).read_text()
    assert was in text
    (folder / file).write_text(text.replace(was, becomes))
    ran = checked(folder)
    assert ran.returncode == 1
    assert told in ran.stdout


def test_whatever_is_put_in_is_named(place: Opened, tmp_path: Path) -> None:
    folder = taken(place, tmp_path / "evidence")
    (folder / "consent.pdf").write_bytes(b"%PDF they agreed")
    rows = json.loads((folder / "statements.json").read_text())
    made_up = {**rows[0], "id": "s_fake", "words": "Please call me any time"}
    (folder / "statements.json").write_text(json.dumps([*rows, made_up]))
    ran = checked(folder)
    assert ran.returncode == 1
    assert "consent.pdf was not among these files" in ran.stdout
    assert "statements.json was altered" in ran.stdout


def test_two_files_of_one_person_hold_each(place: Opened, tmp_path: Path) -> None:
    assert checked(taken(place, tmp_path / "first")).returncode == 0
    assert checked(taken(place, tmp_path / "second")).returncode == 0


@pytest.mark.parametrize("file", ["statements.json", "decisions.json"])
def test_whatever_is_left_out_is_missed(place: Opened, tmp_path: Path, file: str) -> None:
    folder = taken(place, tmp_path / "evidence")
    rows = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps(rows[1:]))
    assert checked(folder).returncode == 1


def test_a_decision_that_no_entry_tells_of_is_named(place: Opened, tmp_path: Path) -> None:
    folder = taken(place, tmp_path / "evidence")
    rows = json.loads((folder / "entries.json").read_text())
    kept = [row for row in rows if row["kind"] != "decision"]
    (folder / "entries.json").write_text(json.dumps(kept))
    assert "no entry tells of decision" in checked(folder).stdout


def test_a_chain_written_anew_does_not_fit_a_head_kept_elsewhere(
    place: Opened, tmp_path: Path
) -> None:
    head = place.home.store.read(ledger_head.head)
    assert head is not None
    folder = taken(place, tmp_path / "evidence")
    kept = tmp_path / "head.json"
    kept.write_text(json.dumps({"entries": head.entries, "hash": head.hash, "seal": head.seal}))
    assert checked(folder, "--head", str(kept)).returncode == 0
    kept.write_text(json.dumps({"entries": head.entries, "hash": "0" * 64, "seal": ""}))
    ran = checked(folder, "--head", str(kept))
    assert ran.returncode == 1
    assert "whose head was kept" in ran.stdout


def test_who_took_it_out_stands_in_the_ledger_and_the_chain_is_whole(
    place: Opened, tmp_path: Path
) -> None:
    taken(place, tmp_path / "evidence")
    [entry] = place.entries("evidence taken out")
    assert entry["by"] == "Cora Lindt"
    assert isinstance(place.home.store.read(verify), Whole)

"""`outreach read`, as a program that pipes messages through it meets it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from outreach.cli import main
from tests.architecture.source import ROOT

KEYS = (
    *("id", "stop", "prefer", "avoid", "pause_until", "callback_at", "quiet", "timezone_or_place"),
    *("not_interested", "wrong_person", "referral", "auto_reply", "interested", "question"),
    *("complaint", "resubscribe", "spans", "unclear"),
)
GOOD = {
    "id": "1",
    "channel": "email",
    "text": "Please stop calling me, email is fine.",
    "received_at": "2026-11-24T10:00:00-05:00",
}


def lines(*messages: dict[str, Any] | str) -> str:
    return "".join(f"{m if isinstance(m, str) else json.dumps(m)}\n" for m in messages)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "replies.jsonl"


def test_each_message_gives_one_line_with_every_key(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(lines(GOOD, {**GOOD, "id": 2, "text": "Thanks!"}))
    assert main(["read", str(file)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert tuple(first) == tuple(second) == KEYS
    assert (first["id"], first["stop"], first["prefer"]) == ("1", "call", "email")
    assert (second["id"], second["stop"], second["spans"]) == (2, None, [])


def test_a_span_quotes_the_words_it_points_at(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(lines(GOOD))
    main(["read", str(file)])
    [stop, _] = json.loads(capsys.readouterr().out)["spans"]
    assert stop["label"] == "stop"
    assert GOOD["text"][stop["start"] : stop["end"]] == stop["words"] == "stop calling"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("{", "this is not a JSON object in UTF-8"),
        ("[1]", "this is not a JSON object in UTF-8"),
        ("[" * 100_000, "this is not a JSON object in UTF-8"),
        ({**GOOD, "id": None}, "`id` must be text or a number"),
        ({**GOOD, "text": ["stop"]}, "`text` must be text"),
        ({**GOOD, "channel": "fax"}, "`channel` must be one of email, sms, note, form"),
        ({**GOOD, "received_at": "yesterday"}, "`received_at` must be a moment"),
        ({**GOOD, "received_at": "9999-12-31T23:00:00+00:00"}, "`received_at` is too far away"),
        ({**GOOD, "subject": 7}, "`subject` must be text"),
        ({**GOOD, "name": 7}, "`name` must be text"),
    ],
)
def test_a_bad_line_is_named_and_does_not_stop_the_rest(
    wrong: dict[str, Any] | str, sentence: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(lines(GOOD, wrong, {**GOOD, "id": "3"}))
    assert main(["read", str(file)]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["1", "3"]
    assert f"outreach: line 2: {sentence}" in err
    assert "1 line could not be read" in err


def test_a_line_too_long_for_a_message_is_named_and_passed_over(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(lines(GOOD).encode() + b"x" * 61_000_000 + b"\n" + lines(GOOD).encode())
    assert main(["read", str(file)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert "outreach: line 2: it has more than 30 MB" in err


def test_a_mark_at_the_top_and_ends_of_lines_of_windows_are_no_part_of_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + lines(GOOD, GOOD).replace("\n", "\r\n").encode())
    assert main(["read", str(file)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_wish_told_by_the_name_given_is_theirs(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {**GOOD, "text": "Scott asked not to be called.", "name": "Scott Reyes"}
    file.write_text(lines(told, {**told, "name": "Maria Silva"}))
    assert main(["read", str(file)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["stop"] for line in out] == ["call", None]


def test_letters_that_no_encoding_holds_are_passed_through(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(lines({**GOOD, "id": "\ud800", "text": "stop \ud83d"}))
    assert main(["read", str(file)]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["id"], read["stop"]) == ("\ud800", "email")


def test_a_file_that_is_not_there_is_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(file)]) == 2
    assert f"`{file}` cannot be read" in capsys.readouterr().err


def test_an_answer_comes_before_the_next_question_is_asked() -> None:
    asking = subprocess.Popen(
        [sys.executable, "-m", "outreach", "read", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with asking as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for number in range(3):
            reader.stdin.write(lines({**GOOD, "id": number}).encode())
            reader.stdin.flush()
            assert json.loads(reader.stdout.readline())["id"] == number
        reader.stdin.close()
    assert asking.returncode == 0


def test_without_a_file_it_reads_what_is_piped_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines(GOOD).encode())))
    assert main(["read"]) == 0
    assert json.loads(capsys.readouterr().out)["stop"] == "call"

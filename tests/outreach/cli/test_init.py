"""A house is made from few answers, and whatever cannot be used is said at once."""

from __future__ import annotations

import resource
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.config import read_settings
from tests.outreach.cli.conftest import Said, Shell
from tests.outreach.cli.typing import INTERRUPT, Session, at_a_terminal

MOST_SETTINGS = 8
ANSWERS = {
    "for rehearsal": "live",
    "Our name": "Kestrel Mapping",
    "Our postal address": "12 Harbour Road",
    "The country we are in": "GB",
    "The mailbox": "kestrel.maps@gmail.com",
    "Its password": "correct horse battery",
    "first of the team": "Ana Ruiz",
}


def asked(folder: Path, **other: str) -> Session:
    answers = {**ANSWERS, **{key.replace("_", " "): value for key, value in other.items()}}
    return at_a_terminal(["init", str(folder)], answers, {"TZ": "America/Chicago"})


def told(shell: Shell, *more: str, live: bool = True) -> Said:
    words = {
        "--name": "Kestrel Mapping",
        "--address": "12 Harbour Road",
        "--country": "GB",
        "--mailbox": "kestrel.maps@gmail.com",
        "--member": "Ana Ruiz",
    }
    given = {key: value for key, value in words.items() if key not in more}
    mode = "--live" if live else "--rehearsal"
    flat = [word for pair in given.items() for word in pair]
    return shell("init", str(shell.folder), mode, *flat, *more, house=False)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("answer", "mode"), [("rehearsal", "rehearsal"), ("R", "rehearsal"), ("live", "live")]
)
def test_a_house_is_for_what_is_answered(tmp_path: Path, answer: str, mode: str) -> None:
    session = asked(tmp_path / "k", for_rehearsal=answer)
    assert session.code == 0, session.shown
    assert mode in session.shown.rpartition("or live?")[2]


def test_an_answer_that_is_neither_is_asked_for_again(tmp_path: Path) -> None:
    answers: dict[str, str | tuple[str, ...]] = {**ANSWERS, "for rehearsal": ("maybe", "live")}
    session = at_a_terminal(["init", str(tmp_path / "k")], answers)
    assert "write rehearsal or live" in session.shown
    assert session.code == 0


def test_a_first_real_email_takes_eight_answers_at_most(tmp_path: Path) -> None:
    session = asked(tmp_path / "k")
    typed = [one for one in session.asked if any(part in one for part in ANSWERS)]
    assert session.code == 0, session.shown
    assert len(typed) == len(ANSWERS) <= MOST_SETTINGS
    settings = read_settings(tmp_path / "k")
    assert (settings.smtp.host, settings.smtp.port) == ("smtp.gmail.com", 465)
    assert (settings.imap.host, settings.imap.user) == ("imap.gmail.com", "kestrel.maps@gmail.com")
    assert (settings.house.timezone, settings.house.assume_country) == ("Europe/London", "GB")
    assert "battery" not in session.shown + (tmp_path / "k" / "outreach.toml").read_text()
    assert mode_of(tmp_path / "k" / "secrets.toml") == 0o600
    for password in (settings.smtp.password, settings.imap.password):
        assert password.get_secret_value() == "correct horse battery"


def test_a_country_of_several_zones_asks_for_one_and_no_more(tmp_path: Path) -> None:
    answers = {**ANSWERS, "The country we are in": "AU", "Our time zone": "Australia/Perth"}
    session = at_a_terminal(["init", str(tmp_path / "k")], answers, {"TZ": "Europe/Paris"})
    assert len([one for one in session.asked if any(part in one for part in answers)]) == 8
    assert read_settings(tmp_path / "k").house.timezone == "Australia/Perth"


def test_the_zone_of_this_machine_is_taken_where_it_is_one_of_the_country(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Chicago")
    assert told(shell, "--country", "US").code == 0
    assert read_settings(shell.folder).house.timezone == "America/Chicago"


def test_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path) -> None:
    rubbish = {
        "Our name": (" ", "Kestrel Mapping"),
        "The country we are in": ("UK", "GB"),
        "The mailbox": ("kestrel.maps", "hello@", "kestrel.maps@gmail.com"),
        "A Twilio account": ("my account", ""),
    }
    session = at_a_terminal(["init", str(tmp_path / "k")], {**ANSWERS, **rubbish})
    assert session.code == 0, session.shown
    for said in (
        *("` ` is empty", "did you mean `GB`?", "`my account` is no account SID"),
        *("`kestrel.maps` is no email address", "`hello@` is no email address"),
    ):
        assert said in session.shown


def test_ctrl_c_among_the_questions_makes_nothing(tmp_path: Path) -> None:
    session = asked(tmp_path / "k", The_mailbox=INTERRUPT)
    assert session.code == 130, session.shown
    assert "stopped; nothing was made" in session.shown
    assert not (tmp_path / "k").exists()


def test_a_making_that_was_interrupted_is_taken_up_again(shell: Shell) -> None:
    told(shell)
    whole = {path.name for path in shell.folder.iterdir()}
    for name in ("outreach.db", "people.csv", "secret.key"):
        (shell.folder / name).unlink()
    (shell.folder / ".people.csv.new").write_text("name,em")
    assert told(shell).code == 0
    assert {path.name for path in shell.folder.iterdir()} == whole


def test_what_is_given_to_a_house_that_is_there_is_not_written(shell: Shell) -> None:
    told(shell)
    before = (shell.folder / "outreach.toml").read_text()
    again = told(shell, "--name", "Another")
    assert "what was given now is not written" in again.out
    assert (shell.folder / "outreach.toml").read_text() == before


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    """The most that this process may write stands in for the end of a disk."""
    command = [sys.executable, "-m", "outreach", "init", str(tmp_path / "k"), "--live"]
    command += ["--name", "Kestrel", "--address", "x" * 5_000, "--member", "Ana Ruiz"]
    made = subprocess.run(
        command,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000)),
        check=False,
    )
    assert made.returncode == 1
    assert "cannot be made: file too large; what is made stays: try again" in made.stderr
    left = {path.name for path in (tmp_path / "k").iterdir()}
    assert left == {"secrets.toml"}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--country", "UK", "--country: `UK` is no country code"),
        ("--timezone", "Mars/Olympus", "--timezone: `Mars/Olympus` is no time zone"),
        ("--mailbox", "hello", "--mailbox: `hello` is no email address"),
        ("--smtp", "mail.kestrel.example:smtp", "ends in no port, such as `465`"),
        ("--smtp", "https://mail.kestrel.example", "is no name of a mail server"),
        ("--twilio", "me", "--twilio: `me` is no account SID"),
        ("--text-number", "+447700900123", "say with --twilio whose account"),
        ("--password-file", "none-such.txt", "`none-such.txt` cannot be read: no such file"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(
    shell: Shell, option: str, value: str, said: str
) -> None:
    refused = told(shell, option, value)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert not shell.folder.exists()


def test_a_number_without_its_plus_is_refused(shell: Shell) -> None:
    refused = told(shell, "--twilio", "AC1", "--text-number", "07700 900123")
    assert "--text-number: `07700 900123` is no number with its `+`" in refused.err


def test_texts_need_an_account_a_number_and_a_token_apart(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("very secret\n")
    account = ("--twilio", "AC12", "--text-number", "+44 7700 900123")
    assert told(shell, *account, "--twilio-token-file", str(tmp_path / "token")).code == 0
    settings = read_settings(shell.folder)
    assert (settings.twilio.account, settings.sender.text_number) == ("AC12", "+447700900123")
    assert settings.twilio.auth_token.get_secret_value() == "very secret"
    assert "very secret" not in (shell.folder / "outreach.toml").read_text()


def test_a_token_command_stands_for_both_servers(shell: Shell) -> None:
    assert told(shell, "--token-command", "print-token --for kestrel").code == 0
    settings = read_settings(shell.folder)
    assert settings.smtp.token_command == settings.imap.token_command == "print-token --for kestrel"


def test_a_password_and_a_token_command_are_not_taken_together(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("correct horse battery\n")
    both = ("--password-file", str(tmp_path / "password"), "--token-command", "print-token")
    refused = told(shell, *both)
    assert (refused.code, "one of them, not both" in refused.err) == (2, True), refused.err
    assert not shell.folder.exists()


def test_what_to_type_next_can_be_typed_where_the_folder_has_a_blank(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    house = tmp_path / "our house"
    shown = told(Shell(capsys, house), live=False).out
    following = [
        shlex.split(line, comments=True) for line in shown.splitlines() if "--house" in line
    ]
    assert {words[words.index("--house") + 1] for words in following} == {str(house)}
    assert str(house / "people.csv") in following[2]


def test_a_server_of_ones_own_is_named(shell: Shell) -> None:
    mine = ("--mailbox", "hello@kestrel.example", "--smtp", "mail.kestrel.example:587")
    assert told(shell, *mine, "--imap", "mail.kestrel.example").code == 0
    settings = read_settings(shell.folder)
    assert (settings.smtp.security, settings.smtp.user) == ("starttls", "hello@kestrel.example")
    assert (settings.imap.port, settings.imap.security) == (993, "tls")


def test_a_mailbox_too_long_for_our_tokens_goes_without_them(shell: Shell) -> None:
    assert told(shell, "--mailbox", "new-business-enquiries@gmail.com").code == 0
    assert read_settings(shell.folder).sender.plus_addressing is False


def test_a_rehearsal_asks_for_no_servers(tmp_path: Path) -> None:
    session = asked(tmp_path / "k", for_rehearsal="y")
    assert session.code == 0, session.shown
    assert not any("password" in one or "Twilio" in one for one in session.asked)

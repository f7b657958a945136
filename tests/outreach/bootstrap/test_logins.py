"""Who logs in with what comes out of the settings, and a wrong key is named."""

import sys
from pathlib import Path

import pytest

from channels.email.login import Bearer, Password
from channels.errors import DoorConfigurationError
from outreach.bootstrap import logins
from outreach.bootstrap.logins import imap_login, mailbox_login, smtp_login
from outreach.config import Settings
from outreach.config.reading import settings_from
from outreach.errors import SetupError

HOUSE = {"name": "Kestrel Mapping", "address": "12 Harbour Road, Bristol"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def settings(folder: Path, **sections: object) -> Settings:
    return settings_from({"house": HOUSE, **sections}, folder)


def smtp(folder: Path, **keys: object) -> Settings:
    return settings(folder, smtp={"host": "mail.example", "user": "ana@kestrel.example", **keys})


def bearer(folder: Path, **keys: object) -> Bearer:
    login = smtp_login(smtp(folder, **keys))
    assert isinstance(login, Bearer)
    return login


def printing(folder: Path, program: str) -> Bearer:
    """A login whose command is this Python program."""
    (folder / "token.py").write_text(program)
    return bearer(folder, token_command=f"{sys.executable} token.py")


def refusal(login: Bearer) -> str:
    with pytest.raises(DoorConfigurationError) as refused:
        login.token()
    return str(refused.value)


def test_without_a_user_nobody_logs_in(folder: Path) -> None:
    assert smtp_login(settings(folder, smtp={"host": "mail.example"})) is None


def test_a_password_is_a_password(folder: Path) -> None:
    login = smtp_login(smtp(folder, password="secret"))
    assert login == Password("ana@kestrel.example", "secret", "smtp.password")
    assert "secret" not in repr(login)


def test_a_missing_password_does_not_stop_the_house(folder: Path) -> None:
    assert smtp_login(smtp(folder)) == Password("ana@kestrel.example", "", "smtp.password")


def test_two_ways_at_once_are_refused_by_name(folder: Path) -> None:
    with pytest.raises(SetupError, match=r"`smtp.password` and `smtp.token_command` are both set"):
        smtp_login(smtp(folder, password="secret", token_command="token"))


def test_a_secret_without_a_name_is_refused(folder: Path) -> None:
    given = settings(folder, smtp={"host": "mail.example", "password": "secret"})
    with pytest.raises(SetupError, match=r"set `smtp.user`"):
        smtp_login(given)


def test_a_token_is_the_first_line_that_the_command_prints_in_the_house_folder(
    folder: Path,
) -> None:
    (folder / "kept").write_text("ya29.token")
    assert (
        printing(folder, "print(open('kept').read(), ' ')\nprint('more')").token() == "ya29.token"
    )


def test_a_token_is_asked_for_anew_each_time(folder: Path) -> None:
    program = (
        "from pathlib import Path\np = Path('n')\nn = len(p.read_text()) if p.exists() else 0\n"
    )
    login = printing(folder, program + "p.write_text('x' * (n + 1))\nprint('token', n, sep='')")
    assert [login.token(), login.token()] == ["token0", "token1"]


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("raise SystemExit(3)", "ended with 3"),
        ("", "gives no token"),
        ("print('two words')", "no token on its first line"),
        ("print('x' * 9000)", "no token on its first line"),
        ("print('a\\x01b')", "no token on its first line"),
    ],
)
def test_a_command_that_gives_no_token_is_named_by_its_key(
    folder: Path, program: str, said: str
) -> None:
    because = refusal(printing(folder, program))
    assert because.startswith("`smtp.token_command` ")
    assert said in because


def test_a_command_that_is_not_there_is_named_by_its_key(folder: Path) -> None:
    because = refusal(bearer(folder, token_command="no-such-command --now"))
    assert because == "`smtp.token_command` cannot be run: no such file or directory"


def test_a_command_that_cannot_be_cut_into_words_is_named_by_its_key(folder: Path) -> None:
    because = refusal(bearer(folder, token_command="token 'of"))
    assert because == "`smtp.token_command` cannot be run: no closing quotation"


def test_a_command_that_does_not_end_is_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "COMMAND_SECONDS", 0.2)
    because = refusal(printing(folder, "import time\ntime.sleep(30)"))
    assert because == "`smtp.token_command` took longer than 0.2 s and was stopped"


def test_a_token_file_is_read_again_each_time(folder: Path) -> None:
    file = folder / "token"
    file.touch(0o600)
    login = bearer(folder, token_file="token")
    file.write_text("one\n")
    first = login.token()
    file.write_text("two\n")
    assert (first, login.token()) == ("one", "two")


def test_a_token_file_that_others_can_read_is_refused(folder: Path) -> None:
    file = folder / "token"
    file.write_text("one\n")
    file.chmod(0o640)
    because = refusal(bearer(folder, token_file="token"))
    assert because == f"`smtp.token_file` names a file that others can read: chmod 600 {file}"


def test_a_token_file_that_is_not_there_is_named_by_its_key(folder: Path) -> None:
    because = refusal(bearer(folder, token_file="token"))
    assert because == "`smtp.token_file` cannot be read: no such file or directory"


def test_a_mailbox_is_read_under_its_own_address_where_no_user_is_given(folder: Path) -> None:
    given = settings(
        folder,
        sender={"mailbox": "hello@kestrel.example"},
        imap={"host": "imap.example", "password": "one"},
        mailboxes={"ana": {"address": "ana@kestrel.example", "host": "imap.example"}},
    )
    assert imap_login(given) == Password("hello@kestrel.example", "one", "imap.password")
    assert mailbox_login(given, "ana") == Password(
        "ana@kestrel.example", "", "mailboxes.ana.password"
    )


def test_a_mailbox_without_a_server_is_not_read(folder: Path) -> None:
    assert imap_login(settings(folder)) is None

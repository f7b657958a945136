"""The settings are read strictly, documented key by key, and never tell a secret."""

from pathlib import Path

import pytest

from outreach.config import read_settings, signing_keys
from outreach.config.keys import Key, all_keys
from outreach.errors import SetupError

SMALLEST = '[house]\nname = "Kestrel Mapping"\naddress = "12 Harbour Road, Bristol"\n'


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "outreach.toml").write_text(SMALLEST)
    return tmp_path


def add(house: Path, text: str) -> Path:
    with (house / "outreach.toml").open("a") as file:
        file.write(text)
    return house


def refusal(house: Path) -> str:
    with pytest.raises(SetupError) as refused:
        read_settings(house)
    return str(refused.value)


def test_a_house_needs_no_more_than_its_name_and_address(house: Path) -> None:
    settings = read_settings(house)
    assert settings.house.name == "Kestrel Mapping"
    assert settings.database_url == f"sqlite:///{house}/outreach.db"


def test_a_key_that_nobody_knows_is_named_with_the_one_that_was_meant(house: Path) -> None:
    said = refusal(add(house, '[smtp]\nhots = "mail.kestrel.example"\n'))
    assert "outreach.toml`: `smtp.hots` is no setting; did you mean `smtp.host`?" in said


def test_a_section_that_nobody_knows_is_refused(house: Path) -> None:
    assert "`smpt`" in refusal(add(house, '[smpt]\nhost = "x"\n'))


def test_a_variable_that_nobody_knows_is_refused(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_SMTP__HOTS", "x")
    assert "did you mean `OUTREACH_SMTP__HOST`?" in refusal(house)


def test_the_environment_wins_over_the_file(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_SMTP__PORT", "2525")
    settings = read_settings(add(house, '[smtp]\nhost = "mail.kestrel.example"\nport = 25\n'))
    assert (settings.smtp.host, settings.smtp.port) == ("mail.kestrel.example", 2525)


def test_a_missing_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "outreach.toml").write_text('[house]\naddress = "x"\n')
    assert "`house.name` is missing" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[hose]\nname = "K"\naddress = "x"\n', "`hose` is no setting; did you mean `house`?"),
        ('[house]\nnme = "K"\naddress = "x"\n', "did you mean `house.name`?"),
    ],
)
def test_a_misspelt_key_is_named_before_the_one_that_is_missing_for_it(
    tmp_path: Path, wrong: str, said: str
) -> None:
    (tmp_path / "outreach.toml").write_text(wrong)
    assert said in refusal(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('[smtp]\nport = "abc"\n', "`smtp.port` must be a whole number, without quotes"),
        (
            '[sender]\nplus_addressing = "maybe"\n',
            "`sender.plus_addressing` must be `true` or `false`, without quotes",
        ),
        ("timezone = 5\n", "`house.timezone` must be text in quotes"),
    ],
)
def test_a_value_of_another_kind_is_told_what_to_be(house: Path, line: str, said: str) -> None:
    assert said in refusal(add(house, line))


def test_a_wrong_value_is_refused_without_repeating_it(house: Path) -> None:
    said = refusal(add(house, '[smtp]\nport = "secret-in-the-wrong-place"\n'))
    assert "`smtp.port`" in said
    assert "secret-in-the-wrong-place" not in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('timezone = "Mars/Olympus"', "no time zone"),
        ('country = "United Kingdom"', "two letters"),
    ],
)
def test_places_are_checked(house: Path, line: str, said: str) -> None:
    assert said in refusal(add(house, line))


def test_a_line_break_in_our_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outreach.toml").write_text('[house]\nname = "A\\nBcc: x"\naddress = "x"\n')
    assert "`house.name` has a line break" in refusal(tmp_path)


def test_pages_must_be_reached_by_https(house: Path) -> None:
    said = refusal(add(house, '[web]\npublic_url = "http://kestrel.example"\n'))
    assert "`web.public_url` must begin with `https://`" in said


def test_a_database_of_another_make_is_refused_without_its_password(house: Path) -> None:
    (house / "outreach.toml").write_text('database = "mysql://ana:hunter2@x/y"\n' + SMALLEST)
    said = refusal(house)
    assert "`database` is no address of a PostgreSQL database" in said
    assert "hunter2" not in said


def test_a_mailbox_too_long_for_our_tokens_is_refused(house: Path) -> None:
    said = refusal(add(house, '[sender]\nmailbox = "new-business-enquiries@kestrel.example"\n'))
    assert "16 letters at most" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[house", "is not TOML"), ("[house]\nname = 'Zoë'".encode("latin-1"), "is not UTF-8")],
)
def test_a_file_that_cannot_be_read_says_how(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "outreach.toml").write_bytes(content)
    assert said in refusal(tmp_path)


def test_a_folder_without_a_house_says_how_to_make_one(tmp_path: Path) -> None:
    assert "outreach init" in refusal(tmp_path)


def test_secrets_print_as_stars(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_SMTP__PASSWORD", "hunter2hunter2")
    monkeypatch.setenv("OUTREACH_SIGNING_KEY", "correct horse battery staple and more")
    assert "hunter2" not in repr(read_settings(house))
    assert "battery" not in repr(read_settings(house))


def test_a_password_in_a_file_that_others_can_read_is_refused(house: Path) -> None:
    add(house, '[smtp]\npassword = "hunter2hunter2"\n').joinpath("outreach.toml").chmod(0o644)
    said = refusal(house)
    assert "chmod 600" in said
    assert "hunter2" not in said


def secrets(house: Path, text: str, mode: int = 0o600) -> Path:
    (house / "secrets.toml").write_text(text)
    (house / "secrets.toml").chmod(mode)
    return house


def test_secrets_stand_apart(house: Path) -> None:
    secrets(house, '[smtp]\npassword = "hunter2hunter2"\n[mailboxes.ana]\npassword = "x"\n')
    add(house, '[smtp]\nhost = "mail.kestrel.example"\n[mailboxes.ana]\naddress = "a@k.example"\n')
    settings = read_settings(house)
    assert settings.smtp.host == "mail.kestrel.example"
    assert settings.smtp.password.get_secret_value() == "hunter2hunter2"
    assert settings.mailboxes["ana"].password.get_secret_value() == "x"


def test_the_environment_wins_over_the_secrets(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets(house, '[smtp]\npassword = "old"\n[mailboxes.ana]\npassword = "old"\n')
    add(house, '[mailboxes.ana]\naddress = "ana@kestrel.example"\n')
    monkeypatch.setenv("OUTREACH_SMTP__PASSWORD", "new")
    monkeypatch.setenv("OUTREACH_MAILBOXES__ANA__PASSWORD", "new")
    settings = read_settings(house)
    assert settings.smtp.password.get_secret_value() == "new"
    assert settings.mailboxes["ana"].password.get_secret_value() == "new"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[smtp]\npasword = "x"\n', "`smtp.pasword` is no setting; did you mean `smtp.password`?"),
        ('[smtp]\nhost = "x"\n', "`smtp.host` is no secret: it belongs in outreach.toml"),
        ('signing_key = "x"\n', "`signing_key` does not belong in the file"),
        ("[smtp\n", "secrets.toml` is not TOML"),
        ("[twilio]\nauth_token = 3\n", "secrets.toml`: `twilio.auth_token` must be text in quotes"),
    ],
)
def test_what_is_wrong_in_the_secrets_is_named_there(house: Path, written: str, said: str) -> None:
    refused = refusal(secrets(house, written))
    assert said in refused
    assert "secrets.toml" in refused


def test_a_secret_that_stands_twice_is_refused(house: Path) -> None:
    add(house, '[smtp]\npassword = "hunter2hunter2"\n')
    said = refusal(secrets(house, '[smtp]\npassword = "correct horse"\n'))
    assert "`smtp.password` stands in outreach.toml too: keep one of the two" in said
    assert "hunter2" not in said


def test_secrets_that_others_can_read_are_refused(house: Path) -> None:
    said = refusal(secrets(house, '[smtp]\npassword = "x"\n', mode=0o640))
    assert said.endswith(f"chmod 600 {house}/secrets.toml")


def test_a_file_that_may_not_be_read_is_named(house: Path) -> None:
    (house / "outreach.toml").unlink()
    (house / "outreach.toml").mkdir()
    assert "outreach.toml` cannot be read: is a directory" in refusal(house)


def test_a_wrong_value_in_the_environment_is_named_there(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_SMTP__PORT", "smtp")
    assert refusal(house).startswith("the environment, `OUTREACH_SMTP__PORT`: `smtp.port` ")


def test_a_section_in_the_environment_that_is_no_json_is_named(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_SMTP", "mail.kestrel.example")
    assert refusal(house) == "the environment: `OUTREACH_SMTP` is not JSON"


@pytest.mark.parametrize("given", ["UK", "United Kingdom"])
def test_a_country_that_is_none_is_told_which_was_meant(house: Path, given: str) -> None:
    assert "did you mean `GB`?" in refusal(add(house, f'country = "{given}"\n'))


def test_a_number_without_its_country_is_refused(house: Path) -> None:
    said = refusal(add(house, '[sender]\ntext_number = "07700 900123"\n'))
    assert "`sender.text_number` is no number with its `+`" in said


def test_a_number_may_be_written_as_people_write_it(house: Path) -> None:
    add(house, '[sender]\ntext_number = "+44 (7700) 900-123"\n')
    assert read_settings(house).sender.text_number == "+447700900123"


def test_the_signing_key_comes_from_a_file_of_its_own(house: Path) -> None:
    (house / "secret.key").write_text("s" * 40)
    (house / "secret.key").chmod(0o600)
    assert signing_keys(read_settings(house)) == (b"s" * 40,)


def test_older_signing_keys_stand_below_the_one_that_signs(house: Path) -> None:
    key = house / "secret.key"
    key.write_text(f"{'n' * 40}\n\n{'s' * 40}\n")
    key.chmod(0o600)
    assert signing_keys(read_settings(house)) == (b"n" * 40, b"s" * 40)


def test_an_older_signing_key_that_is_short_is_refused(house: Path) -> None:
    key = house / "secret.key"
    key.write_text(f"{'n' * 40}\nshort\n")
    key.chmod(0o600)
    with pytest.raises(SetupError, match="has 5 characters"):
        signing_keys(read_settings(house))


def test_a_signing_key_that_others_can_read_is_refused(house: Path) -> None:
    (house / "secret.key").write_text("s" * 40)
    (house / "secret.key").chmod(0o640)
    with pytest.raises(SetupError, match="chmod 600"):
        signing_keys(read_settings(house))


def test_a_short_signing_key_is_refused(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_SIGNING_KEY", "short")
    with pytest.raises(SetupError, match="at least 32"):
        signing_keys(read_settings(house))


def test_the_signing_key_is_refused_in_the_file(house: Path) -> None:
    (house / "outreach.toml").write_text('signing_key = "x"\n' + SMALLEST)
    assert "`signing_key` does not belong in the file" in refusal(house)


def test_settings_do_not_change(house: Path) -> None:
    settings = read_settings(house)
    with pytest.raises(ValueError, match="frozen"):
        settings.house.name = "x"


@pytest.mark.parametrize("key", list(all_keys()), ids=str)
def test_every_setting_is_documented(key: Key) -> None:
    assert key.field.description

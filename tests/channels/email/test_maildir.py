"""Mails are found whoever moved them, read again after a crash, and never lost."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.email.maildir import Fetched, Maildir, SetAside
from channels.errors import DoorConfigurationError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Maildir(tmp_path).prepare()
    return tmp_path


def put(path: Path, name: str, raw: bytes = b"Subject: x\r\n\r\nhi") -> Path:
    (path / "tmp" / name).write_bytes(raw)
    return (path / "tmp" / name).rename(path / "new" / name)


class Listings:
    """Counts how often a folder is listed within its block."""

    def __init__(self) -> None:
        self.count = 0
        self._counting = False
        sys.addaudithook(self._heard)

    def _heard(self, event: str, _: object) -> None:
        self.count += self._counting and event in ("os.listdir", "os.scandir")

    def __enter__(self) -> None:
        self._counting = True

    def __exit__(self, *_: object) -> None:
        self._counting = False


def keys(maildir: Maildir) -> list[str]:
    return [found.key for found in maildir.fetch()]


def test_a_mail_is_read_whole_with_when_it_came(path: Path) -> None:
    os.utime(put(path, "1764000000.M1P2.mx"), (1764000000, 1764000000))
    assert list(Maildir(path).fetch()) == [
        Fetched(
            "1764000000.M1P2.mx",
            b"Subject: x\r\n\r\nhi",
            datetime.fromtimestamp(1764000000, UTC),
        )
    ]


def test_the_oldest_comes_first_and_no_more_than_asked_for(path: Path) -> None:
    for name in ("20.b", "3.a", "100.c"):
        put(path, name)
    assert [found.key for found in Maildir(path).fetch(most=2)] == ["3.a", "20.b"]


def test_until_it_is_done_a_mail_is_read_again(path: Path) -> None:
    put(path, "1.a")
    maildir = Maildir(path)
    assert (keys(maildir), keys(maildir), keys(Maildir(path))) == (["1.a"], ["1.a"], ["1.a"])


def test_what_is_done_is_not_read_again_even_after_a_restart(path: Path) -> None:
    put(path, "1.a")
    maildir = Maildir(path)
    maildir.done("1.a")
    maildir.done("1.a")
    assert (keys(maildir), keys(Maildir(path))) == ([], [])
    assert (path / "cur" / "1.a:2,").exists()


def test_a_mail_that_somebody_opened_before_us_is_read_all_the_same(path: Path) -> None:
    put(path, "1.a").rename(path / "cur" / "1.a:2,S")
    maildir = Maildir(path)
    assert keys(maildir) == ["1.a"]
    maildir.done("1.a")
    (path / "cur" / "1.a:2,S").rename(path / "cur" / "1.a:2,RS")
    assert (keys(maildir), keys(Maildir(path))) == ([], [])


def test_losing_the_list_of_what_is_done_only_reads_again(path: Path) -> None:
    put(path, "1.a")
    Maildir(path).done("1.a")
    (path / "outreach-done").unlink()
    assert keys(Maildir(path)) == ["1.a"]


def test_the_list_of_what_is_done_forgets_what_is_gone(path: Path) -> None:
    for name in ("1.a", "2.b"):
        put(path, name)
        Maildir(path).done(name)
    (path / "cur" / "1.a:2,").unlink()
    assert keys(Maildir(path)) == []
    assert (path / "outreach-done").read_text() == "2.b\n"


@pytest.mark.skipif(os.getuid() == 0, reason="root can read everything")
def test_a_file_nobody_may_read_is_set_aside_and_named(path: Path) -> None:
    put(path, "1.a").chmod(0)
    assert list(Maildir(path).fetch()) == [SetAside("1.a", "permission denied")]


def test_what_is_no_file_is_set_aside_and_the_rest_is_read(path: Path) -> None:
    (path / "new" / "1.folder").mkdir()
    (path / "new" / "2.link").symlink_to("/etc/passwd")
    put(path, "3.mail")
    found = list(Maildir(path).fetch())
    assert found[:2] == [
        SetAside("1.folder", "it is not a file"),
        SetAside("2.link", "it is not a file"),
    ]
    assert [each.key for each in found[2:]] == ["3.mail"]
    assert sorted(each.name for each in (path / "aside").iterdir()) == ["1.folder", "2.link"]


def test_a_file_larger_than_any_mail_is_set_aside(path: Path) -> None:
    with put(path, "1.a").open("wb") as file:
        file.truncate(50_000_001)
    assert list(Maildir(path).fetch()) == [SetAside("1.a", "it is larger than any mail")]


def test_the_folders_are_listed_once_for_all_that_waits(path: Path) -> None:
    for number in range(200):
        put(path, f"{number}.a")
    maildir, listed = Maildir(path), Listings()
    with listed:
        while found := list(maildir.fetch(10)):
            for one in found:
                maildir.done(one.key)
    assert listed.count <= 6  # each is two folders: what is done already, all, and nothing more


def test_what_comes_while_others_are_read_is_not_left_for_the_next_look(path: Path) -> None:
    for name in ("1.a", "2.b"):
        put(path, name)
    maildir = Maildir(path)
    [first] = maildir.fetch(1)
    maildir.done(first.key)
    put(path, "3.c")
    assert keys(maildir) == ["2.b", "3.c"]


def test_a_mail_that_somebody_else_files_meanwhile_is_found_where_it_went(path: Path) -> None:
    for name in ("1.a", "2.b"):
        put(path, name)
    maildir = Maildir(path)
    [first] = maildir.fetch(1)
    maildir.done(first.key)
    (path / "new" / "2.b").rename(path / "cur" / "2.b:2,S")
    assert keys(maildir) == ["2.b"]


def test_a_name_in_any_bytes_is_a_key(path: Path) -> None:
    (path / "new" / os.fsdecode(b"1.\xff")).write_bytes(b"x")
    maildir = Maildir(path)
    [key] = keys(maildir)
    maildir.done(key)
    assert keys(Maildir(path)) == []


def test_a_mailbox_that_is_gone_is_no_empty_mailbox(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(Maildir(tmp_path / "gone").fetch())


def test_a_mailbox_that_cannot_be_made_is_the_operators_business(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DoorConfigurationError, match="cannot be made"):
        Maildir(tmp_path / "file").prepare()


def test_a_glance_tells_of_each_mail_once(path: Path) -> None:
    mailbox = Maildir(path)
    assert not mailbox.has_come()
    put(path, "1.a")
    put(path, ".hidden")
    assert (mailbox.has_come(), mailbox.has_come()) == (True, False)
    for one in mailbox.fetch():
        mailbox.done(one.key)
    assert not mailbox.has_come()
    put(path, "2.b")
    assert mailbox.has_come()

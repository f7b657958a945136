"""Which folders are read, by what servers really list."""

import pytest

from channels.email.imap.folders import Folder, Listed, Role, folder_name, to_read


def listed(*names: str, delimiter: str = "/", **flagged: str) -> list[Listed]:
    plain = [Listed((b"\\HasNoChildren",), delimiter, name) for name in names]
    return [
        *plain,
        *(Listed((f"\\{flag}".encode(),), delimiter, flagged[flag]) for flag in flagged),
    ]


def read(there: list[Listed], *wanted: str) -> dict[str, Role]:
    return {one.name: one.role for one in to_read(there, wanted or ("INBOX",))}


def test_what_servers_flag_is_read_whatever_its_name() -> None:
    there = listed(
        "INBOX", "[Gmail]/Wichtig", Junk="[Gmail]/Spam", Sent="[Gmail]/Gesendet", All="[Gmail]/Alle"
    )
    assert read(there) == {
        "INBOX": Role.INBOX,
        "[Gmail]/Spam": Role.JUNK,
        "[Gmail]/Gesendet": Role.SENT,
    }


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Junk E-mail", Role.JUNK),
        ("Spam", Role.JUNK),
        ("INBOX.spam", Role.JUNK),
        ("Gesendete Elemente", Role.SENT),
        ("Éléments envoyés", Role.SENT),
        ("Archives", Role.ARCHIVE),
        ("Papierkorb", Role.TRASH),
    ],
)
def test_where_nothing_is_flagged_names_tell(name: str, role: Role) -> None:
    assert read(listed("INBOX", name, delimiter="."))[name] is role


def test_two_folders_of_a_kind_are_both_read() -> None:
    there = listed("INBOX", "Sent Items", Sent="Sent")
    assert read(there) == {"INBOX": Role.INBOX, "Sent": Role.SENT, "Sent Items": Role.SENT}


def test_the_inbox_comes_first_whoever_writes_it_and_however() -> None:
    first, *_ = to_read(listed("Customers", "Inbox"), ("INBOX", "Customers"))
    assert first == Folder("INBOX", Role.INBOX)


def test_drafts_and_other_peoples_business_are_left_alone() -> None:
    assert read(listed("INBOX", "Travel", Drafts="Drafts")) == {"INBOX": Role.INBOX}


def test_a_folder_that_only_holds_others_is_none() -> None:
    there = [*listed("INBOX"), Listed((b"\\Noselect",), "/", "Sent")]
    assert read(there) == {"INBOX": Role.INBOX}


def test_a_folder_that_was_asked_for_and_is_missing_is_named() -> None:
    with pytest.raises(LookupError, match="Custmers"):
        to_read(listed("INBOX", "Customers"), ("INBOX", "Custmers"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b"Gel&APY-schte Elemente", "Gelöschte Elemente"),
        (b"R&D", "R&D"),
        (b"&&&", "&&&"),
        ("2026", "2026"),
    ],
)
def test_a_name_is_read_however_it_is_written(written: bytes | str, name: str) -> None:
    assert folder_name(written) == name

"""One mail is one, whichever way it comes, and another under the same name is another."""

from channels.email.wire.identity import identity

NAMED = b"From: scott@kestrel.example\r\nMessage-ID: <1@kestrel.example>\r\nSubject: hi\r\n"
WORDS = b"\r\nPlease stop.\r\n"


def test_what_servers_add_on_the_way_and_ends_of_lines_make_no_other_mail() -> None:
    way = b"Return-Path: <scott@kestrel.example>\r\nReceived: from mx\r\n"
    by_pipe = (way + NAMED + WORDS).replace(b"\r\n", b"\n")
    assert identity(by_pipe) == identity(b"Delivered-To: us\r\n" + NAMED + WORDS) is not None


def test_other_words_under_the_same_name_are_another_mail() -> None:
    assert identity(NAMED + WORDS) != identity(NAMED + b"\r\nPlease go on.\r\n")


def test_the_same_words_under_another_name_are_another_mail() -> None:
    assert identity(NAMED + WORDS) != identity(NAMED.replace(b"<1@", b"<2@") + WORDS)


def test_a_name_on_the_next_line_is_a_name() -> None:
    folded = NAMED.replace(b"ID: <", b"ID:\r\n <")
    assert identity(folded + WORDS) == identity(NAMED + WORDS)


def test_a_mail_without_a_name_or_with_one_only_in_its_words_is_told_by_nothing() -> None:
    assert identity(b"From: a@b.example\r\n" + WORDS) is None
    assert identity(b"From: a@b.example\r\n\r\nMessage-ID: <1@kestrel.example>\r\n") is None

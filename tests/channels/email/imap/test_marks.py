"""How far a folder was read survives being written down, and renumbering."""

from datetime import date

from channels.email.imap.marks import Mark, Marks

THEN, NOW = date(2026, 10, 1), date(2026, 11, 24)


def answer(validity: int, following: int) -> dict[bytes, int]:
    return {b"UIDVALIDITY": validity, b"UIDNEXT": following}


def test_a_folder_is_first_read_as_far_back_as_we_look() -> None:
    assert Marks("a").enter("INBOX", answer(7, 90), NOW) == Mark(7, 0, 89, NOW)


def test_what_is_written_is_read_again() -> None:
    marks = Marks("a")
    marks.by_folder["Entwürfe"] = marks.enter("Entwürfe", answer(7, 90), NOW).at(12)
    assert Marks.read("a", marks.written()) == marks


def test_a_mark_never_goes_back() -> None:
    assert Mark(7, 12, 89, NOW).at(5).last == 12
    assert Mark(7, 95, 89, NOW).through().last == 95


def test_a_folder_whose_numbers_start_over_is_read_again_as_far_back_as_at_first() -> None:
    marks = Marks("a", {"INBOX": Mark(7, 500, 89, THEN)})
    assert marks.enter("INBOX", answer(8, 40), NOW) == Mark(8, 0, 39, THEN)


def test_the_numbers_of_another_account_say_nothing_here() -> None:
    written = Marks("a", {"INBOX": Mark(7, 500, 89, THEN)}).written()
    moved = Marks.read("b", written)
    assert moved.enter("INBOX", answer(7, 600), NOW) == Mark(7, 0, 599, THEN)


def test_the_numbers_of_another_account_say_nothing_though_these_never_last_either() -> None:
    written = Marks("a", {"INBOX": Mark(7, 500, 89, THEN)}).written()
    assert Marks.read("b", written).enter("INBOX", answer(0, 40), NOW) == Mark(0, 0, 39, THEN)

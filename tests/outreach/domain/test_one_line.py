"""A name reads as it is written, whatever stands between its letters unseen."""

from __future__ import annotations

import pytest

from outreach.domain.one_line import unturned
from outreach.errors import InputError
from outreach.services.knowing.plain_words import on_one_line

HOSTILE = ("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u200e", "\u061c", "\ufeff")
UNSEEN = ("\u200b", "\u2060", "\u00ad", "\U000e0041")


@pytest.mark.parametrize("mark", [*HOSTILE, *UNSEEN], ids=ascii)
def test_a_mark_that_turns_the_writing_is_left_out(mark: str) -> None:
    assert unturned(f"Anna{mark} Okri") == "Anna Okri"
    assert on_one_line(f"{mark}Anna {mark} Okri{mark}", "the name") == "Anna Okri"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9b"], ids=ascii)
def test_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(InputError, match="on one line"):
        on_one_line(f"Anna{sign}Okri", "the name")


def test_a_name_of_marks_alone_has_no_words() -> None:
    with pytest.raises(InputError, match="has no words"):
        on_one_line("\u202e\u2066", "the name")


@pytest.mark.parametrize("name", ["علی\u200cرضا", "क्\u200dष", "José Ñandú", "مریم"])
def test_a_name_keeps_the_joiners_it_is_written_with(name: str) -> None:
    assert on_one_line(name, "the name") == name

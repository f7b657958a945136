"""What a text takes at the carrier, to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.wire.segments import Alphabet, Segments, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_part_is_full_where_the_standard_says(text: str, count: int) -> None:
    assert segments(text).count == count


def test_the_alphabet_has_every_letter_of_the_standard_and_no_other() -> None:
    letters = [chr(code) for code in range(0x3000) if segments(chr(code)).alphabet is Alphabet.GSM7]
    assert len(letters) == 127 + 10
    assert [one for one in letters if segments(one).places == 2] == list("\f[\\]^{|}~€")


def test_an_extended_letter_is_never_torn_between_two_parts() -> None:
    torn_if_only_added_up = "a" * 152 + "€" + "a" * 152
    assert segments(torn_if_only_added_up).places == 306
    assert segments(torn_if_only_added_up).count == 3


def test_an_emoji_is_never_torn_between_two_parts() -> None:
    torn_if_only_added_up = "я" * 66 + "😀" + "я" * 66
    assert segments(torn_if_only_added_up).places == 134
    assert segments(torn_if_only_added_up).count == 3


def test_the_letter_that_makes_a_text_dearer_is_named() -> None:
    assert segments("It’s here") == Segments(Alphabet.UCS2, 9, 1, "’")
    assert segments("ñandú").odd == "ú"


@given(st.text(max_size=500))
def test_more_words_never_take_fewer_parts(text: str) -> None:
    assert segments(text + "x").count >= segments(text).count

"""Which texts the carrier answers by itself."""

import pytest

from channels.arrivals import TextMessage
from channels.sms.wire.keywords import stops_by_itself


def text(words: str, keyword: str = "") -> TextMessage:
    return TextMessage("+17025550142", "+15550001111", words, "SM1", keyword)


@pytest.mark.parametrize("words", ["STOP", "stop", " Stop. ", "stop!", "Unsubscribe", "OPTOUT"])
def test_a_text_of_one_of_its_words_is_answered_by_the_carrier(words: str) -> None:
    assert stops_by_itself(text(words))


@pytest.mark.parametrize("words", ["stop please", "opt out", "please stop texting me", "Stopp", ""])
def test_any_other_stop_is_ours_to_confirm(words: str) -> None:
    assert not stops_by_itself(text(words))


def test_what_the_carrier_says_it_took_for_a_stop_it_has_answered() -> None:
    assert stops_by_itself(text("no mas", "STOP"))

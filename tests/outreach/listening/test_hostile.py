"""Strangers write what is read: no text takes long, whatever it repeats."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.reading import Heard, ReaderContext
from policies.channel import Channel
from policies.statement import Refuse, Via

LENGTH = 20_000
"""Characters that are looked at of any message."""
WHEN = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "repeated",
    [
        *("a", "1", "…", "ﬁ", "停止", "STOP", "stop ", "7.", "a.b.", "no ", "not not ", "\n", " "),
        *(">", ">|", "> ?\n", "> \n", "1/", "12:30 ", "until ", "if you ", "(", '"', "\u0301"),
        *("please stop calling me. ", "unsubscribe\n", "she said stop ", "weekdays 9-5 ", "a@b."),
        *(
            "On Mon, 23 Nov 2026 Ana wrote:\n",
            "From: a\nTo: b\n",
            "-- \n",
            "st\u200bop",
            "s.t.o.p.",
        ),
    ],
)
def test_a_text_made_to_be_slow_is_not(repeated: str) -> None:
    read = shipped_reader()
    read(Heard("stop", WHEN, Via.EMAIL), ReaderContext())
    text = (repeated * LENGTH)[:LENGTH]
    assert read(Heard(text, WHEN, Via.EMAIL), ReaderContext())


def test_an_address_is_found_however_long_the_run_of_letters_before_it() -> None:
    read = shipped_reader()
    text = f"Wrong person. {'x' * 500}/kit@kestrel.example"
    referral = read(Heard(text, WHEN, Via.EMAIL), ReaderContext()).referral
    assert referral is not None
    assert referral.email == "kit@kestrel.example"


@pytest.mark.parametrize(
    "before", ["I like your maps very much. ", "\n", " ", "> what you wrote\n"]
)
def test_a_human_sees_to_what_stands_behind_the_end_of_what_is_read(before: str) -> None:
    text = before * (LENGTH // len(before) + 1) + "Please stop writing to me."
    reading = shipped_reader()(Heard(text, WHEN, Via.EMAIL), ReaderContext())
    assert "too long to be read to its end" in reading.unclear_because


def test_a_long_history_that_is_quoted_to_its_end_asks_nobody() -> None:
    for text in (
        "Thanks!\n\n" + "> what you wrote\n" * LENGTH,
        "Thanks!\n\nOn Mon, 23 Nov 2026 at 10:00 Ana Ruiz wrote:\n" + "what we wrote\n" * LENGTH,
    ):
        reading = shipped_reader()(Heard(text, WHEN, Via.EMAIL), ReaderContext())
        assert reading.unclear_because == ""


@pytest.mark.parametrize("shouted", ["STOP " * 40, "stop it " * 30, "Stop please!! " * 20])
def test_one_word_said_over_and_over_is_that_word(shouted: str) -> None:
    reading = shipped_reader()(Heard(shouted, WHEN, Via.SMS), ReaderContext())
    assert [one.meaning for one in reading.understood] == [Refuse(Channel.SMS)]

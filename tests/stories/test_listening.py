"""It is only a relationship if you listen.

Story 5 of those this product exists for. He asked for prices by email, because he travels. A rep
rang all the same, twice, the second time at half past six where she took him to be. He asked to be
removed, and was lost for good. Here is what happens instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.services.answer import Answer, answer
from policies.channel import Channel
from tests.stories.a_house import Tale, a_house

TUESDAY = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
"""One in the afternoon in New York, ten in the morning in Las Vegas."""
SCOTT = "scott@reyes.example"
ASKS = (
    "Because of extensive travel I am not able to connect by phone in the near future."
    " Is there any information on pricing by email?"
)


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Kestrel Mapping in New York; Scott is at home in Las Vegas. Ana writes, Ben rings."""
    with a_house(tmp_path / "kestrel", TUESDAY) as told:
        told.joins("Ben Okri")
        told.meets(
            *("Ana Ruiz", "Scott Reyes", SCOTT, "+17025550142"), country="US", region="US-NV"
        )
        yield told


def test_what_he_asked_for_is_on_somebodys_agenda_and_is_answered_by_email(tale: Tale) -> None:
    tale.writes(SCOTT, ASKS)
    tomorrow = TUESDAY.date() + timedelta(days=1)
    assert "Is there any information on pricing" in tale.sees("Ana Ruiz")
    assert "they asked for information on pricing" in tale.sees("Ana Ruiz", tomorrow)

    words = ReviewedWords("Prices", "A wall map is 90 dollars. Write to me any time.")
    sent = asyncio.run(
        answer(tale.house.gate, tale.person("Scott Reyes").id, Answer("Ana Ruiz", words))
    )
    assert sent.state is AttemptState.ACCEPTED
    assert "Scott Reyes" not in tale.sees("Ana Ruiz")
    assert "PROMISED" not in tale.sees("Ana Ruiz", tomorrow)
    assert any("A wall map is 90 dollars" in one for one in tale.story("Scott Reyes"))


@pytest.mark.parametrize(
    ("words", "subject"),
    [("Please stop emailing me.", "No more emails from us"), (ASKS, "Re: maps")],
)
def test_what_answers_him_by_itself_lies_in_his_own_thread(
    tale: Tale, words: str, subject: str
) -> None:
    """RFC 3834 §3.1.6; and it says of itself that no human wrote it."""
    tale.posts(SCOTT, words, named="<his@mail.example>")
    tale.passes(timedelta(minutes=4))
    [ours] = tale.outgoing()
    assert (ours["In-Reply-To"], ours["References"]) == ("<his@mail.example>",) * 2
    assert (ours["Subject"], ours["Auto-Submitted"]) == (subject, "auto-replied")


@pytest.mark.parametrize("named", ["<!~!UENERkVCMDkAAQACAA=>", "<%s@x>" % ("a" * 990)])
def test_a_letter_with_an_impossible_name_is_confirmed_all_the_same(tale: Tale, named: str) -> None:
    tale.posts(SCOTT, "Please stop emailing me.", named=named)
    tale.passes(timedelta(minutes=4))
    [ours] = tale.outgoing()
    assert ours["In-Reply-To"] is None


def test_nobody_is_shown_his_number_though_a_call_is_only_three_minutes(tale: Tale) -> None:
    """The stated channel binds every door, human hands included, and every colleague."""
    tale.writes(SCOTT, ASKS)
    for rep in ("Ana Ruiz", "Ben Okri"):
        call = tale.presses(rep, "Scott Reyes")
        assert not call.granted
        assert "extensive travel" in call.explanation
        assert tale.house.book.take(call.outcome.attempt_id) is None
    assert [one for one in tale.story("Scott Reyes") if "was shown the number" in one] == []


def test_at_half_past_six_where_he_is_nobody_rings_whatever_the_time_at_home(tale: Tale) -> None:
    """He said where he is; his card says Las Vegas, and there it would be the afternoon."""
    tale.writes(SCOTT, "I am in Sydney until Friday 4 December, in case you need me.")
    tale.until(datetime(2026, 11, 30, 19, 30, tzinfo=UTC))  # 06:30 on Tuesday in Sydney
    call = tale.presses("Ana Ruiz", "Scott Reyes")
    assert not call.granted
    assert "06:30" in call.explanation
    assert "Sydney" in call.explanation


def test_removed_means_at_once_everywhere_and_by_every_door(tale: Tale) -> None:
    tale.writes(SCOTT, "Please remove me from your list. Do not contact me again.")
    for channel in Channel:
        assert tale.may("Scott Reyes", channel).startswith("block"), channel
    assert not tale.presses("Ben Okri", "Scott Reyes").granted
    tale.passes(timedelta(days=400))
    assert tale.may("Scott Reyes", Channel.EMAIL).startswith("block")
    assert "Scott Reyes" not in tale.sees("Ana Ruiz")

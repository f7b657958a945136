"""Whoever's name it is: told in the third person, their own wish is theirs, and others' is not."""

from datetime import UTC, datetime

import pytest

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.channel import Channel
from policies.statement import Refuse, Unclear, Via

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _read(text: str, name: str) -> Reading:
    heard = Heard(text, NOON, Via.EMAIL, name=name)
    return shipped_reader()(heard, ReaderContext())


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Scott asked not to be called.", Channel.PHONE),
        ("Scott has asked that you stop emailing him.", Channel.EMAIL),
        ("Scott wants no more emails.", Channel.EMAIL),
    ],
)
def test_a_wish_told_by_their_own_name_is_theirs(text: str, channel: Channel) -> None:
    """CASES 36."""
    meant = [one.meaning for one in _read(text, "Scott Reyes").understood]
    assert meant == [Refuse(channel)]


def test_a_wish_told_by_another_name_is_somebody_elses() -> None:
    [one] = _read("Maria asked not to be called.", "Scott Reyes").understood
    assert isinstance(one.meaning, Unclear)
    assert one.meaning.why == "somebody else's wish"


def test_without_a_name_nobody_guesses_whose_wish_it_is() -> None:
    [one] = _read("Scott asked not to be called.", "").understood
    assert isinstance(one.meaning, Unclear)


def test_nobody_is_referred_to_themselves() -> None:
    text = "Please don't call Scott any more."
    assert _read(text, "Scott Reyes").referral is None

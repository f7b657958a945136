"""What somebody said last: words of theirs, or a press that binds; never a press for a link."""

from __future__ import annotations

from datetime import UTC, datetime

from outreach.domain.history import last_of
from policies.channel import Channel
from policies.statement import Meaning, Refuse, Request, Source, Statement, Understood, Via


def said(words: str, via: Via, *meant: Meaning) -> Statement:
    return Statement(
        f"s_{words}",
        words,
        datetime(2026, 11, 24, tzinfo=UTC),
        via,
        Source.PAGE if via is Via.WEB else Source.REPLY,
        proven=True,
        meanings=tuple(Understood(one) for one in meant),
    )


WROTE = said("I am not able to do phone.", Via.EMAIL)
LINK = said("(on our page: send me a link of my own)", Via.WEB, Request("a link"))
STOPPED = said("(pressed “stop these emails” on our page)", Via.WEB, Refuse(Channel.EMAIL))


def test_a_press_for_a_link_is_not_the_last_that_they_said() -> None:
    assert last_of([WROTE, LINK]) is WROTE


def test_a_press_that_binds_is() -> None:
    assert last_of([WROTE, STOPPED, LINK]) is STOPPED


def test_without_words_it_is_the_last_press() -> None:
    assert last_of([LINK]) is LINK
    assert last_of([]) is None

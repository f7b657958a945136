"""Law 5: a human's call is an outbound contact; the book shows no number, and pressing judges."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.gate.pressing import press, press_person
from outreach.store import call_book
from policies.channel import Channel
from policies.statement import AtMost, Meaning
from policies.verdict import Allow
from tests.laws.houses import a_house
from tests.laws.said import what_closes

closing = what_closes(Channel.PHONE)


@settings(max_examples=15)
@given(closing)
def test_what_was_said_since_is_heard_when_the_button_is_pressed(said: Meaning) -> None:
    with a_house() as house:
        somebody = house.person()
        call = house.plan(somebody, Channel.PHONE)
        asyncio.run(house.gate.pass_batch([call]))
        assert house.sent(Channel.PHONE) == []
        house.word(somebody, said, words="not like this")
        pressed = asyncio.run(press(house.gate, call, "Bob Ito"))
        assert not pressed.granted
        assert house.sent(Channel.PHONE) == []
        assert "+1702" not in repr(pressed)


@settings(max_examples=10)
@given(closing)
def test_a_call_that_a_rep_just_thought_of_is_judged_like_any_other(said: Meaning) -> None:
    with a_house() as house:
        somebody = house.person()
        house.word(somebody, said, words="not like this")
        pressed = asyncio.run(press_person(house.gate, somebody.id, "Bob Ito"))
        assert not isinstance(pressed.outcome.verdict, Allow)
        assert house.sent(Channel.PHONE) == []


@settings(max_examples=10)
@given(st.integers(1, 4))
def test_the_book_shows_no_number(people: int) -> None:
    with a_house() as house:
        calls = [house.plan(house.person(), Channel.PHONE) for _ in range(people)]
        asyncio.run(house.gate.pass_batch(calls))
        book = house.store.read(call_book.waiting)
        assert {row.attempt_id for row in book} == set(calls)
        assert "+1702" not in repr(book)
        assert house.sent(Channel.PHONE) == []


def test_an_allowed_press_reveals_the_number_once() -> None:
    with a_house() as house:
        call = house.plan(house.person(), Channel.PHONE)
        asyncio.run(house.gate.pass_batch([call]))
        assert asyncio.run(press(house.gate, call, "Bob Ito")).granted
        assert house.sent(Channel.PHONE) == [call]


@settings(max_examples=10)
@given(st.integers(1, 6))
def test_a_human_call_counts_towards_the_limit_of_the_person(days: int) -> None:
    """CASES 61: caps count attempts and human calls alike."""
    with a_house() as house:
        somebody = house.person()
        call = house.plan(somebody, Channel.PHONE)
        asyncio.run(house.gate.pass_batch([call]))
        asyncio.run(press(house.gate, call, "Bob Ito"))
        house.word(somebody, AtMost(1, 7), words="once a week")
        house.later(timedelta(days=days))
        mail = house.plan(somebody)
        asyncio.run(house.gate.pass_batch([mail]))
        assert house.sent() == []

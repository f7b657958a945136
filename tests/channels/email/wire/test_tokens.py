"""Tokens name an attempt to whoever holds the key, and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.wire.tokens import Named, Tokens, Use
from outreach.ids import new_id

TOKENS = Tokens(b"k" * 32)
ATTEMPT = "a_0000000000000000000000test"
attempts = st.text("abcdefghijklmnopqrstuv0123456789_", min_size=1, max_size=30)


@given(attempts, st.sampled_from(Use))
def test_a_token_comes_back_as_the_attempt_it_was_made_of(attempt: str, use: Use) -> None:
    assert TOKENS.attempt(TOKENS.make(attempt, use), use) == attempt


@given(attempts)
def test_a_server_that_shouts_changes_nothing(attempt: str) -> None:
    address = TOKENS.address("ana@house.example", attempt, Use.REPLY).upper()
    assert list(TOKENS.found_in(address)) == [Named(attempt, Use.REPLY)]


@given(st.text())
def test_what_we_did_not_sign_is_nothing(text: str) -> None:
    assert list(TOKENS.found_in(text)) == []


@pytest.mark.parametrize("other", [use for use in Use if use is not Use.STOP])
def test_a_token_of_another_use_opens_no_page(other: Use) -> None:
    """CASES 22."""
    assert TOKENS.attempt(TOKENS.make(ATTEMPT, other), Use.STOP) is None


def test_a_token_of_another_house_is_nothing() -> None:
    """CASES 22."""
    assert TOKENS.attempt(Tokens(b"z" * 32).make(ATTEMPT, Use.STOP), Use.STOP) is None


@given(st.integers(0, 15), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_guessed_signature_is_nothing(place: int, letter: str) -> None:
    """CASES 22."""
    token = TOKENS.make(ATTEMPT, Use.STOP)
    at = len(token) - 1 - place
    guessed = token[:at] + letter + token[at + 1 :]
    assert TOKENS.attempt(guessed, Use.STOP) == (ATTEMPT if guessed == token else None)


def test_an_address_with_a_token_is_short_enough_for_any_server() -> None:
    address = TOKENS.address("outreach@house.example", new_id("a"), Use.BOUNCE)
    assert len(address.partition("@")[0]) <= 64


def test_a_message_id_ties_a_thread_to_its_attempt() -> None:
    thread = f"<other@x> {TOKENS.message_id(ATTEMPT, 'house.example')}"
    assert list(TOKENS.found_in(thread)) == [Named(ATTEMPT, Use.MESSAGE)]


def test_the_key_does_not_show() -> None:
    assert "kkkk" not in repr(TOKENS)

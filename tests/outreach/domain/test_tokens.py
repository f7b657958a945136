"""A token says one thing about one attempt of one house, for as long as anybody keeps the mail."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.ids import new_id
from outreach.domain.tokens import Signer, Token, Use

OURS = Signer(b"k" * 32, "house-one")
ATTEMPT = new_id("a")


def test_a_token_says_which_attempt_and_what_for() -> None:
    assert OURS.read(OURS.sign(Use.STOP, ATTEMPT)) == Token(Use.STOP, ATTEMPT)


def test_a_token_made_twice_is_the_same() -> None:
    assert OURS.sign(Use.REPLY, ATTEMPT) == OURS.sign(Use.REPLY, ATTEMPT)


def test_the_token_of_an_old_mail_still_stops() -> None:
    """CASES 19: nothing in a token runs out, however long the mail was kept."""
    kept = "s-a_00jkqnhm7g3v0c5v8k0lq7s9t4-"
    token = OURS.sign(Use.STOP, "a_00jkqnhm7g3v0c5v8k0lq7s9t4")
    restarted = Signer(b"k" * 32, "house-one")
    assert token.startswith(kept)
    assert restarted.read(token) == Token(Use.STOP, "a_00jkqnhm7g3v0c5v8k0lq7s9t4")


@pytest.mark.parametrize(
    "other",
    [Signer(b"k" * 32, "house-two"), Signer(b"x" * 32, "house-one")],
    ids=["another house with our key", "our name with another key"],
)
def test_a_token_of_another_house_says_nothing_here(other: Signer) -> None:
    """CASES 22: tokens are signed, and bound to the installation."""
    assert OURS.read(other.sign(Use.STOP, ATTEMPT)) is None


def test_a_token_for_one_use_serves_no_other() -> None:
    reply = OURS.sign(Use.REPLY, ATTEMPT)
    assert OURS.read("s" + reply[1:]) is None


def test_a_bare_attempt_id_is_no_token() -> None:
    """CASES 22: knowing an id is not enough."""
    assert OURS.read(ATTEMPT) is None


def test_a_server_that_folds_case_does_no_harm() -> None:
    assert OURS.read(OURS.sign(Use.BOUNCE, ATTEMPT).upper()) == Token(Use.BOUNCE, ATTEMPT)


@pytest.mark.parametrize("use", list(Use))
def test_a_token_fits_beside_a_mailbox_in_a_local_part(use: Use) -> None:
    token = OURS.sign(use, ATTEMPT)
    assert len(token) <= 47
    assert re.fullmatch(r"[a-z0-9_-]+", token)


@given(st.text(max_size=80))
def test_nothing_made_up_is_believed(written: str) -> None:
    assert OURS.read(written) is None


@given(position=st.integers(0, 200), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_one_letter_changed_is_not_believed(position: int, letter: str) -> None:
    token = OURS.sign(Use.STOP, ATTEMPT)
    place = position % len(token)
    changed = token[:place] + letter + token[place + 1 :]
    assert changed == token or OURS.read(changed) is None

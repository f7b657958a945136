"""Questions on a real terminal: the sentence marked, one key, and its effect at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT
from tests.outreach.cli.conftest import Shell
from tests.outreach.cli.terminals import Terminal


@pytest.fixture
def asked(house: Shell) -> Shell:
    """A house that read a slip of the finger, and a letter from nobody on file."""
    house("team", "add", "Cora Lindt")
    house.letter("scott@reyes.example", "Step")
    house.letter("ingrid@home.example", "No more calls to my old number please, I moved.")
    house("calls", "press", "--person", "Ingrid Lund", "--by", "Ana Ruiz")  # reads the mailbox
    return house


@pytest.fixture
def queue(asked: Shell) -> Iterator[Terminal]:
    where = ["--house", str(asked.folder), "--by", "Ana Ruiz"]
    with Terminal("outreach", ["inbound", *where], ROOT) as terminal:
        yield terminal


def test_a_slip_of_the_finger_is_kept_as_a_stop_by_one_key(asked: Shell, queue: Terminal) -> None:
    listed = queue.until("2 to settle")
    assert "Scott Reyes" in listed
    assert "ingrid@home.example" in listed
    queue.press("\r")
    page = queue.until("meanwhile:")
    assert "[Step]" in page
    assert "one letter from stop" in page
    queue.press("k")
    queue.until("Scott Reyes: kept as it is")
    queue.until("1 to settle")
    queue.press("q")
    assert queue.ended() == 0
    assert [one["person"] for one in asked("inbound", "list", "--json").json] == [None]


def test_what_binds_less_needs_somebody_else(asked: Shell, queue: Terminal) -> None:
    queue.until("2 to settle")
    queue.press("\r")
    queue.until("meanwhile:")
    queue.press("n")
    queue.until("Who else has read it")
    queue.press("Ana Ruiz\r")
    queue.until("the second person must be somebody else")
    queue.press("n")
    queue.until("Who else has read it")
    queue.press("Cora Lindt\r")
    queue.until("nothing of the kind; Cora Lindt agrees")
    queue.press("q")
    assert queue.ended() == 0


def test_whose_a_letter_is_can_be_said_and_it_binds_them(asked: Shell, queue: Terminal) -> None:
    """CASES 36"""
    queue.until("2 to settle")
    queue.press("\x1b[B\r")
    page = queue.until("say whose it is")
    assert "on nobody's file" in page
    queue.press("m")
    queue.until("Whose is it?")
    queue.press("Ingrid Lund\r")
    queue.until("it is Ingrid Lund's")
    queue.press("q")
    assert queue.ended() == 0
    refused = asked("calls", "press", "--person", "Ingrid Lund", "--by", "Ana Ruiz")
    assert "No more calls to my old number please" in refused.out


def test_elsewhere_than_on_a_terminal_it_is_a_list(asked: Shell) -> None:
    said = asked("inbound").out
    assert "“[Step]”" in said
    assert "2 to settle, the oldest for 0 min; none settled in 30 days" in said
    assert "nobody on file has this address" in said


def test_a_letter_can_be_matched_by_a_command(asked: Shell) -> None:
    unknown = next(one for one in asked("inbound", "list", "--json").json if one["person"] is None)
    said = asked("inbound", "match", unknown["message"], "Ingrid Lund", "--by", "Ana Ruiz")
    assert (said.code, said.out.strip()[:35]) == (0, "it is Ingrid Lund's, and was read a")
    again = asked("inbound", "match", unknown["message"], "Scott Reyes", "--by", "Ana Ruiz")
    assert "does not ask whose it is" in again.err

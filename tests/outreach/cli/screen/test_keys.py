"""Keys as a terminal sends them."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from outreach.cli.screen.keys import BACK, DOWN, ENTER, LEAVE, PAGE_DOWN, UP, Keys


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(theirs)
    os.close(ours)


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("d", ["d"]),
        ("cv", ["c", "v"]),
        ("\r", [ENTER]),
        ("\x7f", [BACK]),
        ("\x1b", [LEAVE]),
        ("\x1b[A\x1b[B", [UP, DOWN]),
        ("\x1bOA", [UP]),
        ("\x1b[6~x", [PAGE_DOWN, "x"]),
        ("\x1b[1;5Cq", ["", "q"]),
        ("é", ["é"]),
        ("\x01n", ["", "n"]),
    ],
)
def test_a_key_is_one_key_however_many_bytes_it_is(
    terminal: tuple[int, int], sent: str, keys: list[str]
) -> None:
    ours, theirs = terminal
    with Keys(theirs) as reading:
        os.write(ours, sent.encode())
        assert [reading.next(5) for _ in keys] == keys
        assert reading.next(0) == ""


def test_the_terminal_is_left_as_it_was(terminal: tuple[int, int]) -> None:
    _, theirs = terminal
    before = termios.tcgetattr(theirs)
    with Keys(theirs):
        assert termios.tcgetattr(theirs) != before
    assert termios.tcgetattr(theirs) == before


def test_a_terminal_that_is_gone_ends_the_reading() -> None:
    ours, theirs = pty.openpty()
    with Keys(theirs) as reading:
        os.write(ours, b"\x04")
        assert reading.next(1) == ""
        os.close(ours)
        with pytest.raises(EOFError):
            reading.next(1)
        ours, again = pty.openpty()
        os.dup2(again, theirs)
        os.close(again)
    os.close(theirs)
    os.close(ours)

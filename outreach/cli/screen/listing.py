"""A list on the terminal that somebody works through, and a page of help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.text import Text

from outreach.cli.screen.keys import DOWN, LEAVE, PAGE_DOWN, PAGE_UP, UP
from outreach.cli.screen.window import View, Window

Row = TypeVar("Row")
_STEPS = {UP: -1, DOWN: 1, PAGE_UP: -10, PAGE_DOWN: 10}


def work_through(
    window: Window,
    look: Callable[[], list[Row]],
    show: Callable[[list[Row], int], View],
    do: Callable[[str, list[Row], int], None],
) -> None:
    """Show a list until they quit, looked up afresh after each key.

    `show` draws it with the chosen row; `do` gets every key, those that only choose included.
    """
    chosen = 0
    while True:
        found = look()
        chosen = max(0, min(chosen, len(found) - 1))
        key = window.key(show(found, chosen))
        if key in ("q", LEAVE):
            return
        if key:
            do(key, found, chosen)
            chosen += _STEPS.get(key, 0)


def explain_keys(window: Window, lines: Sequence[str]) -> None:
    """Show what the keys do until they go back."""
    window.choose(View(" Keys", [Text(line) for line in lines], ("Esc: back",)), "q?")

"""A page of the terminal: a title, as many lines as there is room for, a foot, and a question."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from rich.console import Console, ScreenContext
from rich.control import Control
from rich.text import Text

from outreach.cli.screen.keys import BACK, DOWN, ENTER, LEAVE, PAGE_DOWN, PAGE_UP, UP, Keys

REDRAWN = 30.0
"""Seconds after which a page is drawn again by itself: hours open and close meanwhile."""


@dataclass(frozen=True, slots=True)
class View:
    """What is on the page. `marked` is a line that must be in sight; `said` a word to the rep."""

    title: str
    lines: Sequence[Text]
    foot: Sequence[str] = ()
    marked: int | None = None
    said: str = ""


class Window:
    """Draws pages on a terminal and reads the keys that answer them."""

    def __init__(self, console: Console, screen: ScreenContext, keys: Keys) -> None:
        self._console = console
        self._screen = screen
        self._keys = keys
        self._top = 0

    def show(self, view: View) -> None:
        """Show a page that waits for nobody."""
        self._draw(view)

    def key(self, view: View) -> str:
        """Show a page and return the key pressed; nothing where it is time to draw it again."""
        self._draw(view)
        return self._keys.next(REDRAWN)

    def choose(self, view: View, keys: Container[str]) -> str:
        """Show a page until one of these keys, or the one for leaving, was pressed."""
        self._top = 0
        while True:
            key = self.key(view)
            if key in (UP, PAGE_UP, DOWN, PAGE_DOWN):
                self._scroll(key, view)
            elif key == LEAVE or (key and key in keys):
                return key

    def ask(self, view: View, question: str, typed: str = "") -> str | None:
        """Ask for a line of text under a page, begun or not; None where the rep leaves it."""
        while True:
            foot = (f"{question}", f"> {typed}_", "Enter: done   Esc: leave it")
            self._draw(View(view.title, view.lines, foot, view.marked, view.said))
            key = self._keys.next(None)
            if key == ENTER:
                return typed.strip()
            if key == LEAVE:
                return None
            typed = typed[:-1] if key == BACK else typed + (key if len(key) == 1 else "")

    def _scroll(self, key: str, view: View) -> None:
        step = 1 if key in (UP, DOWN) else self._room(view) - 1
        ahead = step if key in (DOWN, PAGE_DOWN) else -step
        last = max(0, len(self._wrapped(view)) - self._room(view))
        self._top = min(max(0, self._top + ahead), last)

    def _room(self, view: View) -> int:
        foot = len(self._folded(view.foot)) + len(self._folded([view.said] if view.said else []))
        return max(1, self._console.height - 2 - foot)

    def _wrapped(self, view: View) -> list[Text]:
        return [part for line in view.lines for part in self._fold(line)]

    def _folded(self, lines: Sequence[str]) -> list[Text]:
        return [part for line in lines for part in self._fold(Text(line))]

    def _fold(self, line: Text) -> list[Text]:
        if line.no_wrap:
            short = line.copy()
            short.truncate(self._console.width - 1, overflow="ellipsis")
            return [short]
        return list(line.wrap(self._console, self._console.width - 1)) or [Text()]

    def _draw(self, view: View) -> None:
        room, lines = self._room(view), self._wrapped(view)
        top = self._top
        if view.marked is not None:
            top = max(0, view.marked - room + 2)
        body = lines[top : top + room]
        body += [Text()] * (room - len(body))
        spoken = self._folded([view.said] if view.said else [])
        said = [Text(one.plain, style="bold") for one in spoken]
        foot = [Text(one.plain, style="dim") for one in self._folded(view.foot)]
        title = Text(view.title, style="reverse", no_wrap=True, overflow="ellipsis")
        title.truncate(self._console.width - 1, pad=True)
        self._console.control(Control.home())
        self._screen.update(*[title, *body, Text(), *said, *foot][: self._console.height])

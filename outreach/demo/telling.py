"""How the story is told: at reading pace to somebody who watches, at once to anybody else."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from textwrap import fill

from rich.console import Console

LETTERS_A_SECOND = 24.0
"""Some 280 words a minute: a little quicker than most people read from a screen."""
WIDTH = 92


@dataclass(frozen=True, slots=True)
class Teller:
    """Prints the story on a console; `unhurried` waits after each sentence until it is read."""

    console: Console
    unhurried: bool

    def beat(self, title: str) -> None:
        """Open a chapter."""
        self.console.print()
        self.console.rule(f"[bold]{title}", align="left", style="dim")
        self._wait(title)

    def say(self, text: str) -> None:
        """Tell what happens."""
        self._print(fill(text, WIDTH), text)

    def words(self, who: str, words: str) -> None:
        """Show what somebody said, in their own words."""
        paragraphs = f"“{words}”".split("\n")
        quoted = "\n".join(
            fill(one, WIDTH - 4, initial_indent="    ", subsequent_indent="    ")
            for one in paragraphs
            if one
        )
        self._print(f"  {who}:\n{quoted}", words, style="cyan")

    def does(self, command: str) -> None:
        """Show what somebody types."""
        self._print(f"  $ outreach {command}", command, style="bold")

    def result(self, text: str, *, good: bool = True) -> None:
        """Show what the house answers."""
        lines = "\n".join(
            fill(line, WIDTH, initial_indent="  → ", subsequent_indent="    ")
            for line in text.splitlines()
            if line.strip()
        )
        self._print(lines, text, style="green" if good else "yellow")

    def clock(self, at: datetime, where: str) -> None:
        """Say what time it is now in the story."""
        self._print(f"  [{at:%A %d %B %Y, %H:%M} {where}, simulated]", "", style="dim")

    def pause(self, invitation: str) -> None:
        """Wait for a key, where somebody watches."""
        if self.unhurried:
            self.console.input(f"  [dim]{invitation}[/dim] ")

    def _print(self, shown: str, read: str, style: str = "") -> None:
        self.console.print(shown, style=style, markup=False, highlight=False, soft_wrap=True)
        self._wait(read)

    def _wait(self, text: str) -> None:
        if self.unhurried:
            time.sleep(0.4 + len(text) / LETTERS_A_SECOND)

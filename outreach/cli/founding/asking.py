"""Questions to whoever sits at a terminal; without one, what was not given counts as empty."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer

from outreach.cli.terminal import say
from outreach.errors import InputError, unreadable

Check = Callable[[str], str]
"""Returns a value as it is kept, or raises `ValueError` whose message follows the value."""


def as_it_is(value: str) -> str:
    """Return any answer."""
    return value


def something(value: str) -> str:
    """Return an answer that says anything at all, on one line."""
    if not value.strip():
        msg = "is empty"
        raise ValueError(msg)
    if not value.isprintable():
        msg = "has a line break or another invisible character"
        raise ValueError(msg)
    return value.strip()


@dataclass(frozen=True, slots=True)
class Asker:
    """Takes what an option gave, else asks, again and again until the answer can be used.

    `quiet` asks nothing, for what is there already.
    """

    quiet: bool = False

    @property
    def asks(self) -> bool:
        """Whether anybody is there to answer."""
        return not self.quiet and sys.stdin.isatty()

    def text(
        self,
        option: str,
        given: str | None,
        question: str,
        check: Check = as_it_is,
        default: str | None = None,
    ) -> str:
        """Return the value; raise `InputError` naming the option whose value cannot be used."""
        if given is not None:
            return _checked(option, given, check) if given else ""
        while self.asks:
            answer = str(typer.prompt(question, default=default, show_default=bool(default)))
            try:
                return check(answer) if answer or default is None else ""
            except ValueError as wrong:
                say(f"  `{answer}` {wrong}")
        return "" if self.quiet else default or ""

    def secret(self, question: str) -> str:
        """Return what is typed without being shown; empty where nobody is there."""
        if not self.asks:
            return ""
        return str(typer.prompt(question, default="", show_default=False, hide_input=True))


def secret_from(option: str, file: str | None) -> str:
    """Return the first line of a file, or of the input for `-`; raise `InputError`."""
    if not file:
        return ""
    try:
        written = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{option}: {unreadable(file, error)}") from error
    found = written.strip()
    if not found or not found.isprintable():
        raise InputError(f"{option}: `{file}` must hold the secret on one line and nothing else")
    return found


def _checked(option: str, given: str, check: Check) -> str:
    try:
        return check(given)
    except ValueError as wrong:
        raise InputError(f"{option}: `{given}` {wrong}") from wrong

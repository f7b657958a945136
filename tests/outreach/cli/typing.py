"""Somebody at a terminal, who answers what is asked until the program ends."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from tests.loaded import Program, start_at

PATIENCE = 60.0
INTERRUPT = "\x03"


@dataclass(frozen=True, slots=True)
class Session:
    """What was shown, what was asked in which order, and how it ended."""

    code: int
    shown: str
    asked: tuple[str, ...]


def at_a_terminal(
    words: list[str],
    answers: Mapping[str, str | tuple[str, ...]],
    environment: Mapping[str, str] | None = None,
) -> Session:
    """Type a command and answer each question, found by a part of it; ENTER for the others.

    Several answers are given one after the other. An answer `INTERRUPT` is Ctrl-C.
    """
    ours, theirs = os.openpty()
    around = {**os.environ, "COLUMNS": "200", **(environment or {})}
    with start_at(theirs, "outreach", *words, environment=around) as process:
        try:
            kept = {part: _each(answer) for part, answer in answers.items()}
            shown, asked = _talk(ours, process, kept)
        finally:
            process.kill() if process.poll() is None else None
            os.close(ours)
    return Session(process.wait(), shown, tuple(asked))


def _talk(terminal: int, process: Program, answers: dict[str, list[str]]) -> tuple[str, list[str]]:
    shown, answered, asked = "", 0, list[str]()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if not ready and process.poll() is not None:
            break
        if ready:
            with suppress(OSError):  # the terminal is gone when the command is
                shown += os.read(terminal, 65_536).decode("utf-8", "replace")
                continue
            break
        question = shown[answered:].rsplit("\n", 1)[-1]
        if question.rstrip().endswith(":"):
            asked.append(question.strip())
            left = next((given for part, given in answers.items() if part in question), [])
            answer = left.pop(0) if left else ""
            if answer == INTERRUPT:
                process.send_signal(signal.SIGINT)
            else:
                os.write(terminal, f"{answer}\n".encode())
            answered = len(shown)
    process.wait(PATIENCE)
    return shown, asked


def _each(answer: str | tuple[str, ...]) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)

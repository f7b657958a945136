"""A real pseudo-terminal with a program on it, read as a person would read it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.loaded import start_at

_SIGNS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]|\r")
_HOME = "\x1b[H"
PATIENCE = 30.0
"""Seconds after which a text that never comes is a failure; nothing is measured by it."""


class Terminal:
    """Starts a program on a terminal of so many rows and columns; `with` ends it."""

    def __init__(
        self, module: str, words: Sequence[str], folder: Path, rows: int = 24, columns: int = 80
    ) -> None:
        self._module, self._words, self._folder, self._rows = module, words, folder, rows
        self._size = struct.pack("HHHH", rows, columns, 0, 0)
        self.shown = ""
        """Everything that ever appeared."""

    def __enter__(self) -> Terminal:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, self._size)
        kept = {name: value for name, value in os.environ.items() if name not in _SIZES}
        self._program = start_at(
            theirs,
            self._module,
            *self._words,
            folder=self._folder,
            environment={**kept, "TERM": "xterm-256color", "NO_COLOR": "1"},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._program.poll() is None:
            self._program.terminate()
        self._program.wait(PATIENCE)
        os.close(self._ours)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def until(self, text: str) -> str:
        """Wait until this is on the screen, and all of it was drawn; return the screen."""
        last = time.monotonic() + PATIENCE
        while text not in self.frame or self.frame.count("\n") < self._rows - 1:
            left = max(0.0, last - time.monotonic())
            if not select.select([self._ours], [], [], left)[0]:
                msg = f"`{text}` never came; the screen shows:\n{self.frame}"
                raise AssertionError(msg)
            try:
                octets = os.read(self._ours, 65_536)
            except OSError:
                octets = b""
            if not octets:
                msg = f"`{text}` never came; the program ended with:\n{self.frame}"
                raise AssertionError(msg)
            self.shown += octets.decode(errors="replace")
        return self.frame

    def ended(self) -> int:
        """Wait for the program's end and return its code."""
        try:
            while octets := os.read(self._ours, 65_536):
                self.shown += octets.decode(errors="replace")
        except OSError:
            pass  # on Linux the end of the other side is an error
        return self._program.wait(PATIENCE)

    @property
    def frame(self) -> str:
        """Return what is on the screen now."""
        return _SIGNS.sub("", self.shown.rpartition(_HOME)[2])

    @property
    def text(self) -> str:
        """Return everything that ever appeared, without signs for the terminal."""
        return _SIGNS.sub("", self.shown)


_SIZES = ("COLUMNS", "LINES")

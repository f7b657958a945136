"""Single keys from a terminal, as they are pressed; the terminal is put back as it was."""

from __future__ import annotations

import codecs
import os
import select
import termios
import tty
from types import TracebackType

ESCAPE_SECONDS = 0.05
"""What follows an escape within this time belongs to one key, such as an arrow (ECMA-48 CSI)."""
UP, DOWN, PAGE_UP, PAGE_DOWN = "up", "down", "page up", "page down"
ENTER, BACK, LEAVE = "enter", "backspace", "escape"
_NAMED = {
    "\r": ENTER,
    "\n": ENTER,
    "\x7f": BACK,
    "\x08": BACK,
    "\x1b": LEAVE,
    "\x1b[A": UP,
    "\x1b[B": DOWN,
    "\x1bOA": UP,
    "\x1bOB": DOWN,
    "\x1b[5~": PAGE_UP,
    "\x1b[6~": PAGE_DOWN,
}


class Keys:
    """Reads keys without echo for as long as the `with` block lasts; Ctrl-C still interrupts."""

    def __init__(self, terminal: int = 0) -> None:
        """Read from this file descriptor, which must be a terminal."""
        self._terminal = terminal
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        self._ahead = ""

    def __enter__(self) -> Keys:
        self._before = termios.tcgetattr(self._terminal)
        tty.setcbreak(self._terminal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def next(self, seconds: float | None = None) -> str:
        """Return the next key: a character or a name of this module, or nothing after so long.

        Raises `EOFError` once the terminal is gone.
        """
        if not self._ahead and not self._more(seconds):
            return ""
        key, self._ahead = self._ahead[0], self._ahead[1:]
        if key == "\x1b":
            key += self._sequence()
        named = _NAMED.get(key, key)
        return named if key in _NAMED or key.isprintable() else ""

    def _sequence(self) -> str:
        """Return the rest of a key that began with an escape."""
        if not self._ahead and not self._more(ESCAPE_SECONDS):
            return ""
        if self._ahead[0] not in "[O":
            return ""
        rest = ""
        while self._ahead or self._more(ESCAPE_SECONDS):
            rest, self._ahead = rest + self._ahead[0], self._ahead[1:]
            if len(rest) > 1 and (rest[-1].isalpha() or rest[-1] == "~"):
                break
        return rest

    def _more(self, seconds: float | None) -> bool:
        """Read what has been pressed meanwhile; False where nothing was in this time."""
        while not self._ahead:
            if not select.select([self._terminal], [], [], seconds)[0]:
                return False
            self._ahead = self._decoder.decode(self._read())
        return True

    def _read(self) -> bytes:
        try:
            octets = os.read(self._terminal, 1024)
        except OSError as gone:
            raise EOFError from gone
        if not octets:
            raise EOFError
        return octets

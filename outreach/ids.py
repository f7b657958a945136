"""Names for new rows: a prefix that says what it is, then time, turn and chance."""

from __future__ import annotations

import os

from outreach.clock import milliseconds

_RANDOM_OCTETS = 8
_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_SHIFTS = range(120, -1, -10)


_last = 0


def new_id(prefix: str) -> str:
    """Return e.g. `p_06f8...`: 48 bits of milliseconds, 16 of turn, 64 random, as 26 letters.

    What one process makes sorts in the order it was made, within a millisecond too: lists that are
    ordered by moment and id read the same on every machine. Two threads may take one turn; chance
    tells them apart. Lower case, because an id travels in the local part of addresses, which some
    servers fold.
    """
    global _last
    _last = turn = max(milliseconds() << 16, _last + 1)
    value = turn << 8 * _RANDOM_OCTETS | int.from_bytes(os.urandom(_RANDOM_OCTETS))
    return f"{prefix}_{''.join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])}"

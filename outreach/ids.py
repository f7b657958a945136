"""Names for new rows: a prefix that says what it is, then time, turn and chance."""

from __future__ import annotations

import os

from outreach.clock import milliseconds

_TURN_OCTETS = 2
_CHANCE_OCTETS = 8
_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_SHIFTS = range(120, -1, -10)


_last = 0


def new_id(prefix: str) -> str:
    """Return e.g. `p_06f8...`: 48 bits of milliseconds, 16 of turn, 64 of chance, as 26 letters.

    What one process makes sorts in the order it was made, within a millisecond too: lists that are
    ordered by moment and id read the same on every machine. A millisecond's first turn is chance,
    the next is one more; two threads may take the same. Lower case, because an id travels in the
    local part of addresses, which some servers fold.
    """
    global _last
    chance = os.urandom(_TURN_OCTETS + _CHANCE_OCTETS)
    first = milliseconds() << 8 * _TURN_OCTETS | int.from_bytes(chance[:_TURN_OCTETS]) >> 1
    _last = turn = max(first, _last + 1)
    value = turn << 8 * _CHANCE_OCTETS | int.from_bytes(chance[_TURN_OCTETS:])
    return f"{prefix}_{''.join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])}"

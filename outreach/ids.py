"""Names for new rows: a prefix that says what it is, then time, turn and chance."""

from __future__ import annotations

import os
from functools import lru_cache

from outreach.clock import milliseconds

_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_SHIFTS = range(55, 0, -10)
_TURN_BITS = 15
_CHANCE = 13
_OF_OCTETS = (_LETTERS * 8).encode()
_last = 0


def new_id(prefix: str) -> str:
    """Return e.g. `p_06f8...`: 48 bits of milliseconds, 15 of turn, 65 of chance, as 26 letters.

    What one process makes sorts in the order it was made, within a millisecond too: lists that are
    ordered by moment and id read the same on every machine. A millisecond's first turn is chance,
    the next is one more; two threads may take the same. Lower case, because an id travels in the
    local part of addresses, which some servers fold.
    """
    global _last
    octets = os.urandom(_CHANCE + 1)
    _last = turn = max(milliseconds() << _TURN_BITS | octets[0] << 6, _last + 1)
    when = "".join([_PAIRS[turn >> shift & 1023] for shift in _SHIFTS])
    chance = octets[1:].translate(_OF_OCTETS).decode("ascii")
    return f"{prefix}_{when}{_LETTERS[turn & 31]}{chance}"


def new_ids(prefix: str, count: int) -> list[str]:
    """Return so many new ids, in the order in which they sort."""
    global _last
    octets = os.urandom(_CHANCE * count + 1)
    first = max(milliseconds() << _TURN_BITS | octets[0] << 6, _last + 1)
    _last = first + count - 1
    chance = octets[1:].translate(_OF_OCTETS).decode("ascii")
    return [
        f"{prefix}_{_when(turn >> 5)}{_LETTERS[turn & 31]}{chance[place : place + _CHANCE]}"
        for turn, place in zip(
            range(first, first + count), range(0, _CHANCE * count, _CHANCE), strict=True
        )
    ]


@lru_cache(maxsize=8)
def _when(turns: int) -> str:
    """Return the letters that thirty-two turns in a row have in common."""
    return "".join([_PAIRS[turns >> shift - 5 & 1023] for shift in _SHIFTS])

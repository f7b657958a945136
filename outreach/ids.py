"""Names for new rows: a prefix that says what it is, then a time-ordered random part."""

from __future__ import annotations

import os

from outreach.clock import milliseconds

_RANDOM_OCTETS = 10
_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_SHIFTS = range(120, -1, -10)


def new_id(prefix: str) -> str:
    """Return e.g. `p_06f8...`: 48 bits of milliseconds, 80 random bits, as 26 lower-case letters.

    The time is there so that indices grow at one end; nobody reads it back. Lower case, because an
    id travels in the local part of addresses, which some servers fold.
    """
    value = milliseconds() << 8 * _RANDOM_OCTETS | int.from_bytes(os.urandom(_RANDOM_OCTETS))
    return f"{prefix}_{''.join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])}"

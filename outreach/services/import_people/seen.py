"""Which keys came before, in memory that does not grow with the list.

A Bloom filter of two places: it never forgets a key, and takes one in some hundreds for one that it
saw. Whoever asks looks again with care, so that a slip costs time and nothing else.
"""

from __future__ import annotations

_ROOM = 16
"""Octets a row."""
_LEAST, _MOST = 1 << 10, 1 << 26
_FEWER = 3
"""Bits by which less room is kept for what came again: mostly little does."""
_OTHER = 27
"""Bits from which the second place of a key is told."""


class Seen:
    """Keys (as `hash` has them) of a list of so many rows."""

    def __init__(self, rows: int) -> None:
        size = min(_MOST, max(_LEAST, 1 << (_ROOM * rows - 1).bit_length()))
        self._last = size - 1
        self._once = bytearray(size)
        self._few = (size >> _FEWER) - 1
        self._again = bytearray(size >> _FEWER)

    def note(self, keys: list[int]) -> None:
        """Keep that these keys came, once or again."""
        once, last = self._once, self._last
        for key in keys:
            place, bit = key & last, 1 << (key >> 60 & 7)
            other, more = key >> _OTHER & last, 1 << (key >> 57 & 7)
            if once[place] & bit and once[other] & more:
                self._again[place & self._few] |= bit
                self._again[other & self._few] |= more
            else:
                once[place] |= bit
                once[other] |= more

    def any_twice(self, keys: list[int]) -> bool:
        """Return whether any of these keys may have come more than once."""
        again, few = self._again, self._few
        for key in keys:
            if again[key & few] & 1 << (key >> 60 & 7) and again[key >> _OTHER & few] & 1 << (
                key >> 57 & 7
            ):
                return True
        return False

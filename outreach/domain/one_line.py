"""What a few words on one line may hold: one rule for what is typed and for what a list brings."""

from __future__ import annotations

import re

ONE_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Line breaks and other control characters: no honest name holds one."""
NO_NAME = re.compile(r"[<>{}]|://|\bwww\.|(?:^|\s)=")
"""Markup, a place in a template, a link, a formula: what no name holds, and no greeting repeats."""
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_UNSEEN = dict.fromkeys([*_TURNING, 0x00AD, 0x200B, 0x2060, *range(0xE0000, 0xE0080)])


def unturned(words: str) -> str:
    """Return words without what nobody sees: marks that turn the writing, breaks of no width.

    Numbers are copied with them, and a name with one reads as another. A joiner between letters
    stays: Persian and Hindi names are written with it.
    """
    return words if words.isprintable() else words.translate(_UNSEEN)

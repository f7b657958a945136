"""How many parts a text takes: 160 letters of GSM 7 bit, or 70 of UCS-2 (3GPP TS 23.038, 23.040).

A text of several parts loses a header in each: 153 and 67 remain. An extended letter takes two
places in GSM 7 bit and an emoji two in UCS-2; neither is ever torn in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_LAST_OF_ONE_UNIT = 0xFFFF


class Alphabet(StrEnum):
    """How the letters are written down."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


_WHOLE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
_PART = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text takes: places in its alphabet, and parts that the carrier bills."""

    alphabet: Alphabet
    places: int
    count: int
    odd: str = ""
    """The first letter that GSM 7 bit lacks, which makes the text dearer."""


def segments(text: str) -> Segments:
    """Return what this text takes; an empty one takes no part."""
    odd = next((letter for letter in text if letter not in _BASIC | _EXTENDED), "")
    alphabet = Alphabet.UCS2 if odd else Alphabet.GSM7
    sizes = [_size(letter, alphabet) for letter in text]
    places = sum(sizes)
    if places <= _WHOLE[alphabet]:
        return Segments(alphabet, places, min(1, places), odd)
    return Segments(alphabet, places, _parts(sizes, _PART[alphabet]), odd)


def _size(letter: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM7:
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) > _LAST_OF_ONE_UNIT else 1


def _parts(sizes: list[int], room: int) -> int:
    parts, left = 0, 0
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts

"""In which encoding a file was saved: by its mark, else UTF-8, else what makes most sense of it.

Lists come from spreadsheets on three systems. A file that is no UTF-8 was saved in a code page of
its own; which one is told by how many of its marked letters are letters that our users write.
"""

from __future__ import annotations

import codecs
from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer first where one begins with another."""
CODE_PAGES = ("cp1252", "mac_roman", "cp850", "cp1250")
"""Western Windows, old Macs, DOS, Central European Windows; of equals, the first."""
LETTERS = frozenset("äöüßÄÖÜéèêëàâçîïôùûœÉÈÀÇáíóúñÁÍÓÚÑ¿¡ãõÃÕąćęłńśźżåøæěščřžýůőű€–’“”„«»°´")
_SAMPLE = 1_000_000
_BLOCK = 1 << 16
_HALF = 0.3
"""How many bytes are zero, at least, in text of which each letter has two."""


def is_encoding(name: str) -> bool:
    """Return whether Python reads text by this name."""
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def encoding_of(path: Path) -> str:
    """Return the name of the encoding, as Python calls it."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    if sample[1::2].count(0) > _HALF * len(sample):
        return "utf-16-le"
    if sample[::2].count(0) > _HALF * len(sample):
        return "utf-16-be"
    return "utf-8" if _is_utf8(path) else _code_page(path)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(path: Path) -> str:
    with path.open("rb") as file:
        marked = bytes(byte for byte in file.read(_SAMPLE) if byte > 0x7F)
    return max(CODE_PAGES, key=lambda page: _sense(marked, page))


def _sense(marked: bytes, page: str) -> int:
    """Return by how many more these bytes are letters of ours than other signs."""
    text = marked.decode(page, errors="replace")
    return sum(1 if letter in LETTERS else -1 for letter in text)

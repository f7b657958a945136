"""Files that are no text, told by how they begin: a workbook must be saved as CSV first.

Beginnings are those of the formats themselves: zip (PKWARE APPNOTE 4.3.7), the old Office container
([MS-CFB] 2.2), PDF (ISO 32000-1 7.5.2), gzip (RFC 1952), PNG, JPEG, SQLite.
"""

from __future__ import annotations

from pathlib import Path
from unicodedata import category
from zipfile import BadZipFile, ZipFile

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNINGS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
}
_WEB_PAGES = (b"<!doctype html", b"<html", b"<table")
_WORKBOOKS = {
    "xl/workbook.xml": "an Excel workbook",
    "xl/workbook.bin": "an Excel workbook",
    "content.xml": "a LibreOffice document",
    "Index/Document.iwa": "a Numbers document",
}
_SAVE_AS = "save it as CSV (UTF-8) in the program it comes from"
_ENOUGH = 1024
_STRAY, _MOST_CONTROLS = 3, 0.02
"""How many signs of a text control a machine at most, in all or as a share: some programs write a
line break as one."""


def no_text(path: Path, encoding: str) -> str:
    """Return of what kind a file is that no table is read from, and what to do; else nothing.

    Raise `OSError` where it cannot be read at all.
    """
    with path.open("rb") as file:
        begins = file.read(_ENOUGH)
    kind = _kind(path, begins) or _controls(begins.decode(encoding, errors="ignore"))
    return f"is {kind} and no table of text: {_SAVE_AS}" if kind else ""


def _controls(text: str) -> str:
    """Return what a text is that is none, by the signs in it that nobody types."""
    controls = sum(category(one) == "Cc" and not one.isspace() for one in text)
    return "made for a program" if controls > max(_STRAY, _MOST_CONTROLS * len(text)) else ""


def _kind(path: Path, begins: bytes) -> str:
    if begins.startswith(_ZIP):
        return _in_a_zip(path)
    if begins.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGES):
        return "a web page, whatever its name says,"
    return next((kind for sign, kind in _BEGINNINGS.items() if begins.startswith(sign)), "")


def _in_a_zip(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            held = set(archive.namelist())
    except BadZipFile:
        held = set()
    return next((kind for name, kind in _WORKBOOKS.items() if name in held), "a zip archive")

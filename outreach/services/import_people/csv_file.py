"""A CSV file as rows of text (RFC 4180, UTF-8), read twice: once to see that all of it can be read.

Memory stays bounded: lines and fields longer than any honest one are refused, not read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from outreach.domain.imports import HeaderError, read_header
from outreach.errors import InputError

LONGEST_LINE = 1_000_000
LONGEST_FIELD = 131_072
UTF16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"


class FileError(InputError):
    """The file cannot be read as a whole. Nothing was imported."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row's cells. `number` counts rows as a spreadsheet does; `read` is bytes so far."""

    number: int
    cells: Sequence[str]
    read: int


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file whose every row has been seen: same number of cells, readable to its end."""

    path: Path
    columns: tuple[str, ...]
    rows: int
    size: int

    def __iter__(self) -> Iterator[Cells]:
        rows = _rows(self.path)
        next(rows)
        return (row for row in rows if any(cell.strip() for cell in row.cells))


def open_csv(path: Path) -> CsvFile:
    """Read the file to its end; raise `FileError` naming file and line, and what to do."""
    count = 0
    rows = _rows(path)
    header = next(rows, None)
    if header is None:
        msg = f"`{path}` is empty"
        raise FileError(msg)
    try:
        columns = read_header(header.cells)
    except HeaderError as error:
        msg = f"`{path}`: {error}"
        raise FileError(msg) from error
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(row.cells) != len(columns):
            msg = (
                f"`{path}`, row {row.number}: {len(row.cells)} cells where the header has"
                f" {len(columns)}; text that holds a comma needs quotes around it"
            )
            raise FileError(msg)
        count += 1
    return CsvFile(path, columns, count, path.stat().st_size)


def _rows(path: Path) -> Iterator[Cells]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open("rb") as file:
            lines = _Lines(path, file)
            reader = csv.reader(lines, strict=True)
            for number, cells in enumerate(reader, start=1):
                yield Cells(number, cells, lines.read)
    except csv.Error as error:
        msg = f"`{path}`, line {lines.line}: {_plain(error)}"
        raise FileError(msg) from error
    except OSError as error:
        msg = f"`{path}` cannot be read: {(error.strerror or 'unknown reason').lower()}"
        raise FileError(msg) from error


class _Lines:
    """The lines of a file as text, each checked; counts lines and bytes."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.line = 0
        self.read = 0

    def __iter__(self) -> Iterator[str]:
        while raw := self.file.readline(LONGEST_LINE):
            self.line += 1
            self.read += len(raw)
            if self.line == 1:
                if raw.startswith(UTF16):
                    self._refuse("this is UTF-16: save the file as UTF-8")
                raw = raw.removeprefix(BOM)
            if len(raw) == LONGEST_LINE:
                self._refuse(f"longer than {LONGEST_LINE} bytes: is this a CSV file?")
            if b"\0" in raw:
                self._refuse("holds a zero byte: is this a CSV file?")
            yield self._decoded(raw)

    def _decoded(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = raw[error.start]
            self._refuse(f"byte {error.start + 1} (0x{byte:02x}) is not UTF-8: save it as UTF-8")
            raise

    def _refuse(self, why: str) -> None:
        msg = f"`{self.path}`, line {self.line}: {why}"
        raise FileError(msg)


def _plain(error: csv.Error) -> str:
    """Say in a user's words what the reader stumbled over."""
    said = str(error)
    if "field larger" in said:
        return f"a field has more than {LONGEST_FIELD} characters: is a quote missing?"
    if "unexpected end" in said:
        return "the file ends inside quotes: a closing quote is missing"
    if "expected after" in said:
        return "a quote ends in the middle of a field: write a quote inside quotes twice"
    return said

"""A table of people as rows of text, whatever parts its cells, read twice: once to see it whole.

Memory stays bounded: lines and fields longer than any honest one are refused, not read.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from outreach.config.import_headers import header_words
from outreach.domain.imports.columns import Column, HeaderError, Mapped, map_columns
from outreach.errors import InputError, unreadable
from outreach.services.import_people.encodings import encoding_of, is_encoding
from outreach.services.import_people.no_text import no_text

LONGEST_LINE = 1_000_000
LONGEST_FIELD = 131_072
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What parts cells, and how we call it; of equals, the first."""
_ABOVE = 10
"""Rows that may stand above the header, such as the title of a list."""


class FileError(InputError):
    """The file cannot be read as a whole. Nothing was imported."""


class Cells(NamedTuple):
    """One row. `line` counts as a spreadsheet does, `nth` rows of data alone; both from 1."""

    line: int
    nth: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose every row has been seen. `told` says in words how it was read."""

    mapped: Mapped
    rows: int
    told: str
    begin: Callable[[], Iterator[Cells]]

    def __iter__(self) -> Iterator[Cells]:
        return self.begin()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says of a file: its encoding, and what some of its headings stand for."""

    encoding: str = ""
    headings: Mapping[str, Column] | None = None


def open_sheet(path: Path, asked: Asked) -> Sheet:
    """Read a table to its end; raise `FileError` naming file and line, and what to do."""
    table = open_table(path, asked.encoding)
    mapped = _header(table, asked.headings or {})
    return Sheet(mapped, table.count(), table.told, table.rows)


def open_table(path: Path, encoding: str = "") -> Table:
    """Return a table of which it is known how it was saved; raise `FileError`."""
    used = encoding_told(path, encoding)
    _is_text(path, used)
    return Table(path, used, _sign(path, used))


def _is_text(path: Path, encoding: str) -> None:
    try:
        instead = no_text(path, encoding)
    except OSError as error:
        raise FileError(unreadable(path, error)) from error
    if instead:
        raise FileError(f"`{path}` {instead}")


def encoding_told(path: Path, asked: str) -> str:
    """Return how a file was saved, as somebody says or as it looks; raise `FileError`."""
    if asked and not is_encoding(asked):
        raise FileError(f"`{asked}` is no encoding that we know: try cp1252 or utf-8")
    try:
        return asked or encoding_of(path)
    except OSError as error:
        raise FileError(unreadable(path, error)) from error


@dataclass(slots=True)
class Table:
    """A file, how its cells are parted, and how many rows stand above its data."""

    path: Path
    encoding: str
    sign: str
    above: int = 0

    @property
    def told(self) -> str:
        """Return in words how the file is read."""
        return f"{SIGNS[self.sign]}-separated, {self.encoding.upper().removesuffix('-SIG')}"

    def records(self) -> Iterator[Cells]:
        """Yield every row that holds anything, from the first."""
        for nth, (line, cells) in enumerate(self._lines(), 1):
            yield Cells(line, nth, cells)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the cells of every line that has any, with the number of the record."""
        csv.field_size_limit(LONGEST_FIELD)
        lines: _Lines | None = None
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                lines = _Lines(self.path, file)
                for line, cells in enumerate(
                    csv.reader(lines, delimiter=self.sign, strict=True), 1
                ):
                    if cells and not (line == 1 and cells[0].lower().startswith("sep=")):
                        yield line, cells
        except csv.Error as error:
            where = lines.line if lines else 0
            raise FileError(f"`{self.path}`, line {where}: {_plain(error)}") from error
        except UnicodeError as error:
            where = lines.line + 1 if lines else 1
            why = f"not {self.encoding.upper()}: name its encoding, as in --encoding cp1252"
            raise FileError(f"`{self.path}`, from line {where} on: {why}") from error
        except OSError as error:
            raise FileError(unreadable(self.path, error)) from error

    def rows(self) -> Iterator[Cells]:
        """Yield the rows of data, numbered from 1; those without a word are passed over."""
        for nth, (line, cells) in enumerate(islice(self._lines(), self.above, None), 1):
            if "".join(cells).strip():
                yield Cells(line, nth, cells)

    def count(self) -> int:
        """Return how many rows of data there are, having read them all."""
        rows = islice(self._lines(), self.above, None)
        return sum(1 for _, cells in rows if "".join(cells).strip())


def _header(table: Table, given: Mapping[str, Column]) -> Mapped:
    """Find the header among the first rows; raise `FileError` about the first where none is one."""
    wrong: HeaderError | None = None
    for row in islice(table.records(), _ABOVE):
        headings = [" ".join(cell.split()) for cell in row.cells]
        if not any(headings):
            continue
        try:
            mapped = map_columns(headings, header_words(), given)
        except HeaderError as error:
            wrong = wrong or error
            continue
        table.above = row.nth
        return mapped
    if wrong is None:
        raise FileError(f"`{table.path}` is empty")
    raise FileError(f"`{table.path}`: {wrong}") from wrong


def _sign(path: Path, encoding: str) -> str:
    """Return what parts the cells: the sign by which its first rows have most of them."""
    rows = {sign: _first(Table(path, encoding, sign)) for sign in SIGNS}
    return max(SIGNS, key=lambda sign: rows[sign])


def _first(table: Table) -> int:
    try:
        return max((len(row.cells) for row in islice(table.records(), _ABOVE)), default=0)
    except FileError:
        return 0


class _Lines:
    """The lines of a file, each checked and counted."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self.file = file
        self.line = 0

    def __iter__(self) -> Iterator[str]:
        while text := self.file.readline(LONGEST_LINE):
            self.line += 1
            if len(text) == LONGEST_LINE:
                self._refuse(f"longer than {LONGEST_LINE} letters: is this a table?")
            if "\0" in text:
                self._refuse("holds a zero byte: is this a table?")
            yield text

    def _refuse(self, why: str) -> None:
        raise FileError(f"`{self.path}`, line {self.line}: {why}")


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

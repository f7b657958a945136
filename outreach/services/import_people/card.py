"""Visiting cards as a table: vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), many to a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.domain.imports.columns import Column, Head, Mapped
from outreach.services.import_people.sheet import Cells, FileError, Sheet, encoding_told

if TYPE_CHECKING:
    from vobject.base import Component, ContentLine

ENDINGS = frozenset({".vcf", ".vcard"})
HEADS = (
    *(Head("FN", Column.NAME), Head("EMAIL", Column.EMAIL)),
    *(Head("TEL;TYPE=CELL", Column.MOBILE), Head("TEL", Column.PHONE)),
    *(Head("ORG", Column.ORGANISATION), Head("ADR", Column.COUNTRY)),
    *(Head("TZ", Column.TIMEZONE), Head("LANG", Column.LANGUAGE), Head("NOTE", Column.NOTES)),
)
_MOBILE = frozenset({"cell", "mobile", "iphone", "text"})
_NO_CALLS = frozenset({"fax", "pager", "modem", "video"})


def is_card(path: Path) -> bool:
    """Return whether a file's name says that it holds visiting cards."""
    return path.suffix.lower() in ENDINGS


def open_cards(path: Path, encoding: str) -> Sheet:
    """Read a file of cards to its end; raise `FileError` naming the card that cannot be read."""
    used = encoding_told(path, encoding)
    count = sum(1 for _ in _rows(path, used))
    if not count:
        msg = f"`{path}` holds no card: one begins with the line BEGIN:VCARD"
        raise FileError(msg)
    told = f"vCard, {used.upper().removesuffix('-SIG')}"
    return Sheet(Mapped(HEADS), count, told, lambda: _rows(path, used))


def _rows(path: Path, encoding: str) -> Iterator[Cells]:
    import vobject

    number = 0
    try:
        with path.open(encoding=encoding) as file:
            found = vobject.readComponents(file, ignoreUnreadable=True)
            for number, card in enumerate((one for one in found if one.name == "VCARD"), 1):
                yield Cells(number, number, tuple(_cells(card)))
    except (vobject.base.ParseError, UnicodeError, ValueError) as error:
        msg = f"`{path}`, card {number + 1}: {str(error).partition(chr(10))[0]}"
        raise FileError(msg) from error


def _cells(card: Component) -> Iterator[str]:
    """Yield a card's cells in the order of `HEADS`; several values of one are parted by `;`."""
    lines = card.contents
    numbers = [(_kinds(one), str(one.value)) for one in lines.get("tel", ())]
    called = [(kinds, number) for kinds, number in numbers if not kinds & _NO_CALLS]
    yield _name(lines)
    yield "; ".join(str(one.value) for one in lines.get("email", ()))
    yield "; ".join(_number(number) for kinds, number in called if kinds & _MOBILE)
    yield "; ".join(_number(number) for kinds, number in called if not kinds & _MOBILE)
    yield _organisation(lines)
    yield next((one.value.country for one in lines.get("adr", ()) if one.value.country), "")
    yield next((str(one.value) for one in lines.get("tz", ()) if "/" in str(one.value)), "")
    yield next((str(one.value) for one in lines.get("lang", ())), "")
    yield "\n".join(str(one.value) for one in lines.get("note", ()))


def _name(lines: dict[str, list[ContentLine]]) -> str:
    written = next((str(one.value) for one in lines.get("fn", ())), "")
    parts = next((one.value for one in lines.get("n", ())), None)
    return written or (f"{parts.given} {parts.family}".strip() if parts else "")


def _organisation(lines: dict[str, list[ContentLine]]) -> str:
    """Return where they work: the organisation, without the department behind it."""
    found: str | list[str] = next((one.value for one in lines.get("org", ())), [])
    return str(found if isinstance(found, str) else next(iter(found), ""))


def _kinds(line: ContentLine) -> frozenset[str]:
    return frozenset(one.lower() for one in [*line.params.get("TYPE", ()), *line.singletonparams])


def _number(written: str) -> str:
    return written.removeprefix("tel:")

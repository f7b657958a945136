"""A table is read however it was saved, or it is said where it cannot be."""

from __future__ import annotations

import codecs
import gzip
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from outreach.domain.imports.columns import Column
from outreach.services.import_people.encodings import encoding_of
from outreach.services.import_people.sheet import Asked, FileError, Sheet, open_sheet

ROWS = "Nom;Courriel;Société\nJürgen Weiß;j@weiss.example;Größe\nÉmile Garçon;e@x.example;Lumière\n"


def opened(tmp_path: Path, content: bytes, asked: Asked | None = None) -> Sheet:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    return open_sheet(path, asked or Asked())


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"],
)
def test_names_keep_their_letters_in_every_code_page(tmp_path: Path, encoding: str) -> None:
    found = list(opened(tmp_path, ROWS.encode(encoding)))
    assert [row.cells[0] for row in found] == ["Jürgen Weiß", "Émile Garçon"]


@pytest.mark.parametrize(("sign", "called"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_whatever_parts_the_cells_is_found(tmp_path: Path, sign: str, called: str) -> None:
    text = f'Name{sign}Email{sign}Notes\nScott{sign}s@r.example{sign}"a, b; c"\n'
    sheet = opened(tmp_path, text.encode())
    assert sheet.told.startswith(called)
    assert next(iter(sheet)).cells[2] == "a, b; c"


def test_a_title_above_the_header_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    rows = "Name;Email;Notes\nScott;s@r.example;\n;;\nAna;a@r.example;\n"
    text = f"sep=;\nVisitors of the Expo;;\n\n{rows}"
    sheet = opened(tmp_path, text.encode())
    assert [(row.line, row.nth, row.cells[0]) for row in sheet] == [
        *((5, 1, "Scott"),),
        *((7, 3, "Ana"),),
    ]


def test_a_letter_that_the_named_encoding_has_not_is_an_error_with_its_line(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileError, match="not UTF-8: name its encoding, as in --encoding cp1252"):
        opened(tmp_path, ROWS.encode("cp1252"), Asked("utf-8"))


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (_zip("mimetype", "content.xml"), "a LibreOffice document"),
        (_zip("people.csv"), "a zip archive"),
        (b"PK\x03\x04 cut off", "a zip archive"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "an old Excel workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (gzip.compress(b"Name,Email\n", mtime=0), "a compressed file (gzip)"),
        (b"\n<html><table><tr><td>Name</td></tr></table>", "a web page, whatever its name says,"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind_and_what_to_do(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    with pytest.raises(FileError) as refused:
        opened(tmp_path, content)
    assert f"is {kind} and no table of text: save it as CSV (UTF-8)" in str(refused.value)


def test_somebodys_word_on_a_column_is_taken(tmp_path: Path) -> None:
    asked = Asked(headings={"Handy privat": Column.UNUSED})
    sheet = opened(tmp_path, b"Name,Email,Handy privat\nScott,s@r.example,12\n", asked)
    assert sheet.mapped.heads[2].column is Column.UNUSED


def test_every_mark_at_the_beginning_names_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(codecs.BOM_UTF32_LE + "Name".encode("utf-32-le"))
    assert encoding_of(path) == "utf-32"

"""Cells as they are read: what nobody sees in them changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from outreach.config.import_headers import header_words
from outreach.domain.imports.columns import map_columns
from outreach.domain.imports.reading import RowReader
from outreach.domain.imports.row import Row

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MAPPED = map_columns(["Name", "Email", "Mobile"], header_words(), {})


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\ufeff", "\u061c"])
def test_marks_that_turn_the_direction_of_writing_are_taken_out(mark: str) -> None:
    cells = (f"Anna{mark} Muller", f"{mark}anna@b.example", f"{mark}07400 123456{mark}")
    read = RowReader(MAPPED, NOW, "GB").read(cells, 7)
    assert isinstance(read, Row)
    assert (read.name, read.emails[0].address) == ("Anna Muller", "anna@b.example")
    assert read.phones[0].address == "+447400123456"
    assert not read.remarks

"""An ordinary row says just what the careful reader makes of it, or is left to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.config.import_headers import header_words
from outreach.domain.imports.columns import map_columns
from outreach.domain.imports.ordinary import OrdinaryReader, ordinary_keys
from outreach.domain.imports.reading import RowReader
from outreach.domain.imports.row import Row
from outreach.domain.imports.same import looked_at

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HEADINGS = (
    *("Name", "First name", "Last name", "Email", "Second email", "Phone", "Mobile", "Company"),
    *("Country", "Region", "Timezone", "Language", "Do not call", "Status", "Notes"),
)
MAPPED = map_columns(HEADINGS, header_words(), {})
CELLS = {
    "Name": ["", "Anna Müller", "Dr. A. Mueller", " MUELLER,  Anna ", "Li\u202eu", "Ann\u200b"],
    "First name": ["", "", "Anna", "n/a"],
    "Last name": ["", "", "Müller"],
    "Email": [
        *("", "-", "Anna@Reyes.example", "ana+news@gmail.com", "a.n.a@googlemail.com"),
        *("info@reyes.example", "mailto:a@b.example", "Ana <ana@b.example>", "a@b.example; c@d.de"),
        *("ü@b.example", "anna@müller.example", "anna@b..example", "a@b", ".a@b.example"),
        *("anna@reyes.co.uk", "anna@firma.de", "no address"),
    ],
    "Second email": ["", "", "", "a@b.example"],
    "Phone": [
        *("", "", "030 901820", "+49 30 901820", "0044 20 7946 0018", "(702) 555-0142"),
        *("+44 (0)20 7946 0018", "020 7946 0018 / 07400 123456", "4.9E+11", "011 44 20 79460018"),
        *("07400 123456", "+4930901820", "49 30 901820", "12345", "٠٣٠٩٠١٨٢٠", "call me"),
    ],
    "Mobile": ["", "", "07400 123456", "0151 23456789", "+49 151 23456789", "030 901820"],
    "Company": ["", "ACME GmbH & Co. KG", "Acme", " Reyes  Construction ", "x" * 201],
    "Country": ["", "", "GB", "de", "Germany", "Utopia", "US"],
    "Region": ["", "", "US-NV", "BY", "Nevada"],
    "Timezone": ["", "", "Europe/Berlin", "Mars/Base"],
    "Language": ["", "", "de", "de_DE"],
    "Do not call": ["", "", "no", "yes", "n/a"],
    "Status": ["", "active", "Unsubscribed!"],
    "Notes": ["", "", "", "call me in four weeks"],
}
PLAIN = {"Name": "Scott Reyes", "Email": "s@reyes.example", "Mobile": "07400 123456"}


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, ...]:
    """Return a plain row of which up to four cells are others."""
    changed = draw(st.lists(st.sampled_from(HEADINGS), max_size=4))
    other = {heading: draw(st.sampled_from(CELLS[heading])) for heading in changed}
    return tuple((PLAIN | other).get(heading, "") for heading in HEADINGS)


@settings(max_examples=300, deadline=None)
@given(cells=rows(), home=st.sampled_from([None, "US", "GB", "DE"]))
def test_an_ordinary_row_is_the_row_that_the_careful_reader_reads(
    cells: tuple[str, ...], home: str | None
) -> None:
    ordinary = OrdinaryReader(MAPPED, home).read(cells, 7, 5)
    careful = RowReader(MAPPED, NOW, home).read(cells, 7)
    if ordinary is None:
        return
    assert isinstance(careful, Row)
    assert ordinary.row == careful
    assert ordinary_keys(ordinary) == looked_at(careful)


def row(**said: str) -> tuple[str, ...]:
    return tuple(said.get(heading.replace(" ", "_"), "") for heading in HEADINGS)


@pytest.mark.parametrize(
    "cells",
    [
        row(Name="Anna Müller", Email="Anna@Reyes.example"),
        row(First_name="Anna", Last_name="Müller", Mobile="0151 23456789", Country="DE"),
        row(Name="Scott Reyes", Phone="(702) 555-0142", Region="US-NV", Country="US"),
        row(Name="Scott Reyes", Phone="020 7946 0018", Email="s@reyes.co.uk", Do_not_call="no"),
        row(Name="Scott Reyes", Email="s@reyes.example", Company="Reyes", Status="active"),
    ],
)
def test_what_most_lists_hold_is_ordinary(cells: tuple[str, ...]) -> None:
    assert OrdinaryReader(MAPPED, "US").read(cells, 7, 5) is not None


@pytest.mark.parametrize(
    "cells",
    [
        row(Name="Scott Reyes", Email="s@reyes.example", Notes="no calls please"),
        row(Name="Scott Reyes", Email="s@reyes.example", Do_not_call="since March"),
        row(Name="Scott Reyes", Email="s@reyes.example", Status="Unsubscribed!"),
        row(Name="Scott Reyes", Email="s@reyes.example", Country="Utopia"),
        row(Name="Scott\u202e Reyes", Email="s@reyes.example"),
        row(Name="Scott Reyes", Phone="0044 20 7946 0018"),
        row(Email="s@reyes.example"),
        row(Name="Scott Reyes"),
    ],
)
def test_whatever_may_say_more_is_read_with_care(cells: tuple[str, ...]) -> None:
    assert OrdinaryReader(MAPPED, "US").read(cells, 7, 5) is None

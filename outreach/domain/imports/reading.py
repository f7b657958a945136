"""Reads rows of people: what each says, which cells are passed over, or why it is left out.

A row is read whole, so that whoever corrects it hears of everything at once. A cell that cannot be
used is passed over and remarked on; a basis without proof, or a name that hides a line break,
leaves out the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from outreach.config.import_words import words
from outreach.domain.addresses import Address, AddressError, email_address, phone_number
from outreach.domain.imports import fields
from outreach.domain.imports.columns import NAMES, Column, Mapped
from outreach.domain.imports.countries import country_code
from outreach.domain.imports.emails import emails_in
from outreach.domain.imports.fields import FieldError
from outreach.domain.imports.numbers import number, numbers_in
from outreach.domain.imports.row import Fault, Given, Noted, Rejected, Row
from outreach.domain.imports.wishes import MAY_WISH, wishes
from outreach.domain.one_line import NO_NAME, ONE_LINE, unturned
from policies.basis import BasisKind
from policies.facts import NumberKind

CONSENT = (
    *(Column.CONSENT_CHANNEL, Column.CONSENT_PURPOSE),
    *(Column.CONSENT_AT, Column.CONSENT_PROOF),
)
"""A basis needs all of these."""
ABOUT_CONSENT = tuple(one for one in Column if one.startswith("consent_") and one not in CONSENT)
LONGEST = {
    Column.NOTES: 10_000,
    Column.CONSENT_PROOF: 2_000,
    Column.CONSENT_WORDING: 10_000,
    Column.CONSENT_REFERENCE: 2_000,
}
SEVERAL_LINES = frozenset({Column.NOTES, Column.CONSENT_WORDING, Column.UNUSED, Column.REASON})
LONGEST_FIELD = 200
BLANK = words("blank")
EVERYBODYS = words("everybodys_domains")
_SHOWN = 40
T = TypeVar("T")


class RowReader:
    """Reads the rows of one file. `home` (ISO 3166-1) reads numbers that name no country."""

    def __init__(self, mapped: Mapped, now: datetime, home: str | None) -> None:
        self.mapped = mapped
        self.now = now
        self.home = home
        self._used = [
            (place, head.column, head.heading)
            for place, head in enumerate(mapped.heads)
            if head.column not in (Column.UNUSED, Column.REASON)
        ]
        self._wishes = any(head.column in MAY_WISH for head in mapped.heads)

    def read(self, cells: Sequence[str], line: int) -> Row | Rejected:
        """Return what a row says. `line` counts as a spreadsheet does."""
        cells = [*cells, *[""] * (len(self.mapped.heads) - len(cells))]
        reading = _Reading(self, line, tuple(cells))
        said: dict[Column, list[tuple[str, str]]] = {}
        for place, column, heading in self._used:
            cell = cells[place].strip()
            if column not in SEVERAL_LINES:
                cell = unturned(cell).strip()
            if cell and cell.lower() not in BLANK:
                reading.check(column, heading, cell)
                said.setdefault(column, []).append((heading, cell))
        reading.fits(len(self.mapped.heads))
        return reading.row(said, tuple(wishes(cells, self.mapped)) if self._wishes else ())


class _Reading:
    """Reads one row's cells; `wrong` leaves the row out, `remarks` only the cell."""

    def __init__(self, file: RowReader, line: int, cells: tuple[str, ...]) -> None:
        self.file = file
        self.line = line
        self.cells = cells
        self.wrong: list[Fault] = []
        self.remarks: list[Fault] = []

    def check(self, column: Column, heading: str, cell: str) -> None:
        """Note a cell that nothing honest would hold."""
        longest = LONGEST.get(column, LONGEST_FIELD)
        if len(cell) > longest:
            why = f"has {len(cell)} characters; {longest} are the most"
            self.wrong.append(Fault(heading, why))
        elif column not in SEVERAL_LINES and ONE_LINE.search(cell):
            self.wrong.append(Fault(heading, "holds a line break or another control character"))
        elif column in NAMES and (sign := NO_NAME.search(cell)):
            self.wrong.append(Fault(heading, f"holds `{sign.group().strip()}`, which no name does"))

    def fits(self, width: int) -> None:
        """Note text that stands beyond the last column."""
        for place, cell in enumerate(self.cells[width:], width + 1):
            if cell.strip():
                why = (
                    f"stands in cell {place} where the header has {width}: quote what holds commas"
                )
                self.wrong.append(Fault(cell.strip()[:_SHOWN], why))

    def row(
        self, said: dict[Column, list[tuple[str, str]]], noted: tuple[Noted, ...]
    ) -> Row | Rejected:
        """Return the row, or why it is left out."""
        self.said = said
        country = self._one(Column.COUNTRY, fields.country)
        emails = tuple(self._emails())
        phones, mobiles = self._numbers(country, emails)
        given = self._given() if any(one in said for one in (*CONSENT, *ABOUT_CONSENT)) else None
        noted = (*noted, *(Noted(cell) for _, cell in said.get(Column.NOTES, ())))
        if self.wrong:
            return self._left_out(emails, phones, noted)
        notes = "\n".join(cell for _, cell in said.get(Column.NOTES, ()))
        return Row(
            number=self.line,
            name=self._name(),
            emails=emails,
            phones=phones,
            mobiles=mobiles,
            organisation=self._text(Column.ORGANISATION),
            country=country,
            region=self._one(Column.REGION, lambda cell: fields.region(cell, country)),
            zone=self._one(Column.TIMEZONE, fields.zone),
            language=self._one(Column.LANGUAGE, fields.language),
            notes=notes,
            noted=noted,
            given=given,
            cells=self.cells,
            remarks=tuple(self.remarks),
        )

    def _left_out(
        self, emails: tuple[Address, ...], phones: tuple[Address, ...], noted: tuple[Noted, ...]
    ) -> Rejected:
        """Return why, and what the row says nevertheless, beyond the last column too."""
        beyond = (cell for cell in self.cells[len(self.file.mapped.heads) :] if cell.strip())
        said = (*noted, *map(Noted, beyond))
        legible = Row(self.line, "", emails, phones, noted=said)
        return Rejected(self.line, tuple(self.wrong), self.cells, legible)

    def _text(self, column: Column) -> str:
        found = self.said.get(column)
        return " ".join(found[0][1].split()) if found else ""

    def _name(self) -> str:
        whole, given, family = (self._text(one) for one in NAMES)
        return whole or f"{given} {family}".strip()

    def _one(self, column: Column, read: Callable[[str], T]) -> T | None:
        """Return what the column says; None where it is blank, or wrong and remarked on."""
        found = self.said.get(column)
        if not found:
            return None
        heading, cell = found[0]
        try:
            return read(cell)
        except (FieldError, AddressError) as error:
            self.remarks.append(Fault(heading, str(error)))
            return None

    def _emails(self) -> Iterator[Address]:
        seen: set[str] = set()
        for heading, cell in self.said.get(Column.EMAIL, ()):
            for written in emails_in(cell):
                try:
                    found = email_address(written)
                except AddressError as error:
                    self.remarks.append(Fault(heading, str(error)))
                    continue
                if found.address not in seen:
                    seen.add(found.address)
                    yield found

    def _numbers(
        self, country: str | None, emails: Sequence[Address]
    ) -> tuple[tuple[Address, ...], frozenset[str]]:
        found: dict[str, Address] = {}
        mobiles: set[str] = set()
        countries = may_be_from(country, emails, self.file.home)
        for column in (Column.MOBILE, Column.PHONE):
            for heading, cell in self.said.get(column, ()):
                for written in numbers_in(cell) or [cell]:
                    try:
                        one = number(written, countries)
                    except AddressError as error:
                        self.remarks.append(Fault(heading, str(error)))
                        continue
                    found.setdefault(one.address, one)
                    said_mobile = column is Column.MOBILE and one.kind is not NumberKind.LANDLINE
                    if said_mobile or one.kind is NumberKind.MOBILE:
                        mobiles.add(one.address)
        return tuple(found.values()), frozenset(mobiles)

    def _given(self) -> Given | None:
        """Return the basis: all four columns or none, for without proof there is no basis."""
        absent = [one for one in CONSENT if one not in self.said]
        self.wrong += [Fault(one.value, "is blank: a basis needs all four") for one in absent]
        before = len(self.remarks)
        channel = self._one(Column.CONSENT_CHANNEL, fields.channel)
        purpose = self._one(Column.CONSENT_PURPOSE, fields.purpose)
        at = self._one(Column.CONSENT_AT, lambda cell: fields.moment(cell, self.file.now))
        if channel is None or purpose is None or at is None or absent:
            self._leave_out(before)
            return None
        given = Given(
            channel=channel,
            purpose=purpose,
            at=at,
            proof=self.said[Column.CONSENT_PROOF][0][1],
            kind=self._one(Column.CONSENT_KIND, fields.basis_kind) or BasisKind.EXPRESS,
            way=self._one(Column.CONSENT_WAY, fields.way),
            wording=self._verbatim(Column.CONSENT_WORDING),
            reference=self._verbatim(Column.CONSENT_REFERENCE),
            to=self._one(Column.CONSENT_TO, self._address),
            topic=self._verbatim(Column.CONSENT_TOPIC) or None,
            expires=self._one(Column.CONSENT_EXPIRES, lambda cell: fields.end(cell, at)),
        )
        self._leave_out(before)
        return given

    def _leave_out(self, before: int) -> None:
        """Leave the row out for what is wrong with its basis: one half-read is none."""
        self.wrong += self.remarks[before:]
        del self.remarks[before:]

    def _verbatim(self, column: Column) -> str:
        found = self.said.get(column)
        return found[0][1] if found else ""

    def _address(self, cell: str) -> Address:
        if "@" in cell:
            return email_address(cell)
        written = self.said.get(Column.COUNTRY)
        return phone_number(
            cell, (country_code(written[0][1]) if written else None) or self.file.home
        )


def may_be_from(country: str | None, emails: Sequence[Address], home: str | None) -> list[str]:
    """Return where a number may be from: as the row says, else as its mailbox hints, or we."""
    if country is not None:
        return [country]
    ends = [one.address.rpartition(".")[2] for one in emails]
    hints = [country_code("GB" if end == "uk" else end) for end in ends if _is_a_country(end)]
    return [one for one in dict.fromkeys([*hints, home]) if one]


def _is_a_country(end: str) -> bool:
    return len(end) == 2 and end not in EVERYBODYS


def unreachable(row: Row) -> tuple[Fault, ...]:
    """Return why a row without any address or number is left out."""
    tried = tuple(one for one in row.remarks if one.why.startswith("`"))
    return tried or (Fault("email", "is blank, and so is `phone`: one of them is needed"),)


def nameless() -> tuple[Fault, ...]:
    """Return why a row without a name is left out."""
    return (Fault("name", "is blank: whom do we greet?"),)

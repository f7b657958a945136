"""One row of people as others hand them over: what it says, or which columns cannot be used.

A row is checked whole, so that whoever corrects it hears of everything at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TypeVar

from outreach.domain import import_fields as fields
from outreach.domain.addresses import Address, AddressError, email_address, phone_number
from outreach.domain.bases import Way
from outreach.domain.import_fields import FieldError
from outreach.errors import InputError
from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.facts import NumberKind

CONSENT = ("consent_channel", "consent_purpose", "consent_at", "consent_proof")
"""A basis needs all of these."""
ABOUT_CONSENT = (
    *("consent_kind", "consent_way", "consent_wording", "consent_reference"),
    *("consent_to", "consent_topic", "consent_expires"),
)
COLUMNS = (
    *("name", "email", "phone", "organisation", "country", "region", "timezone", "language"),
    *("notes", *CONSENT, *ABOUT_CONSENT),
)
REASON = "left_out_because"
"""The column in which we write why a row was left out; an import passes over it."""
LONGEST = {
    "notes": 10_000,
    "consent_proof": 2_000,
    "consent_wording": 10_000,
    "consent_reference": 2_000,
}
SEVERAL_LINES = ("notes", "consent_wording")
LONGEST_FIELD = 200
OTHER_SEPARATORS = re.compile(r"[;\t|]")
ONE_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
T = TypeVar("T")


class HeaderError(InputError):
    """The columns are not those we know. Nothing was imported."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that cannot be used, and why."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    faults: tuple[Fault, ...]
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(f"row {self.row}, `{fault.column}`: {fault.why}" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Given:
    """A basis for contact that came with the row, with its proof. `at` and `expires` are aware."""

    channel: Channel
    purpose: Purpose
    at: datetime
    proof: str
    kind: BasisKind = BasisKind.EXPRESS
    way: Way | None = None
    wording: str = ""
    reference: str = ""
    to: Address | None = None
    topic: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of one person; blank is None or empty."""

    number: int
    name: str
    email: Address | None
    phone: Address | None
    organisation: str
    country: str | None
    region: str | None
    zone: str | None
    language: str | None
    notes: str
    given: Given | None
    cells: tuple[str, ...]

    @property
    def addresses(self) -> tuple[tuple[Channel, Address], ...]:
        """Return the row's address and number with their channels; no texts to a landline."""
        texts = None if self.phone and self.phone.kind is NumberKind.LANDLINE else self.phone
        found = ((Channel.EMAIL, self.email), (Channel.PHONE, self.phone), (Channel.SMS, texts))
        return tuple((channel, address) for channel, address in found if address is not None)


def read_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the columns in the file's order; raise `HeaderError` naming what is wrong."""
    columns = tuple(cell.strip().lower() for cell in cells)
    if len(columns) == 1 and (other := OTHER_SEPARATORS.search(columns[0])):
        msg = f"columns are separated by commas, and this file seems to use `{other.group()}`"
        raise HeaderError(msg.replace("\t", "tab"))
    unknown = [column for column in columns if column not in (*COLUMNS, REASON)]
    if unknown:
        raise HeaderError("; ".join(_unknown(column) for column in unknown))
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        msg = f"the column `{twice[0]}` stands there twice"
        raise HeaderError(msg)
    if "name" not in columns or not {"email", "phone"} & set(columns):
        msg = "there must be a column `name`, and `email` or `phone` or both"
        raise HeaderError(msg)
    return columns


def _unknown(column: str) -> str:
    near = get_close_matches(column, COLUMNS, n=1)
    return f"`{column}` is no column we know" + (f"; did you mean `{near[0]}`?" if near else "")


def read_row(
    columns: Sequence[str],
    cells: Sequence[str],
    number: int,
    now: datetime,
    home: str | None = None,
) -> Row | Rejected:
    """Return what a row says. `home` (ISO 3166-1) reads numbers where the row names no country."""
    said = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
    said.pop(REASON, None)
    faults: list[Fault] = []
    for name, cell in said.items():
        longest = LONGEST.get(name, LONGEST_FIELD)
        if len(cell) > longest:
            faults.append(Fault(name, f"has {len(cell)} characters; {longest} are the most"))
        elif name not in SEVERAL_LINES and ONE_LINE.search(cell):
            faults.append(Fault(name, "holds a line break or another control character"))
    if faults:
        return Rejected(number, tuple(faults), tuple(cells))
    return _Reading(said, faults, now, home).row(number, tuple(cells))


@dataclass(slots=True)
class _Reading:
    """Reads one row's fields and collects what is wrong with them."""

    said: Mapping[str, str]
    faults: list[Fault]
    now: datetime
    home: str | None

    def row(self, number: int, cells: tuple[str, ...]) -> Row | Rejected:
        country = self._checked("country", fields.country)
        row = Row(
            number=number,
            name=self._name(),
            email=self._checked("email", email_address),
            phone=self._checked("phone", lambda cell: phone_number(cell, country or self.home)),
            organisation=self.said.get("organisation", ""),
            country=country,
            region=self._checked("region", lambda cell: fields.region(cell, country)),
            zone=self._checked("timezone", fields.zone),
            language=self._checked("language", fields.language),
            notes=self.said.get("notes", ""),
            given=self._given(),
            cells=cells,
        )
        if not row.addresses and not {fault.column for fault in self.faults} & {"email", "phone"}:
            self.faults.append(Fault("email", "is blank, and so is `phone`: one of them is needed"))
        return Rejected(number, tuple(self.faults), cells) if self.faults else row

    def _name(self) -> str:
        if not self.said["name"]:
            self.faults.append(Fault("name", "is blank"))
        return self.said["name"]

    def _checked(self, column: str, read: Callable[[str], T]) -> T | None:
        """Return what the column says; None where it is blank, or wrong and noted as such."""
        cell = self.said.get(column, "")
        try:
            return read(cell) if cell else None
        except (FieldError, AddressError) as error:
            self.faults.append(Fault(column, str(error)))
            return None

    def _given(self) -> Given | None:
        """Return the basis: all four columns or none, for without proof there is no basis."""
        present = [column for column in (*CONSENT, *ABOUT_CONSENT) if self.said.get(column)]
        if not present:
            return None
        absent = [column for column in CONSENT if column not in present]
        self.faults += [Fault(column, "is blank: a basis needs all four") for column in absent]
        channel = self._checked("consent_channel", fields.channel)
        purpose = self._checked("consent_purpose", fields.purpose)
        at = self._checked("consent_at", lambda cell: fields.moment(cell, self.now))
        if channel is None or purpose is None or at is None or absent:
            return None
        return Given(
            channel=channel,
            purpose=purpose,
            at=at,
            proof=self.said["consent_proof"],
            kind=self._checked("consent_kind", fields.basis_kind) or BasisKind.EXPRESS,
            way=self._checked("consent_way", fields.way),
            wording=self.said.get("consent_wording", ""),
            reference=self.said.get("consent_reference", ""),
            to=self._checked("consent_to", self._address),
            topic=self.said.get("consent_topic") or None,
            expires=self._checked("consent_expires", lambda cell: fields.end(cell, at)),
        )

    def _address(self, cell: str) -> Address:
        country = self.said.get("country", "").upper() or self.home
        return email_address(cell) if "@" in cell else phone_number(cell, country)

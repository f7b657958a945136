"""Rows that need no second look: one name, one mailbox, plain numbers, nothing that wishes.

Most rows of most lists are like that, and are read here in a third of the time. Whatever is not
plainly so is left to `reading`, which is the authority: of a row that is read here it says the
same, and a test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from outreach.domain.addresses import KINDS, Address, plain_email
from outreach.domain.imports import fields
from outreach.domain.imports.columns import NAMES, Column, Mapped
from outreach.domain.imports.countries import country_code
from outreach.domain.imports.emails import is_a_desk
from outreach.domain.imports.fields import FieldError
from outreach.domain.imports.names import organisation_key, same_name_key
from outreach.domain.imports.reading import BLANK, LONGEST_FIELD, may_be_from
from outreach.domain.imports.row import Row
from outreach.domain.imports.same import KeyKind
from outreach.domain.imports.wishes import NO, REFUSED, REFUSING
from outreach.domain.one_line import NO_NAME
from outreach.domain.plain_numbers import plain_number
from policies.facts import NumberKind

_NUMBER = re.compile(r"(?!\(?0(?:0|11))[+(]?[0-9][0-9 ().-]{6,28}")
"""A cell with one number and nothing else; `00` before a country's code is another matter."""
_WHERE = (
    *(Column.ORGANISATION, Column.COUNTRY),
    *(Column.REGION, Column.TIMEZONE, Column.LANGUAGE),
)
_HEARD = frozenset(
    {
        *(*NAMES, *_WHERE, Column.EMAIL, Column.PHONE, Column.MOBILE),
        *(*REFUSED, Column.UNUSED, Column.REASON),
    }
)
"""Columns whose cells an ordinary row may fill."""
_LANDLINE = NumberKind.LANDLINE.value
_EMAIL, _NUMBERED, _NAMED = [
    str(one.value) for one in (KeyKind.EMAIL, KeyKind.NUMBER, KeyKind.NAME)
]


Number = tuple[str, str, bool]
"""A number in E.164, its `NumberKind` or nothing, and whether it rings in one pocket alone."""


class Ordinary(NamedTuple):
    """An ordinary row, of plain values alone. `nth` counts rows of data, `line` as a sheet does.

    `email` is empty where there is none.
    """

    nth: int
    line: int
    name: str
    organisation: str
    country: str | None
    region: str | None
    zone: str | None
    language: str | None
    email: str
    email_folded: str
    numbers: tuple[Number, ...]
    cells: tuple[str, ...]

    @property
    def row(self) -> Row:
        """Return it as any other row is read."""
        return Row(
            number=self.line,
            name=self.name,
            emails=(Address(self.email, self.email_folded),) if self.email else (),
            phones=tuple([_address(written, rings) for written, rings, _ in self.numbers]),
            mobiles=frozenset([written for written, _, in_pocket in self.numbers if in_pocket]),
            organisation=self.organisation,
            country=self.country,
            region=self.region,
            zone=self.zone,
            language=self.language,
            cells=self.cells,
        )


def _address(written: str, rings: str) -> Address:
    """Return a number as any other address is kept."""
    return Address(written, written, NumberKind(rings) if rings else None)


class _NotPlainError(Exception):
    """The row needs the careful reader."""


class OrdinaryReader:
    """Reads the ordinary rows of one file. `home` (ISO 3166-1) reads numbers without a country."""

    def __init__(self, mapped: Mapped, home: str | None) -> None:
        self._home = home
        self._width = len(mapped.heads)
        at = {column: mapped.places(column) for column in Column}
        none = [self._width]  # behind the last cell stands a blank one
        self._name, self._given, self._family = [(at[one] or none)[0] for one in NAMES]
        self._organisation, self._country = [(at[one] or none)[0] for one in _WHERE[:2]]
        self._region, self._zone, self._language = [(at[one] or none)[0] for one in _WHERE[2:]]
        self._emails = at[Column.EMAIL]
        self._numbers = [
            (place, column is Column.MOBILE)
            for column in (Column.MOBILE, Column.PHONE)
            for place in at[column]
        ]
        self._wishing = [place for column in REFUSED for place in at[column]]
        self._idle = at[Column.UNUSED]
        self._silent = [
            place for place, head in enumerate(mapped.heads) if head.column not in _HEARD
        ]
        self._all_plain = not (self._wishing or self._idle or self._silent)

    def read(self, cells: Sequence[str], line: int, nth: int) -> Ordinary | None:
        """Return what an ordinary row says; None for any other."""
        whole = "".join(cells)
        if len(cells) != self._width or not whole.isprintable():
            return None
        if len(whole) > LONGEST_FIELD and max(map(len, cells)) > LONGEST_FIELD:
            return None
        bare = [cell.strip() for cell in cells]
        if not self._all_plain and self._wish(bare):
            return None
        said = ["" if one.lower() in BLANK else one for one in bare]
        said.append("")
        try:
            return self._plain(tuple(cells), said, line, nth)
        except (_NotPlainError, FieldError):
            return None

    def _wish(self, bare: Sequence[str]) -> bool:
        """Return whether a cell may say a wish, or anything else that is looked at twice."""
        return (
            any(bare[place] for place in self._silent)
            or any(_refuses(bare[place]) for place in self._wishing)
            or any(bare[place].lower().strip(" .!") in REFUSING for place in self._idle)
        )

    def _plain(self, cells: tuple[str, ...], said: Sequence[str], line: int, nth: int) -> Ordinary:
        country = _country(said[self._country]) if said[self._country] else None
        mailbox = self._mailbox(said)
        numbers = self._reached(said, country, mailbox)
        name = said[self._name] or f"{said[self._given]} {said[self._family]}"
        name = " ".join(name.split())
        if not name or not (mailbox or numbers) or NO_NAME.search(name):
            raise _NotPlainError
        region, language = said[self._region], said[self._language]
        return Ordinary(
            nth,
            line,
            name,
            " ".join(said[self._organisation].split()),
            country,
            fields.region(region, country) if region else None,
            _zone(said[self._zone]) if said[self._zone] else None,
            fields.language(language) if language else None,
            mailbox.address if mailbox else "",
            mailbox.folded if mailbox else "",
            numbers,
            cells,
        )

    def _mailbox(self, said: Sequence[str]) -> Address | None:
        written = [said[place] for place in self._emails if said[place]]
        if not written:
            return None
        found = plain_email(written[0])
        if found is None or len(written) > 1:
            raise _NotPlainError
        return found

    def _reached(
        self, said: Sequence[str], country: str | None, mailbox: Address | None
    ) -> tuple[Number, ...]:
        found: list[Number] = []
        for place, is_mobile in self._numbers:
            if said[place]:
                where = country or self._hinted(mailbox)
                found.append(_number(said[place], where, is_mobile=is_mobile))
        if len(found) > 1 and len({written for written, _, _ in found}) < len(found):
            raise _NotPlainError
        return tuple(found)

    def _hinted(self, mailbox: Address | None) -> str | None:
        """Return where a number is likeliest from that names no country."""
        return next(iter(may_be_from(None, [mailbox] if mailbox else [], self._home)), None)


def _number(written: str, country: str | None, *, is_mobile: bool) -> Number:
    if not _NUMBER.fullmatch(written) or "(0)" in written:
        raise _NotPlainError
    plain = plain_number(written, None if written.startswith("+") else country)
    if plain is None:
        raise _NotPlainError
    rings = KINDS.get(plain.rings)
    pocket = rings is NumberKind.MOBILE or (is_mobile and rings is not NumberKind.LANDLINE)
    return plain.written, rings.value if rings else "", pocket


def _refuses(said: str) -> bool:
    return bool(said) and said.lower().rstrip(".") not in NO


def ordinary_keys(one: Ordinary) -> list[str]:
    """Return what brings this row together with others, as `looked_at` has it."""
    email = one.email
    keys = [_EMAIL + one.email_folded] if email and not is_a_desk(email) else []
    keys += [_NUMBERED + number for number, rings, _ in one.numbers if rings != _LANDLINE]
    if one.organisation:
        keys.append(f"{_NAMED}{same_name_key(one.name)}|{organisation_key(one.organisation)}")
    return keys


@lru_cache(maxsize=1_000)
def _country(cell: str) -> str:
    code = country_code(cell)
    if code is None:
        raise _NotPlainError
    return code


@lru_cache(maxsize=1_000)
def _zone(cell: str) -> str:
    return fields.zone(cell)

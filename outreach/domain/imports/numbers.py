"""Telephone numbers as lists hold them: prefixes, names of lines, and what a spreadsheet spoils."""

from __future__ import annotations

import re
from collections.abc import Sequence

import phonenumbers

from outreach.domain.addresses import Address, AddressError, phone_number

_PLAIN = re.compile(r"\+?\d[\d ]{6,}")
"""A cell that holds one number and nothing else; `00` before a country code is another matter."""
_LABEL = re.compile(r"^\D*?(?=[+(\d])")
_SPOILT = re.compile(r"\d[.,]\d+e\+?\d+", re.IGNORECASE)
_ABROAD = re.compile(r"^(?:00|011|\(00\)|\(011\))(?=[\s\d(])")
_TRUNK = re.compile(r"^(\+\d{1,3}[\s.-]*)\(0\)")
_PARTED = re.compile(r"\s*(?:[;|\n]|\boder\b|\bor\b|\bou\b|\bo\b)\s*")
_PERHAPS = re.compile(r"\s*[,/]\s*")
_WHOLE = 7
"""Digits from which a part of a cell is a number of its own: `030 / 901820` is one number."""
_LONG = 9
"""Digits from which a number without a prefix may hold its country code."""


def numbers_in(cell: str) -> list[str]:
    """Return the numbers that stand in one cell, parted by `;`, `|`, a line break or a word."""
    if _PLAIN.fullmatch(cell):
        return [cell]
    parts = [part for whole in _PARTED.split(cell.strip()) for part in _apart(whole)]
    return [part for part in parts if any(map(str.isdigit, part))]


def _apart(whole: str) -> list[str]:
    parts = _PERHAPS.split(whole)
    long = all(sum(map(str.isdigit, part)) >= _WHOLE for part in parts)
    return parts if long else [whole]


def number(written: str, countries: Sequence[str]) -> Address:
    """Return a number in E.164. `countries` (ISO 3166-1) are where it may be from, likeliest first.

    `00` before a country code is read as `+` whatever the country: libphonenumber takes it for a
    part of the number where people dial abroad otherwise. Raise `AddressError` saying why not.
    """
    if _SPOILT.search(written):
        msg = f"`{written}` was spoilt by a spreadsheet: format the column as text"
        raise AddressError(msg)
    plain = _LABEL.sub("", written.strip(), count=1)
    abroad = _ABROAD.sub("+", plain)
    international = _TRUNK.sub(r"\1", abroad)
    if international.startswith("+"):
        return phone_number(international, None)
    wrong: AddressError | None = None
    for country in countries:
        try:
            return phone_number(plain, country)
        except AddressError as error:
            wrong = wrong or error
    found = _lost_its_plus(plain)
    if found is not None:
        return found
    if wrong is not None:
        raise wrong
    return phone_number(plain, None)


def _lost_its_plus(plain: str) -> Address | None:
    """Return the number that lost its `+` in a spreadsheet, where its digits leave no doubt."""
    digits = re.sub(r"\D", "", plain)
    if len(digits) <= _LONG or digits.startswith("0"):
        return None
    try:
        if not phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}", None)):
            return None
        return phone_number(f"+{digits}", None)
    except (phonenumbers.NumberParseException, AddressError):
        return None

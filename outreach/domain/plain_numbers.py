"""Telephone numbers that leave no doubt, read by their country's plan with patterns made once.

libphonenumber is the authority: the patterns are its own, and whatever is not plainly written, or
not plainly of its country, is left to it. It reads a number by some thirty patterns that it looks
up each time; a list of a million people has a million numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberType
from phonenumbers.phonemetadata import PhoneNumberDesc

_WRITTEN = re.compile(r"\+?[0-9 ().-]{7,30}")
_SIGNS = str.maketrans("", "", "+ ().-")
_LONGEST_CODE = 3
_BEFORE_LINES = (
    ("premium_rate", PhoneNumberType.PREMIUM_RATE),
    ("toll_free", PhoneNumberType.TOLL_FREE),
    ("shared_cost", PhoneNumberType.SHARED_COST),
    ("voip", PhoneNumberType.VOIP),
    ("personal_number", PhoneNumberType.PERSONAL_NUMBER),
    ("pager", PhoneNumberType.PAGER),
    ("uan", PhoneNumberType.UAN),
    ("voicemail", PhoneNumberType.VOICEMAIL),
)
"""What a number may ring besides somebody's line; the first that fits it is it."""


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A number in E.164, and what it rings (`PhoneNumberType`)."""

    written: str
    rings: int


def plain_number(typed: str, country: str | None) -> PlainNumber | None:
    """Return what libphonenumber would; None where it must be asked.

    `country` (ISO 3166-1) reads a number without its `+` prefix.
    """
    if not _WRITTEN.fullmatch(typed):
        return None
    digits = typed.translate(_SIGNS)
    if typed.startswith("+"):
        code = _calling_code(digits)
        national = _without_trunk(digits[len(code) :], _plans(code)[0]) if code else None
        if national is None or len(code) + len(national) != len(digits):
            return None  # a trunk digit behind a country's code: a slip that is not ours to judge
    else:
        plan = _plan(country) if country else None
        national = _at_home(digits, plan) if plan else None
        if plan is None or national is None:
            return None
        code = plan.code
    rings = _rings(code, national)
    return None if rings is None else PlainNumber(f"+{code}{national}", rings)


@dataclass(frozen=True, slots=True)
class _Line:
    """The numbers of one sort: their digits, and how many there may be (none said: any)."""

    digits: re.Pattern[str]
    lengths: frozenset[int]

    def has(self, national: str) -> bool:
        return (not self.lengths or len(national) in self.lengths) and (
            self.digits.fullmatch(national) is not None
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one country numbers its lines. `starts` are the digits its own begin with, if any do."""

    code: str
    any_line: _Line
    trunk: re.Pattern[str] | None
    abroad: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    others: tuple[tuple[_Line, int], ...]
    fixed: _Line | None
    mobile: _Line | None
    is_one_plan: bool

    def rings(self, national: str) -> int | None:
        """Return what a number rings, None where nobody has it."""
        if not self.any_line.has(national):
            return None
        for line, kind in self.others:
            if line.has(national):
                return kind
        is_mobile = self.mobile is not None and self.mobile.has(national)
        if self.fixed is not None and self.fixed.has(national):
            either = self.is_one_plan or is_mobile
            return PhoneNumberType.FIXED_LINE_OR_MOBILE if either else PhoneNumberType.FIXED_LINE
        return PhoneNumberType.MOBILE if is_mobile and not self.is_one_plan else None


def _at_home(digits: str, plan: _Plan) -> str | None:
    """Return the national number of digits that are dialled in their own country."""
    if digits.startswith(plan.code) or (plan.abroad and plan.abroad.match(digits)):
        return None
    return _without_trunk(digits, plan)


def _without_trunk(digits: str, plan: _Plan) -> str | None:
    found = plan.trunk.match(digits) if plan.trunk else None
    if found is not None:
        if found.re.groups:
            return None
        digits = digits[found.end() :]
    is_plain = not digits.startswith("0") and plan.any_line.has(digits)
    return digits if is_plain else None


def _rings(code: str, national: str) -> int | None:
    """Return what a number rings by the plan of the country that it is of."""
    plans = _plans(code)
    if len(plans) == 1:
        return plans[0].rings(national)
    for plan in plans:
        if plan.starts is not None:
            if plan.starts.match(national):
                return plan.rings(national)
        elif (rings := plan.rings(national)) is not None:
            return rings
    return None


def _calling_code(digits: str) -> str:
    """Return the country's code at the start of a number; no code is the start of another."""
    for length in range(1, _LONGEST_CODE + 1):
        if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE and _plans(digits[:length]):
            return digits[:length]
    return ""


@cache
def _plans(code: str) -> tuple[_Plan, ...]:
    """Return the plans that share a country's code, the one that rules its writing first."""
    plans = [_plan(region) for region in COUNTRY_CODE_TO_REGION_CODE[int(code)]]
    return tuple(plan for plan in plans if plan is not None)


@cache
def _plan(region: str) -> _Plan | None:
    of = PhoneMetadata.metadata_for_region(region.upper(), None)
    if of is None or (any_line := _line(of.general_desc)) is None:
        return None
    return _Plan(
        code=str(of.country_code),
        any_line=any_line,
        trunk=_pattern(of.national_prefix_for_parsing),
        abroad=_pattern(of.international_prefix),
        starts=_pattern(of.leading_digits),
        others=tuple(_others(of)),
        fixed=_line(of.fixed_line),
        mobile=_line(of.mobile),
        is_one_plan=bool(of.same_mobile_and_fixed_line_pattern),
    )


def _others(of: PhoneMetadata) -> Iterator[tuple[_Line, int]]:
    for name, kind in _BEFORE_LINES:
        line = _line(getattr(of, name))
        if line is not None:
            yield line, kind


def _line(desc: PhoneNumberDesc | None) -> _Line | None:
    if desc is None or not desc.national_number_pattern:
        return None
    return _Line(re.compile(desc.national_number_pattern), frozenset(desc.possible_length))


def _pattern(written: str | None) -> re.Pattern[str] | None:
    return re.compile(written) if written else None

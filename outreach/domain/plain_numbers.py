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
from typing import NamedTuple

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


class PlainNumber(NamedTuple):
    """A number in E.164, and what it rings (`PhoneNumberType`)."""

    written: str
    rings: int


def plain_number(typed: str, country: str | None) -> PlainNumber | None:
    """Return what libphonenumber would; None where it must be asked.

    `country` (ISO 3166-1) reads a number without its `+` prefix.
    """
    if not _WRITTEN.fullmatch(typed):
        return None
    digits = typed if typed.isdecimal() else typed.translate(_SIGNS)
    if typed.startswith("+"):
        code = _calling_code(digits)
        national = _without_trunk(digits[len(code) :], _plans(code)[0]) if code else None
        if national is None or len(code) + len(national) != len(digits):
            return None  # a trunk digit behind a country's code: a slip that is not ours to judge
    else:
        plan = _plan(country) if country else None
        if plan is None:
            return None
        if (found := plan.read(digits)) is not None:
            return found
        national = _at_home(digits, plan)
        if national is None:
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

    @property
    def written(self) -> str:
        """Return the pattern that all of it makes, for a place within another."""
        lengths = "|".join(rf"\d{{{length}}}" for length in sorted(self.lengths))
        return rf"(?=(?:{lengths})\Z){self._digits}" if lengths else self._digits

    @property
    def _digits(self) -> str:
        return f"(?:{self.digits.pattern})"


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one country numbers its lines. `starts` are the digits its own begin with, if any do."""

    code: str
    any_line: _Line
    trunk: re.Pattern[str] | None
    abroad: re.Pattern[str] | None
    starts: re.Pattern[str] | None
    sorts: re.Pattern[str]
    """A group for each sort of line that a country has; the first that fits is it."""
    kinds: tuple[int, ...]
    whole: re.Pattern[str] | None
    """All of it at once, for a plan that is asked before those it shares its code with."""

    def read(self, digits: str) -> PlainNumber | None:
        """Return a number dialled in its own country, where one look is enough."""
        found = self.whole.fullmatch(digits) if self.whole else None
        if found is None or not found.lastindex:
            return None
        national = digits[found.start(found.lastindex) :]
        return PlainNumber(f"+{self.code}{national}", self.kinds[found.lastindex - 1])

    def rings(self, national: str) -> int | None:
        """Return what a number rings, None where nobody has it."""
        return self.sort(national) if self.any_line.has(national) else None

    def sort(self, national: str) -> int | None:
        """Return what one of this plan's numbers rings, None where nobody has it."""
        found = self.sorts.fullmatch(national)
        return self.kinds[found.lastindex - 1] if found and found.lastindex else None


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
        return plans[0].sort(national)  # that it is one of its numbers was seen before
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
    sorts = list(_sorts(of))
    code = str(of.country_code)
    tried = "|".join(f"({one.digits})" for one in sorts)
    return _Plan(
        code=code,
        any_line=any_line,
        trunk=_pattern(of.national_prefix_for_parsing),
        abroad=_pattern(of.international_prefix),
        starts=_pattern(of.leading_digits),
        sorts=re.compile(tried),
        kinds=tuple(one.kind for one in sorts),
        whole=_whole(of, code, any_line, tried),
    )


def _whole(of: PhoneMetadata, code: str, any_line: _Line, tried: str) -> re.Pattern[str] | None:
    """Return what `_at_home` and `rings` look for one after the other."""
    trunk = _pattern(of.national_prefix_for_parsing)
    asked_first = COUNTRY_CODE_TO_REGION_CODE[int(code)][0] == of.id
    if of.leading_digits or not asked_first or (trunk and trunk.groups):
        return None
    elsewhere = "|".join(filter(None, (code, of.international_prefix)))
    begins = f"(?:{trunk.pattern})?+" if trunk else ""
    return re.compile(rf"(?!{elsewhere}){begins}(?!0)(?={any_line.written}\Z)(?:{tried})")


@dataclass(frozen=True, slots=True)
class _Sort:
    """The digits of one sort of line, as a pattern without groups, and what it rings."""

    digits: str
    kind: int


def _sorts(of: PhoneMetadata) -> Iterator[_Sort]:
    """Yield the sorts of lines that a country has, in the order in which they are tried."""
    for name, kind in _BEFORE_LINES:
        if (line := _line(getattr(of, name))) is not None:
            yield _Sort(line.written, kind)
    one_plan = bool(of.same_mobile_and_fixed_line_pattern)
    fixed, mobile = _line(of.fixed_line), _line(of.mobile)
    if fixed and one_plan:
        yield _Sort(fixed.written, PhoneNumberType.FIXED_LINE_OR_MOBILE)
        return
    if fixed and mobile:
        both = rf"(?={fixed.written}\Z){mobile.written}"
        yield _Sort(both, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if fixed:
        yield _Sort(fixed.written, PhoneNumberType.FIXED_LINE)
    if mobile and not one_plan:
        yield _Sort(mobile.written, PhoneNumberType.MOBILE)


def _line(desc: PhoneNumberDesc | None) -> _Line | None:
    if desc is None or not desc.national_number_pattern:
        return None
    return _Line(re.compile(desc.national_number_pattern), frozenset(desc.possible_length))


def _pattern(written: str | None) -> re.Pattern[str] | None:
    return re.compile(written) if written else None

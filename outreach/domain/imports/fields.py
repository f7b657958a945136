"""What single fields of an imported row may say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outreach.domain.bases import Way
from outreach.domain.imports.countries import country_code
from outreach.errors import InputError
from policies.basis import BasisKind
from policies.channel import Channel, Purpose

REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
GIVEN_FOR = (Purpose.MARKETING, Purpose.SERVICE)


class FieldError(InputError):
    """A field says something we cannot use; the message follows the column's name."""


def country(cell: str) -> str:
    """Return a country's code (ISO 3166-1) from a code, or from its name as people write it."""
    code = country_code(cell)
    if code is None:
        msg = f"`{cell}` is no country code of two letters, such as `US`, and no country's name"
        raise FieldError(msg)
    return code


def region(cell: str, country_code: str | None) -> str:
    """Return a region's code (ISO 3166-2); `NV` beside the country `US` is `US-NV`."""
    code = cell.upper()
    if "-" not in code and country_code:
        code = f"{country_code}-{code}"
    if not REGION.fullmatch(code):
        msg = f"`{cell}` is no region code, such as `US-NV`"
        raise FieldError(msg)
    if country_code and not code.startswith(f"{country_code}-"):
        msg = f"`{cell}` is not in `{country_code}`"
        raise FieldError(msg)
    return code


def zone(cell: str) -> str:
    """Return the name of a time zone that exists, old names included."""
    try:
        ZoneInfo(cell)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"`{cell}` is no time zone, such as `America/Los_Angeles`"
        raise FieldError(msg) from error
    return cell


def language(cell: str) -> str:
    """Return a language tag (BCP 47)."""
    if not LANGUAGE.fullmatch(cell):
        msg = f"`{cell}` is no language code, such as `en`"
        raise FieldError(msg)
    return cell


def channel(cell: str) -> Channel:
    """Return the channel somebody agreed to."""
    try:
        return Channel(cell.lower())
    except ValueError as error:
        msg = f"`{cell}` is none of {', '.join(f'`{one}`' for one in Channel)}"
        raise FieldError(msg) from error


def purpose(cell: str) -> Purpose:
    """Return what somebody agreed to be contacted for."""
    if cell.lower() not in GIVEN_FOR:
        msg = f"`{cell}` is neither `marketing` nor `service`"
        raise FieldError(msg)
    return Purpose(cell.lower())


def basis_kind(cell: str) -> BasisKind:
    """Return of what kind a consent is."""
    if cell.lower() not in set(BasisKind):
        msg = f"`{cell}` is none of {', '.join(f'`{one}`' for one in BasisKind)}"
        raise FieldError(msg)
    return BasisKind(cell.lower())


def way(cell: str) -> Way:
    """Return how somebody gave a consent."""
    if cell.lower() not in set(Way):
        msg = f"`{cell}` is none of {', '.join(f'`{one}`' for one in Way)}"
        raise FieldError(msg)
    return Way(cell.lower())


def end(cell: str, given: datetime | None) -> datetime:
    """Return the aware moment at which a consent ends, which is after it was given."""
    at = _aware(cell)
    if given is not None and at <= given:
        msg = f"`{cell}` is before it was given"
        raise FieldError(msg)
    return at


def moment(cell: str, now: datetime) -> datetime:
    """Return an aware moment that has passed; a basis cannot be given tomorrow."""
    at = _aware(cell)
    if at > now:
        msg = f"`{cell}` has not come yet"
        raise FieldError(msg)
    return at


def _aware(cell: str) -> datetime:
    try:
        at = datetime.fromisoformat(cell)
    except ValueError as error:
        msg = f"`{cell}` is no moment, such as `2026-10-01T12:00:00Z`"
        raise FieldError(msg) from error
    if at.tzinfo is None:
        msg = f"`{cell}` has no offset: add `Z` or `-08:00`"
        raise FieldError(msg)
    return at.astimezone(UTC)

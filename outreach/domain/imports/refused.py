"""Lists of those who must not be contacted, as other systems export them: whom, by what, and why.

listmonk, Mautic and HubSpot say it in a column of states or wishes, a carrier's log in an error
code (21610: the number answered STOP), and many lists say nothing: whoever stands there is refused.
A state that nobody knows is a refusal too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.config.import_words import state_words, words
from outreach.domain.addresses import Address, AddressError, email_address
from outreach.domain.imports.columns import Words, heading_key
from outreach.domain.imports.emails import emails_in
from outreach.domain.imports.how import How
from outreach.domain.imports.numbers import number, numbers_in
from outreach.domain.imports.row import Fault, Rejected
from policies.channel import Channel

CARRIER_STOP = "21610"
"""What Twilio answers where a number has replied STOP (Twilio error 21610)."""
ERROR_CODES = frozenset({"error code", "errorcode"})
SHA256 = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[\w-]+")
_ALL = frozenset(Channel)


class Part(StrEnum):
    """What a column of such a list holds."""

    EMAIL = "email"
    PHONE = "phone"
    DIGEST = "digest"
    STATE = "state"
    WHY = "why"
    CODE = "code"
    ADDRESS = "address"
    CHANNEL = "channel"
    WISH = "wish"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Refused:
    """One address that must not be contacted, or its SHA-256 digest. `because` is the evidence.

    `channel` is None where the list says no more than the address; a number then is neither called
    nor texted.
    """

    how: How
    because: str
    address: Address | None = None
    digest: str = ""
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The columns of a list of refusals, with their headings, and how it says who is refused."""

    parts: tuple[Part, ...]
    headings: tuple[str, ...]
    how: How
    home: str | None = None

    @property
    def says_why(self) -> bool:
        """Return whether the list holds others too, and says by a column who is refused."""
        return any(part in (Part.STATE, Part.CODE, Part.WISH) for part in self.parts)


def listed(headings: Sequence[str], known: Words, how: How, home: str | None) -> Listed | None:
    """Return what the columns hold, or None where no address, number or digest is among them."""
    parts = tuple(_part(heading, known) for heading in headings)
    if not {Part.EMAIL, Part.PHONE, Part.ADDRESS, Part.DIGEST} & set(parts):
        return None
    return Listed(parts, tuple(headings), how, home)


def bare(cells: Sequence[str]) -> bool:
    """Return whether a first row is no header but an address, a number or a digest."""
    return any("@" in cell or SHA256.fullmatch(cell.strip().lower()) for cell in cells)


def without_header(cells: Sequence[str], how: How, home: str | None) -> Listed:
    """Return what the columns of a list without headings hold, told from its first row."""
    parts = tuple(_told_from(cell.strip()) for cell in cells)
    return Listed(parts, tuple("" for _ in cells), how, home)


def _told_from(cell: str) -> Part:
    if "@" in cell:
        return Part.EMAIL
    if SHA256.fullmatch(cell.lower()):
        return Part.DIGEST
    return Part.PHONE if numbers_in(cell) and not re.search(r"[^\W\d]", cell) else Part.UNUSED


def _part(heading: str, known: Words) -> Part:
    key = heading_key(heading)
    if key in ERROR_CODES:
        return Part.CODE
    if key in (Part.ADDRESS, Part.CHANNEL):
        return Part(key)
    for part in (Part.DIGEST, Part.STATE, Part.WHY):
        if key in known[part.value]["heads"]:
            return part
    if any(key in known[wish]["heads"] for wish in _WISHES):
        return Part.WISH
    if key in known["to"]["heads"] or _is(key, known, "mobile") or _is(key, known, "phone"):
        return Part.PHONE
    return Part.EMAIL if _is(key, known, "email") else Part.UNUSED


_WISHES: Mapping[str, Channel | None] = {
    "do_not_contact": None,
    "do_not_email": Channel.EMAIL,
    "do_not_call": Channel.PHONE,
    "do_not_text": Channel.SMS,
}


def _is(key: str, known: Words, column: str) -> bool:
    entry = known[column]
    return key in entry.get("heads", ()) or bool(set(key.split()) & entry.get("holds", frozenset()))


def refusals(cells: Sequence[str], line: int, of: Listed, known: Words) -> list[Refused] | Rejected:
    """Return whom a row refuses: nobody where it says that all is well; or why it cannot be read.

    `line` counts as a spreadsheet does.
    """
    said = [
        (part, heading, cell.strip())
        for part, heading, cell in zip(of.parts, of.headings, cells, strict=False)
        if cell.strip()
    ]
    verdicts = list(_verdicts(said, of, known))
    named = (cell for part, _, cell in said if part is Part.CHANNEL and cell in _ALL)
    only = next(map(Channel, named), None)
    if of.says_why and not verdicts:
        return []
    try:
        found = [
            Refused(how, because, address, digest, channel or only)
            for address, digest in _whom(said, of)
            for how, because, channel in verdicts or [(of.how, "it stands in the list", None)]
        ]
    except AddressError as error:
        return Rejected(line, (Fault("address", str(error)),), tuple(cells))
    if not found:
        return Rejected(line, (Fault("address", "is blank"),), tuple(cells))
    return found


def _verdicts(
    said: Sequence[tuple[Part, str, str]], of: Listed, known: Words
) -> Iterator[tuple[How, str, Channel | None]]:
    for part, heading, cell in said:
        otherwise = How.BOUNCED if "bounce" in heading_key(heading) else of.how
        because = f"{heading}: {cell}"
        if part is Part.CODE:
            if cell == CARRIER_STOP:
                yield How.STOPPED, because, Channel.SMS
        elif part is Part.WISH:
            if cell.lower().rstrip(".") not in words("no"):
                key = heading_key(heading)
                wish = next(one for one in _WISHES if key in known[one]["heads"])
                yield How.STOPPED, because, _WISHES[wish]
        elif part is Part.WHY:
            yield _state(cell, otherwise) or otherwise, because, None
        elif part is Part.STATE and (how := _state(cell, otherwise)) is not None:
            yield how, because, None


def _state(cell: str, otherwise: How) -> How | None:
    """Return what a state comes to: None where all is well."""
    states, lowered = state_words(), cell.lower().strip(" .")
    if lowered in states["going"]:
        return None
    written = {lowered, *_WORD.findall(lowered)}
    for state, how in (("complained", How.COMPLAINED), ("bounced", How.BOUNCED)):
        if written & states[state]:
            return how
    return otherwise


def _whom(
    said: Sequence[tuple[Part, str, str]], of: Listed
) -> Iterator[tuple[Address | None, str]]:
    for part, _, cell in said:
        if part is Part.DIGEST:
            if not SHA256.fullmatch(cell.lower()):
                msg = f"`{cell[:70]}` is no SHA-256 digest: 64 letters and digits from 0 to f"
                raise AddressError(msg)
            yield None, cell.lower()
        elif part is Part.EMAIL or (part is Part.ADDRESS and "@" in cell):
            yield from ((email_address(one), "") for one in emails_in(cell))
        elif part in (Part.PHONE, Part.ADDRESS):
            countries = [of.home] if of.home else []
            yield from ((number(one, countries), "") for one in numbers_in(cell))

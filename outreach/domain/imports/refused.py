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
from outreach.domain.imports.emails import emails_in, without_emails
from outreach.domain.imports.how import How
from outreach.domain.imports.numbers import number, numbers_in
from outreach.domain.imports.row import Fault, Rejected
from policies.channel import Channel

CARRIER_STOP = "21610"
"""What Twilio answers where a number has replied STOP (Twilio error 21610)."""
ERROR_CODES = frozenset({"error code", "errorcode"})
SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"\+?[\d\s()./-]{7,}")
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
    return any(_told_from(cell.strip()) is not Part.UNUSED for cell in cells)


def without_header(cells: Sequence[str], how: How, home: str | None) -> Listed:
    """Return what the columns of a list without headings hold, told from its first row.

    Such a list may have addresses and numbers below each other.
    """
    parts = tuple(_told_from(cell.strip()) for cell in cells)
    return Listed(parts, tuple("" for _ in cells), how, home)


def _told_from(cell: str) -> Part:
    if SHA256.fullmatch(cell.lower()):
        return Part.DIGEST
    return Part.ADDRESS if "@" in cell or _NUMBER.fullmatch(cell) else Part.UNUSED


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


def refusals(
    cells: Sequence[str], line: int, of: Listed, known: Words
) -> tuple[list[Refused], Rejected | None]:
    """Return whom a row refuses, nobody where it says that all is well; and what of it is unread.

    `line` counts as a spreadsheet does.
    """
    said = [
        (part, heading, cell.strip()) for part, heading, cell in _columns(cells, of) if cell.strip()
    ]
    verdicts = list(_verdicts(said, of, known))
    named = (cell for part, _, cell in said if part is Part.CHANNEL and cell in _ALL)
    only = next(map(Channel, named), None)
    if of.says_why and not verdicts:
        return [], None
    faults: list[Fault] = []
    found = [
        Refused(how, because, address, digest, channel or only)
        for address, digest in _whom(said, of, faults)
        for how, because, channel in verdicts or [(of.how, "it stands in the list", None)]
    ]
    if not (found or faults):
        faults.append(Fault("address", "holds neither an address nor a number"))
    return found, Rejected(line, tuple(faults), tuple(cells)) if faults else None


def _columns(cells: Sequence[str], of: Listed) -> Iterator[tuple[Part, str, str]]:
    """Yield what each cell holds; a mailbox is one wherever no heading says anything else."""
    if any(of.headings):
        yield from zip(of.parts, of.headings, cells, strict=False)
        return
    parts = (*of.parts, *[Part.UNUSED] * (len(cells) - len(of.parts)))
    for part, cell in zip(parts, cells, strict=False):
        yield (Part.ADDRESS if "@" in cell else part), "", cell


def _verdicts(
    said: Sequence[tuple[Part, str, str]], of: Listed, known: Words
) -> Iterator[tuple[How, str, Channel | None]]:
    stopped = any(part is Part.CODE and cell == CARRIER_STOP for part, _, cell in said)
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
        elif stopped:
            continue  # what else the carrier says of it, such as `undelivered`, only followed
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
    said: Sequence[tuple[Part, str, str]], of: Listed, faults: list[Fault]
) -> Iterator[tuple[Address | None, str]]:
    """Yield each address or digest; add to `faults` what is none, so that the others still bind."""
    for part, _, cell in said:
        for one in _written(part, cell):
            try:
                if part is Part.DIGEST:
                    yield None, _digest(one)
                elif "@" in one or (part is Part.EMAIL and not _NUMBER.fullmatch(one)):
                    yield email_address(one), ""
                else:
                    yield number(one, [of.home] if of.home else []), ""
            except AddressError as error:
                faults.append(Fault("address", str(error)))


def _written(part: Part, cell: str) -> Sequence[str]:
    """Return what is written in a cell of addresses, numbers or digests; nothing of any other."""
    if part is Part.DIGEST:
        return [cell]
    if part not in (Part.EMAIL, Part.PHONE, Part.ADDRESS):
        return ()
    if "@" not in cell:
        return emails_in(cell) if part is Part.EMAIL else numbers_in(cell)
    return [*emails_in(cell), *numbers_in(without_emails(cell))]


def _digest(cell: str) -> str:
    if not SHA256.fullmatch(cell.lower()):
        msg = f"`{cell[:70]}` is no SHA-256 digest: 64 letters and digits from 0 to f"
        raise AddressError(msg)
    return cell.lower()

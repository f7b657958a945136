"""Which rows are about the same human being. Pure.

The same personal mailbox; the same mobile and a name that agrees; the same name at the same
organisation, unless both mobile and mailbox differ. Never a desk's mailbox, a switchboard or a name
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from outreach.domain.imports.emails import is_a_desk
from outreach.domain.imports.names import compatible, organisation_key, same_name_key
from outreach.domain.imports.row import Row

MOST_NAMES = 5
"""Names that may share one mobile; whatever more people share is everybody's."""


class KeyKind(StrEnum):
    """By what two rows may be one person's."""

    EMAIL = "e"
    NUMBER = "n"
    NAME = "p"


@dataclass(frozen=True, slots=True)
class Key:
    """Something that rows of one person share."""

    kind: KeyKind
    value: str


class Somebody(Protocol):
    """Whoever is compared: a row of a list, or a person we know."""

    @property
    def name(self) -> str:
        """Return their name as it is written."""

    @property
    def mailboxes(self) -> frozenset[str]:
        """Return their personal mailboxes."""

    @property
    def mobiles(self) -> frozenset[str]:
        """Return the numbers that ring in their pocket."""


def keys_of(row: Row) -> Iterator[Key]:
    """Yield what this row could share with another of the same person."""
    for email in row.emails:
        if not is_a_desk(email.address):
            yield Key(KeyKind.EMAIL, email.address)
    for one in row.phones:
        if one.may_be_mobile:
            yield Key(KeyKind.NUMBER, one.address)
    if row.name and row.organisation:
        value = f"{same_name_key(row.name)}|{organisation_key(row.organisation)}"
        yield Key(KeyKind.NAME, value)


def looked_at(row: Row) -> list[str]:
    """Return what brings this row together with others, to be looked at with care.

    That is what rows of one person share, but of a mailbox every spelling is looked at.
    """
    spelt = [KeyKind.EMAIL + one.folded for one in row.emails if not is_a_desk(one.address)]
    others = (key for key in keys_of(row) if key.kind is not KeyKind.EMAIL)
    return [*spelt, *(key.kind + key.value for key in others)]


def apart_by_number(rows: Sequence[Row], value: str) -> list[list[Row]]:
    """Return rows that share a number as the people they are: those whose names agree.

    A number that no row calls a mobile, and at which several names are to be had, is a switchboard.
    """
    people: list[list[Row]] = []
    for row in rows:
        for known in people:
            if all(compatible(row.name, one.name) for one in known):
                known.append(row)
                break
        else:
            people.append([row])
    is_mobile = any(value in row.mobiles for row in rows)
    if len(people) > (MOST_NAMES if is_mobile else 1):
        return [[row] for row in rows]
    return people


def apart_by_name(rows: Sequence[Row]) -> list[list[Row]]:
    """Return rows with one name at one organisation as the people they are."""
    people: list[list[Row]] = []
    for row in rows:
        for known in people:
            if not any(differ(row, one) for one in known):
                known.append(row)
                break
        else:
            people.append([row])
    return people


def differ(one: Somebody, other: Somebody) -> bool:
    """Return whether both mailbox and mobile differ: then one name is two people's."""
    return _apart(one.mailboxes, other.mailboxes) and _apart(one.mobiles, other.mobiles)


def _apart(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some and others and not some & others)

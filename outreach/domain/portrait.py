"""What somebody calls themselves, and the names they write; never a label of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another way somebody writes their name, and where we saw it."""

    id: str
    person_id: str
    name: str
    folded: str
    since: datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person as they describe themselves.

    `themselves` are their own words (`a cartographer who hates phones`); `languages` those they
    speak (BCP 47), the one they want to be written to first.
    """

    person_id: str
    themselves: str = ""
    languages: tuple[str, ...] = ()
    names: tuple[OtherName, ...] = ()


class OrganisationKind(StrEnum):
    """What kind of place it is. Values are stored: append only."""

    FIRM = "firm"
    HOUSEHOLD = "household"
    SCHOOL = "school"
    AUTHORITY = "authority"
    CLUB = "club"


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation with all we noted about it; it may stand there before we know anybody."""

    id: str
    name: str
    folded: str
    kind: OrganisationKind | None = None
    source: str = ""
    notes: str = ""
    noted_by: str = ""
    noted_at: datetime | None = None

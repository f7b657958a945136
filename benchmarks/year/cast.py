"""Whom the house knows at the start of the year: always the same people, drawn from one seed.

They are business people from a documented source. Where the law wants more than that, a basis is
on file for most of them; for some it never was, and they must hear nothing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

SOURCE = "Expo 2026, where we spoke at our stand"
AT_ONE_OFFICE = 3
NO_PHONE, NO_BASIS = 0.3, 0.1
"""Shares of people: of whom we have no number; of whom no basis is on file where one is needed."""
_DIGITS = 10_000


@dataclass(frozen=True, slots=True)
class Where:
    """A place people live in, how many of a hundred do, and how numbers there begin."""

    country: str
    region: str
    zone: str
    language: str
    share: int
    prefix: str
    needs_basis: bool = False


PLACES = (
    Where("US", "US-NY", "America/New_York", "en", 18, "+1212555"),
    Where("US", "US-NV", "America/Los_Angeles", "en", 12, "+1702555"),
    Where("US", "US-IL", "America/Chicago", "en", 16, "+1312555"),
    Where("US", "US-CA", "America/Los_Angeles", "en", 16, "+1415555"),
    Where("GB", "GB-ENG", "Europe/London", "en", 12, "+44207946"),
    Where("DE", "", "Europe/Berlin", "de", 10, "+4930234", needs_basis=True),
    Where("FR", "", "Europe/Paris", "fr", 6, "+3314278"),
    Where("ES", "ES-MD", "Europe/Madrid", "es", 5, "+3491532"),
    Where("NL", "", "Europe/Amsterdam", "nl", 5, "+3120624"),
)
AT_HOME = PLACES[0]
_GIVEN = {
    "en": [
        "Alice",
        "Noah",
        "Grace",
        "Owen",
        "Ruth",
        "Caleb",
        "Nora",
        "Silas",
        "Joan",
        "Peter",
        "Hazel",
        "Marcus",
        "Edith",
        "Leon",
    ],
    "de": ["Anke", "Jürgen", "Silke", "Torsten", "Ute", "Bernd", "Heike", "Jochen"],
    "fr": ["Odile", "Thierry", "Margaux", "Yann", "Sylvie", "Bruno"],
    "es": ["Lucía", "Iñigo", "Pilar", "Andrés", "Nuria", "Gonzalo"],
    "nl": ["Anouk", "Joost", "Marijke", "Sander", "Femke", "Wouter"],
}
_FAMILY = {
    "en": [
        "Ashdown",
        "Bexley",
        "Carrow",
        "Dunmore",
        "Elstow",
        "Farrar",
        "Garside",
        "Hobday",
        "Ickes",
        "Jessop",
        "Kitto",
    ],
    "de": ["Ahrens", "Brandt", "Clausen", "Dietz", "Ebert", "Fuchs", "Gerlach", "Hinrichs"],
    "fr": ["Aubry", "Besson", "Chevrier", "Delorme", "Fabre", "Garnier"],
    "es": ["Alonso", "Benítez", "Castaño", "Duarte", "Espinosa", "Fuentes"],
    "nl": ["Bakker", "Dekker", "Hoekstra", "Jansen", "Kuipers", "Mulder"],
}
_TRADES = ("Construction", "Bridges", "Quarries", "Roads", "Roofing", "Harbours", "Timber")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of them. `holidays` are the days on which they are away, the last one included."""

    number: int
    name: str
    email: str
    phone: str
    organisation: str
    where: Where
    has_basis: bool
    holidays: tuple[tuple[date, date], ...]

    @property
    def may_be_written_to(self) -> bool:
        """Return whether the law lets us write to them at all."""
        return self.has_basis or not self.where.needs_basis

    def away(self, day: date) -> date | None:
        """Return the day they are back, where they are on holiday."""
        for first, last in self.holidays:
            if first <= day <= last:
                return last + timedelta(days=1)
        return None


def cast(count: int, begins: date, random: Random) -> list[Somebody]:
    """Return so many people, always the same for one seed."""
    return [_somebody(number, begins, random) for number in range(count)]


def _somebody(number: int, begins: date, random: Random) -> Somebody:
    office = number // AT_ONE_OFFICE
    where = _where(Random(office))
    given = random.choice(_GIVEN[where.language])
    family = Random(office).sample(_FAMILY[where.language], AT_ONE_OFFICE)[number % AT_ONE_OFFICE]
    phone = "" if random.random() < NO_PHONE else f"{where.prefix}{number % _DIGITS:04}"
    return Somebody(
        number,
        f"{given} {family}",
        f"person{number}@office{office}.example",
        phone,
        f"{_FAMILY['en'][office % 11]} {_TRADES[office % 7]} {office}",
        where,
        random.random() >= NO_BASIS,
        tuple(_holiday(begins, days, random) for days in (random.choice((7, 10, 14)), 5)),
    )


def _where(random: Random) -> Where:
    return random.choices(PLACES, [one.share for one in PLACES])[0]


def _holiday(begins: date, days: int, random: Random) -> tuple[date, date]:
    first = begins + timedelta(days=random.randrange(10, 350))
    return first, first + timedelta(days=days - 1)


def write(people: list[Somebody], path: Path) -> None:
    """Write the list that the house brings in, as an exhibition hands it over."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                *("name", "email", "phone", "organisation", "country", "region", "timezone"),
                *("language", "consent_channel", "consent_purpose", "consent_at"),
                *("consent_proof", "consent_kind"),
            ]
        )
        for one in people:
            basis = ["email", "marketing", "2026-11-20T12:00:00Z", "card, signed at the stand"]
            writer.writerow(
                [one.name, one.email, one.phone, one.organisation, one.where.country]
                + [one.where.region, one.where.zone, one.where.language]
                + ([*basis, "express"] if one.has_basis else [""] * 5)
            )

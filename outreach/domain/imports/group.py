"""The rows that one person has in a list, as one: what they say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from outreach.domain.addresses import Address
from outreach.domain.imports.names import organisation_key
from outreach.domain.imports.row import Fault, Given, Noted, Row
from policies.channel import Channel

T = TypeVar("T")


@dataclass(frozen=True)
class Group:
    """One person's rows with their numbers as rows of data (from 1), in the order of the list.

    Where rows differ, the first says it; nothing that any of them forbids is lost.
    """

    rows: tuple[tuple[int, Row], ...]

    @cached_property
    def name(self) -> str:
        """Return the name: the first that is written out, else the first."""
        names = self.names
        return max(names, key=lambda name: " " in name and "." not in name, default="")

    @cached_property
    def names(self) -> list[str]:
        """Return every spelling of the name."""
        return _distinct(row.name for _, row in self.rows)

    @cached_property
    def organisations(self) -> list[str]:
        """Return the organisations, each in its first spelling."""
        found: dict[str, str] = {}
        for _, row in self.rows:
            if row.organisation:
                found.setdefault(organisation_key(row.organisation), row.organisation)
        return list(found.values())

    @cached_property
    def addresses(self) -> list[tuple[Channel, Address]]:
        """Return addresses and numbers with their channels, each once."""
        found = {(how, one.address): one for _, row in self.rows for how, one in row.addresses}
        return [(how, one) for (how, _), one in found.items()]

    @cached_property
    def mailboxes(self) -> frozenset[str]:
        """Return their personal mailboxes."""
        return frozenset(one for _, row in self.rows for one in row.mailboxes)

    @cached_property
    def mobiles(self) -> frozenset[str]:
        """Return the numbers that ring in their pocket."""
        return frozenset(one for _, row in self.rows for one in row.mobiles)

    @property
    def first(self) -> Row:
        """Return the first row, which remarks on the person are made of."""
        return self.rows[0][1]

    @property
    def country(self) -> str | None:
        """Return the country (ISO 3166-1)."""
        return _first(row.country for _, row in self.rows)

    @property
    def region(self) -> str | None:
        """Return the region (ISO 3166-2), of the row that says the country."""
        return _first(row.region for _, row in self.rows if row.country in (None, self.country))

    @property
    def zone(self) -> str | None:
        """Return the time zone."""
        return _first(row.zone for _, row in self.rows)

    @property
    def language(self) -> str | None:
        """Return the language (BCP 47)."""
        return _first(row.language for _, row in self.rows)

    @property
    def notes(self) -> str:
        """Return all notes, each once."""
        return "\n".join(_distinct(row.notes for _, row in self.rows))

    @property
    def noted(self) -> list[tuple[int, Noted]]:
        """Return what cells say that they said, with the row (of data) it stands in."""
        return [(nth, one) for nth, row in self.rows for one in row.noted]

    @property
    def given(self) -> list[tuple[Row, Given]]:
        """Return the bases that came with the rows."""
        return [(row, row.given) for _, row in self.rows if row.given]

    @property
    def passed_over(self) -> list[tuple[Row, Fault]]:
        """Return the cells that could not be used."""
        return [(row, fault) for _, row in self.rows for fault in row.remarks]


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value), None)

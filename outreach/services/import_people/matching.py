"""Who a row is about: somebody new, or somebody we know, to whom it may only add.

A second row with the same email is the same person. A number may be shared (a switchboard, a
family), so a row with another name and another email of its own is somebody else, and the number
stays with whom it was. Nothing that is known is changed: what differs is remarked on and left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from outreach.domain.addresses import Address
from outreach.domain.bases import Basis, wording_digest
from outreach.domain.imports import Fault, Given, Rejected, Row
from outreach.domain.people import ContactPoint, Person, fold_name
from outreach.ids import new_id
from outreach.store.importing import Known
from policies.channel import Channel, Kind
from policies.facts import Registry


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the people of one import come from, and what is said of all of them."""

    source: str
    at: datetime
    kind: Kind | None = None
    owner_id: str | None = None


@dataclass(slots=True)
class Batch:
    """What one batch of rows comes to. Rows see what the rows before them added."""

    origin: Origin
    known: Known
    organisations: Mapping[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    wordings: dict[str, str] = field(default_factory=dict)
    """The words that people were shown, by digest."""
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    same: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Add what the row says to what this batch will write."""
        suppressed = [
            Fault(channel, "belongs to somebody who asked never to hear from us again")
            for channel, address in row.addresses
            if address.folded in self.known.suppressed
        ]
        if suppressed:
            self.rejected.append(Rejected(row.number, tuple(suppressed), row.cells))
            return
        owner = self._owner(row)
        if owner is None:
            self._bring(row)
        else:
            self.same += 1
            self._add_to(self.known.people[owner], row)

    def _owner(self, row: Row) -> str | None:
        """Return the id of the person this row is about, or None for somebody new."""
        by_email = self._owners(row.email)
        if by_email:
            return by_email[0]
        by_phone = self._owners(row.phone)
        namesakes = [one for one in by_phone if self._is_called(one, row.name)]
        if namesakes:
            return namesakes[0]
        return by_phone[0] if by_phone and row.email is None else None

    def _owners(self, address: Address | None) -> list[str]:
        found = self.known.at.get(address.address, []) if address else []
        return [one.person_id for one in found]

    def _is_called(self, person_id: str, name: str) -> bool:
        return fold_name(self.known.people[person_id].name) == fold_name(name)

    def _bring(self, row: Row) -> None:
        kind = self.origin.kind
        person = Person(
            id=new_id("p"),
            name=row.name,
            source=self.origin.source,
            source_at=self.origin.at,
            created_at=self.origin.at,
            country=row.country,
            region=row.region,
            zone=row.zone,
            language=row.language,
            kind=kind,
            kind_source=self.origin.source if kind else "",
            organisation_id=self.organisations.get(fold_name(row.organisation)),
            owner_id=self.origin.owner_id,
            notes=row.notes,
        )
        self.people.append(person)
        self.known.people[person.id] = person
        self._add_points(person, row)
        self._add_basis(person, row)

    def _add_to(self, person: Person, row: Row) -> None:
        if not self._is_called(person.id, row.name):
            self._remark(row, "name", f"this is `{person.name}`, by address; the name was kept")
        self._add_points(person, row)
        self._add_basis(person, row)
        kind = self.origin.kind
        said = {
            "country": row.country,
            "region": row.region,
            "zone": row.zone,
            "language": row.language,
            "kind": kind,
            "organisation_id": self.organisations.get(fold_name(row.organisation)),
            "notes": row.notes or None,
        }
        blank = {
            name: value
            for name, value in said.items()
            if value is not None and getattr(person, name) in (None, "")
        }
        if "region" in blank and person.country not in (None, str(row.region)[:2]):
            del blank["region"]
        for name in ("country", "region", "zone", "kind"):
            there = getattr(person, name)
            if said[name] is not None and there not in (None, said[name]):
                self._remark(row, name, f"`{there}` is known; `{said[name]}` was left out")
        if blank:
            self._fill(person, blank)

    def _fill(self, person: Person, blank: dict[str, Any]) -> None:
        if "kind" in blank:
            blank["kind_source"] = self.origin.source
        self.changes.setdefault(person.id, {}).update(blank)
        values = {name: getattr(person, name) for name in Person.__slots__}
        self.known.people[person.id] = Person(**(values | blank))

    def _add_points(self, person: Person, row: Row) -> None:
        for channel, address in row.addresses:
            others = [one for one in self._owners(address) if one != person.id]
            if not others:
                self._add_point(person.id, channel, address)
            elif channel is not Channel.SMS:
                why = f"it is `{self.known.people[others[0]].name}`'s already; left out"
                self._remark(row, channel.value, why)

    def _add_point(self, person_id: str, channel: Channel, address: Address) -> None:
        theirs = self.known.of.setdefault(person_id, [])
        same = [one for one in theirs if one.channel is channel]
        if any(one.folded == address.folded for one in same):
            return
        point = ContactPoint(
            id=new_id("c"),
            person_id=person_id,
            channel=channel,
            address=address.address,
            folded=address.folded,
            source=self.origin.source,
            source_at=self.origin.at,
            rank=len(same),
            kind=address.kind,
            registry=Registry.CLEAR if channel is Channel.EMAIL else Registry.UNKNOWN,
        )
        theirs.append(point)
        self.known.at.setdefault(address.address, []).append(point)
        self.points.append(point)

    def _add_basis(self, person: Person, row: Row) -> None:
        given = row.given
        if given is None:
            return
        basis = self._basis(person, given)
        theirs = self.known.bases.setdefault(person.id, [])
        if any(_same_basis(one, basis) for one in theirs):
            return
        ended = next((one for one in theirs if _outlived(basis, one)), None)
        if ended is not None:
            why = f"what they agreed to ended on {ended.ended_at:%d %b %Y}; this is older"
            self._remark(row, "consent_at", f"{why}, and was left out")
            return
        theirs.append(basis)
        self.bases.append(basis)
        if basis.wording:
            self.wordings[basis.wording] = given.wording

    def _basis(self, person: Person, given: Given) -> Basis:
        return Basis(
            *(new_id("g"), person.id, given.channel, given.purpose, given.at, given.proof),
            source=self.origin.source,
            expires_at=given.expires,
            kind=given.kind,
            way=given.way,
            wording=wording_digest(given.wording) if given.wording else None,
            reference=given.reference,
            to=given.to.address if given.to else None,
            topic=given.topic,
            recorded_at=self.origin.at,
        )

    def _remark(self, row: Row, column: str, why: str) -> None:
        self.remarks.append(f"row {row.number}, `{column}`: {why}")


def _outlived(basis: Basis, other: Basis) -> bool:
    """Whether another basis of the same kind of contact has ended since this one was given."""
    same = (basis.channel, basis.purpose) == (other.channel, other.purpose)
    return same and other.ended_at is not None and basis.given_at <= other.ended_at


def _same_basis(one: Basis, other: Basis) -> bool:
    return (one.channel, one.purpose, one.given_at, one.proof) == (
        other.channel,
        other.purpose,
        other.given_at,
        other.proof,
    )

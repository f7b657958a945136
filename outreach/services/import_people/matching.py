"""Whom a list's rows are about: somebody new, or somebody we know, to whom it may only add.

Nothing that is known is changed, but for a stricter kind: what differs is remarked on and left. A
number or a desk's mailbox may be shared, and then each of them has it; a stop from it binds all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from outreach.domain.addresses import Address
from outreach.domain.bases import Basis, wording_digest
from outreach.domain.imports.group import Group
from outreach.domain.imports.names import compatible, organisation_key
from outreach.domain.imports.origin import Origin
from outreach.domain.imports.reading import nameless, unreachable
from outreach.domain.imports.row import Fault, Given, Rejected, Row
from outreach.domain.imports.same import differ
from outreach.domain.merging import BESIDE
from outreach.domain.people import ContactPoint, Person, fold_name
from outreach.ids import new_id
from outreach.services.import_people.known import Acquaintance, spelt_otherwise
from outreach.services.import_people.wishes import Wish, at_odds
from outreach.store.importing import Change, Known
from policies.channel import Channel, Kind
from policies.facts import Registry


@dataclass(frozen=True, slots=True)
class Arrived:
    """One person of the list and what their cells say that they said."""

    group: Group
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Something they said by the list, and who: it is kept with the person."""

    person: Person
    wish: Wish
    id: str


@dataclass(slots=True)
class Batch:
    """What some people of a list come to."""

    origin: Origin
    known: Known
    organisations: Mapping[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    said: list[Kept] = field(default_factory=list)
    wordings: dict[str, str] = field(default_factory=dict)
    """The words that people were shown, by digest."""
    changes: dict[str, Change] = field(default_factory=dict)
    same: int = 0
    rejected: list[tuple[int, Rejected]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    matched: list[tuple[Arrived, str | None]] = field(default_factory=list)
    """Who was taken in, with the id of whom we knew them as."""

    @property
    def works_at(self) -> Iterator[str | None]:
        """Yield the organisations (ids) that somebody of this batch now works at."""
        yield from (one.organisation_id for one in self.people)
        yield from (one.after.get("organisation_id") for one in self.changes.values())

    def take(self, one: Arrived) -> None:
        """Add what the list says of one person to what this batch will write."""
        owner = self._owner(one.group)
        faults = self._faults(one.group, owner)
        if faults:
            self.rejected += [
                (nth, Rejected(row.number, faults(row), row.cells, row))
                for nth, row in one.group.rows
            ]
            return
        for row, fault in one.group.passed_over:
            self._remark(row, fault.column, fault.why)
        self.matched.append((one, owner))
        if owner is None:
            self._bring(one)
        else:
            self.same += 1
            self._add_to(self.known.people[owner], one)

    def _faults(self, group: Group, owner: str | None) -> Callable[[Row], tuple[Fault, ...]] | None:
        """Return what says why each of a group's rows is left out, or None."""
        barred = self.known.suppressed
        if any(address.folded in barred for _, address in group.addresses):
            return lambda row: _suppressed(row, barred)
        if owner is None and not group.addresses:
            return unreachable
        if owner is None and not group.name:
            return lambda _: nameless()
        return None

    def _owner(self, group: Group) -> str | None:
        """Return the id of whom we know as this person; remark where it may be one of several."""
        found = list(dict.fromkeys(self._owners(group)))
        for other in found[1:]:
            names = f"`{self.known.people[found[0]].name}` and `{self.known.people[other].name}`"
            why = f"{names} may be one person; it was added to the first"
            self._remark(group.first, "name", why)
        return found[0] if found else None

    def _owners(self, group: Group) -> Iterator[str]:
        for address in sorted(group.mailboxes):
            yield from (one.person_id for one in self.known.at.get(address, ()))
        for number in sorted(one.address for _, one in group.addresses if one.may_be_mobile):
            having = {one.person_id for one in self.known.at.get(number, ())}
            names = [self.known.people[one].name for one in having]
            if group.name and all(compatible(group.name, name) for name in names):
                yield from sorted(having)
        for person_id in self.known.called.get(fold_name(group.name), ()):
            if self._works_there(person_id, group) and not differ(group, self._as_known(person_id)):
                yield person_id

    def _works_there(self, person_id: str, group: Group) -> bool:
        where = self.known.where.get(self.known.people[person_id].organisation_id or "")
        if where is None:
            return False
        return organisation_key(where.name) in map(organisation_key, group.organisations)

    def _as_known(self, person_id: str) -> Acquaintance:
        return Acquaintance(
            self.known.people[person_id].name, tuple(self.known.of.get(person_id, ()))
        )

    def _bring(self, one: Arrived) -> None:
        group, kind = one.group, self.origin.kind
        person = Person(
            id=new_id("p"),
            name=group.name,
            source=self.origin.source,
            source_at=self.origin.at,
            created_at=self.origin.at,
            country=group.country,
            region=group.region,
            zone=group.zone,
            language=group.language,
            kind=kind,
            kind_source=self.origin.source if kind else "",
            organisation_id=self._organisation(group),
            owner_id=self.origin.owner_id,
            notes=group.notes,
            identity_unclear_because=BESIDE if spelt_otherwise(group, self.known.spelt) else "",
        )
        self.people.append(person)
        self.known.people[person.id] = person
        self._add_all(person, one)

    def _organisation(self, group: Group) -> str | None:
        names = group.organisations
        return self.organisations.get(names[0]) if names else None

    def _add_to(self, person: Person, one: Arrived) -> None:
        group, kind = one.group, self.origin.kind
        if group.name and fold_name(person.name) != fold_name(group.name):
            self._remark(group.first, "name", f"this is `{person.name}`; the name was kept")
        said = {
            "country": group.country,
            "region": group.region,
            "zone": group.zone,
            "language": group.language,
            "kind": kind,
            "organisation_id": self._organisation(group),
            "notes": group.notes or None,
        }
        blank = {
            name: value
            for name, value in said.items()
            if value is not None and getattr(person, name) in (None, "")
        }
        if "region" in blank and person.country not in (None, str(group.region)[:2]):
            del blank["region"]
        if kind is Kind.CONSUMER and person.kind is Kind.BUSINESS:
            blank["kind"] = kind  # of two kinds the stricter counts
        for name in ("country", "region", "zone", "kind"):
            there = getattr(person, name)
            if name not in blank and said[name] is not None and there not in (None, said[name]):
                self._remark(group.first, name, f"`{there}` is known; `{said[name]}` was left out")
        self._fill(person, blank)
        self._add_all(self.known.people[person.id], one)

    def _fill(self, person: Person, blank: dict[str, Any]) -> None:
        if "kind" in blank:
            blank["kind_source"] = self.origin.source
        before = {name: getattr(person, name) for name in blank}
        if person.id in self.changes:
            earlier = self.changes[person.id]
            before, blank = {**before, **earlier.before}, {**earlier.after, **blank}
        self.changes[person.id] = Change(person.id, before, blank)
        if blank:
            self.known.people[person.id] = replace(person, **blank)

    def _add_all(self, person: Person, one: Arrived) -> None:
        for channel, address in one.group.addresses:
            self._add_point(person.id, channel, address)
        for row, given in one.group.given:
            self._add_basis(person, row, given)
        before = self.known.said.get(person.id, ())
        words = {said.words for said in before}
        if odds := at_odds(one.wishes, before):
            self._remark(one.group.first, "notes", odds)
        for wish in one.wishes:
            if wish.words not in words or not wish.promises:
                self.said.append(Kept(person, wish, new_id("s")))

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
        self.points.append(point)

    def _add_basis(self, person: Person, row: Row, given: Given) -> None:
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


def _suppressed(row: Row, barred: Mapping[str, str]) -> tuple[Fault, ...]:
    theirs = {how: barred[one.folded] for how, one in row.addresses if one.folded in barred}
    why = "belongs to somebody who asked never to hear from us again"
    return tuple(Fault(how, f"{why} ({because})") for how, because in theirs.items()) or (
        Fault("name", why),
    )


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

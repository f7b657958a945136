"""What the rules read at one moment: the rows in force there, the standing wishes, the places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from policies.channel import Channel, Kind, Purpose
from policies.facts import Facts
from policies.places import Whereabouts, address_to, next_change, whereabouts
from policies.preferences import Standing, standing
from policies.promises import (
    ACKNOWLEDGE_WITHIN,
    Promise,
    confirms_a_stop,
    hands_over_their_link,
    promise,
)
from policies.rulebook import HOUSE_PACK, Entry, EntryKind, Rulebook
from policies.windows import day_start


class NaiveMomentError(ValueError):
    """A moment without a zone means another one on every machine, so nothing is judged at it."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"`{at.isoformat()}` names no zone: a moment to judge at needs one")


class Rows:
    """A view of the rulebook for one attempt at one moment; reads nothing but what it was given.

    `address` is what the attempt goes to; `clocks` pairs each zone in which law's and the house's
    hours count with the local day there. `permissions` says whether law here asks for a consent or
    a registry, or bars the channel.
    A naive moment raises `NaiveMomentError`.
    """

    __slots__ = (
        "address",
        "at",
        "chosen",
        "clocks",
        "facts",
        "permissions",
        "promise",
        "purpose",
        "rulebook",
        "standing",
        "where",
    )

    def __init__(
        self, facts: Facts, at: datetime, rulebook: Rulebook, said: Standing | None = None
    ) -> None:
        if at.tzinfo is None:
            raise NaiveMomentError(at)
        self.facts = facts
        self.at = at
        self.rulebook = rulebook
        self.standing = standing(facts.statements) if said is None else said
        self.address = address_to(facts)
        self.where: Whereabouts = whereabouts(facts, self.standing, self.address, at, rulebook)
        self.clocks = _clocks(self.where.law, at)
        self.promise: Promise | None = None
        self.purpose = facts.attempt.purpose
        if self.purpose is Purpose.PROMISED:
            self.promise = promise(facts, self.standing, self.where.own)
        if self.purpose in _CLAIMS:
            self.purpose = self._as_judged()
        self.chosen = self._rows_for(self.purpose)
        self.permissions = self.chosen.permissions

    def binding(self, kind: EntryKind) -> tuple[Entry, ...]:
        """Return the entries of this kind that bind this person, channel, purpose and moment.

        The house's own entries do not bind an answer.
        """
        return self.chosen.entries.get(kind, ())

    @property
    def confirming(self) -> tuple[Entry, ...]:
        """Return what law says of confirming a stop, where that is what the attempt claims to do.

        What is more or later than it allows has lost the claim, and is judged as marketing.
        """
        if self.facts.attempt.purpose is not Purpose.ACKNOWLEDGE:
            return ()
        chosen = self._rows_for(Purpose.ACKNOWLEDGE)
        return chosen.entries.get(EntryKind.OPT_OUT_CONFIRMATION, ())

    def later(self, at: datetime) -> Rows:
        """Return the same view at another moment."""
        return Rows(self.facts, at, self.rulebook, self.standing)

    def next_change(self) -> datetime | None:
        """Return when, after this moment, places, rows or a promised hour change of themselves."""
        due = self.promise.due if self.promise else None
        moves = next_change(self.standing, self.at, self.rulebook)
        days = _change_days(self.rulebook)
        dated = (
            day_start(day, zone)
            for zone, today in self.clocks
            for day in days[bisect_right(days, today) :][:1]
        )
        return min(
            (moment for moment in (due, moves, *dated) if moment is not None and moment > self.at),
            default=None,
        )

    def _as_judged(self) -> Purpose:
        """Return the purpose as it is judged: a claim their words do not bear is marketing."""
        claimed = self.facts.attempt.purpose
        if claimed is Purpose.ACKNOWLEDGE and not (
            confirms_a_stop(self.facts, self.standing, self.at, self._owed_within())
            or hands_over_their_link(self.facts, self.standing, self.at)
        ):
            return Purpose.MARKETING
        if claimed is Purpose.PROMISED and not (
            self.promise and self.promise.voice.statement.proven
        ):
            return Purpose.MARKETING
        return claimed

    def _owed_within(self) -> timedelta:
        limits = (entry.confirmation for entry in self.confirming if entry.confirmation)
        minutes = (timedelta(minutes=each.minutes) for each in limits)
        return min(minutes, default=ACKNOWLEDGE_WITHIN)

    def _rows_for(self, purpose: Purpose) -> Chosen:
        return _choose(
            self.rulebook,
            self.where.codes,
            self.facts.attempt.channel,
            purpose,
            self.facts.person.kind or Kind.CONSUMER,
            self.clocks,
            self.at.date(),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The entries that bind in these places on these days, by kind; there is one object for each.

    `permissions`: some ask for a consent, a look into a registry, or bar the channel.
    """

    rulebook: Rulebook
    codes: tuple[str, ...]
    clocks: tuple[tuple[ZoneInfo, date], ...]
    entries: Mapping[EntryKind, tuple[Entry, ...]]
    permissions: bool


_CLAIMS = (Purpose.PROMISED, Purpose.ACKNOWLEDGE)
_PERMISSIONS = frozenset(
    {
        EntryKind.CONSENT_REQUIRED,
        EntryKind.REGISTRY,
        EntryKind.CHANNEL_PROHIBITION,
        EntryKind.EMERGENCY_BAN,
    }
)


@lru_cache(maxsize=4_096)
def _clocks(zones: tuple[ZoneInfo, ...], at: datetime) -> tuple[tuple[ZoneInfo, date], ...]:
    return tuple((zone, at.astimezone(zone).date()) for zone in zones)


@lru_cache(maxsize=64)
def _change_days(rulebook: Rulebook) -> tuple[date, ...]:
    edges = {
        edge
        for pack in rulebook.packs.values()
        for entry in pack.entries
        for edge in (entry.in_force_from, entry.in_force_until)
        if edge
    }
    return tuple(sorted(edges))


@lru_cache(maxsize=16_384)
def _choose(
    rulebook: Rulebook,
    codes: tuple[str, ...],
    channel: Channel,
    purpose: Purpose,
    kind: Kind,
    clocks: tuple[tuple[ZoneInfo, date], ...],
    otherwise: date,
) -> Chosen:
    """Return the entries in force on the days of their clocks; without one, on `otherwise`."""
    here = [day for _, day in clocks] or [otherwise]
    eras = {bisect_right(_change_days(rulebook), day) for day in here}
    chosen: dict[EntryKind, list[Entry]] = {}
    for code in (HOUSE_PACK, *sorted(code.lower() for code in codes)):
        pack = rulebook.packs.get(code)
        for entry in pack.entries if pack else ():
            if (
                channel in entry.channels
                and (not entry.purposes or purpose in entry.purposes)
                and not (entry.ours and purpose is Purpose.ANSWER)
                and (not entry.applies_to or kind in entry.applies_to)
                and any(_in_force(entry, era, rulebook) for era in eras)
            ):
                chosen.setdefault(entry.kind, []).append(entry)
    entries = MappingProxyType({kind: tuple(each) for kind, each in chosen.items()})
    return Chosen(rulebook, codes, clocks, entries, not _PERMISSIONS.isdisjoint(entries))


def _in_force(entry: Entry, era: int, rulebook: Rulebook) -> bool:
    """Whether an entry is in force between the change days around `era`."""
    days = _change_days(rulebook)
    starts = entry.in_force_from is None or bisect_right(days, entry.in_force_from) <= era
    ends = entry.in_force_until is not None and bisect_right(days, entry.in_force_until) <= era
    return starts and not ends

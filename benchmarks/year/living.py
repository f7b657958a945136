"""The year itself: mails go out, people answer in their own time, and our team does its work.

The clock goes from one moment at which something happens to the next, never by less than a quarter
of an hour, and at each the engine makes its rounds.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import holidays

from benchmarks.year.desk import Desk
from benchmarks.year.oracle import EMAIL, PHONE, Life, Told
from benchmarks.year.sayings import IN_WRITING, ON_A_CALL, STOPS, Ahead, Meant, Said, say
from benchmarks.year.world import ANA, BEN, REPS, Letter, World, keep_registries
from outreach.services import hand_over, keep_promises, waiting
from outreach.services.enrol import enrol
from outreach.services.reach_out import next_due
from outreach.store import cadences

HOME = ZoneInfo("America/New_York")
GRAIN = timedelta(minutes=15)
ANSWERS, ANSWERS_A_HUMAN, COMPLAINS = 0.2, 0.08, 0.001
"""How often somebody answers a mail of ours, an answer of ours, or calls a mail spam."""
SPEAKS = 0.6
"""How often whoever picks up says something that a rep notes."""
_AFTER = (0.5, 1, 2, 3, 5, 8, 20, 26, 48)
"""Hours until somebody answers."""
_COHORT = 25
_SILENT = STOPS | {Meant.NO, Meant.WRONG}


@dataclass(slots=True)
class Year:
    """A house's days, from the first moment to `ends`; `seed` makes them the same each time."""

    world: World
    ends: datetime
    random: Random
    lives: dict[str, Life] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = field(default_factory=list)
    _number: itertools.count[int] = field(default_factory=itertools.count)
    _seen: int = 0
    _heard: int = 0
    _by_human: set[int] = field(default_factory=set)
    _machines: set[tuple[str, date]] = field(default_factory=set)

    async def lives_through(self) -> Desk:
        """Live through all of it; return our team, who know what went wrong."""
        self.lives = {one: Life(who) for one, who in self.world.people.items()}
        desk = Desk(self.world, self.lives, self.random, self._on_call)
        self._plan_days(desk)
        self._plan_cohorts()
        while (at := self._next()) < self.ends:
            self.world.clock.set(at)
            await self._happens(at)
        await self.world.close()
        return desk

    def _next(self) -> datetime:
        soonest = self._agenda[0][0] if self._agenda else self.ends
        due = next_due(self.world.house.gate)
        earliest = self.world.clock.now() + GRAIN
        return max(earliest, min(soonest, snapped(due) if due else self.ends))

    async def _happens(self, at: datetime) -> None:
        """Let everything happen that does now; rounds that would find nothing are left out."""
        rounds = self.world.rounds
        await rounds.listen()  # an engine has listened all the while
        while self._agenda and self._agenda[0][0] <= at:
            await heapq.heappop(self._agenda)[2]()
        if self.world.delivered > self._heard:
            self._heard = self.world.delivered
            await rounds.listen()
        due = next_due(self.world.house.gate)
        if due is not None and due <= at:
            await rounds.reach_out()
        self._arrive()

    async def _daily(self) -> None:
        """Do what an engine does every minute or so, once a day."""
        rounds, home, now = self.world.rounds, self.world.house, self.world.clock.now()
        await rounds.upkeep()
        await rounds.look_again()
        await rounds.seal()
        keep_promises.offer_overdue(home.store, now)
        waiting.hand_over_late(home.store, now, home.ears.business_days_after)
        cadences.settle(home.store, now)

    def _at(self, at: datetime, what: Callable[[], Awaitable[None]]) -> None:
        heapq.heappush(self._agenda, (snapped(at), next(self._number), what))

    def _plan_days(self, desk: Desk) -> None:
        """Let everybody of ours come to work, every day that is no holiday at home."""
        day, last = self.world.clock.now().astimezone(HOME).date(), self.ends.date()
        closed = holidays.country_holidays("US", "NY", years=(day.year, last.year))
        while day < last:
            if day.weekday() < 5 and day not in closed:
                self._plan_day(day, desk)
            self._at(_on(day, 8), self._daily)
            if day.day in (1, 15):
                self._at(_on(day, 6), self._registries)
            day += timedelta(days=1)
        self._at(_on(date(last.year - (last.month < 8), 8, 2), 8), self._ana_leaves)

    def _plan_day(self, day: date, desk: Desk) -> None:
        async def compliance() -> None:
            desk.settles()
            desk.looks_after_senders()

        for hour in (9, 14):
            for rep in REPS:
                self._at(_on(day, hour, 30), partial(self._works, desk, rep))
        self._at(_on(day, 10), compliance)

    async def _works(self, desk: Desk, rep: str) -> None:
        """Let a rep work, unless they are away; what they write is from a human."""
        now = self.world.clock.now()
        if rep == ANA and now.month == 8 and 2 <= now.day < 16:
            return
        before = len(self.world.post.letters)
        await desk.works(rep)
        self._by_human.update(range(before, len(self.world.post.letters)))

    async def _registries(self) -> None:
        keep_registries(self.world.house, self.world.clock)

    async def _ana_leaves(self) -> None:
        now = self.world.clock.now()
        told = hand_over.Away(ANA, now, ANA, now + timedelta(days=14), BEN)
        hand_over.away(self.world.house.store, told, now)

    def _plan_cohorts(self) -> None:
        """Put people into the two sequences of the year, some every working day of a season."""
        ids = list(self.world.people)
        begins = self.world.clock.now()
        for name, first in (("spring", 7), ("autumn", 245)):
            starts = begins + timedelta(days=first)
            for number, start in enumerate(range(0, len(ids), _COHORT)):
                day = starts + timedelta(days=number * 7 // 5)
                some = ids[start : start + _COHORT]
                self._at(day, partial(self._enrols, name, some))

    async def _enrols(self, name: str, some: list[str]) -> None:
        home = self.world.house
        for rep in REPS:
            whose = self.world.member(rep)
            mine = some[REPS.index(rep) :: len(REPS)]
            enrol(home.store, self.world.clock, name, mine, whose, home.zones, home.closed)

    def _arrive(self) -> None:
        """Let people read what came since the last look, and plan what they do about it."""
        letters = self.world.post.letters
        for number in range(self._seen, len(letters)):
            person = self.world.ids[letters[number].address]
            self._reads(self.lives[person], letters[number], person, number in self._by_human)
        self._seen = len(letters)

    def _reads(self, life: Life, letter: Letter, person: str, by_human: bool) -> None:
        here = letter.at.astimezone(life.zone)
        back = life.who.away(here.date())
        if back and (person, back) not in self._machines:
            self._machines.add((person, back))
            said = say(Meant.AWAY, life.who.where.language, Ahead(back, 1), self.random)
            self._writes(life, letter, said, letter.at + GRAIN, machine=True)
        if any(one.said.meant in _SILENT for one in life.told):
            return
        if self.random.random() < COMPLAINS:
            self._complains(life, letter)
        elif self.random.random() < (ANSWERS_A_HUMAN if by_human else ANSWERS):
            what = {Meant.HARMLESS: 1} if by_human else IN_WRITING
            at = _awake(life, letter.at + timedelta(hours=self.random.choice(_AFTER)), back)
            meant = self.random.choices(list(what), list(what.values()))[0]
            said = say(meant, life.who.where.language, self._ahead(at), self.random)
            self._writes(life, letter, said, at)

    def _ahead(self, at: datetime) -> Ahead:
        weeks = self.random.choice((2, 3, 4, 6, 8))
        return Ahead(at.date() + timedelta(weeks=weeks), weeks)

    def _writes(
        self, life: Life, letter: Letter, said: Said, at: datetime, *, machine: bool = False
    ) -> None:
        async def writes() -> None:
            life.told.append(Told(self.world.clock.now(), said, EMAIL, machine))
            self.world.answers(letter, said.words, machine=machine)

        self._at(at, writes)

    def _complains(self, life: Life, letter: Letter) -> None:
        async def complains() -> None:
            said = Said(Meant.NO_EMAIL, "(called our mail spam)")
            life.told.append(Told(self.world.clock.now(), said, "report", machine=True))
            self.world.complains(letter)

        self._at(letter.at + timedelta(hours=3), complains)

    def _on_call(self, person: str, at: datetime) -> str:
        """Return what somebody says on the phone, as a rep notes it; often nothing."""
        life = self.lives[person]
        silent = any(one.said.meant in _SILENT for one in life.told)
        if silent or self.random.random() > SPEAKS:
            return ""
        meant = self.random.choices(list(ON_A_CALL), list(ON_A_CALL.values()))[0]
        said = say(meant, life.who.where.language, self._ahead(at), self.random, called=True)
        if said.words:
            life.told.append(Told(at, said, PHONE))
        return said.words


def snapped(at: datetime) -> datetime:
    """Return the next full quarter of an hour, or this one."""
    past = (at - datetime(2020, 1, 1, tzinfo=at.tzinfo)) % GRAIN
    return at if not past else at + GRAIN - past


def _on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HOME)


def _awake(life: Life, at: datetime, back: date | None) -> datetime:
    """Return when they come to answering it: in daytime, and not on holiday."""
    local = at.astimezone(life.zone)
    day = max(local.date(), back) if back else local.date()
    if local.hour >= 21:
        day += timedelta(days=1)
    hour = local.hour if 7 <= local.hour < 21 and day == local.date() else 8
    minute = local.minute if hour == local.hour else 0
    return max(at, datetime.combine(day, time(hour, minute), life.zone))

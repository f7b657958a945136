"""The days of our own team: reps work from the agenda, compliance through the questions.

They understand what people mean, as humans do. Everything they do goes through the same verbs as
the commands they would type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from benchmarks.year.oracle import AT_ONCE, PHONE, Contact, Life
from benchmarks.year.sayings import STOPS, Meant, Said
from benchmarks.year.world import ANA, CORA, World
from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.calls import CameOf, Ended
from outreach.domain.commitments import CommitmentKind
from outreach.errors import HouseError
from outreach.gate.pressing import Press, press
from outreach.services import agenda, keep_promises, listen, matters, review, senders
from outreach.services import answer as answers
from outreach.services.agenda import Group, Line
from outreach.services.review import MeansOnly, Question, Reviewer
from policies.channel import Channel, Purpose
from policies.statement import (
    Avoid,
    Meaning,
    NotInterested,
    Pause,
    Prefer,
    Quiet,
    WallTime,
)

NEVER_ANSWERED = STOPS | {Meant.WRONG}
"""After these nobody of us writes back."""
_IN_WRITING = (Channel.EMAIL, Channel.SMS)
_WORDS = {
    Meant.REQUEST: "One site costs 290 dollars a month, and from five on each costs 240.",
    Meant.HARMLESS: "Thank you for writing back. Ask me anything, whenever it suits you.",
    Meant.NO: "Thank you for saying so. I will leave it at that.",
}
_CAME_OF = {CameOf.NO_ANSWER: 55, CameOf.VOICEMAIL: 20, CameOf.CONNECTED: 25}
_CAME_OF_A_PROMISE = {CameOf.NO_ANSWER: 20, CameOf.CONNECTED: 80}


@dataclass(slots=True)
class Desk:
    """Our team at work. `stuck` is whatever a human could not do, in the house's own words."""

    world: World
    lives: dict[str, Life]
    random: Random
    on_call: Callable[[str, datetime], str]
    """What somebody says on the phone, if anything: their words."""
    stuck: list[str] = field(default_factory=list)
    narrowed: dict[str, datetime] = field(default_factory=dict)
    """When a reply that was read too widely was narrowed, by statement."""
    questions: int = 0

    async def works(self, rep: str) -> None:
        """Let a rep do everything on their agenda that can be done just now."""
        house = self.world.house
        zone = house.ears.zone
        today = self.world.clock.now().astimezone(zone).date()
        day = agenda.agenda(house.gate, rep, today, zone, house.zones)
        for line in day.lines:
            try:
                await self._does(rep, line)
            except HouseError as error:
                self.stuck.append(f"{line.group}: {error}")

    async def _does(self, rep: str, line: Line) -> None:
        store, now = self.world.house.store, self.world.clock.now()
        match line.group:
            case Group.PROMISED:
                await self._keeps(rep, line)
            case Group.OPEN_NOW:
                self._rang(rep, line.person_id, await press(self.world.house.gate, line.id, rep))
            case Group.UNANSWERED:
                await self._answers(rep, line)
            case Group.MATTER:
                matters.settle(store, line.id, "asked at the switchboard", rep, now)
            case Group.OUT_OF_REACH:
                keep_promises.release(store, line.id, "it cannot be kept any more", rep, now)
            case Group.HELD | Group.WORD_DUE:
                return

    async def _keeps(self, rep: str, line: Line) -> None:
        home = self.world.house
        if line.kind is CommitmentKind.REQUEST:
            await self._answers(rep, line)
        elif line.channel is Channel.PHONE and self._hour_is_right(line):
            made = await keep_promises.keep_by_call(home.gate, line.id, rep)
            self._rang(rep, line.person_id, made)
            if made.outcome.state is AttemptState.BLOCKED:
                now, why = self.world.clock.now(), "we rang once, and may not again"
                keep_promises.release(home.store, line.id, why, rep, now)
                self.stuck.append(f"promised call may not be made: {made.explanation}")
        elif line.channel in _IN_WRITING and line.due_at <= self.world.clock.now():
            words = ReviewedWords("As you asked", self._words(Meant.HARMLESS))
            await keep_promises.keep_in_writing(home.gate, line.id, rep, words)

    def _hour_is_right(self, line: Line) -> bool:
        """Whether it is due, nobody has just rung, and one rings people now where they are."""
        now = self.world.clock.now()
        there = [now.astimezone(zone) for zone in line.zones]
        rung = line.tried_at is not None and now - line.tried_at < AT_ONCE
        return line.due_at <= now and not rung and all(10 <= one.hour < 18 for one in there)

    async def _answers(self, rep: str, line: Line) -> None:
        """Answer what somebody wrote, unless they want no answer; what is harmless ends nothing."""
        life = self.lives[line.person_id]
        meant = life.told[-1].said.meant if life.told else Meant.HARMLESS
        if meant in NEVER_ANSWERED:
            return
        words = ReviewedWords("", self._words(meant))
        given = answers.Answer(rep, words, resume=meant is Meant.HARMLESS)
        done = await answers.answer(self.world.house.gate, line.person_id, given)
        if done.state is AttemptState.ACCEPTED:
            life.answered.append(self.world.clock.now())
        else:
            self.stuck.append(f"{line.group}: {meant} was not answered, {done.state}")

    def _words(self, meant: Meant) -> str:
        """Return what a rep writes, never twice the same: the gate lets nobody read that again."""
        said = _WORDS.get(meant, "Understood, and thank you for telling me.")
        return f"{said} It is {self.world.clock.now():%A, %d %B, %H:%M} here."

    def _rang(self, rep: str, person: str, made: Press) -> None:
        if not made.granted:
            return
        home, now, call = self.world.house, self.world.clock.now(), made.outcome.attempt_id
        home.book.take(call)
        promised = made.case.attempt.purpose is Purpose.PROMISED
        likely = _CAME_OF_A_PROMISE if promised else _CAME_OF
        came = self.random.choices(list(likely), list(likely.values()))[0]
        words = ""
        if came is CameOf.CONNECTED:
            self.lives[person].spoken_with.append(now)
            words = self.on_call(person, now)
        listen.call_ended(home.ears, Ended(call, came, rep, words))
        purpose = made.case.attempt.purpose.value
        sequence = made.case.attempt.sequence_name or ""
        said = Contact(now, person, PHONE, purpose, automated=False, by=rep, sequence=sequence)
        self.lives[person].contacts.append(said)

    def settles(self) -> None:
        """Let compliance answer every question that waits."""
        for one in review.questions(self.world.house.store):
            self.questions += 1
            try:
                self._settles(one)
            except HouseError as error:
                self.stuck.append(f"question: {error}")

    def looks_after_senders(self) -> None:
        """Let whoever operates the house look at a mailbox that rests, and let it go on."""
        home = self.world.house
        for one in senders.everything(home.store, home.settings, self.world.clock.now()):
            if one.paused_since is not None:
                act = senders.Act(home.store, home.clock, home.settings, one.address, CORA)
                senders.resume(act)

    def _settles(self, one: Question) -> None:
        store, now = self.world.house.store, self.world.clock.now()
        said, statement = self._said(one), one.message.statement_id
        who = Reviewer(CORA, "read again", now, second=ANA, proof="their own words")
        if said is None or said.meant in STOPS or statement is None:
            review.settle(store, one.message.id, who)
            return
        review.narrow(store, MeansOnly(statement, meaning_of(said)), who)
        self.narrowed[statement] = now

    def _said(self, one: Question) -> Said | None:
        """Return what they said, and meant: whoever reads it sees it."""
        life = self.lives.get(one.message.person_id or "")
        heard = [each for each in life.told if each.at == one.message.received_at] if life else []
        return heard[0].said if heard else None


def meaning_of(said: Said) -> tuple[Meaning, ...]:
    """Return what a reviewer lets these words mean: no more than they say, and no less."""
    day = WallTime(said.until) if said.until else None
    match said.meant:
        case Meant.NO:
            return (NotInterested(),)
        case Meant.NO_PHONE:
            return (Avoid(Channel.PHONE),)
        case Meant.PREFER_EMAIL:
            return (Prefer(Channel.EMAIL),)
        case Meant.QUIET:
            return (Quiet(start=0, end=60 * (said.hour or 0)),)
        case _:
            return (Pause(day),) if day else ()

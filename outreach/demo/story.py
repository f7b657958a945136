"""What happens, in eight beats. The same plan can be told to nobody, with nobody listening.

Where `hearing` is false nothing that anybody says arrives: no letter, no note. Everything else is
the same, to the minute: what is then sent is what listening prevents.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.demo.post import PostOffice
from outreach.demo.stage import ANA, BEN, Stage
from outreach.demo.telling import Teller
from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.calls import CameOf, Ended
from outreach.domain.told import told
from outreach.gate.pressing import Press, press, press_person
from outreach.services import answer as answers
from outreach.services import keep_promises, listen
from outreach.services.listen import Taken
from outreach.store import call_book, statements

NEW_YORK = "-05:00"
SECONDS_A_MESSAGE = 0.08
TRAVELLER, BAKER, FATHER, MOTHER = "Scott Reyes", "Maria Delgado", "Tom Okafor", "Lucy Chen"
AT_THE_EXPO = {
    "Ingrid Lund": "I can't do phone, I teach until four. Please email me instead of calling.",
    "Priya Raman": "I sleep after the night shift. Please never contact me before noon.",
    "Ben Hollis": "Not interested at the moment, thank you.",
    "Amara Nwosu": "I am in Singapore until 1 March, please mind the clock.",
}
ON_LEAVE = "I am on parental leave and back on 11 January 2027."
BECAUSE_OF_TRAVEL = (
    "Because of extensive travel I'm not able to do phone, could you email me the pricing?"
)
IN_FOUR_WEEKS = "Call me in 4 weeks and I will order."
THE_ORDER = "Here is the order: five sites, every month. You called when you said you would."
PRICES = ReviewedWords(
    "",
    "Hello Scott,\n\nI understand, and I will write. One site, every month: 290 dollars. Five"
    " sites or more: 240 each.\n\nAsk me anything by email, in your own time. If your schedule"
    " eases up, I am also there by phone.\n\nAna",
)
GLADLY = ReviewedWords("", "Hello Maria,\n\nGladly. You will hear from us in four weeks.\n\nAna")


def at(text: str) -> datetime:
    """Return a moment of the story, told on the clock of New York."""
    return datetime.fromisoformat(f"{text}:00{NEW_YORK}")


@dataclass
class Story:
    """One run of the plan. `silent_ms` is how long the stop in the batch took, measured."""

    stage: Stage
    teller: Teller
    office: PostOffice
    hearing: bool = True
    silent_ms: float | None = None

    def writes(self, name: str, words: str) -> None:
        """Let somebody write, if anybody listens."""
        if self.hearing:
            self.teller.words(f"{name} writes", words)
            self.stage.writes(name, words)

    def machine_writes(self, name: str, words: str) -> None:
        """Let somebody's mail programme answer, if anybody listens."""
        if self.hearing:
            self.teller.words(f"{name}'s mail programme writes", words)
            self.stage.writes(name, words, machine=True)

    def told(self, name: str, words: str) -> Taken | None:
        """Let Ana note what somebody told her, if anybody listens."""
        if not self.hearing:
            return None
        person = self.stage.person(name)
        return listen.hear(self.stage.house.ears, person.id, words, ANA)

    def understood(self, name: str) -> str:
        """Return what was understood of somebody's last words."""
        said = self.stage.house.store.read(
            lambda conn: statements.of(conn, self.stage.person(name).id)
        )
        return "; ".join(told(one.meaning) for one in said[-1].meanings) if said else ""

    async def works_through_the_book(self) -> int:
        """Let Ana make every call that waits in the book; return how many she made."""
        home, made = self.stage.house, 0
        for call in home.store.read(call_book.waiting):
            pressed = await press(home.gate, call.attempt_id, ANA)
            made += self.ended(pressed)
        return made

    def ended(self, pressed: Press) -> bool:
        """Say that a call that was granted was made."""
        home = self.stage.house
        if pressed.granted:
            home.book.take(pressed.outcome.attempt_id)
            told = Ended(pressed.outcome.attempt_id, CameOf.CONNECTED, ANA)
            listen.call_ended(home.ears, told)
        return pressed.granted

    async def traveller_writes(self) -> None:
        """Tuesday: a call waits for the traveller, and he writes."""
        await self.stage.until(at("2026-11-24T13:30"))
        self.writes(TRAVELLER, BECAUSE_OF_TRAVEL)
        self.writes(BAKER, IN_FOUR_WEEKS)
        await self.stage.round()

    async def ana_answers(self, name: str, words: ReviewedWords) -> AttemptState | None:
        """Let Ana answer somebody, if she knows that they wrote."""
        if not self.hearing:
            return None
        given = answers.Answer(ANA, words)
        gate = self.stage.house.gate
        return (await answers.answer(gate, self.stage.person(name).id, given)).state

    async def half_past_six_in_las_vegas(self) -> Press:
        """Wednesday: a colleague presses "call" on the traveller's page."""
        await self.stage.until(at("2026-11-25T09:30"))
        pressed = await press_person(self.stage.house.gate, self.stage.person(TRAVELLER).id, BEN)
        self.ended(pressed)
        return pressed

    async def four_weeks_on(self) -> Press | None:
        """Let the promise fall due while Ana is away, and Ben take and keep it."""
        await self.stage.until(at("2026-12-23T13:30"))
        home = self.stage.house
        owed = keep_promises.owed(home.store, home.clock.now())
        mine = [one for one in owed if one.person.name == BAKER]
        if not mine:
            return None
        promise = mine[0].promise
        keep_promises.take_over(home.store, promise.id, BEN, home.clock.now())
        pressed = await keep_promises.keep_by_call(home.gate, promise.id, BEN)
        self.ended(pressed)
        return pressed

    async def stop_in_the_middle(self) -> list[str]:
        """Send the new year's batch; the second message has just arrived when Tom says stop."""
        stage = self.stage
        await stage.until(at("2027-01-04T12:00"))
        stage.add_sequence("new-year")
        others = [one for one in stage.everybody() if one != FATHER]
        stage.enrol("new-year", others)
        stage.rounds.reach.plan()
        stage.clock.advance(timedelta(seconds=1))
        stage.enrol("new-year", [FATHER])
        before = len(self.office.received)
        stop = threading.Thread(target=self._tom_says_stop)

        def second_message(recipient: str) -> None:
            if self.hearing and stop.ident is None and len(self.office.received) > before:
                stop.start()

        self.office.pace, self.office.on_message = SECONDS_A_MESSAGE, second_message
        await stage.rounds.reach.run()
        self.office.pace, self.office.on_message = 0.0, None
        if stop.ident is not None:
            stop.join()
        return self.office.received[before:]

    def _tom_says_stop(self) -> None:
        """Take Tom's STOP in as the engine does, and measure from its arrival to its commit."""
        self.stage.writes(FATHER, "STOP")
        began = time.monotonic()
        self.stage.rounds.intake.poll()
        self.silent_ms = (time.monotonic() - began) * 1_000

"""What each key on a question does: keep, bind more, bind less with a second person, or match."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.bootstrap.house import House
from outreach.cli.opening import person_named
from outreach.cli.queue import pages
from outreach.cli.screen.window import View, Window
from outreach.domain.people import Member
from outreach.domain.told import told
from outreach.services import listen, review
from outreach.services.review import MeansOnly, Question, Reviewer
from policies.statement import Meaning, Pause

WHOSE = "Whose is it? A name, id or address"
SECOND = "Who else has read it and agrees? A name of the team"
BACK = "When are they back? 7 Dec, Mon, 2026-12-07"
PROOF = "the words themselves, read by both"


@dataclass(slots=True)
class Settling:
    """One of us settles one question. What a key did is returned as a word for the list."""

    home: House
    member: Member
    window: Window
    question: Question

    def by(self, key: str, view: View) -> str:
        """Do what a key says; return nothing where they thought again."""
        if key == pages.KEEP:
            review.settle(self.home.store, self._id, self._reviewer("kept as it is"))
            return f"{self._who}: kept as it is"
        if key == pages.WHOSE:
            return self._matched(view)
        if key == pages.BACK_ON:
            return self._back_on(view)
        if key in pages.RESTRICTS:
            return self._binds(pages.RESTRICTS[key])
        return self._narrowed(pages.NARROWS[key], view)

    @property
    def _id(self) -> str:
        return self.question.message.id

    @property
    def _who(self) -> str:
        return self.question.whose or self.question.message.from_address or "the message"

    def _reviewer(self, reason: str, second: str = "") -> Reviewer:
        now, proof = self.home.clock.now(), PROOF if second else ""
        return Reviewer(self.member.name, reason, now, second, proof)

    def _binds(self, meaning: Meaning) -> str:
        listen.decide(self.home.ears, self._id, [meaning], self.member.name)
        return f"{self._who}: {told(meaning)}, in effect now"

    def _back_on(self, view: View) -> str:
        typed = self.window.ask(view, BACK)
        person = self.question.message.person_id
        if not typed or person is None:
            return ""
        return self._binds(Pause(listen.when_typed(self.home.ears, person, typed)))

    def _narrowed(self, meanings: tuple[Meaning, ...], view: View) -> str:
        statement = self.question.message.statement_id
        if statement is None:  # nothing binds that could bind less
            review.settle(self.home.store, self._id, self._reviewer("nothing of the kind"))
            return f"{self._who}: settled"
        second = self.window.ask(view, SECOND)
        if not second:
            return ""
        means = "; ".join(told(one) for one in meanings) or "nothing of the kind"
        who = self._reviewer(f"it means: {means}", second)
        review.narrow(self.home.store, MeansOnly(statement, meanings), who)
        return f"{self._who}: {means}; {second} agrees"

    def _matched(self, view: View) -> str:
        given = self.window.ask(view, WHOSE)
        if not given:
            return ""
        person = person_named(self.home, given)
        listen.belongs_to(self.home.ears, self._id, person.id, self.member.name)
        return f"it is {person.name}'s, and was read as theirs"

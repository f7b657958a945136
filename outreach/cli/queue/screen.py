"""The questions as a screen: choose one, read it, and answer it by one key."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console

from outreach.bootstrap.house import House
from outreach.cli.queue import pages
from outreach.cli.queue.settling import Settling
from outreach.cli.screen.keys import ENTER, LEAVE, Keys
from outreach.cli.screen.listing import explain_keys, work_through
from outreach.cli.screen.window import View, Window
from outreach.domain.people import Member
from outreach.errors import HouseError
from outreach.services import review
from outreach.services.review import Question


def sit_down(home: House, member: Member) -> None:
    """Show the questions to one of us until they quit."""
    console = Console(highlight=False)
    with console.screen() as screen, Keys() as keys:
        try:
            Queue(home, member, Window(console, screen, keys)).work()
        except EOFError:
            return


@dataclass(slots=True)
class Queue:
    """One of us at the questions."""

    home: House
    member: Member
    window: Window
    said: str = ""

    def work(self) -> None:
        """Show the list until they quit."""
        work_through(self.window, self._look, self._listing, self._do)

    def _look(self) -> list[Question]:
        return review.questions(self.home.store)

    def _listing(self, found: list[Question], chosen: int) -> View:
        now = self.home.clock.now()
        title = f" {pages.pace_line(review.pace(self.home.store, now), now)}"
        lines = pages.list_lines(found, chosen, now)
        marked = chosen if found else None
        return View(title, lines, (pages.LIST_KEYS,), marked, self.said)

    def _do(self, key: str, found: list[Question], chosen: int) -> None:
        self.said = ""
        if key == "?":
            explain_keys(self.window, pages.HELP)
        elif found and key == ENTER:
            self._open(found[chosen])

    def _open(self, question: Question) -> None:
        """Show a question until it is settled or left for later."""
        keys = pages.keys_of(question)
        lines = pages.question_lines(question, self.home.ears.zone)
        title = f" {question.whose or question.message.from_address or 'nobody knows who'}"
        view = View(title, lines, keys.foot)
        settling = Settling(self.home, self.member, self.window, question)
        while (key := self.window.choose(view, f"{keys.taken}?")) != LEAVE:
            if key == "?":
                explain_keys(self.window, pages.HELP)
                continue
            try:
                said = settling.by(key, view)
            except HouseError as error:
                view = View(view.title, view.lines, view.foot, said=str(error))
                continue
            if said:
                self.said = said
                return

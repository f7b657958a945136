"""The call book as a screen: whom to call, press, and one key for what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from channels.contract import Revealed
from outreach.bootstrap.house import House
from outreach.cli.desk import pages
from outreach.cli.desk.endings import Endings
from outreach.cli.gatekeeping import AtTheGate
from outreach.cli.opening import person_named
from outreach.cli.screen.keys import ENTER, Keys
from outreach.cli.screen.listing import explain_keys, work_through
from outreach.cli.screen.window import View, Window
from outreach.domain.people import Member
from outreach.errors import HouseError
from outreach.gate.pressing import Press, press, press_person
from outreach.gate.telling import refusal_of
from outreach.services import calls, keep_promises
from outreach.services.calls import Call, Group
from policies.language import Language


def sit_down(home: House, member: Member, language: Language) -> None:
    """Show the call book to one of us until they quit."""
    console = Console(highlight=False)
    with AtTheGate(home) as gate, console.screen() as screen, Keys() as keys:
        try:
            Desk(home, member, language, gate, Window(console, screen, keys)).work()
        except EOFError:
            return


@dataclass(slots=True)
class Desk:
    """One rep at the call book."""

    home: House
    member: Member
    language: Language
    gate: AtTheGate
    window: Window
    said: str = ""

    def work(self) -> None:
        """Show the list until the rep quits."""
        work_through(self.window, self._look, self._listing, self._do)

    def _look(self) -> list[Call]:
        return calls.book(self.home.gate, self.member.name, language=self.language)

    def _listing(self, found: list[Call], chosen: int) -> View:
        now = self.home.clock.now()
        title = f" Calls of {self.member.name}, {now.astimezone(self._zone):%a %d %b %H:%M}"
        lines = pages.book_lines(found, chosen, now)
        marked = pages.line_of(found, chosen) if found else None
        return View(title, lines, (pages.LIST_KEYS,), marked, self.said)

    @property
    def _zone(self) -> ZoneInfo:
        return self.home.ears.zone

    def _do(self, key: str, found: list[Call], chosen: int) -> None:
        self.said = ""
        try:
            if key == "?":
                explain_keys(self.window, pages.HELP)
            elif key == "/":
                self._find(found, chosen)
            elif found and key == ENTER:
                self._open(found[chosen])
            elif found and key == "c":
                self._call(found[chosen])
        except HouseError as error:
            self.said = str(error)

    def _find(self, found: list[Call], chosen: int) -> None:
        """Open the page of somebody who may not be on the list."""
        given = self.window.ask(self._listing(found, chosen), "Whom? A name, id or address")
        if given:
            person = person_named(self.home, given)
            listed = next((one for one in found if one.person_id == person.id), None)
            self._open(listed or self._thought_of(person.id))

    def _thought_of(self, person_id: str) -> Call:
        gate, by = self.home.gate, self.member.name
        return calls.thought_of(gate, person_id, by, language=self.language)

    def _open(self, call: Call) -> None:
        """Show a person's page, and press the call if the rep says so."""
        if call.group is Group.UNSAID:
            self._ending(call, None)
            return
        page = calls.page(self.home.gate, call, self.member.name, language=self.language)
        lines = pages.page_lines(page, self.home.clock.now())
        view = View(f" {call.name}", lines, (pages.PAGE_KEYS,))
        while (key := self.window.choose(view, "cq?")) == "?":
            explain_keys(self.window, pages.HELP)
        if key == "c":
            self._call(call)

    def _call(self, call: Call) -> None:
        """Have it judged now: show the number and wait for the ending, or show why not."""
        if call.group is Group.UNSAID:
            self._ending(call, None)
            return
        waits = "Reading what has come in, then judging this call ..."
        self.window.show(View(f" {call.name}", [Text(waits)]))
        pressed = self.gate.do(lambda: self._pressed(call))
        shown = self.home.book.take(pressed.outcome.attempt_id)
        if pressed.granted and shown is not None:
            self._ending(call, shown)
            return
        lines = pages.refused_lines(refusal_of(self.home.gate, pressed, self.language))
        self.window.choose(View(f" {call.name}", lines, ("Esc: back",)), "q")

    async def _pressed(self, call: Call) -> Press:
        gate, by = self.home.gate, self.member.name
        if call.promised:
            return await keep_promises.keep_by_call(gate, call.id, by)
        if call.id:
            return await press(gate, call.id, by)
        return await press_person(gate, call.person_id, by)

    def _ending(self, call: Call, shown: Revealed | None) -> None:
        """Wait for the key that says what came of it."""
        attempt = shown.attempt if shown else call.id
        endings = Endings(self.home, self.member, self.window, call, attempt)
        self.said = endings.ask(shown)

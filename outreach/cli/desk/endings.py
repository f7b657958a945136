"""What came of a call, by one key; what else it needs to be told; and what it set in motion."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from channels.contract import Revealed
from outreach.bootstrap.house import House
from outreach.cli.desk import pages
from outreach.cli.opening import opens_only
from outreach.cli.screen.keys import ENTER, LEAVE
from outreach.cli.screen.window import View, Window
from outreach.domain.calls import SPOKE, CameOf, Ended, wish_of
from outreach.domain.people import Member
from outreach.domain.told import told
from outreach.errors import HouseError
from outreach.services import listen
from outreach.services.calls import Call
from outreach.services.listen import Taken
from outreach.store import statements
from policies.channel import Channel
from policies.english import ENGLISH
from policies.statement import Via, WallTime, When
from policies.windows import instant

WHEN = "When, on their clock? Fri 10:00, tomorrow 14:30, in four weeks, 2026-12-01"
WORDS = "What did they say, in their own words? They bind. Enter alone: nothing"
BY = {"e": Channel.EMAIL, "t": Channel.SMS}


@dataclass(slots=True)
class Endings:
    """Asks one of us what came of one call."""

    home: House
    member: Member
    window: Window
    call: Call
    attempt: str

    def ask(self, shown: Revealed | None) -> str:
        """Wait until it was said, or left for later; return a word for the list."""
        lines = pages.shown_lines(shown) if shown else [Text(f"{self.call.name}: what came of it?")]
        view = View(f" {self.call.name}", lines, pages.ENDING_KEYS)
        while True:
            key = self.window.choose(view, "".join([*pages.ENDINGS, pages.ONLY_CALLS]))
            if key == LEAVE:
                return f"say later what came of the call to {self.call.name}"
            try:
                ended = self._ended(view, key)
                if ended is not None:
                    return self._in_effect(ended)
            except HouseError as error:
                view = View(view.title, view.lines, view.foot, said=str(error))

    def _ended(self, view: View, key: str) -> Ended | None:
        """Return what the key says, with what else it needs; None where the rep thought again."""
        what = pages.ENDINGS.get(key, CameOf.DO_NOT_CONTACT)
        at, channel = None, None
        if what is CameOf.CALL_BACK:
            at = self._when(view)
        if what is CameOf.PREFERS:
            foot = ("e by email   t by text   Esc: leave it",)
            channel = BY.get(self.window.choose(View(view.title, view.lines, foot), "et"))
        if what in (CameOf.CALL_BACK, CameOf.PREFERS) and at is None and channel is None:
            return None
        wish = wish_of(what, at=at, channel=channel, only_calls=key == pages.ONLY_CALLS)
        return Ended(self.attempt, what, self.member.name, wish=wish)

    def _when(self, view: View) -> When | None:
        """Ask for a time, and read it back on both clocks before it counts."""
        said = view.said
        while True:
            typed = self.window.ask(View(view.title, view.lines, said=said), WHEN)
            if not typed:
                return None
            try:
                at = listen.when_typed(self.home.ears, self.call.person_id, typed)
            except HouseError as error:
                said = str(error)
                continue
            foot = ("Enter: note it   a: type it again   Esc: leave it",)
            echoed = View(view.title, view.lines, foot, said=self._echo(at))
            key = self.window.choose(echoed, ["a", ENTER])
            if key != "a":
                return at if key == ENTER else None

    def _echo(self, at: When) -> str:
        zones = self.call.zones
        due = instant(at, zones)
        ours = f"{due.astimezone(self.home.ears.zone):%a %d %b %H:%M} ours"
        if not zones:
            return f"{ours}: as late as it may be meant, for we do not know their clock"
        hour = "" if isinstance(at, WallTime) and at.minute is None else " %H:%M"
        theirs = due.astimezone(zones[0]).strftime(f"%a %d %b{hour}")
        opens = opens_only(self.home, self.call.person_id, due, self.member.name)
        said = f"{theirs} their time ({ENGLISH.clock(zones[0])}), {ours}"
        return f"{said}; {opens}" if opens else said

    def _in_effect(self, ended: Ended) -> str:
        """Put it into effect, then show what followed and ask for their own words."""
        followed = self._followed(listen.call_ended(self.home.ears, ended))
        lines = [Text(one) for one in (f"{self.call.name}: {ended.what}, noted.", *followed)]
        view = View(f" {self.call.name}", lines)
        if ended.what in SPOKE:
            lines += self._words(view)
        foot, refused = ("u: take it back   Enter: back to the list",), ""
        while True:
            shown = View(view.title, lines, foot, said=refused)
            if self.window.choose(shown, ["u", ENTER]) != "u":
                return f"{self.call.name}: {ended.what}"
            try:
                what = listen.take_back(self.home.ears, self.attempt, self.member.name)
            except HouseError as error:
                refused = str(error)
            else:
                return f"taken back: {what}; say what came of the call to {self.call.name}"

    def _words(self, view: View) -> list[Text]:
        """Ask for their own words until they are kept; what was typed is never lost on the way."""
        typed: str | None = ""
        while typed := self.window.ask(view, WORDS, typed or ""):
            try:
                taken = self._heard(typed)
            except HouseError as error:
                view = View(view.title, view.lines, said=str(error))
            else:
                return [Text(), Text(f"“{typed}”"), *map(Text, self._followed(taken))]
        return []

    def _heard(self, words: str) -> Taken:
        return listen.hear(self.home.ears, self.call.person_id, words, self.member.name, Via.PHONE)

    def _followed(self, taken: Taken) -> list[str]:
        """Return what was understood and what it set in motion, a line each."""
        ids = [one.statement_id for one in taken.done.recorded]
        kept = self.home.store.read(lambda conn: statements.by_ids(conn, ids))
        meant = [one.meaning for said in kept.values() for one in said.meanings]
        lines = [f"  understood: {told(one)}" for one in meant]
        for one in taken.done.recorded:
            counted = ((len(one.withdrawn), "withdrawn"), (len(one.promises), "promised"))
            lines += [f"  {count} {what}" for count, what in counted if count]
            lines += ["  they get it in writing"] if one.confirmation else []
        if taken.done.question:
            lines.append(f"  a human must settle: {taken.done.question}")
        return lines

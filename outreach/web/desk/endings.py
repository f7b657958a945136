"""What came of a call, said by one press; a wish binds before this answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.domain.calls import CameOf, Ended, wish_of
from outreach.domain.people import Person
from outreach.errors import HouseError
from outreach.services import keep_promises, listen
from outreach.services.calls import opens_later
from outreach.services.keep_promises import WhoKeeps
from outreach.store import attempts, people
from outreach.web.desk.ended import came_page, ending_page
from outreach.web.desk.frame import CALLS, Desk
from outreach.web.desk.telling import due
from outreach.web.doorway.admitting import Guest, Worker
from outreach.web.doorway.frame import gone_to
from policies.channel import Channel
from policies.statement import WallTime, When
from policies.windows import instant

ONE = CALLS + "/{call_id}"


class Said(StrEnum):
    """What a button of the page says; several are one outcome with another wish."""

    CONNECTED = "connected"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    CALL_BACK = "call-back"
    BY_EMAIL = "by-email"
    BY_TEXT = "by-text"
    DO_NOT_CONTACT = "do-not-contact"
    NO_CALLS = "no-calls"


_WRITING = {Said.BY_EMAIL: Channel.EMAIL, Said.BY_TEXT: Channel.SMS}


@dataclass(frozen=True, slots=True)
class Ending:
    """One word about one call, on its way in."""

    call_id: str
    person: Person
    said: Said

    @property
    def what(self) -> CameOf:
        """Return the outcome."""
        if self.said in _WRITING:
            return CameOf.PREFERS
        return CameOf.DO_NOT_CONTACT if self.said is Said.NO_CALLS else CameOf(self.said)


def endings(desk: Desk) -> APIRouter:
    """Return where it is said what came of a call, and where that is taken back."""
    router = APIRouter()

    @router.post(ONE + "/ended")
    def ended(guest: Worker, call_id: str) -> Response:
        person = _theirs(desk, guest, call_id, "call ended")
        one = Ending(call_id, person, guest.form.choice("what", Said))
        try:
            return _noted(desk, guest, one)
        except HouseError as error:
            return ending_page(desk, guest, person, call_id, wrong=str(error))

    @router.post(ONE + "/undo")
    def undo(guest: Worker, call_id: str) -> Response:
        _theirs(desk, guest, call_id, "call ending taken back")
        try:
            listen.take_back(desk.home.ears, call_id, guest.name)
        except HouseError as error:
            return came_page(desk, guest, call_id, str(error))
        return gone_to(f"{CALLS}/{call_id}")

    return router


def _theirs(desk: Desk, guest: Guest, call_id: str, what: str) -> Person:
    person_id = desk.home.store.read(lambda conn: attempts.get(conn, call_id)).person_id
    desk.looks(guest, person_id, what)
    return desk.home.store.read(lambda conn: people.get(conn, person_id))


def _noted(desk: Desk, guest: Guest, one: Ending) -> Response:
    """Put it into effect; a time is read back on both clocks first."""
    form, ears = guest.form, desk.home.ears
    at = None
    if one.said is Said.CALL_BACK:
        at = listen.when_typed(ears, one.person.id, form.text("at", 200))
        if not form.has("sure"):
            return _read_back(desk, guest, one, at)
    only_calls = one.said is Said.NO_CALLS
    wish = wish_of(one.what, at=at, channel=_WRITING.get(one.said), only_calls=only_calls)
    taken = listen.call_ended(
        ears, Ended(one.call_id, one.what, guest.name, form.text("words"), wish)
    )
    if at is not None:
        who = form.choice("hands", WhoKeeps, WhoKeeps.ONLY_ME)
        promised = [each for done in taken.done.recorded for each in done.promises]
        keep_promises.kept_by(desk.home.store, promised, who)
    return gone_to(f"{CALLS}/{one.call_id}")


def _read_back(desk: Desk, guest: Guest, one: Ending, at: When) -> Response:
    home, zones = desk.home, desk.home.zones(one.person)
    moment = instant(at, zones)
    named = not isinstance(at, WallTime) or at.minute is not None
    opens = opens_later(home.gate, one.person.id, moment, guest.name)
    fields = {
        "person": one.person,
        "attempt": one.call_id,
        "told": due(moment, zones, home.ears.zone, named_hour=named),
        "their_clock": bool(zones),
        "opens": due(opens, zones, home.ears.zone, named_hour=True) if opens else "",
        "typed": guest.form.text("at", 200),
        "hands": guest.form.choice("hands", WhoKeeps, WhoKeeps.ONLY_ME),
        "words": guest.form.text("words"),
    }
    return desk.page("read_back", guest, CALLS, fields)

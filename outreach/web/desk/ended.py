"""After a granted press: what to say, what came of the call, and what that set off."""

from __future__ import annotations

from fastapi.responses import Response
from sqlalchemy import Connection

from channels.contract import Revealed
from outreach.domain.calls import CameOf
from outreach.domain.hidden import without_any_number
from outreach.domain.people import Person
from outreach.domain.told import told
from outreach.services.listen.desk import ENDED, made
from outreach.store import ledger, people, statements
from outreach.web.desk.frame import CALLS, Desk
from outreach.web.doorway.admitting import Guest
from policies.statement import Statement

KEYS = (
    ("c", CameOf.CONNECTED, "Connected"),
    ("v", CameOf.VOICEMAIL, "Voicemail"),
    ("n", CameOf.NO_ANSWER, "No answer"),
    ("w", CameOf.WRONG_NUMBER, "Wrong number"),
)


def ending_page(
    desk: Desk,
    guest: Guest,
    person: Person,
    attempt: str,
    shown: Revealed | None = None,
    wrong: str = "",
) -> Response:
    """Ask what came of a call; `shown` only in answer to the press that was granted."""
    fields = {
        "person": person,
        "zones": desk.home.zones(person),
        "attempt": attempt,
        "shown": shown,
        "keys": KEYS,
        "wrong": wrong,
        "typed": {name: guest.form.text(name) for name in ("at", "words", "later")},
    }
    return desk.page("ending", guest, CALLS, fields, 400 if wrong else 200)


def came_page(desk: Desk, guest: Guest, attempt: str, wrong: str = "") -> Response:
    """Show what was said of a call and what followed; ask, where nothing was said yet."""

    def work(conn: Connection) -> tuple[str, Person, list[Statement]]:
        was = made(conn, desk.home.ears, attempt)
        entries = [one for one in ledger.entries_of(conn, [attempt]) if one["kind"] == ENDED]
        things = entries[-1]["body"].get("followed", []) if entries and was.noted else []
        said = statements.by_ids(conn, things)
        return was.noted or "", people.get(conn, was.call.person_id), list(said.values())

    noted, person, said = desk.home.store.read(work)
    if not noted:
        return ending_page(desk, guest, person, attempt, wrong=wrong)
    fields = {
        "person": person,
        "noted": noted,
        "attempt": attempt,
        "meant": [without_any_number(told(one.meaning)) for each in said for one in each.meanings],
        "wrong": wrong,
    }
    return desk.page("came", guest, CALLS, fields, 400 if wrong else 200)

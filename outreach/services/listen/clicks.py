"""A stop by the signed link in a mail: one click in a mail programme, or the button on our page."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.record import Said, record
from outreach.store import attempts, statements
from outreach.store.inbound import InboundKind, InboundRow
from outreach.store.statements import Heard
from policies.channel import Channel
from policies.preferences import standing
from policies.statement import Refuse, Source, Statement, Understood, Via

DOOR = "web"


class Click(StrEnum):
    """How the link was used. Values are stored: append only."""

    ONE_CLICK = "one-click"
    PAGE = "page"


_SHOWN = {
    Click.ONE_CLICK: "(pressed “unsubscribe” in their mail programme)",
    Click.PAGE: "(pressed “stop these emails” on our page)",
}
_SOURCES = {Click.ONE_CLICK: Source.ONE_CLICK, Click.PAGE: Source.PAGE}


def raw_click(attempt_id: str, click: Click) -> bytes:
    """Return what is kept before anything else is done."""
    return json.dumps({"attempt": attempt_id, "click": click.value}).encode()


def clicked(ears: Ears, row: InboundRow) -> Outcome:
    """Refuse email for whoever the mail was sent to; the signed link is theirs."""
    kept = json.loads(row.raw)
    click, attempt_id = Click(kept["click"]), kept["attempt"]
    sent = next(iter(ears.store.read(lambda conn: attempts.rows(conn, [attempt_id]))), None)
    if sent is None:
        raise NotFoundError("attempt", attempt_id)
    person, point = sent["person_id"], sent["point_id"]

    def work(conn: Connection, now: datetime) -> Done:
        if _clicked_already(conn, person):
            return Done()
        meanings = (Understood(Refuse(Channel.EMAIL)),)
        statement = Statement(
            id=new_id("s"),
            words=_SHOWN[click],
            said_at=row.received_at,
            via=Via.WEB,
            source=_SOURCES[click],
            proven=True,
            meanings=meanings,
        )
        heard = Heard(person, now, point, row.id, proof="the signed link in our mail to them")
        effects = effects_of(one.meaning for one in meanings)
        return Done((record(conn, Said(statement, heard, effects), now),))

    columns = {"person_id": person, "attempt_id": attempt_id}
    stops = frozenset({person})
    return Outcome(InboundKind.UNSUBSCRIBE, columns=columns, stops=stops, work=work)


def _clicked_already(conn: Connection, person: str) -> bool:
    """Say whether a click of theirs still stands: a second one adds nothing."""
    standing_now = standing(statements.of(conn, person)).refusals_of(Channel.EMAIL)
    return any(voice.statement.source in _SOURCES.values() for voice in standing_now)

"""A stop by text that nothing shows to be genuine: whoever has the number is held until we know.

Anybody can post such a text. Not to act on it might be to talk over somebody; to act on it, to let
strangers silence people. So it becomes nobody's word, and compliance is asked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import TextMessage
from outreach.domain.people import Person
from outreach.services.listen.ears import Ears
from outreach.services.listen.matching import points_of_number
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.texts import STOPPED, read_text
from outreach.store import attempts, ledger, people
from outreach.store.inbound import InboundKind, InboundRow
from policies.statement import refusal_in

DOOR = "text-unsigned"
UNSURE = "a stop by text came from their number without the carrier's signature"
QUESTION = "this stop bore no genuine signature: did they send it? Everything to them is held"


def is_worth_keeping(ears: Ears, message: TextMessage, row: InboundRow) -> bool:
    """Say whether it may be a stop by somebody on file who is not held for that already.

    Whatever else strangers post is not kept: they could fill our disk with it.
    """
    holders = ears.store.read(lambda conn: _holders(conn, message))
    if not any(one.identity_unclear_because == "" for one in holders):
        return False
    read = read_text(ears, row, message)
    meanings = read.reading.understood if read else ()
    return message.keyword == STOPPED or any(refusal_in(one.meaning) for one in meanings)


def unsigned(message: TextMessage) -> Outcome:
    """Hold everything to whoever has the number until compliance has said who wrote."""

    def work(conn: Connection, now: datetime) -> Done:
        holders = _holders(conn, message)
        for one in holders:
            if not one.identity_unclear_because:
                people.change(conn, one.id, {"identity_unclear_because": UNSURE})
                ledger.add(conn, ledger.Entry(now, "held for an unsigned stop", one.id, {}))
        attempts.judge_afresh(conn, {one.id for one in holders}, now)
        return Done(question=QUESTION)

    columns = {"from_address": message.sender, "words": message.text}
    return Outcome(InboundKind.KEYWORD, columns=columns, work=work)


def _holders(conn: Connection, message: TextMessage) -> list[Person]:
    having = points_of_number(conn, message.sender)
    found = people.get_many(conn, {point.person_id for point in having})
    return [found[one] for one in sorted(found)]

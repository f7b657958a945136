"""Whether what others received is what left here, once each, and nothing after a stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.domain.obeying import against, stops
from outreach.services.auditing.findings import Check, Checked
from outreach.services.auditing.stops import LONGEST_COMMIT
from outreach.store import audited_received, measured_words
from outreach.store.audited_received import Pile, Received
from outreach.store.pieces import pieces
from policies.channel import Channel

_AT_ONCE = 5_000
_MAY_HAVE_LEFT = frozenset({AttemptState.ACCEPTED, AttemptState.UNKNOWN, AttemptState.SENDING})


def received(conn: Connection, given: Iterable[Received]) -> Checked:
    """Compare a record of what was received with what is on file here, both ways."""
    pile = Pile()
    try:
        for some in pieces(given, _AT_ONCE):
            pile.add(some)
        checked = Checked(Check.RECEIVED, pile.count())
        for key, times in pile.several():
            checked.add(key, f"was received {times} times")
        for page in pile.pages():
            _known(conn, page, checked)
        for channel in (Channel.EMAIL, Channel.SMS):
            if pile.holds(channel):
                _missing(conn, channel, pile, checked)
        return checked
    finally:
        pile.close()


def _known(conn: Connection, page: Mapping[str, datetime | None], checked: Checked) -> None:
    found = audited_received.on_file(conn, page)
    for key in page:
        if key not in found:
            checked.add(key, "was received, and nothing here left as it")
        elif found[key].state not in _MAY_HAVE_LEFT:
            checked.add(found[key].begun.id, f"was received, and is {found[key].state} here")
    late = {key: one for key, one in found.items() if page[key] is not None}
    said = measured_words.said_by(conn, {one.begun.person_id for one in late.values()})
    for key, one in late.items():
        words = {each.statement.id: each.statement for each in said.get(one.begun.person_id, ())}
        begun = replace(one.begun, at=(page[key] or one.begun.at) - LONGEST_COMMIT)
        for forbids in against(said.get(one.begun.person_id, ()), begun, [begun], ()):
            if stops(words[forbids]):
                checked.add(one.begun.id, f"was received after `{forbids}`, which forbids it")


def _missing(conn: Connection, channel: Channel, pile: Pile, checked: Checked) -> None:
    for page in audited_received.accepted(conn, channel):
        gone = pile.missing(page.values())
        for attempt_id, key in page.items():
            if key in gone:
                checked.add(attempt_id, "was accepted, and nobody received it")

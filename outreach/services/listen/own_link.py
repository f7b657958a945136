"""The link that somebody asks for on our page: sent to their own address, good for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.people import mailbox_for
from outreach.domain.tongues import are_words, words_in
from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.owed import HOUSE
from outreach.services.listen.record import Said, record
from outreach.store import attempts, points
from outreach.store.statements import Heard
from outreach.store.unit import Priority
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.promises import ACKNOWLEDGE_WITHIN, THEIR_LINK
from policies.statement import Request, Source, Statement, Understood, Via

OWN_LINK = "own-link"
"""The folder of words."""
LASTS = timedelta(hours=1)
MOST = 3
"""Links to one person in a day: whoever holds a forwarded mail cannot fill their mailbox."""
WORDS = "(on our page: send me a link of my own)"
_GONE = frozenset({AttemptState.WITHDRAWN, AttemptState.EXPIRED, AttemptState.REFUSED})


class Asked(StrEnum):
    """What became of it."""

    ON_ITS_WAY = "on-its-way"
    OFTEN_ENOUGH = "often-enough"
    NO_ADDRESS = "no-address"
    """The address that the page's mail went to takes no mail any more, or there is none."""


@dataclass(frozen=True, slots=True)
class _To:
    """Whose link, and where the mail went that the page was opened from."""

    person_id: str
    point_id: str
    address: str
    alive: bool


def ask_for_link(ears: Ears, attempt_id: str, language: str = "") -> Asked:
    """Send a fresh link to where this attempt's mail went; it passes the gate like all mail.

    Where it was a text, the link goes to the first mailbox that we know of theirs.

    `language` is that of the page it was asked for on (ISO 639-1); English where we have no words.

    It is no marketing and passes a refusal, as the confirmation of a stop does. Raises
    `NotFoundError` where that mail went nowhere we know.
    """
    now = ears.clock.now()

    def work(conn: Connection) -> Asked:
        to = _to(conn, attempt_id)
        if not to.alive:
            return Asked.NO_ADDRESS
        if _lately(conn, to.person_id, now) >= MOST:
            return Asked.OFTEN_ENOUGH
        said = _said(to, now, words_in(language, OWN_LINK))
        record(conn, said, now)
        return Asked.ON_ITS_WAY

    return ears.store.write(work, Priority.HEARD)


def opens_at(attempt: Attempt, now: datetime) -> bool:
    """Say whether the link in this mail is one of their own and its hour is not over."""
    return is_own_link(attempt.message) and attempt.created_at <= now < attempt.created_at + LASTS


def is_own_link(message: str | None) -> bool:
    """Say whether these are the words that hand a link over, in any language."""
    return are_words(message, OWN_LINK)


def _to(conn: Connection, attempt_id: str) -> _To:
    sent = next(iter(attempts.rows(conn, [attempt_id])), None)
    if sent is None or not sent["point_id"]:
        raise NotFoundError("mail", attempt_id)
    known = points.of(conn, sent["person_id"])
    point = mailbox_for(known, sent["point_id"]) or points.get(conn, sent["point_id"])
    alive = point.channel is Channel.EMAIL and point.state is PointState.OK
    return _To(sent["person_id"], point.id, point.address, alive)


def _lately(conn: Connection, person_id: str, now: datetime) -> int:
    return sum(
        is_own_link(row["message"])
        and row["created_at"] > now - timedelta(days=1)
        and row["state"] not in _GONE
        for row in attempts.of(conn, person_id)
    )


def _said(to: _To, now: datetime, message: str) -> Said:
    wish = Request(THEIR_LINK, Channel.EMAIL)
    statement = Statement(
        new_id("s"),
        WORDS,
        now,
        Via.WEB,
        Source.PAGE,
        proven=False,
        meanings=(Understood(wish, 0, len(WORDS)),),
        point=to.address,
    )
    mail = Attempt(
        id=new_id("a"),
        person_id=to.person_id,
        channel=Channel.EMAIL,
        purpose=Purpose.ACKNOWLEDGE,
        by=HOUSE,
        due_at=now,
        created_at=now,
        point_id=to.point_id,
        message=message,
        has_words_for=(Channel.EMAIL,),
        words_for={Channel.EMAIL.value: message},
        acknowledges=statement.id,
        expires_at=now + ACKNOWLEDGE_WITHIN,
    )
    heard = Heard(to.person_id, now, to.point_id)
    return Said(statement, heard, effects_of([wish]), confirmation=mail)

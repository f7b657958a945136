"""What somebody chose or wrote on their own page, and what they take back there.

The link in a mail gets passed on: what is said by it restricts, proves nothing, and is one more
wish beside the others. Only the link that we sent to the address itself, within its hour, lets
somebody loosen, ask and promise: what is said by that one is proven.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from outreach.errors import NotFoundError
from outreach.ids import new_id
from outreach.listening.reading import Heard as Message
from outreach.listening.reading import ReaderContext
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.letters import question, understood
from outreach.services.listen.outcome import Done, Outcome
from outreach.services.listen.owed import owner_for, promises
from outreach.services.listen.record import Said, record
from outreach.services.listen.spoken import NO_WORDS
from outreach.store import attempts, people, points
from outreach.store.inbound import InboundKind, InboundRow
from outreach.store.statements import Heard
from policies.facts_json import meanings_from_json, meanings_to_json
from policies.statement import RESTRICTIVE, Meaning, Source, Statement, Understood, Via

DOOR = "page"


class Held(StrEnum):
    """Which link somebody holds. Values are stored: append only."""

    IN_A_MAIL = "in-a-mail"
    """The one below every mail. It never expires, and it only restricts."""
    SENT_TO_THEM = "sent-to-them"
    """The one that they asked for, sent to the very address, within its hour."""


_PROOF = {
    Held.IN_A_MAIL: None,
    Held.SENT_TO_THEM: "the link that was sent to their address within the hour",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: each meaning, and the words by which the page named it."""

    meaning: Meaning
    words: str


@dataclass(frozen=True, slots=True)
class OnPage:
    """What came from a page, by the link of which mail. `own_words` are to be read."""

    attempt_id: str
    held: Held
    chosen: tuple[Chosen, ...] = ()
    own_words: str = ""

    def raw(self) -> bytes:
        """Return what is kept before anything else is done."""
        words, meanings = _quoted(self.chosen)
        kept = {
            "attempt": self.attempt_id,
            "held": self.held.value,
            "words": self.own_words or words,
            "chosen": meanings_to_json(meanings),
        }
        return json.dumps(kept, ensure_ascii=False).encode()


def _quoted(chosen: Sequence[Chosen]) -> tuple[str, tuple[Understood, ...]]:
    """Return all that was chosen as one sentence, each meaning with its span of it."""
    words, meanings = "", []
    for one in chosen:
        words += " · " if words else ""
        meanings.append(Understood(one.meaning, len(words), len(words) + len(one.words)))
        words += one.words
    return words, tuple(meanings)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was kept, with whose link it was. `point` is where that mail went."""

    held: Held
    words: str
    chosen: tuple[Understood, ...]
    person_id: str
    point_id: str | None
    address: str | None
    attempt_id: str


def on_page(ears: Ears, row: InboundRow) -> Outcome:
    """Act on what came from a page: what restricts binds; the rest where it is proven."""
    kept = ears.store.read(lambda conn: _kept(conn, json.loads(row.raw)))
    meanings = kept.chosen or _read(ears, kept, row.received_at)
    allowed = tuple(one for one in meanings if _may(kept.held, one.meaning))
    statement = Statement(
        id=new_id("s"),
        words=kept.words or NO_WORDS,
        said_at=row.received_at,
        via=Via.WEB,
        source=Source.PAGE,
        proven=kept.held is Held.SENT_TO_THEM,
        meanings=allowed,
        point=kept.address,
    )

    def work(conn: Connection, now: datetime) -> Done:
        said = _said(conn, ears, statement, kept, row.id, now)
        asks = question(conn, said) or _asked(kept, len(meanings) > len(allowed))
        return Done((record(conn, said, now),), asks)

    kind = InboundKind.CHOICE if kept.chosen else InboundKind.REPLY
    columns = {"person_id": kept.person_id, "attempt_id": kept.attempt_id, "words": kept.words}
    restricts = any(isinstance(one.meaning, RESTRICTIVE) for one in allowed)
    stops = frozenset({kept.person_id} if restricts else ())
    return Outcome(kind, columns=columns, stops=stops, work=work)


def _kept(conn: Connection, plain: dict[str, Any]) -> _Kept:
    sent = next(iter(attempts.rows(conn, [plain["attempt"]])), None)
    if sent is None:
        raise NotFoundError("attempt", plain["attempt"])
    point = points.get(conn, sent["point_id"]) if sent["point_id"] else None
    return _Kept(
        Held(plain["held"]),
        plain["words"],
        meanings_from_json(plain["chosen"]),
        sent["person_id"],
        point.id if point else None,
        point.address if point else None,
        sent["id"],
    )


def _read(ears: Ears, kept: _Kept, at: datetime) -> tuple[Understood, ...]:
    """Return what their own words mean, as if they had answered our mail."""
    person = ears.store.read(lambda conn: people.get(conn, kept.person_id))
    zones = ears.zones(person)
    context = ReaderContext(zone=zones[0] if len(zones) == 1 else None, topics=ears.topics)
    message = Message(kept.words, at, Via.EMAIL, name=person.name)
    return understood(ears, message, context).understood


def _may(held: Held, meaning: Meaning) -> bool:
    match held:
        case Held.SENT_TO_THEM:
            return True
        case Held.IN_A_MAIL:
            return isinstance(meaning, RESTRICTIVE)


def _asked(kept: _Kept, left_out: bool) -> str:
    if not left_out:
        return ""
    return "they wrote on our page by the link in a mail, which lets nobody loosen or ask for more"


def _said(
    conn: Connection, ears: Ears, statement: Statement, kept: _Kept, row_id: str, now: datetime
) -> Said:
    effects = effects_of(one.meaning for one in statement.meanings)
    heard = Heard(kept.person_id, now, kept.point_id, row_id, proof=_PROOF[kept.held])
    owed = promises(
        statement,
        effects,
        kept.person_id,
        owner_for(conn, kept.person_id, kept.attempt_id),
        now=now,
        request_due=ears.next_business_day(now),
        zones=ears.zones(people.get(conn, kept.person_id)),
    )
    return Said(statement, heard, effects, owed)

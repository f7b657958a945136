"""What must be true after a soak: the audit, and what the servers themselves received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from outreach.clock import SystemClock
from outreach.services.auditing import TRUE_OF_ALL, Audit, Received, audit
from outreach.store import tables
from outreach.store.unit import Store
from tests.soak.troubled_carrier import TroubledExchange
from tests.soak.voices import Voices
from tests.soak.wrong_clock import AHEAD

_LONGEST = timedelta(minutes=11)
"""How long a door may take, and so how long something may be on its way."""
BOUND = timedelta(milliseconds=250)
"""What began to leave before a stop was answered reaches the server's ear within this."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lateness` of each contact that reached a server after its person's stop was answered."""

    audited: Audit
    mails: int
    texts: int
    said: int
    answered: int
    heard: int
    lateness: tuple[timedelta, ...]
    made: Counter[str]
    stayed: tuple[str, ...] = ()

    @property
    def violations(self) -> list[str]:
        """Return everything that is not as it must be."""
        amiss = [
            f"{each.about} {each.because}" for one in self.audited.checked for each in one.shown
        ]
        late = [one for one in self.lateness if one > BOUND]
        if late:
            amiss.append(f"{len(late)} left up to {max(late)} after a stop was answered")
        if not (self.mails and self.texts):
            amiss.append("nothing at all left by mail, or by text: look into the log")
        amiss += [f"`outreach {one}` did not end when it was asked to" for one in self.stayed]
        if self.heard < self.said:
            amiss.append(f"{self.said - self.heard} of {self.said} stops were not heard")
        return amiss

    def lines(self) -> Iterator[str]:
        """Yield it as it is told."""
        states = ", ".join(f"{many} {name}" for name, many in sorted(self.audited.states.items()))
        yield f"attempts: {states}"
        yield f"the servers received {self.mails} mails and {self.texts} texts"
        yield f"{self.said} people said stop, {self.heard} are on record"
        yield f"after the answer to a stop, {len(self.lateness)} contacts reached a server"
        if self.lateness:
            yield f"  the latest of them {max(self.lateness).total_seconds() * 1000:.0f} ms after"
        yield "what happened meanwhile:"
        yield from (f"  {many:5} {name}" for name, many in sorted(self.made.items()))
        yield "what must be true:"
        for one in self.audited.checked:
            yield f"  {one.looked_at:7} {TRUE_OF_ALL[one.check]}: {one.amiss or 'true'}"
        yield f"violations: {len(self.violations)}"
        yield from (f"  {one}" for one in self.violations)


def looked_at(
    store: Store, mails: Path, exchange: TroubledExchange, voices: Voices, made: Counter[str]
) -> Verdict:
    """Return what a soak came to."""
    letters = [_letter(line) for line in mails.read_text(encoding="utf-8").splitlines()]
    known = _references(store)
    texts = [
        (one.sid if one.sid in known else _attempt_of(one.callback), one.created, one.to)
        for one in exchange.record.taken()
    ]
    record = [Received(key, at) for key, at, _ in (*letters, *texts)]
    stopped = {one.who.address: one.at for one in voices.told}
    confirmed = _confirmations(store)
    lateness = [
        at - stopped[to]
        for key, at, to in (*letters, *texts)
        if to in stopped and at > stopped[to] and key not in confirmed
    ]
    return Verdict(
        audit(store, SystemClock().now() + AHEAD, _LONGEST + AHEAD, record),
        len(letters),
        len(texts),
        len(voices.said),
        len(voices.told),
        heard(store, [one.id for one in voices.said]),
        tuple(lateness),
        made + voices.made,
    )


def _letter(line: str) -> tuple[str, datetime, str]:
    message_id, moment, to = line.split(" ")
    return message_id, datetime.fromisoformat(moment), to


def _attempt_of(callback: str) -> str:
    """Return the attempt that a text's callback names, where the answer about it was lost."""
    return parse_qs(urlsplit(callback).query)["a"][0].rpartition("-")[0]


def _references(store: Store) -> set[str]:
    """Return by what the carrier's texts are known here: where its answer was heard."""
    reference = tables.attempt.c.reference
    query = select(reference).where(reference.is_not(None))
    return set(store.read(lambda conn: list(conn.scalars(query))))


def _confirmations(store: Store) -> set[str]:
    """Return what may still reach somebody who said stop: the one confirmation that is owed."""
    table = tables.attempt
    query = select(table.c.id, table.c.message_id).where(table.c.purpose == "acknowledge")
    rows = store.read(lambda conn: conn.execute(query).all())
    return {one for row in rows for one in row if one}


def heard(store: Store, people: list[str]) -> int:
    """Return how many of these people have a statement or a bar on record."""
    statement, bar = tables.statement.c.person_id, tables.bar.c.person_id
    heard = store.read(lambda conn: {*conn.scalars(select(statement)), *conn.scalars(select(bar))})
    return len(heard & set(people))

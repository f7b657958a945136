"""What is told of an entry of the ledger: ids and kinds, and nobody's name, address or words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from outreach.domain.attempts import Attempt
from outreach.domain.commitments import Commitment
from outreach.domain.notices import Event, event_of
from outreach.store import attempts, commitments


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as it is told, to whoever wants to be told of its kind."""

    seq: int
    event: Event
    at: datetime
    body: str


def told_of(conn: Connection, entries: Sequence[RowMapping]) -> list[Told]:
    """Return what is told of these entries, in their order; of most, nothing is."""
    found = [(row, event) for row in entries if (event := event_of(row["kind"], row["body"]))]
    several = [one for row, event in found for one in _made(row, event)]
    rows = {one.id: one for one in attempts.get_many(conn, _among(several, "attempt"))}
    owed = commitments.by_ids(conn, _among(several, "promise"))
    return [_told(one, rows, owed) for one in several]


@dataclass(frozen=True, slots=True)
class _Fact:
    seq: int
    event: Event
    at: datetime
    data: Mapping[str, Any]


def _made(row: RowMapping, event: Event) -> Iterable[_Fact]:
    """Yield the facts in an entry: what was heard tells of the promises made with it too."""
    seq, at, body, subject = row["sealed_seq"], row["at"], row["body"], row["subject"]
    yield _Fact(seq, event, at, _data(event, subject, body))
    if event is Event.HEARD:
        for one in body.get("promises", ()):
            yield _Fact(seq, Event.MADE, at, {"promise": one, "person": body["person"]})


def _data(event: Event, subject: str, body: Mapping[str, Any]) -> dict[str, Any]:
    match event:
        case Event.HEARD:
            return {"statement": subject, "person": body.get("person")}
        case Event.BLOCKED:
            return {"attempt": body["attempt"], "decision": subject, "rules": body["rules"]}
        case Event.ACCEPTED | Event.WITHDRAWN:
            return {"attempt": subject}
        case Event.MADE | Event.KEPT | Event.BROKEN:
            return {"promise": subject}
        case Event.ERASED:
            return {"person": subject}
        case Event.TEST:
            return {}


def _among(several: Iterable[_Fact], name: str) -> list[str]:
    return list({one.data[name] for one in several if name in one.data})


def _told(one: _Fact, rows: Mapping[str, Attempt], owed: Mapping[str, Commitment]) -> Told:
    data: dict[str, Any] = {"seq": one.seq, **one.data}
    attempt = rows.get(one.data.get("attempt", ""))
    if attempt is not None:
        data |= {"person": attempt.person_id, "channel": attempt.channel.value}
    promise = owed.get(one.data.get("promise", ""))
    if promise is not None:
        data |= {"person": promise.person_id, "due_at": promise.due_at.isoformat()}
    return Told(one.seq, one.event, one.at, body_of(one.event, one.at, data))


def body_of(event: Event, at: datetime, data: Mapping[str, Any]) -> str:
    """Return what is posted: type, timestamp and data, as Standard Webhooks has it."""
    stamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"type": event.value, "timestamp": stamp, "data": data})

"""Why an attempt went out, waits, or never will: the verdict, every rule, their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from outreach.domain.attempts import AttemptState
from outreach.gate.gate import Gate
from outreach.store import attempts, decisions, people, receipts, statements
from outreach.store.decisions import DecisionRow
from policies.channel import Channel
from policies.decide import earliest
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that was asked, and what it objected; `because` is empty where it had nothing."""

    rule: str
    asks: str = ""
    because: str = ""
    ends: str = ""
    quotes: tuple[Statement, ...] = ()
    cites: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One recorded decision: what, when, why, and all that was asked."""

    decision_id: str
    at: datetime
    kind: str
    verdict: str
    sentence: str
    until: datetime | None
    to_channel: str | None
    clearer: str | None
    asked: tuple[Asked, ...]
    fingerprint: str
    review: str


@dataclass(frozen=True, slots=True)
class Why:
    """Everything about one attempt. `earliest` is from now, on this channel; None for never."""

    attempt_id: str
    person: str
    channel: Channel
    purpose: str
    by: str
    state: AttemptState
    detail: str
    reasons: tuple[Reason, ...]
    receipts: tuple[str, ...]
    earliest: datetime | None


def why(gate: Gate, attempt_id: str) -> Why:
    """Return why, newest decision first; raise `NotFoundError`."""
    now = gate.clock.now()
    attempt = gate.store.read(lambda conn: attempts.get(conn, attempt_id))
    case = gate.judge(attempt, now)
    first = earliest(case.facts, now, gate.judges.rulebook)
    return gate.store.read(lambda conn: _why(conn, attempt_id, first))


def _why(conn: Connection, attempt_id: str, first: datetime | None) -> Why:
    row = attempts.rows(conn, [attempt_id])[0]
    made = decisions.of_attempt(conn, attempt_id)
    said = statements.by_ids(conn, {one for each in made for one in _quoted(each)})
    return Why(
        attempt_id=attempt_id,
        person=people.get(conn, row["person_id"]).name,
        channel=Channel(row["channel"]),
        purpose=row["purpose"],
        by=row["by"],
        state=AttemptState(row["state"]),
        detail=row["outcome_detail"] or "",
        reasons=tuple(_reason(one, said) for one in reversed(made)),
        receipts=tuple(
            " ".join(filter(None, (f"{one.at:%Y-%m-%d %H:%M}", one.kind, one.code, one.detail)))
            for one in receipts.of(conn, attempt_id)
        ),
        earliest=first,
    )


def _findings(made: DecisionRow) -> list[Mapping[str, Any]]:
    return list((made.explanation or {}).get("findings", ()))


def _quoted(made: DecisionRow) -> set[str]:
    return {quote["statement"] for one in _findings(made) for quote in one["quotes"]}


def _reason(made: DecisionRow, said: Mapping[str, Statement]) -> Reason:
    objected = {one["rule"]: _asked(one, said) for one in _findings(made)}
    silent = [Asked(rule) for rule in made.asked if rule not in objected]
    return Reason(
        decision_id=made.id,
        at=made.at,
        kind=made.kind,
        verdict=made.verdict,
        sentence=made.sentence,
        until=made.until,
        to_channel=made.to_channel,
        clearer=made.clearer,
        asked=(*objected.values(), *silent),
        fingerprint=made.fingerprint,
        review=" by ".join(filter(None, (made.review_action, made.reviewed_by))),
    )


def _asked(found: Mapping[str, Any], said: Mapping[str, Statement]) -> Asked:
    quotes = tuple(said[one["statement"]] for one in found["quotes"] if one["statement"] in said)
    return Asked(
        rule=found["rule"],
        asks=found["asks"],
        because=found["because"],
        ends=found["ends"] or "",
        quotes=quotes,
        cites=tuple(_cite(one) for one in found["cites"]),
        change=found["change"],
    )


def _cite(one: Mapping[str, Any]) -> str:
    """Return a source as it may be cited: law that nobody checked says so, courtesy is no law."""
    if one["force"] != "law":
        return f"{one['citation']} (our {one['force']})"
    checked = f"law, checked {one['checked']}" if one["checked"] else "law, unchecked"
    return f"{one['citation']} ({checked})"

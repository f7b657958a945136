"""Why an attempt went out, waits, or never will: the verdict, every rule, their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.gate.gate import Gate
from outreach.gate.preflight import if_heard
from outreach.gate.retelling import Recalled, quoted_in, recalled
from outreach.gate.telling import change_of
from outreach.store import attempts, decisions, people, receipts, statements
from outreach.store.decisions import DecisionRow
from policies.channel import Channel
from policies.decide import earliest
from policies.english import ENGLISH
from policies.language import Language
from policies.rulebook import Rulebook
from policies.statement import Statement
from policies.tongue import Tongue

_DEAF = "not-listening"


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
    """Everything about one attempt.

    `earliest` is from now, on this channel; None for never. It and `change` take for granted that
    we listen, unless it is that which kept the attempt back.
    """

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
    change: str
    """What would change it, from now; empty where nothing objects any more."""


def why(gate: Gate, attempt_id: str, language: Language = ENGLISH) -> Why:
    """Return why, newest decision first, in this language; raise `NotFoundError`.

    The id of a decision, which lists of what was kept back show, stands for its attempt.
    """
    now = gate.clock.now()
    attempt = gate.store.read(lambda conn: _attempt(conn, attempt_id))
    attempt_id = attempt.id
    made = gate.store.read(lambda conn: decisions.of_attempt(conn, attempt_id))
    deaf = bool(made) and _DEAF in made[-1].rules
    case = gate.judge(attempt, now) if deaf else if_heard(gate, [attempt], now)[0]
    first = earliest(case.facts, now, gate.judges.rulebook)
    change = change_of(gate, case, now, language)
    telling = _Telling(gate.judges.rulebook, language)
    return gate.store.read(lambda conn: _why(conn, attempt_id, first, change, telling))


def _attempt(conn: Connection, given: str) -> Attempt:
    made = decisions.by_ids(conn, [given])
    return attempts.get(conn, made[0].attempt_id if made else given)


@dataclass(frozen=True, slots=True)
class _Telling:
    rulebook: Rulebook
    language: Language

    def again(self, made: DecisionRow, said: Mapping[str, Statement]) -> Recalled | None:
        """Return the decision to tell afresh; None where it is told as it was recorded."""
        if self.language.tongue is Tongue.ENGLISH:
            return None
        return recalled(made, said, self.rulebook)


def _why(
    conn: Connection,
    attempt_id: str,
    first: datetime | None,
    change: str,
    telling: _Telling,
) -> Why:
    row = attempts.rows(conn, [attempt_id])[0]
    made = decisions.of_attempt(conn, attempt_id)
    said = statements.by_ids(conn, {one for each in made for one in quoted_in(each)})
    return Why(
        attempt_id=attempt_id,
        person=people.get(conn, row["person_id"]).name,
        channel=Channel(row["channel"]),
        purpose=row["purpose"],
        by=row["by"],
        state=AttemptState(row["state"]),
        detail=row["outcome_detail"] or "",
        reasons=tuple(_reason(one, said, telling) for one in reversed(made)),
        receipts=tuple(
            " ".join(filter(None, (f"{one.at:%Y-%m-%d %H:%M}", one.kind, one.code, one.detail)))
            for one in receipts.of(conn, attempt_id)
        ),
        earliest=first,
        change=change,
    )


def _findings(made: DecisionRow) -> list[Mapping[str, Any]]:
    return list((made.explanation or {}).get("findings", ()))


def _reason(made: DecisionRow, said: Mapping[str, Statement], telling: _Telling) -> Reason:
    again, language = telling.again(made, said), telling.language
    objected = {one["rule"]: _asked(one, said) for one in _findings(made)}
    for one in again.decision.findings if again else ():
        objected[one.rule] = replace(
            objected[one.rule],
            because=language.because(one, ""),
            cites=tuple(language.cited(each) for each in one.cites),
            change=language.change(one),
        )
    silent = [Asked(rule) for rule in made.asked if rule not in objected]
    return Reason(
        decision_id=made.id,
        at=made.at,
        kind=made.kind,
        verdict=made.verdict,
        sentence=again.told(language).sentence if again else made.sentence,
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

"""Step 5: spend the clearances of one hand-over group, if all they were judged by still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from channels.contract import EmailWords, Outbound, TextWords
from outreach.domain.attempts import AttemptState
from outreach.gate.consequences import Consequence
from outreach.gate.in_turn import count, in_turn, offices_of
from outreach.gate.limits import NO_LIMITS, Limits
from outreach.gate.pacing import Paced, Waits, keys_of, pace
from outreach.gate.sending_as import sends_as
from outreach.store import attempts, organisation_counter
from outreach.store import pace as pace_rows
from outreach.store.organisation_counter import Counter
from outreach.store.pace import PaceRow
from outreach.store.redemption import HandOver, Standing, set_sending, standing
from outreach.store.writer import Mark
from policies.clearance import Clearance, Versions


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What may go at once, and what our own limits let go later."""

    good: list[Consequence]
    waiting: list[Waits]
    mark: Mark | None = None
    """The state of the database that redemption left."""


def redeem(
    conn: Connection,
    group: Sequence[Consequence],
    worker: str,
    now: datetime,
    limits: Limits = NO_LIMITS,
) -> Redeemed:
    """Set *sending* what may still go now; put the rest back to be judged afresh."""
    if not group:
        return Redeemed([], [])
    offices = offices_of(group)
    heard: dict[str, Counter] = {}
    lately: dict[str, PaceRow] = {}

    def counted() -> None:
        heard.update(organisation_counter.locked(conn, offices, now))
        lately.update(pace_rows.locked(conn, keys_of(group, limits)))

    found = standing(conn, _points(group), lock=True, counted=counted)
    hold = [one for one in group if _holds(one.clearance, found.get(one.attempt_id), now)]
    good = in_turn(hold, heard, now)
    kept = {one.attempt_id for one in good}
    paced = _paced(conn, good, limits, lately, now)
    organisation_counter.save(conn, count(paced.go, heard, now), now)
    set_sending(conn, [_hand_over(one) for one in paced.go], worker, now)
    attempts.set_many(conn, [_later(one) for one in paced.wait])
    lost = [
        one.attempt_id
        for one in group
        if one.attempt_id not in kept and _cleared(found.get(one.attempt_id))
    ]
    if lost:
        attempts.moved(conn, lost, AttemptState.PLANNED, {"due_at": now, "nonce": None})
    return Redeemed(paced.go, paced.wait)


def _paced(
    conn: Connection,
    good: Sequence[Consequence],
    limits: Limits,
    lately: Mapping[str, PaceRow],
    now: datetime,
) -> Paced:
    """Return how much of it our own limits let go; `lately` holds what is counted, under lock."""
    if not limits.any:
        return Paced(list(good), [], [])
    rows = [lately[key] for key in keys_of(good, limits)]
    paced = pace(good, limits, rows, now)
    pace_rows.save(conn, paced.rows)
    return paced


def _later(one: Waits) -> dict[str, Any]:
    return {
        "id": one.made.attempt_id,
        "state": AttemptState.PLANNED.value,
        "due_at": one.until,
        "nonce": None,
        "outcome_detail": one.because,
    }


def still_stand(conn: Connection, group: Sequence[Consequence]) -> set[str]:
    """Return which of a redeemed group nobody has spoken against since; look just before sending.

    Redemption itself raised each person's version by one.
    """
    found = standing(conn, _points(group), lock=False)
    stand = set()
    for one in group:
        now, clearance = found.get(one.attempt_id), one.clearance
        if now is None or clearance is None or now.halted or now.state is not AttemptState.SENDING:
            continue
        if now.versions == after_redemption(clearance.versions):
            stand.add(one.attempt_id)
    return stand


def after_redemption(versions: Versions) -> Versions:
    """Return the versions as redemption leaves them."""
    return versions._replace(person=versions.person + 1)


def _points(group: Sequence[Consequence]) -> dict[str, str | None]:
    return {one.attempt_id: one.case.point.id if one.case.point else None for one in group}


def _holds(clearance: Clearance | None, now: Standing | None, at: datetime) -> bool:
    if clearance is None or now is None:
        return False
    return (
        now.state is AttemptState.CLEARED
        and now.nonce == clearance.nonce
        and now.versions == clearance.versions
        and not now.halted
        and at < clearance.expires
    )


def _cleared(now: Standing | None) -> bool:
    return now is not None and now.state is AttemptState.CLEARED


def _hand_over(one: Consequence) -> HandOver:
    subject, text, message_id = _said(one.case.outbound)
    again = one.case.attempt.tries > 0
    sender = sends_as(one.case.outbound)
    return HandOver(one.attempt_id, one.case.person, message_id, subject, text, again, sender)


def _said(outbound: Outbound | None) -> tuple[str | None, str, str | None]:
    match outbound.content if outbound else None:
        case EmailWords() as words:
            return words.subject, words.text, words.message_id
        case TextWords() as words:
            return None, words.text, None
        case other:
            return None, other.script if other else "", None

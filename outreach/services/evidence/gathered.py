"""What is on file about one person, as plain data: their words, our decisions, what we may rest on.

Notes that one of us made for themselves are left out; what was looked up, and by whom, is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from outreach.domain.history import Event
from outreach.domain.told import told
from outreach.store import bars, consents, decisions, grounds, history, ledger, people, points
from outreach.store import statements as said
from outreach.store.decisions import DecisionRow
from outreach.store.engines import dump
from outreach.store.pieces import pieces
from outreach.store.tables import attempt, commitment, inbound, person
from policies.statement import Statement

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Gathered:
    """The parts of a file of evidence. `keys` (hex) are what digests about them are keyed with."""

    person: dict[str, Any]
    statements: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    grounds: list[dict[str, Any]]
    story: list[str]
    keys: list[str]
    subjects: list[str]


def gather(conn: Connection, person_id: str) -> Gathered:
    """Return everything about a person; raise `NotFoundError`."""
    one = people.get(conn, person_id)
    ids = [one.id, *conn.scalars(select(person.c.id).where(person.c.merged_into == one.id))]
    heard = said.of(conn, one.id)
    made = decisions.of_person(conn, one.id)
    bases = consents.of(conn, one.id)
    subjects = [*ids, *(each.id for each in heard), *(each.id for each in made)]
    subjects += [each.id for each in bases]
    for table in (attempt, inbound, commitment):
        subjects += conn.scalars(select(table.c.id).where(table.c.person_id.in_(ids)))
    return Gathered(
        person={
            "id": one.id,
            "name": one.name,
            "where_we_got_them": one.source,
            "since": one.created_at.isoformat(),
            "addresses": [
                {"channel": each.channel, "address": each.address, "state": each.state}
                for each in points.of(conn, one.id)
            ],
            "marks": [
                {"because": each.because, "since": each.since} for each in bars.of(conn, one.id)
            ],
        },
        statements=[_statement(each) for each in heard],
        decisions=[_decision(each) for each in made],
        grounds=[
            {"id": each.id, "channel": each.channel, "kind": each.kind, "given": each.given_at}
            for each in bases
        ],
        story=[_told(each) for each in history.story(conn, one.id)],
        keys=[secret.hex() for secret in people.secrets_of(conn, ids).values()],
        subjects=subjects,
    )


def _told(one: Event) -> str:
    words = f" “{one.words}”" if one.words else ""
    return f"{one.at:%Y-%m-%d %H:%M} UTC  {one.told}{words}"


def _statement(one: Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "words": one.words,
        "said_at": one.said_at,
        "via": one.via,
        "source": one.source,
        "proven": one.proven,
        "understood": [told(each.meaning) for each in one.meanings],
    }


def _decision(one: DecisionRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "attempt": one.attempt_id,
        "at": one.at.isoformat(),
        "verdict": grounds.told(one.verdict, one.until, one.to_channel, one.clearer),
        "rules": one.rules,
        "sentence": one.sentence,
        "findings": list((one.explanation or {}).get("findings", ())),
        "asked": one.asked,
        "fingerprint": one.fingerprint,
        "digest": one.digest,
        "facts": _as_digested(one),
        "review": one.review_action,
        "reviewed_by": one.reviewed_by,
        "review_reason": one.review_reason,
    }


def _as_digested(one: DecisionRow) -> str | None:
    """Return the facts as they were digested, or as they are now where that does not fit."""
    row: Mapping[str, Any] = {
        "at": one.at,
        "verdict": one.verdict,
        "until": one.until,
        "to_channel": one.to_channel,
        "clearer": one.clearer,
        "rules": one.rules,
        "fingerprint": one.fingerprint,
        "digest": one.digest,
        "facts": one.facts,
    }
    return grounds.as_written(row) or (dump(one.facts) if one.facts is not None else None)


def entries(conn: Connection, subjects: Iterable[str]) -> list[RowMapping]:
    """Return the entries of the ledger about these, in their order."""
    found = {
        row["id"]: row
        for some in pieces(dict.fromkeys(subjects), _AT_ONCE)
        for row in ledger.entries_of(conn, some)
    }
    return [found[one] for one in sorted(found)]

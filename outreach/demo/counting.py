"""What listening prevented: the contacts of a deaf house that were against somebody's word.

Each contact that the deaf house made is judged again on the very facts it was allowed by, with the
one difference that the person's words, as far as they had been said by then, are among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from outreach.demo.stage import Stage
from outreach.store import attempts, decisions, statements
from policies.decide import decide
from policies.facts import Facts
from policies.facts_json import from_json
from policies.statement import Statement


@dataclass(frozen=True, slots=True)
class Against:
    """A contact against somebody's word: whom, how, when, and what they had said."""

    name: str
    channel: str
    at: datetime
    words: str


def against_their_word(heard: Stage, deaf: Stage) -> list[Against]:
    """Return the deaf house's contacts that the listening house's people had asked not to have."""
    found = []
    for name in deaf.everybody():
        said = heard.house.store.read(partial(statements.of, person_id=heard.person(name).id))
        found += [one for row in _made(deaf, name) if (one := _against(deaf, name, row, said))]
    return sorted(found, key=lambda one: one.at)


def _made(deaf: Stage, name: str) -> list[Mapping[str, Any]]:
    person = deaf.person(name).id
    rows = deaf.house.store.read(lambda conn: attempts.of(conn, person))
    return [row for row in rows if row["sending_since"] is not None]


def _against(
    deaf: Stage, name: str, row: Mapping[str, Any], said: list[Statement]
) -> Against | None:
    when = row["sending_since"]
    facts = deaf.house.store.read(lambda conn: _facts(conn, row["id"]))
    words = tuple(one for one in said if one.said_at <= when)
    if facts is None or not words:
        return None
    decision = decide(replace(facts, statements=words), when, deaf.house.rulebook)
    quotes = [quote for finding in decision.findings for quote in finding.quotes]
    if not quotes:
        return None
    return Against(name, row["channel"], when, quotes[0].statement.words)


def _facts(conn: Connection, attempt_id: str) -> Facts | None:
    """Return the facts by which an attempt was allowed."""
    allowed = [one for one in decisions.of_attempt(conn, attempt_id) if one.verdict == "allow"]
    return from_json(allowed[-1].facts) if allowed and allowed[-1].facts else None

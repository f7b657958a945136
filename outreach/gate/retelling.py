"""A recorded decision told again, in another language: the record itself stays as it is.

It is told from what was recorded (verdict, findings, facts) and never judged again. Where facts
are no longer kept, or a reason was recorded without its clause, the recorded English stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from outreach.domain.history import Event, Happened
from outreach.store import decisions, statements
from outreach.store.decisions import OUTSIDE, DecisionRow
from outreach.store.unit import Store
from policies.channel import Channel
from policies.decide import Decision
from policies.explain import Explanation, explain
from policies.facts import Facts
from policies.facts_json import from_json
from policies.finding import Bears, Cite, Finding, Force, Quote
from policies.language import Language
from policies.reason import Clause, Reason
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rulebook import Rulebook
from policies.statement import Statement
from policies.tongue import Tongue
from policies.verdict import Block, Clearer, Defer, Hold, Objection, Reroute


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recorded decision in the form in which it was made, with the facts it was made on."""

    decision: Decision
    facts: Facts

    def told(self, language: Language) -> Explanation:
        """Return why, in this language."""
        return explain(self.decision, self.facts, language)


def recalled(
    row: DecisionRow, said: Mapping[str, Statement], rulebook: Rulebook
) -> Recalled | None:
    """Return a refusal as it was recorded (`said` by id); None where only its English is kept."""
    asked = _asked(row)
    if row.facts is None or asked is None or row.kind == OUTSIDE:
        return None
    try:
        facts = from_json(row.facts, {each: one.words for each, one in said.items()})
        spoken = {one.id: one for one in facts.statements} | dict(said)
        found = [_finding(one, asked, spoken) for one in row.explanation["findings"]]
    except (KeyError, TypeError, ValueError):
        return None
    if not found or any(one.clause is None for one in found):
        return None
    where = Rows(facts, row.at, rulebook).where
    first = sorted(found, key=lambda one: not _decided(one, row))
    made = Decision(asked, tuple(first), tuple(row.asked), row.at, row.fingerprint, where)
    return Recalled(made, facts)


def retold(
    store: Store, rulebook: Rulebook, ids: Sequence[str], language: Language
) -> dict[str, str]:
    """Return the sentences of recorded decisions in this language, by id.

    Those that are told as they were recorded are left out.
    """
    if language.tongue is Tongue.ENGLISH or not ids:
        return {}
    rows, said = store.read(lambda conn: _read(conn, ids))
    known = {row.id: recalled(row, said, rulebook) for row in rows}
    return {each: one.told(language).sentence for each, one in known.items() if one}


def told_again(
    store: Store, rulebook: Rulebook, story: Sequence[Event], language: Language
) -> list[Event]:
    """Return a story with what was kept back told in this language."""
    refused = [one.id for one in story if one.happened is Happened.KEPT_BACK]
    told = retold(store, rulebook, refused, language)
    return [
        replace(one, told=f"{one.told.partition(': ')[0]}: {told[one.id]}")
        if one.happened is Happened.KEPT_BACK and one.id in told
        else one
        for one in story
    ]


def _read(conn: Connection, ids: Sequence[str]) -> tuple[list[DecisionRow], dict[str, Statement]]:
    rows = decisions.by_ids(conn, ids)
    return rows, statements.by_ids(conn, {each for row in rows for each in quoted_in(row)})


def quoted_in(row: DecisionRow) -> set[str]:
    """Return the ids of the statements that a recorded decision quotes."""
    findings = (row.explanation or {}).get("findings", ())
    return {quote["statement"] for one in findings for quote in one["quotes"]}


def _asked(row: DecisionRow) -> Objection | None:
    """Return the verdict; None for an Allow, of which there is nothing to tell."""
    match row.verdict:
        case "defer" if row.until is not None:
            return Defer(row.until)
        case "reroute" if row.to_channel is not None:
            return Reroute(Channel(row.to_channel))
        case "hold" if row.clearer is not None:
            return Hold(Clearer(row.clearer))
        case "block":
            return Block()
        case _:
            return None


def _decided(one: Finding, row: DecisionRow) -> bool:
    """Whether this is the objection that the recorded sentence is about."""
    return one.because.removeprefix("they ") in row.sentence


def _finding(one: Mapping[str, Any], verdict: Objection, said: Mapping[str, Statement]) -> Finding:
    ends = datetime.fromisoformat(one["ends"]) if one["ends"] else None
    return Finding(
        rule=one["rule"],
        asks=_objection(one["asks"], ends, verdict),
        bears=Bears(one["bears"]),
        because=one["because"],
        ends=ends,
        quotes=tuple(
            Quote(said[each["statement"]], each["start"], each["end"])
            for each in one["quotes"]
            if each["statement"] in said
        ),
        cites=tuple(_cite(each) for each in one["cites"]),
        change=one["change"],
        clause=_clause(one.get("clause")),
        remedy=Remedy(one["remedy"]) if one.get("remedy") else None,
    )


def _objection(asks: str, ends: datetime | None, verdict: Objection) -> Objection:
    """Return what a finding asked; what it named beside is that of the verdict it agreed with."""
    match asks:
        case "defer" if ends is not None:
            return Defer(ends)
        case "reroute":
            return verdict if isinstance(verdict, Reroute) else Reroute(Channel.EMAIL)
        case "hold":
            return verdict if isinstance(verdict, Hold) else Hold(Clearer.REP)
        case _:
            return Block()


def _cite(one: Mapping[str, Any]) -> Cite:
    checked = date.fromisoformat(one["checked"]) if one["checked"] else None
    return Cite(one["entry"], one["citation"], Force(one["force"]), checked)


def _clause(one: Mapping[str, Any] | None) -> Clause | None:
    return Clause(Reason(one["reason"]), tuple(one["given"].items())) if one else None

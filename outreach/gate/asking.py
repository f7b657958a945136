"""The answer to "may I?": verdict, why, when, and what would change it. Nothing is kept or sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.gate.gate import Gate
from outreach.gate.hearing import deaf_now
from outreach.gate.preflight import may
from outreach.gate.telling import change_of, why_of
from policies.channel import Channel, Purpose
from policies.language import Language
from policies.verdict import name_of

_ASKS = "somebody"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a person may be reached by a channel at a moment, by a program or by hand."""

    person_id: str
    channel: Channel
    at: datetime
    purpose: Purpose = Purpose.MARKETING
    automated: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate would say. `quotes` are their own words, `noted` what others say they said.

    `earliest` is when it would be allowed on this channel, None for never as things stand;
    `needs` is what each objection asks for, `would_change` all ways to them in one line. `deaf`
    says why nothing goes out to anybody just now, and is empty while we listen.
    """

    verdict: str
    rules: tuple[str, ...]
    sentence: str
    quotes: tuple[str, ...]
    noted: tuple[str, ...]
    others: tuple[str, ...]
    earliest: datetime | None
    needs: tuple[str, ...]
    would_change: str
    deaf: str


def answer(gate: Gate, asked: Question, language: Language) -> Answer:
    """Judge as the gate would at that moment, and tell it in this language."""
    found = may(
        *(gate, asked.person_id, asked.channel, asked.at),
        by=_ASKS,
        purpose=asked.purpose,
        automated=asked.automated,
    )
    now = gate.clock.now()
    told, decision = why_of(found.case, language), found.case.decision
    return Answer(
        verdict=name_of(decision.verdict),
        rules=tuple(one.rule for one in decision.findings),
        sentence=told.sentence,
        quotes=told.quotes,
        noted=told.noted,
        others=told.others,
        earliest=found.earliest,
        needs=tuple(one.change for one in decision.findings if one.change),
        would_change=change_of(gate, found.case, asked.at, language),
        deaf=gate.store.read(lambda conn: deaf_now(conn, now, gate.habits)),
    )

"""Do not contact: a stop without a channel binds every door.

What it does
    Objects to any contact with a person who refused all contact, whose organisation did, or who was
    marked do-not-contact by hand; with a topic, to contacts about that topic and to marketing that
    names none. A word that takes it back opens only what it names.

Why it matters
    Somebody who asks to be left alone has asked every channel and every colleague at once.

Example
    She writes "please remove me from your list": the text, the call and the email queued for her
    are blocked, quoting her.

References
    GDPR art. 21(3); 47 CFR 64.1200(d)(3); CAN-SPAM 15 USC 7704(a)(4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from policies.channel import Purpose
from policies.facts import SOMEBODY_ELSE, Bar, Barred, Facts
from policies.finding import Bears, Finding, Quote
from policies.preferences import Voice, quotes
from policies.reason import Clause, Reason, clause
from policies.refusing import about_this, passes
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.statement import Refuse
from policies.verdict import Block


@rule(
    "do-not-contact",
    cites=("GDPR art. 21(3)", "47 CFR 64.1200(d)(3)"),
    silent_without=("statements", "bars"),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is Purpose.ACKNOWLEDGE or not (rows.standing.refusals or facts.bars):
        return None
    said = tuple(voice for voice in rows.standing.refusals if _binds(voice, rows))
    if said:
        cites = tuple(entry.cite for entry in rows.confirming)
        topic = said[-1].meaning.topic
        if topic and all(voice.meaning.topic for voice in said):
            told = clause(Reason.STOPPED_ABOUT, topic=topic)
            because = f"they asked to hear nothing about `{topic}`"
            return replace(_finding(because, told, quotes(said)), cites=cites)
        because = "they asked not to be contacted at all"
        return replace(_finding(because, clause(Reason.STOPPED), quotes(said)), cites=cites)
    bar = next((bar for bar in facts.bars if _covers(bar, rows)), None)
    if bar is None:
        return None
    because = f"marked do-not-contact by {bar.by}: {bar.because}"
    found = _finding(because, clause(Reason.MARKED, who=bar.by, why=bar.because), ())
    change = "Nothing they say later lifts this mark."
    return replace(found, change=change, remedy=_remedy(bar))


def _binds(voice: Voice[Refuse], rows: Rows) -> bool:
    refusal, standing = voice.meaning, rows.standing
    if refusal.channel is not None and not refusal.organisation:
        return False
    return (
        standing.lifted(voice, rows.facts.attempt.channel) is None
        and about_this(refusal, rows)
        and not passes(voice, rows)
    )


def _covers(bar: Bar, rows: Rows) -> bool:
    match bar.covers:
        case Barred.POINT | Barred.SUPPRESSED:
            return bar.subject in (None, rows.address)
        case Barred.TOPIC:
            return about_this(Refuse(None, bar.subject), rows)
        case Barred.PERSON | Barred.ORGANISATION:
            return True


def _remedy(bar: Bar) -> Remedy | None:
    """Return what takes a mark off: nothing, if an erased person or somebody else stands behind."""
    lasting = bar.covers is Barred.SUPPRESSED or bar.by == SOMEBODY_ELSE
    return None if lasting else Remedy.THE_MARK


def _finding(because: str, told: Clause, evidence: tuple[Quote, ...]) -> Finding:
    return Finding(
        "do-not-contact",
        Block(),
        Bears.PERSON,
        because,
        quotes=evidence,
        change="Only their own word takes it back.",
        clause=told,
        remedy=Remedy.THEIR_WORD,
    )

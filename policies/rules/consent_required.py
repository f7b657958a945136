"""Consent required: where the law wants a yes first, no record means no.

What it does
    Blocks marketing on a channel for which a jurisdiction in force asks for consent, unless one for
    that channel and purpose is on record with its proof, or they gave it in proven words.

Why it matters
    Silence, an open or a click never means yes, and the sender has to prove it.

Example
    A marketing text to a mobile in the United States without written consent is blocked.

References
    47 USC 227(b)(1)(A)(iii); GDPR art. 7(1).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import SPOKEN, Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import EntryKind
from policies.verdict import Block


@rule(
    "consent-required",
    cites=("47 USC 227(b)(1)(A)(iii)", "GDPR art. 7(1)"),
    silent_without=("permissions",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is not Purpose.MARKETING:
        return None
    entries = rows.binding(EntryKind.CONSENT_REQUIRED)
    if not entries or _recorded(facts, at) or _spoken(rows):
        return None
    return Finding(
        "consent-required",
        Block(),
        Bears.CHANNEL,
        f"no consent to marketing by {SPOKEN[facts.attempt.channel]} is on record",
        cites=tuple(entry.cite for entry in entries),
        change="Their own consent, with its proof, would change it.",
        clause=clause(Reason.NO_CONSENT, by=facts.attempt.channel),
        remedy=Remedy.THEIR_CONSENT,
    )


def _recorded(facts: Facts, at: datetime) -> bool:
    return any(
        consent.channel is facts.attempt.channel
        and consent.purpose is Purpose.MARKETING
        and consent.given_at <= at
        and bool(consent.proof)
        and (consent.expires_at is None or at < consent.expires_at)
        for consent in facts.consents
    )


def _spoken(rows: Rows) -> bool:
    return any(
        voice.statement.proven
        and voice.meaning.channel is rows.facts.attempt.channel
        and voice.meaning.purpose is Purpose.MARKETING
        for voice in rows.standing.consents
    )

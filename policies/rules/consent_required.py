"""Consent required: where the law wants a yes first, no record means no.

What it does
    Blocks marketing on a channel for which a jurisdiction in force asks for consent, unless a basis
    of a kind that this law accepts is on record with its proof and has not ended, or they gave it
    in proven words. Each law where they may be asks for itself, so the strictest decides.

Why it matters
    Silence, an open or a click never means yes, and the sender has to prove it.

Example
    A marketing text to a mobile in the United States without written consent is blocked. In Canada
    a purchase will do for two years, and not a minute longer.

References
    47 USC 227(b)(1)(A)(iii); GDPR art. 7(1); CASL s. 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.basis import BasisKind
from policies.channel import SPOKEN, Purpose
from policies.closing import NEVER, reopens
from policies.consenting import Ground, grounds
from policies.facts import Facts
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind
from policies.verdict import Block


@rule(
    "consent-required",
    cites=("47 USC 227(b)(1)(A)(iii)", "GDPR art. 7(1)"),
    silent_without=("permissions",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is not Purpose.MARKETING:
        return None
    lacking = _lacking(rows)
    if not lacking:
        return None
    told = _told(grounds(rows), lacking[0], rows.binding(EntryKind.CONSENT_EXPIRY), rows)
    return Finding(
        "consent-required",
        Block(),
        Bears.CHANNEL,
        told.because,
        cites=tuple(entry.cite for entry in lacking),
        ends=reopens(rows, lambda view: NEVER if _lacking(view) else None),
        change=f"Their own {_wanted(lacking[0])}consent, with its proof, would change it.",
        clause=told.clause,
        remedy=Remedy.THEIR_CONSENT,
    )


def _lacking(view: Rows) -> tuple[Entry, ...]:
    """Return the laws at this moment that ask for a consent which is not on record."""
    entries = view.binding(EntryKind.CONSENT_REQUIRED)
    if not entries:
        return ()
    given, lives = grounds(view), view.binding(EntryKind.CONSENT_EXPIRY)
    return tuple(
        entry for entry in entries if not any(one.satisfies(entry, lives, view.at) for one in given)
    )


@dataclass(frozen=True, slots=True)
class _Told:
    because: str
    clause: Clause


def _told(given: tuple[Ground, ...], entry: Entry, lives: tuple[Entry, ...], rows: Rows) -> _Told:
    """Say what is lacking: any yes at all, one that has not ended, or one of another kind."""
    channel = rows.facts.attempt.channel
    by = f"marketing by {SPOKEN[channel]}"
    if not given:
        told = clause(Reason.NO_CONSENT, by=channel)
        return _Told(f"no consent to {by} is on record", told)
    accepted = [one for one in given if one.kind in entry.accepts]
    ends = [end for one in accepted if (end := one.ends_under(entry, lives))]
    if ends:
        told = clause(Reason.CONSENT_ENDED, by=channel, on=max(ends).isoformat())
        return _Told(f"the consent to {by} on record ended on {max(ends):%d %b %Y}", told)
    kinds = ", ".join(dict.fromkeys(_CALLED[one.kind] for one in given))
    told = clause(Reason.CONSENT_TOO_WEAK, by=channel)
    return _Told(f"the consent to {by} on record is {kinds}, which is not enough there", told)


def _wanted(entry: Entry) -> str:
    """Return the kind to ask for, where only one will do."""
    return "written " if entry.accepts == (BasisKind.WRITTEN,) else ""


_CALLED = {
    BasisKind.WRITTEN: "written",
    BasisKind.EXPRESS: "outright, not in writing",
    BasisKind.PURCHASE: "implied by a purchase",
    BasisKind.INQUIRY: "implied by an inquiry",
    BasisKind.CUSTOMER: "a customer's",
    BasisKind.PUBLISHED: "a published address",
    BasisKind.PRESUMED: "presumed",
    BasisKind.LEGITIMATE_INTEREST: "our own interest",
    BasisKind.UNKNOWN: "of no known kind",
}

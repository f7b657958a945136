"""Sender identity: say who is speaking and where the address came from, and speak as one trusted.

What it does
    Holds words that do not say who we are; at the first contact also words that do not say where we
    got the address or number. What went around the gate was nobody's introduction. Holds what would
    leave by a mailbox or number of ours that is paused, because servers, carriers or people have
    stopped believing it; nothing goes another way for it.

Why it matters
    A stranger who does not introduce himself is not trusted, and by law need not be. Whoever goes
    on where he was turned away is soon heard nowhere.

Example
    A first email without the house's name and postal address is held for the operator. So is every
    email by a mailbox that a mail server refused, until the operator resumes it; texts go on.

References
    15 USC 7704(a)(5); GDPR art. 14(2)(f).
"""

from __future__ import annotations

from datetime import datetime

from policies.channel import Purpose
from policies.duties import WHO_WE_ARE, Duty, wanting
from policies.facts import Facts, PausedSender
from policies.finding import Bears, Cite, Finding
from policies.reason import Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import EntryKind
from policies.verdict import Clearer, Hold


@rule(
    "sender-identity",
    cites=("15 USC 7704(a)(5)", "GDPR art. 14(2)(f)"),
    silent_without=("trouble",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    words = facts.attempt.words
    if not words.says_who:
        cites = wanting(rows.binding(EntryKind.IDENTIFICATION), WHO_WE_ARE)
        return _incomplete("the words do not say who we are", Reason.NO_NAME, cites)
    introduced = any(not contact.outside for contact in facts.contacts)
    if not words.says_source and not introduced and rows.purpose is Purpose.MARKETING:
        because = "the first words to them do not say where we got their address"
        cites = wanting(rows.binding(EntryKind.IDENTIFICATION), [Duty.SOURCE_OF_ADDRESS])
        return _incomplete(because, Reason.NO_SOURCE, cites)
    return _paused(facts.house.paused) if facts.house.paused else None


def _incomplete(because: str, why: Reason, cites: tuple[Cite, ...]) -> Finding:
    return Finding(
        "sender-identity",
        Hold(Clearer.OPERATOR),
        Bears.WORDS,
        because,
        cites=cites,
        change="Complete words would change it.",
        clause=clause(why),
        remedy=Remedy.COMPLETE_WORDS,
    )


def _paused(ours: PausedSender) -> Finding:
    """Hold for our own fault; it bears on the channel, so that a way they asked for stays open."""
    because = f"{ours.address} is paused since {ours.since:%d %b %Y}: {ours.because}"
    return Finding(
        "sender-identity",
        Hold(Clearer.OPERATOR),
        Bears.CHANNEL,
        f"our fault, not theirs: {because}",
        change=f"`outreach senders resume {ours.address}` ends it.",
        clause=clause(
            Reason.SENDER_PAUSED,
            sender=ours.address,
            since=ours.since.isoformat(),
            why=ours.because,
        ),
        remedy=Remedy.SENDER,
    )

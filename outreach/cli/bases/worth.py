"""One consent as a row: what it is, until when it lasts where they may be, and what ended it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from outreach.gate.worth import Answer, Worth
from outreach.services.proof import Proof

_SHORT = 40


def row(one: Worth, proof: Proof, now: datetime) -> tuple[str, ...]:
    """Return the cells of one consent."""
    basis, until = one.basis, _until(one)
    return (
        basis.id,
        f"{basis.channel} {basis.to}" if basis.to else basis.channel.value,
        f"{basis.purpose} ({basis.topic})" if basis.topic else basis.purpose.value,
        basis.kind.replace("_", " "),
        f"{basis.given_at:%d %b %Y}",
        f"{until:%d %b %Y}" if until else "",
        standing_now(one, proof, now),
    )


def described(one: Worth, proof: Proof, now: datetime) -> dict[str, Any]:
    """Return one consent for programs."""
    return {
        "consent": one.basis,
        "until": _until(one),
        "now": standing_now(one, proof, now),
        "laws": one.laws,
    }


def _until(one: Worth) -> datetime | None:
    """Return the first end, of its record and of every law that asks for it there."""
    ends = (one.basis.last, *(law.until for law in one.laws))
    return min((end for end in ends if end), default=None)


def standing_now(one: Worth, proof: Proof, now: datetime) -> str:
    """Return how it stands, in a few words: withdrawn, ended, not enough there, or in force."""
    basis, withdrawn = one.basis, proof.withdrawn
    if withdrawn is not None:
        words = withdrawn.said.words
        short = words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()} …"
        return f"withdrawn {withdrawn.said.said_at:%d %b %Y}: “{short}”"
    if basis.ended_at is not None:
        return f"ended: {basis.ended_because}"
    if basis.last is not None and basis.last <= now:
        return "ended"
    refusing = [law for law in one.laws if law.answer is not Answer.ACCEPTED]
    if refusing:
        law = refusing[0]
        lacking = "over by" if law.answer is Answer.ENDED else "not enough for"
        return f"{lacking} {law.entry}"
    return "stands" if one.laws or basis.proof else "no proof"

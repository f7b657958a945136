"""Attempts and what was decided about them, field by field."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from outreach.domain.attempts import AttemptState
from policies.channel import Channel, Purpose


class DecisionOut(BaseModel):
    """What was decided about an attempt, and why."""

    id: str
    at: datetime
    kind: str = Field(examples=["gate", "press", "outside"])
    verdict: str = Field(examples=["allow", "defer", "reroute", "hold", "block"])
    sentence: str
    rules: list[str]
    until: datetime | None = Field(description="Of a defer: until when.")
    to_channel: str | None = Field(description="Of a reroute: by which channel instead.")
    clearer: str | None = Field(description="Of a hold: who of us may settle it.")


class AttemptOut(BaseModel):
    """One contact that was meant: what became of it, and the last decision about it."""

    id: str
    person: str
    channel: Channel
    purpose: Purpose
    by: str = Field(description="Whose name stands under it.")
    automated: bool
    state: AttemptState
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    sequence: str | None
    step: int | None
    decision: DecisionOut | None


class AttemptsPage(BaseModel):
    """Some attempts, the newest first; `next` asks for those before them."""

    attempts: list[AttemptOut]
    next: str | None


class Objection(BaseModel):
    """What one rule objected, with the person's own words that it rests on, and its sources."""

    rule: str
    asks: str
    because: str
    quotes: list[str]
    cites: list[str]
    change: str


class DecisionWhy(DecisionOut):
    """A decision with every objection, and the rules that had nothing to say."""

    objections: list[Objection]
    silent: list[str]


class AttemptWhy(AttemptOut):
    """An attempt with all that was decided about it, the newest first."""

    decisions: list[DecisionWhy]
    earliest: datetime | None = Field(
        description="Of what has not left: allowed from then on; null for never."
    )
    would_change: str


class Blocked(BaseModel):
    """An attempt that was kept back, as it would be judged now."""

    attempt: str
    person: str
    channel: Channel
    purpose: Purpose
    by: str
    state: AttemptState
    decision: DecisionOut
    open: bool = Field(description="Somebody of us has still to look at it.")
    around_the_gate: bool = Field(description="It left without being asked about: found later.")
    earliest: datetime | None
    would_change: str


class BlockedPage(BaseModel):
    """Some of what was kept back, the newest first; `next` asks for those before."""

    blocked: list[Blocked]
    next: str | None

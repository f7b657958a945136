"""What goes over the wire, field by field. Moments are ISO 8601 with an offset."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from policies.channel import Channel
from policies.statement import Via

LONGEST_WORDS = 20_000


class MayAnswer(BaseModel):
    """Whether somebody may be reached; nothing else decides, and asking is no permission to keep.

    It is judged again when something is really sent.
    """

    verdict: str = Field(examples=["allow", "defer", "reroute", "hold", "block"])
    sentence: str = Field(description="Why, in at most 40 words.")
    quotes: list[str] = Field(description="The person's own words that it rests on.")
    noted: list[str] = Field(
        description="What one of us, a program or a list says that they said, and who says so."
    )
    rules: list[str]
    earliest: datetime | None = Field(description="Allowed from then on; null for never.")
    would_change: str = Field(description="What would change it, in one line.")
    listening: bool = Field(description="While we cannot hear answers, nothing goes out.")


class Point(BaseModel):
    """One way to a person; addresses are masked."""

    channel: Channel
    address: str
    state: str


class PersonOut(BaseModel):
    """A human being, as far as a program needs to know."""

    id: str
    name: str
    organisation: str | None
    country: str | None
    language: str | None
    points: list[Point]


class PeoplePage(BaseModel):
    """Some people in the order of their ids; `next` asks for those after them."""

    people: list[PersonOut]
    next: str | None


class StatementOut(BaseModel):
    """Something a person said, in their words, and what it was understood to mean."""

    id: str
    words: str
    said_at: datetime
    via: Via
    proven: bool
    understood: list[str]


class Words(BaseModel):
    """What a person said to one of us, or into another system, in their own words."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(min_length=1, max_length=LONGEST_WORDS)
    via: Via = Via.REP


class Heard(BaseModel):
    """What was understood. What it forbids binds from now on, on every channel."""

    person: str
    understood: list[str]
    question: str | None = Field(description="What a human of us must settle, if anything.")

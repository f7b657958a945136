"""One message ready for reading, and what a reader of one kind of meaning finds in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.listening.folded import Folded
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid
from outreach.listening.phrases import Dialect, Phrases
from outreach.listening.reading import Span
from policies.channel import Channel
from policies.quick import quick
from policies.statement import Meaning, Via


@dataclass(frozen=True, slots=True)
class Said:
    """The person's own words, folded, with what is needed to understand them.

    `dialects` are the languages it may be in, the likeliest first; refusals are looked for in all
    `plausible` ones. `now` is the moment of receipt on the person's clock. `names` are the folded
    words of their own name.
    """

    folded: Folded
    dialects: tuple[Dialect, ...]
    phrases: Phrases
    channel: Channel | None
    now: datetime
    times: tuple[TimeSaid, ...] = ()
    topics: tuple[str, ...] = ()
    via: Via = Via.EMAIL
    plausible: tuple[Dialect, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def grammar(self) -> Grammar | None:
        """Return the words for time of the likeliest language that has any."""
        return next((d.times for d in self.dialects if d.times is not None), None)

    @property
    def text(self) -> str:
        """Return the folded text."""
        return self.folded.text

    def around(self, start: int) -> Span:
        """Return the sentence around a folded offset."""
        return self.folded.sentence(start)


@quick
@dataclass(frozen=True, slots=True)
class Found:
    """One meaning, with folded offsets."""

    meaning: Meaning
    start: int
    end: int
    confidence: float = 0.9
    about: tuple[Channel, ...] = ()
    """Channels whose address or number a demand without a channel speaks of."""

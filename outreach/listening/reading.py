"""What goes into the reader and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from policies.channel import Channel
from policies.quick import quick
from policies.statement import Unclear, Understood, Via

CAME_BY = {Via.EMAIL: Channel.EMAIL, Via.SMS: Channel.SMS, Via.PHONE: Channel.PHONE}


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came, quoted history and all.

    `received_at` is aware. `language` is a hint (BCP 47), never a proof. `name` is that of whoever
    it comes from or is about, where we know it: an assistant's "Scott asks not to be called" is
    then Scott's own wish.
    """

    text: str
    received_at: datetime
    via: Via
    subject: str = ""
    language: str | None = None
    name: str = ""

    @property
    def channel(self) -> Channel | None:
        """Return the channel it came by; None for forms, imports and reps' notes."""
        return CAME_BY.get(self.via)


@dataclass(frozen=True, slots=True)
class ReaderContext:
    """What we know around a message.

    `zone` is the person's, where known; else dates are counted on the clock of `received_at`.
    `our_sent` holds subjects and texts we sent in this thread, footers included; `topics` the names
    of topics we write about.
    """

    zone: tzinfo | None = None
    our_sent: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Note(StrEnum):
    """What else a human should know of a message; it binds nobody. Append only."""

    INTEREST = "interest"
    QUESTION = "question"
    COMPLAINT = "complaint"
    LEGAL = "legal"
    REFERRAL = "referral"
    LEFT = "left"
    """Whoever we wrote to no longer works there."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """One note with the span of the words it came from (character offsets)."""

    note: Note
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody else they send us to: a name, an address, or both."""

    name: str | None = None
    email: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: character offsets, `end` outside."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What we understood of one message.

    Every span points into `words`: the text as it came, with the subject on top of it where the
    subject said something. `own` are the stretches the person wrote themselves. `automatic` says by
    which words we took it for a machine's, or is empty.
    """

    words: str
    own: tuple[Span, ...]
    understood: tuple[Understood, ...]
    noticed: tuple[Noticed, ...] = ()
    language: str = "en"
    automatic: str = ""
    unclear_because: str = ""
    bare_stop: bool = False
    """Nothing but a stop keyword was said: the statement's source is `Source.KEYWORD`."""
    referral: Referral | None = None

    @property
    def own_words(self) -> str:
        """Return what the person wrote themselves, without quotations and signatures."""
        return "\n".join(self.words[span.start : span.end].strip() for span in self.own).strip()

    @property
    def possibly_refusal(self) -> bool:
        """Return whether something acts as a refusal until a human has looked."""
        unclear = (item.meaning for item in self.understood if isinstance(item.meaning, Unclear))
        return any(meaning.acted_as is not None for meaning in unclear)

    def trimmed(self) -> Reading:
        """Return the same reading with `words` cut down to the person's own, spans moved along."""
        ends = [item.end for item in self.understood if item.end is not None]
        starts = [item.start for item in self.understood]
        first = min([span.start for span in self.own] + starts, default=0)
        last = max([span.end for span in self.own] + ends, default=len(self.words))
        return replace(
            self,
            words=self.words[first:last],
            own=tuple(Span(span.start - first, span.end - first) for span in self.own),
            understood=tuple(_moved(item, first) for item in self.understood),
            noticed=tuple(Noticed(n.note, n.start - first, n.end - first) for n in self.noticed),
        )


def _moved(item: Understood, by: int) -> Understood:
    end = None if item.end is None else item.end - by
    return replace(item, start=item.start - by, end=end)

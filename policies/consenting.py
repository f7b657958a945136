"""Which consents reach an attempt, and until when each of them satisfies a law.

A basis reaches an attempt on its own channel, for marketing, with a proof; one that names a number,
an address or a topic reaches no other. What a person said in proven words is a basis too: in
writing where it was written, outright where it was spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from policies.basis import BasisKind, months_after
from policies.channel import Purpose
from policies.facts import GivenConsent
from policies.preferences import Voice
from policies.rows import Rows
from policies.rulebook import Entry, EntryKind
from policies.statement import Consent, Via

_WRITTEN_WAYS = (Via.EMAIL, Via.SMS, Via.WEB)


@dataclass(frozen=True, slots=True)
class Ground:
    """One yes that reaches the attempt; `expires_at` (aware) is what its record says of its end."""

    kind: BasisKind
    given_at: datetime
    expires_at: datetime | None = None

    def ends_under(self, entry: Entry, lives: Iterable[Entry]) -> datetime | None:
        """Return when it ends under this law (aware), None for never.

        `lives` are other entries in force that let such a yes last only so long; the shortest wins.
        """
        ends = [
            months_after(self.given_at, life.months)
            for each in (entry, *lives)
            for life in each.lives
            if life.kind is self.kind
        ]
        return min((*ends, *filter(None, [self.expires_at])), default=None)

    def satisfies(self, entry: Entry, lives: Iterable[Entry], at: datetime) -> bool:
        """Whether this law accepts it at `at`."""
        if self.kind not in entry.accepts:
            return False
        ends = self.ends_under(entry, lives)
        return ends is None or at < ends


def grounds(rows: Rows) -> tuple[Ground, ...]:
    """Return every yes to marketing that reaches this attempt, whatever it is worth."""
    recorded = (
        Ground(one.kind, one.given_at, one.expires_at)
        for one in rows.facts.consents
        if _reaches(one, rows)
    )
    spoken = (
        Ground(_kind_of(voice), voice.statement.said_at)
        for voice in rows.standing.consents
        if voice.statement.proven
        and voice.meaning.channel is rows.facts.attempt.channel
        and voice.meaning.purpose is Purpose.MARKETING
    )
    return (*recorded, *spoken)


def ends(rows: Rows) -> Iterator[datetime]:
    """Yield every moment at which a yes that reaches this attempt ends under some law here."""
    lives = rows.binding(EntryKind.CONSENT_EXPIRY)
    for entry in rows.binding(EntryKind.CONSENT_REQUIRED):
        for ground in grounds(rows):
            end = ground.ends_under(entry, lives)
            if end is not None:
                yield end


def _reaches(one: GivenConsent, rows: Rows) -> bool:
    attempt = rows.facts.attempt
    return (
        one.channel is attempt.channel
        and one.purpose is Purpose.MARKETING
        and one.given_at <= rows.at
        and bool(one.proof.strip())
        and _names(one.to, rows.address)
        and _names(one.topic, attempt.topic)
    )


def _names(named: str | None, this: str | None) -> bool:
    """Whether what a yes is limited to is this; without a limit it is."""
    return named is None or (this is not None and named.casefold() == this.casefold())


def _kind_of(voice: Voice[Consent]) -> BasisKind:
    written = voice.statement.via in _WRITTEN_WAYS
    return BasisKind.WRITTEN if written else BasisKind.EXPRESS

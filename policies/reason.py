"""Which reason a finding gives, so that it can be said in other languages too.

The clause in English stands beside it, in the rule; the others stand in `templates/why`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a rule objects. Values are stored and name phrases: append only."""

    FAILED = "failed"
    SAID_BEFORE = "already-said"
    REST_AFTER_SILENCE = "at-rest.silence"
    REST_AFTER_NO = "at-rest.no"
    REST_AFTER_STOP = "at-rest.stop"
    BARRED = "channel-forbidden"
    NO_CONSENT = "consent-required"
    CONSENT_ENDED = "consent-required.ended"
    CONSENT_TOO_WEAK = "consent-required.weak"
    OUT_OF_HOURS = "contact-hours"
    UNANSWERED = "conversation-open"
    STOPPED = "do-not-contact"
    STOPPED_ABOUT = "do-not-contact.topic"
    MARKED = "do-not-contact.mark"
    CLOSED_WEEKDAY = "forbidden-days.weekday"
    HOLIDAY = "forbidden-days.holiday"
    ASKED_AT_MOST_ONCE = "frequency-cap.once"
    ASKED_AT_MOST = "frequency-cap.times"
    LIMIT_REACHED = "frequency-cap"
    COLLEAGUES_HEARD = "frequency-cap.colleagues"
    COLLEAGUE_HEARD = "frequency-cap.colleague"
    WHO_IS_IT = "identity-unclear"
    LISTED = "national-registry.listed"
    NOT_LOOKED_UP = "national-registry.unknown"
    OLD_COPY = "national-registry.old"
    HALTED = "not-listening.halted"
    DEAF = "not-listening"
    NO_WAY_OUT = "opt-out-offered"
    PAUSED = "paused"
    ONLY_THROUGH = "only-through"
    NOWHERE = "place-unknown"
    NO_ZONE = "place-unknown.zone"
    NO_RULES = "place-unknown.rules"
    NOT_THEIRS = "point-dead.somebody-else"
    BOUNCED = "point-dead.bounced"
    COMPLAINED = "point-dead.complained"
    WRONG_PERSON = "point-dead.wrong-person"
    BLOCKED_US = "point-dead.blocked"
    NO_POINT = "point-dead.none"
    ASKED_FOR_TWO = "preferred-channel.two"
    ASKED_AND_REFUSED = "preferred-channel.refused"
    ASKED_FOR_WHAT_IS_NOT = "preferred-channel.cannot"
    ASKED_FOR = "preferred-channel"
    WOULD_RATHER_NOT = "preferred-channel.avoided"
    QUIET = "quiet-hours"
    REFUSED = "refused-channel"
    NO_CONFIRMATION = "refused-channel.confirmation"
    NO_NAME = "sender-identity.who"
    NO_SOURCE = "sender-identity.source"
    SENDER_PAUSED = "sender-identity.paused"
    UNWRITTEN = "words-incomplete"
    NO_DOOR = "no-door"
    NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True)
class Clause:
    """A reason with what stands in its phrase.

    `given` pairs a placeholder's name with its value: `by`, `point` and `other` are channels, `on`
    and `since` moments or days in ISO 8601, `weekday` 0-6 (0 = Monday), `count`, `days` and `hours`
    numbers; anything else is text that is said as it is.
    """

    reason: Reason
    given: tuple[tuple[str, str | int], ...] = ()


def clause(reason: Reason, **given: str | int) -> Clause:
    """Return the clause of this reason."""
    return Clause(reason, tuple(given.items()))

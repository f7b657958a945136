"""What each kind of pack entry makes us do: decided here once, and told on the pack's page.

An entry of a kind may carry the keys named for it and no others, so that no value stands in a pack
that nothing reads. docs/adding-a-pack.md shows this table; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policies.rulebook import EntryKind as K


class How(StrEnum):
    """Who sees to it."""

    JUDGED = "judged"
    """A rule reads it at every attempt."""
    KEPT = "kept"
    """We do more than it asks by design; a check says so where we should not."""
    READ = "read"
    """No machine can decide it: it stands there for a human to read."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one kind makes us do, who sees to it, and which keys its entries may carry.

    At least one of `needs` must be there; empty needs none.
    """

    how: How
    by: str
    does: str
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def _judged(by: str, does: str, *keys: str, needs: tuple[str, ...] = ()) -> Meaning:
    return Meaning(How.JUDGED, by, does, keys, needs)


def _kept(by: str, does: str, *keys: str, needs: tuple[str, ...] = ()) -> Meaning:
    return Meaning(How.KEPT, by, does, keys, needs)


def _read(does: str) -> Meaning:
    return Meaning(How.READ, "a human", does)


MEANINGS: Mapping[K, Meaning] = {
    K.CONTACT_HOURS: _judged(
        "contact-hours",
        "Contacts wait until these hours are open on every clock they may live by; `holidays` "
        "close them too, and before one only the `eve_of_holiday` hours are open.",
        *("hours", "closed_days", "holidays", "eve_of_holiday", "clock"),
        needs=("hours",),
    ),
    K.FORBIDDEN_DAYS: _judged(
        "forbidden-days",
        "Contacts wait for the end of such a day where they are.",
        *("holidays", "closed_days"),
        needs=("holidays", "closed_days"),
    ),
    K.FREQUENCY_CAP: _judged(
        "frequency-cap",
        "Contacts wait until fewer than so many lie in the span; attempts count, whoever made "
        "them.",
        "caps",
        needs=("caps",),
    ),
    K.REST: _judged(
        "at-rest",
        "Marketing rests for so many days after a no, a bare stop or silence.",
        "rests",
        needs=("rests",),
    ),
    K.CONSENT_REQUIRED: _judged(
        "consent-required",
        "Marketing is blocked without a basis of a kind that `accepts` names, outright ones if it "
        "names none; `expires` ends some kinds so many months after they were given.",
        *("consent", "accepts", "expires"),
        needs=("consent",),
    ),
    K.CONSENT_EXPIRY: _judged(
        "consent-required",
        "Such a basis ends so many months after it was given, for whatever law accepts it.",
        "expires",
        needs=("expires",),
    ),
    K.REGISTRY: _judged(
        "national-registry",
        "Marketing to a listed number is blocked; to one nobody looked up, or in a copy older than "
        "`max_age_days`, it is held.",
        *("registry", "max_age_days"),
        needs=("registry",),
    ),
    K.CHANNEL_PROHIBITION: _judged(
        "channel-forbidden",
        "The channel is blocked, for every purpose but the one confirmation of a stop; with "
        "`numbers`, to numbers that are or may be of such a kind.",
        "numbers",
    ),
    K.EMERGENCY_BAN: _judged(
        "channel-forbidden",
        "With `in_force_from` the ban is declared, and the channel is blocked as above until its "
        "last day; without, it says that one may be.",
    ),
    K.IDENTIFICATION: _judged(
        "sender-identity, opt-out-offered",
        "Words that lack what is `required` are held, citing it; what no machine can see "
        "(truthfulness, say) is for a human to read.",
        "required",
    ),
    K.OPT_OUT_MECHANISM: _judged(
        "opt-out-offered",
        "Written words without a working way out are held, citing it. Our links never expire, so "
        "`link_valid_days` is met.",
        *("link_valid_days", "deadline"),
    ),
    K.OPT_OUT_CONFIRMATION: _judged(
        "refused-channel, do-not-contact",
        "One confirmation of a stop passes, within the fewest minutes that a law and we (five) "
        "allow; anything later is marketing to somebody who said stop, and cites it.",
        "confirmation",
        needs=("confirmation",),
    ),
    K.OPT_OUT_RECOGNITION: _kept(
        "the reader",
        "Each of the `keywords` alone is read as a stop (`outreach doctor` tries them), and any "
        "other wording that says so counts.",
        *("keywords", "retain"),
    ),
    K.OPT_OUT_DEADLINE: _kept(
        "outreach doctor",
        "Every stop binds from the moment it is read; whatever came in and is not read or settled "
        "within the shortest `deadline` of where they may be is a fault.",
        *("deadline", "link_valid_days"),
        needs=("deadline",),
    ),
    K.OPT_OUT_SCOPE: _kept(
        "outreach doctor",
        "How far a stop reaches is settled by what they said, never narrower than here; its "
        "`deadline` counts like one of `optout_deadline`.",
        "deadline",
    ),
    K.OWN_LIST: _kept(
        "the store",
        "Stops are kept for ever, and outlive erasure as a digest, so every `retain` is met; its "
        "`deadline` counts like one of `optout_deadline`.",
        *("deadline", "retain"),
    ),
    K.CONSENT_PROOF: _kept(
        "the store",
        "A basis without proof is none. Proofs, the wordings shown and that each was used are kept "
        "for ever, the facts of each use for as long as `retain` asks; `outreach consent proof` "
        "shows them.",
        "retain",
    ),
    K.RETENTION: _kept(
        "the engine",
        "What it `keeps` is let go when so long is over: the `facts` of decisions, the `words` we "
        "sent, the `mail` that said nothing that binds. A law's only lengthens the house's. Never "
        "let go is what somebody said, a consent, a stop; `outreach kept` shows the terms.",
        *("keeps", "retain"),
        needs=("keeps",),
    ),
    K.CALLER_ID: _read("Which number a call must show: set it up with the carrier."),
    K.DATA_USE: _read("What else may not be done with an address that said stop; we sell none."),
    K.DIALER_CONDUCT: _read("How machines that dial must behave; here a human presses each call."),
    K.EXEMPTION: _read("Whom some law leaves out. Nothing is loosened by it."),
    K.LOCATION_PRESUMPTION: _read("Where a number is presumed to be; we add its area code anyway."),
    K.NO_STRICTER_RULE: _read("Nothing of its own was found here; wider law and the house bind."),
    K.NUMBER_HYGIENE: _read("Numbers get new owners: what the carrier tells us ends the consent."),
    K.UNKNOWN: _read("Nobody found out what is law here; wider law and the house bind."),
}
"""Every kind; a kind that is missing here cannot stand in a pack."""

VALUES = tuple(dict.fromkeys(key for meaning in MEANINGS.values() for key in meaning.keys))
"""Every key that some kind reads."""

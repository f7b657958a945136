"""Contacts the person asked for: which callback a promised attempt keeps, and what it may pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.channel import Channel, Purpose
from policies.facts import Contact, Facts
from policies.preferences import Standing, Voice
from policies.statement import Callback, Refuse, Request, Source, Via
from policies.windows import instant

NAMED_HOUR = timedelta(minutes=60)
"""How long an hour that the person named stays open."""

GRACE = timedelta(days=1)
"""A promise kept a day late is still kept; later it no longer opens a refused channel."""

ACKNOWLEDGE_WITHIN = timedelta(minutes=5)
"""After this a confirmation of a stop is dropped (47 CFR 64.1200(a)(12) presumes five minutes)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A callback on the attempt's channel that no contact has kept yet; `due` is aware."""

    voice: Voice[Callback]
    due: datetime
    named_hour: bool

    def opens(self, at: datetime) -> bool:
        """Whether `at` lies in the hour they named themselves."""
        return self.named_hour and self.due <= at < self.due + NAMED_HOUR

    def reopens(self, refusal: Voice[Refuse], at: datetime) -> bool:
        """Whether this later, proven wish opens the one contact that `refusal` would forbid."""
        proven = self.voice.statement.proven
        return proven and self.voice.after(refusal) and self.due <= at < self.due + GRACE


def promise(facts: Facts, standing: Standing, zones: Iterable[ZoneInfo]) -> Promise | None:
    """Return the latest callback this attempt may keep, or None if there is none left to keep."""
    channel = facts.attempt.channel
    asked = [voice for voice in standing.callbacks if voice.meaning.channel is channel]
    if not asked:
        return None
    voice = asked[-1]
    if any(
        contact.purpose is Purpose.PROMISED and contact.at > voice.statement.said_at
        for contact in facts.contacts
    ):
        return None
    at = voice.meaning.at
    named = isinstance(at, datetime) or at.minute is not None
    return Promise(voice, instant(at, zones), named)


def asked_for(contact: Contact, facts: Facts, standing: Standing) -> bool:
    """Whether this earlier contact was made because they asked for it; one is, for each callback.

    Ringing again because nobody answered is calling, and counts as that.
    """
    if contact.purpose is not Purpose.PROMISED:
        return False
    asked = [voice.statement.said_at for voice in standing.callbacks]
    last = max((at for at in asked if at < contact.at), default=None)
    return last is None or not any(
        other.purpose is Purpose.PROMISED and last < other.at < contact.at
        for other in facts.contacts
    )


def waives_caps_only(kept: Promise | None) -> bool:
    """Whether the promise rests on a note of ours or a program's: it waives nothing but caps."""
    if kept is None:
        return False
    said = kept.voice.statement
    return said.via in (Via.REP, Via.PROGRAM) and not said.proven


def confirms_a_stop(
    facts: Facts, standing: Standing, at: datetime, within: timedelta = ACKNOWLEDGE_WITHIN
) -> bool:
    """Whether this is the one confirmation owed to a stop heard on this channel just now.

    `within` is for how long one is owed; five minutes are the most, whatever a law allows.
    """
    latest = min(within, ACKNOWLEDGE_WITHIN)
    attempt = facts.attempt
    stops = [
        voice
        for voice in standing.refusals
        if _heard_on(voice, attempt.channel)
        and voice.statement.point in (None, attempt.to or voice.statement.point)
        and attempt.acknowledges in (None, voice.statement.id)
        and voice.statement.said_at <= at <= voice.statement.said_at + latest
    ]
    if not stops:
        return False
    lifted = max((resume.statement.said_at for resume in standing.resumes), default=None)
    return not any(
        contact.purpose is Purpose.ACKNOWLEDGE
        and contact.channel is attempt.channel
        and (lifted is None or contact.at > lifted)
        for contact in facts.contacts
    )


THEIR_LINK = "a link of their own"
"""What somebody asks for on our page who wants to see or loosen what we hold of them."""


def hands_over_their_link(
    facts: Facts, standing: Standing, at: datetime, within: timedelta = ACKNOWLEDGE_WITHIN
) -> bool:
    """Whether this is the one mail with the link that was asked for on our page just now.

    Like the confirmation of a stop it passes a refusal: whoever stopped us must still be able to
    see and erase what we hold. It goes only where the page's own mail went.
    """
    attempt = facts.attempt
    asked = [
        voice.statement
        for voice in standing.requests
        if voice.meaning == Request(THEIR_LINK, attempt.channel)
        and voice.statement.id == attempt.acknowledges
        and voice.statement.source is Source.PAGE
        and voice.statement.point in (None, attempt.to or voice.statement.point)
        and voice.statement.said_at <= at <= voice.statement.said_at + within
    ]
    return bool(asked) and not any(
        contact.purpose is Purpose.ACKNOWLEDGE and contact.at >= asked[0].said_at
        for contact in facts.contacts
    )


def _heard_on(voice: Voice[Refuse], channel: Channel) -> bool:
    """Whether a stop came by this channel, or on a page about it; nobody is rung to confirm one."""
    if voice.statement.via is Via.WEB:
        return voice.meaning.channel in (None, channel) and channel is not Channel.PHONE
    return voice.statement.via.value == channel.value

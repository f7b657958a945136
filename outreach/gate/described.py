"""The fields a message may use, told in plain words: who, what they said, what we promised.

| group    | fields                                                                  |
|----------|-------------------------------------------------------------------------|
| person   | name, call_name, organisation, language                                 |
| rep      | name, email, phone                                                      |
| house    | name, address                                                           |
| their    | words, day, way (by email ...): what they said last, or what is answered |
| promise  | what, day, hour (blank where only a day was named, or no clock is known) |
| stopped  | what (emails, texts, calls, everything), others; goes_on: "you get ..." |
| understood | wishes: how and when they want to be reached, as we understood it     |
| thread   | subject                                                                 |
| page     | link: their own page for an hour, in the mail that hands it over        |
| (single) | topic, source, first_contact, purpose                                   |
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from outreach.config import Settings
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.told import told
from outreach.gate.wanted import Wanted
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Callback,
    Meaning,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Scope,
    Statement,
    Via,
    WallTime,
)

NAMES = {Channel.EMAIL: "emails", Channel.SMS: "texts", Channel.PHONE: "calls"}
ONE_OF = {Channel.EMAIL: "an email", Channel.SMS: "a text", Channel.PHONE: "a call"}
HOW = {Channel.EMAIL: "by email", Channel.SMS: "by text", Channel.PHONE: "by phone"}
WAYS = {
    Via.EMAIL: "by email",
    Via.SMS: "by text",
    Via.PHONE: "on the phone",
    Via.WEB: "on our page",
    Via.IMPORT: "to us",
    Via.REP: "to us",
    Via.PROGRAM: "to us",
}


def groups(wanted: Wanted, settings: Settings) -> dict[str, Any]:
    """Return every field of a message, by group; `more` replaces single fields of a group."""
    zone = ZoneInfo(wanted.zone or settings.house.timezone)
    person, rep, house = wanted.person, wanted.rep, settings.house
    known: dict[str, Any] = {
        "person": {
            "name": person.name,
            "call_name": person.greeting,
            "organisation": wanted.organisation,
            "language": person.language,
        },
        "rep": {
            "name": rep_name(wanted, settings),
            "email": rep.email or settings.sender.mailbox,
            "phone": rep.phone,
        },
        "house": {"name": house.name, "address": house.address},
        "their": _their(wanted.about, zone),
        "promise": _promise(wanted, zone),
        "stopped": _stopped(wanted.about),
        "understood": {"wishes": _wishes(wanted.about)},
        "thread": {"subject": wanted.thread.about if wanted.thread else ""},
        "topic": wanted.topic,
        "source": wanted.source,
        "first_contact": wanted.first_contact,
        "purpose": wanted.purpose.value,
    }
    for name, value in wanted.more.items():
        group = known.get(name)
        both = isinstance(group, dict) and isinstance(value, Mapping)
        known[name] = dict(group or {}, **value) if both else value
    return known


def rep_name(wanted: Wanted, settings: Settings) -> str:
    """Return who speaks; where it is nobody of the team, the house does."""
    return wanted.rep.name if wanted.rep.id else settings.house.name


def day(at: datetime, zone: ZoneInfo) -> str:
    """Return a day as it is written in a letter: Friday 18 December 2026."""
    return _day(at.astimezone(zone).date())


def _day(at: date) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _their(about: Statement | None, zone: ZoneInfo) -> dict[str, str]:
    if about is None:
        return {"words": "", "day": "", "way": ""}
    return {"words": about.words, "day": day(about.said_at, zone), "way": WAYS[about.via]}


def _promise(wanted: Wanted, zone: ZoneInfo) -> dict[str, str]:
    """Tell a promise; its hour only where it is known to be that of their own clock."""
    promise = wanted.promise
    if promise is None:
        return {"what": "", "day": "", "hour": "", "way": ""}
    said, local = _named(promise, wanted.about), promise.due_at.astimezone(zone)
    if said is not None and said.minute is not None:
        told, hour = said.day, f"{said.minute // 60:02}:{said.minute % 60:02}"
    else:
        told, hour = local.date(), f"{local:%H:%M}"
    return {
        "what": promised(promise),
        "day": _day(told),
        "hour": hour if promise.named_hour and (said or wanted.zone) else "",
        "way": ONE_OF[promise.channel] if promise.channel else "",
    }


def _named(promise: Commitment, about: Statement | None) -> WallTime | None:
    """Return the hour that they named themselves, whichever clock it was, for their own promise."""
    if about is None or about.id != promise.statement_id:
        return None
    named = (one.meaning.at for one in about.meanings if isinstance(one.meaning, Callback))
    return next((at for at in named if isinstance(at, WallTime) and at.minute is not None), None)


def promised(promise: Commitment) -> str:
    """Return what was promised, as one may say it to the person: a call, the pricing."""
    if promise.kind is CommitmentKind.CALLBACK:
        return ONE_OF[promise.channel or Channel.PHONE]
    return promise.what


def _wishes(about: Statement | None) -> list[str]:
    """Tell their wishes back, and nothing of where they are or when they are away."""
    said = [one.meaning for one in about.meanings] if about else []
    return [wish for one in said if (wish := _wish(one))]


def _wish(meaning: Meaning) -> str:
    match meaning:
        case Avoid(channel):
            return f"not {HOW[channel]}, if it can be helped"
        case Prefer(channel, Scope.STANDING):
            return f"{HOW[channel]}, rather than any other way"
        case Quiet():
            return told(meaning)
        case _:
            return ""


def _stopped(about: Statement | None) -> dict[str, str]:
    """Say what was stopped; everything, unless every refusal names a channel."""
    refusals = [one.meaning for one in about.meanings] if about else []
    stops = [one for one in refusals if isinstance(one, Refuse)]
    channels = {one.channel for one in stops if one.channel}
    if not channels or any(one.channel is None for one in stops):
        return {"what": "everything", "others": "", "goes_on": ""}
    kept = [ONE_OF[channel] for channel in Channel if channel not in channels]
    what = [NAMES[channel] for channel in Channel if channel in channels]
    goes_on = _goes_on(refusals, about.via if about else None, channels)
    return {"what": " and ".join(what), "others": " or ".join(kept), "goes_on": goes_on}


def _goes_on(meant: Sequence[Meaning], via: Via | None, refused: Collection[Channel]) -> str:
    """Say what they asked for in the same breath; blank where they only asked us to stop."""
    came_by = Channel(via.value) if via is not None and via.value in set(Channel) else None
    asked = [one for one in meant if isinstance(one, Request)]
    ways = [one.channel or came_by for one in asked]
    if asked and ways[0] is not None and ways[0] not in refused:
        return f"you get {asked[0].what} {HOW[ways[0]]}"
    preferred = [one.channel for one in meant if isinstance(one, Prefer)]
    kept = [channel for channel in preferred if channel not in refused]
    return f"you hear from us {HOW[kept[0]]}" if kept else ""

"""What makes a remedy come true: facts with just that added, as the world would bring it about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.facts import Facts, GivenConsent, House, Point, Registry, Words
from policies.remedy import Remedy
from policies.statement import (
    Callback,
    Meaning,
    Pause,
    Prefer,
    Quiet,
    Resume,
    Source,
    Statement,
    Understood,
    Via,
)

_FRESH = {
    Channel.EMAIL: "fresh@kestrel.example",
    Channel.SMS: "+17025550199",
    Channel.PHONE: "+17025550199",
}
_A_MINUTE_A_WEEK = Quiet((0,), 0, 1)


def granted(facts: Facts, remedy: Remedy, at: datetime) -> Facts | None:
    """Return the facts with the remedy fulfilled at `at`; None where no fact holds it."""
    grant = _GRANTS.get(remedy)
    return grant(facts, at) if grant else None


def _their_word(facts: Facts, at: datetime) -> Facts:
    channel = facts.attempt.channel
    return _said(facts, at, Resume(None), Prefer(channel), Pause(at), _A_MINUTE_A_WEEK)


def _their_consent(facts: Facts, at: datetime) -> Facts:
    channel = facts.attempt.channel
    yes = GivenConsent(channel, Purpose.MARKETING, at, "card", kind=BasisKind.WRITTEN)
    return replace(facts, consents=(*facts.consents, yes))


def _their_request(facts: Facts, at: datetime) -> Facts:
    asked = _said(facts, at, Callback(at, facts.attempt.channel))
    return replace(asked, attempt=replace(facts.attempt, purpose=Purpose.PROMISED))


def _their_address(facts: Facts, at: datetime) -> Facts:
    fresh = Point(facts.attempt.channel, _FRESH[facts.attempt.channel])
    moved = replace(facts.attempt, to=fresh.address)
    return replace(facts, attempt=moved, points=(fresh, *facts.points))


def _their_place(facts: Facts, at: datetime) -> Facts:
    there = replace(facts.person, country="US", region="US-NV", zone="America/Los_Angeles")
    return replace(facts, person=there)


def _an_answer(facts: Facts, at: datetime) -> Facts:
    return replace(facts, replies=tuple(replace(one, answered=True) for one in facts.replies))


def _a_fresh_copy(facts: Facts, at: datetime) -> Facts:
    looked = (replace(one, registry=Registry.CLEAR, registry_on=at) for one in facts.points)
    return replace(facts, points=tuple(looked))


def _other_words(facts: Facts, at: datetime) -> Facts:
    return replace(facts, attempt=replace(facts.attempt, words=Words()))


def _a_sound_house(facts: Facts, at: datetime) -> Facts:
    return replace(facts, house=House(assume_country=facts.house.assume_country))


def _without_marks(facts: Facts, at: datetime) -> Facts:
    return replace(facts, bars=())


_GRANTS: dict[Remedy, Callable[[Facts, datetime], Facts]] = {
    Remedy.THEIR_WORD: _their_word,
    Remedy.THEIR_CONSENT: _their_consent,
    Remedy.THEIR_REQUEST: _their_request,
    Remedy.THEIR_ADDRESS: _their_address,
    Remedy.THE_MARK: _without_marks,
    Remedy.AN_ANSWER: _an_answer,
    Remedy.THEIR_PLACE: _their_place,
    Remedy.IDENTITY: _a_sound_house,
    Remedy.LISTENING: _a_sound_house,
    Remedy.GO_ON: _a_sound_house,
    Remedy.SENDER: _a_sound_house,
    Remedy.REGISTRY: _a_fresh_copy,
    Remedy.OTHER_WORDS: _other_words,
    Remedy.COMPLETE_WORDS: _other_words,
}


def _said(facts: Facts, at: datetime, *means: Meaning) -> Facts:
    word = Statement(
        id="their own",
        words="go on",
        said_at=at,
        via=Via.EMAIL,
        source=Source.REPLY,
        proven=True,
        meanings=tuple(Understood(each) for each in means),
    )
    return replace(facts, statements=(*facts.statements, word))

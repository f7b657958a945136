"""What an understood statement sets in motion, before anything is written. Pure.

Whatever tightens acts at once, from any source; what loosens waits for proof, which is why only
promises look at `proven` here (the fold of preferences looks at it for everything else).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from policies.channel import Channel
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Consent,
    Language,
    Meaning,
    NotInterested,
    OnlyThrough,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Unclear,
    WrongPerson,
    refusal_in,
)


class Reach(StrEnum):
    """How far a refusal withdraws what is planned; ordered by `WIDENING`."""

    NOTHING = "nothing"
    TOPIC = "topic"
    PERSON = "person"
    ORGANISATION = "organisation"


WIDENING = (Reach.NOTHING, Reach.TOPIC, Reach.PERSON, Reach.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from one statement.

    `topics` are those refused where `reach` is TOPIC. `unclear` is the question for a human, or
    empty. `confirm` says that the person is owed one confirmation of a stop.
    """

    restrictive: bool = False
    reach: Reach = Reach.NOTHING
    topics: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    unclear: str = ""
    confirm: bool = False
    wrong_person: bool = False


def effects_of(meanings: Iterable[Meaning]) -> Effects:
    """Return what these meanings set in motion together.

    A possible refusal withdraws nothing: it forbids until a human has looked, and leaves what is
    planned to be judged then.
    """
    meant = tuple(meanings)
    refusals = [one for one in meant if isinstance(one, Refuse)]
    reach = max(map(reach_of, refusals), key=WIDENING.index, default=Reach.NOTHING)
    return Effects(
        restrictive=any(map(tightens, meant)),
        reach=reach,
        topics=tuple(refusal.topic for refusal in refusals if refusal.topic),
        requests=tuple(one for one in meant if isinstance(one, Request)),
        callbacks=tuple(one for one in meant if isinstance(one, Callback)),
        unclear="; ".join(one.why for one in meant if isinstance(one, Unclear)),
        confirm=bool(refusals),
        wrong_person=any(isinstance(one, WrongPerson) for one in meant),
    )


def reach_of(refusal: Refuse) -> Reach:
    """Return how far a refusal withdraws; one channel's refusal leaves the others to be judged."""
    if refusal.organisation:
        return Reach.ORGANISATION
    if refusal.topic is not None:
        return Reach.TOPIC
    return Reach.PERSON if refusal.channel is None else Reach.NOTHING


def refuses(meanings: Iterable[Meaning], channel: Channel) -> bool:
    """Say whether these meanings, taken alone, refuse a channel altogether."""
    found = [refusal for refusal in map(refusal_in, meanings) if refusal]
    return any(one.topic is None and one.channel in (None, channel) for one in found)


def by_hand(wish: Iterable[Meaning], read: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Return what one of us says that somebody wished, but for calls their own words refuse.

    Whoever says in one breath "never ring me" and is noted as asking for a call asked for none,
    unless the words themselves name one.
    """
    words = tuple(read)
    named = {one.channel for one in words if isinstance(one, Callback)}
    return tuple(
        one
        for one in wish
        if not isinstance(one, Callback) or one.channel in named or not refuses(words, one.channel)
    )


def tightens(meaning: Meaning) -> bool:
    """Say whether a meaning may forbid something that was allowed before."""
    match meaning:
        case Refuse() | Avoid() | Quiet() | Pause() | AtMost() | NotInterested() | WrongPerson():
            return True
        case OnlyThrough() | Callback() | Prefer() | Place() | Unclear():
            return True  # a callback is also a pause, a preference binds the other channels
        case Resume() | Consent() | Language() | Request():
            return False
        case _:
            assert_never(meaning)

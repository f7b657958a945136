"""What a person wishes, derived afresh from what they said.

Refusals only add up, and `Resume` alone lifts one. Of the rest a proven statement supersedes the
person's older ones of the same kind, and an unproven one only binds beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from policies.channel import Channel
from policies.finding import Quote
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Consent,
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
    Scope,
    Source,
    Statement,
    Unclear,
    Understood,
    WrongPerson,
)

M = TypeVar("M", bound=Meaning)

BARE_STOPS = frozenset({Source.KEYWORD, Source.ONE_CLICK, Source.CARRIER})
"""Acts that say nothing but stop: they also rest marketing on every channel."""


@dataclass(frozen=True, slots=True)
class Voice(Generic[M]):
    """One meaning with the statement it was said in."""

    statement: Statement
    understood: Understood
    meaning: M

    @property
    def quote(self) -> Quote:
        """Return the evidence: the statement and the span of its words that matters."""
        return Quote(self.statement, self.understood.start, self.understood.end)

    def after(self, other: Voice[Any]) -> bool:
        """Whether this was said later than `other`; the same moment is not later."""
        return self.statement.said_at > other.statement.said_at


class Standing(NamedTuple):
    """A person's standing wishes. Each list is in the order in which things were said."""

    refusals: tuple[Voice[Refuse], ...] = ()
    resumes: tuple[Voice[Resume], ...] = ()
    prefers: tuple[Voice[Prefer], ...] = ()
    matters: tuple[Voice[Prefer], ...] = ()
    avoids: tuple[Voice[Avoid], ...] = ()
    quiets: tuple[Voice[Quiet], ...] = ()
    pauses: tuple[Voice[Pause] | Voice[Callback], ...] = ()
    limits: tuple[Voice[AtMost], ...] = ()
    places: tuple[Voice[Place], ...] = ()
    noes: tuple[Voice[NotInterested], ...] = ()
    wrong: tuple[Voice[WrongPerson], ...] = ()
    callbacks: tuple[Voice[Callback], ...] = ()
    consents: tuple[Voice[Consent], ...] = ()
    requests: tuple[Voice[Request], ...] = ()
    throughs: tuple[Voice[OnlyThrough], ...] = ()

    def lifted(self, refusal: Voice[Refuse], channel: Channel) -> Voice[Resume] | None:
        """Return the proven word that took this refusal back for `channel`, if any was said.

        A refusal of one topic is lifted only by a word that takes everything back; a refusal of all
        contact never by the one word that some machine taught them.
        """
        for resume in self.resumes:
            if _reaches(resume, refusal, channel) and resume.after(refusal):
                return resume
        return None

    def refusals_of(self, channel: Channel) -> tuple[Voice[Refuse], ...]:
        """Return the refusals that bind `channel` without naming a topic."""
        return tuple(
            voice
            for voice in self.refusals
            if voice.meaning.topic is None
            and voice.meaning.channel in (None, channel)
            and not self.lifted(voice, channel)
        )

    def throughs_of(self, channel: Channel) -> tuple[Voice[OnlyThrough], ...]:
        """Return what bids us go through somebody else, and was not taken back for `channel`."""
        return tuple(
            voice
            for voice in self.throughs
            if not any(
                resume.meaning.channel in (None, channel) and resume.after(voice)
                for resume in self.resumes
            )
        )

    def avoids_of(self, channel: Channel) -> tuple[Voice[Avoid], ...]:
        """Return what stands against `channel` as inability or distaste."""
        return tuple(voice for voice in self.avoids if voice.meaning.channel is channel)


def _reaches(resume: Voice[Resume], refusal: Voice[Refuse], channel: Channel) -> bool:
    names, refused = resume.meaning.channel, refusal.meaning
    if resume.statement.source is Source.KEYWORD and refused.channel is None:
        return False
    return names is None or (names is channel and refused.topic is None)


NOTHING_SAID = Standing()

_LISTS: dict[type[Any], str] = {
    Refuse: "refusals",
    Resume: "resumes",
    Avoid: "avoids",
    Quiet: "quiets",
    Pause: "pauses",
    AtMost: "limits",
    Place: "places",
    NotInterested: "noes",
    WrongPerson: "wrong",
    Consent: "consents",
    Request: "requests",
    OnlyThrough: "throughs",
}


def standing(statements: Sequence[Statement]) -> Standing:
    """Return what these statements add up to; their order does not matter."""
    if not statements:
        return NOTHING_SAID
    heard: dict[str, list[Voice[Any]]] = {}
    ordered = sorted(statements, key=_when_said) if len(statements) > 1 else statements
    for said in ordered:
        for understood in said.meanings:
            meaning = _as_acted(understood.meaning)
            for name in _lists_of(meaning):
                heard.setdefault(name, []).append(Voice(said, understood, meaning))
    if "resumes" in heard:
        heard["resumes"] = [voice for voice in heard["resumes"] if voice.statement.proven]
    if len(statements) > 1:
        for name in _SUPERSEDED.intersection(heard):
            heard[name] = _in_force(heard[name])
        if "avoids" in heard:
            heard["avoids"] = _still_avoided(heard)
    return Standing(**{name: tuple(voices) for name, voices in heard.items()})


_SUPERSEDED = frozenset({"prefers", "quiets", "pauses", "limits"})


def _when_said(said: Statement) -> tuple[datetime, str]:
    return said.said_at, said.id


def _as_acted(meaning: Meaning) -> Meaning:
    """Return what binds: of an unclear stop, the restrictive reading."""
    if isinstance(meaning, Unclear) and meaning.acted_as is not None:
        return meaning.acted_as
    return meaning


def _lists_of(meaning: Meaning) -> tuple[str, ...]:
    if isinstance(meaning, Callback):
        return "callbacks", "pauses"
    if isinstance(meaning, Prefer):
        return ("prefers",) if meaning.scope is Scope.STANDING else ("matters",)
    name = _LISTS.get(type(meaning))
    return (name,) if name else ()


def _in_force(voices: list[Voice[Any]]) -> list[Voice[Any]]:
    """Keep what the latest proven statement says, and whatever was said, unproven, since."""
    proven = [voice.statement.said_at for voice in voices if voice.statement.proven]
    if not proven:
        return voices
    latest = max(proven)
    return [voice for voice in voices if voice.statement.said_at >= latest]


def _still_avoided(heard: dict[str, list[Voice[Any]]]) -> list[Voice[Any]]:
    """Drop distaste that the person themselves has since turned into a wish or taken back."""
    turned = [
        voice
        for voice in (*heard.get("prefers", ()), *heard.get("resumes", ()))
        if voice.statement.proven
    ]
    return [
        avoid
        for avoid in heard["avoids"]
        if not any(
            voice.meaning.channel in (None, avoid.meaning.channel) and voice.after(avoid)
            for voice in turned
        )
    ]


def quotes(voices: Iterable[Voice[Any]]) -> tuple[Quote, ...]:
    """Return the evidence of several voices, each statement once."""
    once = {voice.statement.id: voice.quote for voice in voices}
    return tuple(once.values())

"""A hunch that somebody asks us to stop, where the rules over classes of words found nothing.

People have more ways of saying stop than any grammar has rules. Each run of one to three words,
whole and by their beginnings, has a weight learnt from the labelled replies in the tests (logistic
regression); their sum says how likely a stop is. It can only tighten: what it suspects acts as a
refusal until a human has looked, today, and it is never asked about a rep's note or a machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import exp, sqrt

from outreach.listening.echoes import without_echoes
from outreach.listening.folded import fold_word
from outreach.listening.needles import Phrase
from outreach.listening.phrases import Phrases
from outreach.listening.reading import Heard, Reading
from policies.statement import (
    Consent,
    Prefer,
    Refuse,
    Resume,
    Unclear,
    Understood,
    Via,
)

ENOUGH = 0.9
"""The likelihood from which a stop is suspected: one in sixty replies that were none reached it."""
SURELY = 0.97
"""The same where the words were understood as something else already."""
FEWEST_WORDS = 4
"""Of fewer words a keyword is made, which the rules know; or a greeting, which says nothing."""
MOST_WORDS = 150
"""Longer letters say so much that a sum over all of it says nothing."""
THEIR_OWN = (Via.EMAIL, Via.SMS, Via.WEB)
WHY = "it may ask us to stop, in words that we do not know"
_BEGINNING = 4
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_PIECE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+|\d+|[?!]")


@dataclass(frozen=True, slots=True)
class Hunch:
    """The weights that were learnt, by trait, and what is added to their sum."""

    weights: Mapping[str, float]
    bias: float

    def likelihood(self, text: str) -> float:
        """Return how likely words ask us to stop, from 0 to 1; 0 for too few or too many."""
        pieces = pieces_of(text)
        if not FEWEST_WORDS <= len(pieces) <= MOST_WORDS:
            return 0.0
        known = [one for trait in traits(pieces) if (one := self.weights.get(trait)) is not None]
        total = sum(known) / sqrt(len(known)) if known else 0.0
        return 1 / (1 + exp(-(total + self.bias)))


def pieces_of(text: str) -> list[str]:
    """Return the words of a text as they are compared; numbers alike, Japanese sign by sign."""
    return ["#" if one.isdigit() else one for one in _PIECE.findall(fold_word(text))]


def traits(pieces: list[str]) -> frozenset[str]:
    """Return what is weighed: runs of one to three words, and of their beginnings."""
    whole = ["^", *pieces, "$"]
    begun = [one[:_BEGINNING] for one in whole]
    return frozenset([*_runs(whole, ""), *_runs(begun, "~")])


def _runs(words: list[str], mark: str) -> Iterator[str]:
    for place in range(len(words)):
        for length in (1, 2, 3):
            if place + length <= len(words):
                yield mark + " ".join(words[place : place + length])


def tightened(reading: Reading, heard: Heard, hunch: Hunch, phrases: Phrases) -> Reading:
    """Return the reading; where it refuses nothing and a stop is likely, with a doubt added."""
    if heard.via not in THEIR_OWN or reading.automatic or _says_already(reading):
        return reading
    words = reading.own_words
    enough = SURELY if reading.understood else ENOUGH
    if hunch.likelihood(words) < enough:
        return reading
    likelihood = hunch.likelihood(_without_instructions(words, phrases))
    if likelihood < enough:
        return reading
    own = reading.own
    doubt = Understood(Unclear(Refuse(None), WHY), own[0].start, own[-1].end, likelihood)
    because = "; ".join(part for part in (reading.unclear_because, WHY) if part)
    return replace(reading, understood=(*reading.understood, doubt), unclear_because=because)


def _says_already(reading: Reading) -> bool:
    """Whether a refusal was heard or set aside, a channel asked for, or a permission taken up."""
    settled = Refuse | Unclear | Resume | Consent | Prefer
    return any(isinstance(one.meaning, settled) for one in reading.understood)


def _without_instructions(words: str, phrases: Phrases) -> str:
    """Return words without what a mailing prints below itself, and without idioms."""
    printed, idioms, denied = (
        [phrase for dialect in phrases.dialects.values() for phrase in dialect.of("guards", kind)]
        for kind in ("footer", "idiom", "denied")
    )
    sentences = _SENTENCE.findall(without_echoes(fold_word(words), denied))
    kept = (
        one
        for one in sentences
        if not any(phrase.may_match(one) and phrase.pattern.search(one) for phrase in printed)
    )
    return "\n".join(_without(one, idioms) for one in kept)


def _without(words: str, idioms: Iterable[Phrase]) -> str:
    for phrase in idioms:
        if phrase.may_match(words):
            words = phrase.pattern.sub(" ", words)
    return words

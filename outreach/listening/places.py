"""Where a person says they are, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.listening.needles import Phrase
from outreach.listening.said import Found, Said
from policies.statement import Place

_NEAR = 40
_WORD = re.compile(r"\w+")


def places(said: Said) -> Iterator[Found]:
    """Find "I'm in Singapore until Friday": the zone, and the day on which it ends."""
    if said.phrases.place_starts.isdisjoint(_WORD.findall(said.text)):
        return
    for match in said.phrases.place.finditer(said.text):
        sentence = said.around(match.start())
        before = said.text[sentence.start : match.start()][-_NEAR:]
        if not any(_stands_before(before, p) for d in said.dialects for p in d.of("place", "here")):
            continue
        until = next(
            (
                time.days.first
                for time in said.times
                if time.operator == "until" and match.end() <= time.start <= sentence.end
            ),
            None,
        )
        zone = said.phrases.places[" ".join(match[0].split())]
        yield Found(Place(zone, until), match.start(), match.end())


def _stands_before(before: str, pattern: Phrase) -> bool:
    return any(not before[m.end() :].strip() for m in pattern.finditer(before))

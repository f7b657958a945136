"""From the pattern language of our phrase files to compiled phrases.

A pattern is a regular expression over folded text in which a space is any white space, ` ?` is any
or none, and `<name>` is a slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.listening.late import late
from outreach.listening.needles import Needles, Phrase, all_needles_of, needles_of, phrase

FORMS = ("verb", "verbing", "verbed", "noun")
"""Slots that name channels, alone or in a row; a pattern is about the channels they match."""
_SLOT = re.compile(r"(?<!P)<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Slots:
    """What may stand for `<name>` in the patterns of one language.

    `spaced` says that the language parts its words.
    """

    where: str
    sources: Mapping[str, str]
    needles: Mapping[str, Needles | None]
    spaced: bool = True

    def phrase(self, source: str, *, before: bool = False) -> Phrase:
        """Compile a pattern; with `before` it must stand right before what follows the text."""
        try:
            needles = all_needles_of(source, self.needles)
            filled = _SLOT.sub(lambda slot: self.sources[slot[1]], source)
            return phrase(self._compiled(f"(?:{filled})[^\\w,;]*$" if before else filled), needles)
        except KeyError as fault:
            msg = f"phrases of {self.where}: pattern `{source}` names an unknown slot: {fault}"
            raise ValueError(msg) from fault

    def _compiled(self, filled: str) -> re.Pattern[str]:
        for number in range(filled.count("(?P<what_>")):
            filled = filled.replace("(?P<what_>", f"(?P<what_{number}>", 1)
        spaced = filled.replace(" ?", r"\s*").replace(" ", r"\s+")
        return late(rf"(?<!\w)(?:{spaced})(?!\w)" if self.spaced else spaced)


def slots_from(where: str, data: Mapping[str, Any]) -> Slots:
    """Return the slots of a parsed phrase file: its own, and those that name channels."""
    sources = {name: f"(?:{any_of(words)})" for name, words in data.get("slots", {}).items()}
    plain = {name: "|".join(words) for name, words in data.get("slots", {}).items()}
    for form in FORMS:
        words = [word for forms in data["channels"].values() for word in forms.get(form, ())]
        if words:
            one = f"(?:{any_of(words)})"
            sources[form] = rf"(?P<what_>{one}(?:{data['and']}{one}){{0,5}})"
            plain[form] = "|".join(words)
    needles: dict[str, Needles | None] = {}
    for name in (*FORMS, *plain):
        if name in plain:
            needles[name] = _needles(plain[name], plain, needles)
    return Slots(where, _nested(sources), needles, bool(data.get("spaced", True)))


def _needles(
    source: str, plain: Mapping[str, str], known: Mapping[str, Needles | None]
) -> Needles | None:
    """Return the needles of a slot; one that uses a slot further down has none."""
    return needles_of(source, {name: known.get(name) for name in plain})


def _nested(sources: Mapping[str, str]) -> dict[str, str]:
    """Fill slots that stand in slots."""
    return {
        name: _SLOT.sub(lambda slot: sources[slot[1]], source) for name, source in sources.items()
    }


def any_of(words: Iterable[str]) -> str:
    """Return an alternation of patterns, the longest first."""
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))

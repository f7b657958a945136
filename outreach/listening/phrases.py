"""Phrases as data: what people write, per language, compiled once.

A pattern is a regular expression over folded text (lower case, no accents) in which a space is any
white space and `<name>` is a slot. Slots of the file's `[slots]` are alternatives; `<verb>`,
`<verbing>`, `<verbed>` and `<noun>` are ways of naming channels, alone or in a row ("calls or
texts"), and say what the pattern is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outreach.listening.folded import fold_word
from outreach.listening.grammar import OPERATORS, Grammar, grammar_from
from policies.channel import Channel

QUOTED = ("attribution", "original", "header", "block", "device", "disclaimer")
LEADING = ("negation", "reported", "own_act", "third", "conditional", "distaste", "pressed")
"""Guards that stand right before the words they guard."""
FORMS = ("verb", "verbing", "verbed", "noun")
_SLOT = re.compile(r"(?<!P)<([a-z_]+)>")
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One language: its patterns by section and kind, and how it names channels and times."""

    code: str
    patterns: Mapping[str, Mapping[str, Patterns]]
    channels: re.Pattern[str]
    markers: frozenset[str]
    times: Grammar | None

    def of(self, section: str, kind: str) -> Patterns:
        """Return the patterns of one kind; a language may have none."""
        return self.patterns.get(section, {}).get(kind, ())

    def channels_of(self, match: re.Match[str]) -> tuple[Channel | None, ...]:
        """Return the channels a match of one of our patterns is about; none named is no channel."""
        said = (words for name, words in match.groupdict().items() if name.startswith("what_"))
        return self.channels_in(" ; ".join(words for words in said if words))

    def channels_in(self, text: str) -> tuple[Channel | None, ...]:
        """Return the channels named in a stretch of folded text; None is any channel."""
        found: dict[Channel | None, None] = {}
        for match in self.channels.finditer(text):
            found[None if match.lastgroup == "any" else Channel(match.lastgroup or "")] = None
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Keywords:
    """Whole messages that are one word, in every language: folded, without punctuation."""

    stop: frozenset[str]
    start: frozenset[str]
    polite: frozenset[str]
    signs: frozenset[str]
    not_typos: frozenset[str]
    strong: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All languages we read, the keywords, and where places are (folded name to IANA zone)."""

    dialects: Mapping[str, Dialect]
    keywords: Keywords
    places: Mapping[str, str]
    place: re.Pattern[str]
    idle: frozenset[str]
    """Words that add nothing to a time they stand beside: operators and courtesies."""
    quoted: Mapping[str, re.Pattern[str]]
    """How quoted history, signatures and disclaimers begin, by kind, in all languages at once."""


def phrases_from(
    languages: Mapping[str, Mapping[str, Any]],
    keywords: Mapping[str, Any],
    places: Mapping[str, Mapping[str, list[str]]],
) -> Phrases:
    """Compile parsed phrase files; raise `ValueError` naming the file and pattern that fails."""
    times = [data["times"] for data in languages.values() if "times" in data]
    idle = [word for one in times for name in (*OPERATORS, "idle") for word in one.get(name, ())]
    zones = {fold_word(name): zone for zone, names in places["zones"].items() for name in names}
    return Phrases(
        {code: _dialect(code, data) for code, data in languages.items()},
        Keywords(**{name: frozenset(map(fold_word, words)) for name, words in keywords.items()}),
        zones,
        re.compile(rf"(?<!\w)(?:{_any_of(map(re.escape, zones))})(?!\w)"),
        frozenset(part for word in (*idle, *keywords["polite"]) for part in word.split()),
        {kind: _quoted(languages, kind) for kind in QUOTED},
    )


def _quoted(languages: Mapping[str, Mapping[str, Any]], kind: str) -> re.Pattern[str]:
    sources = [
        source
        for data in languages.values()
        for source in data.get("patterns", {}).get("quoted", {}).get(kind, ())
    ]
    return _pattern("|".join(sources) or "(?!)", {}, f"quoted.{kind}", edged=False)


def _dialect(code: str, data: Mapping[str, Any]) -> Dialect:
    edged = bool(data.get("spaced", True))
    slots = {name: f"(?:{_any_of(words)})" for name, words in data.get("slots", {}).items()}
    for form in FORMS:
        words = [word for channel in data["channels"].values() for word in channel.get(form, ())]
        if words:
            one = f"(?:{_any_of(words)})"
            slots[form] = rf"(?P<what_>{one}(?:{data['and']}{one})*)"
    made: dict[str, dict[str, Patterns]] = {}
    for section, kinds in data.get("patterns", {}).items():
        if section == "quoted":
            continue
        made[section] = {
            kind: tuple(
                _pattern(
                    rf"(?:{source})\W*$" if section == "guards" and kind in LEADING else source,
                    slots,
                    f"{code}: {section}.{kind}",
                    edged,
                )
                for source in all_
            )
            for kind, all_ in kinds.items()
        }
    named = "|".join(
        f"(?P<{channel}>{_any_of(w for form in FORMS for w in forms.get(form, ()))})"
        for channel, forms in data["channels"].items()
    )
    channels = _pattern(named, {}, f"{code}: channels", edged)
    return Dialect(
        code,
        made,
        channels,
        frozenset(data.get("markers", ())),
        grammar_from(data.get("times", {})),
    )


def _pattern(source: str, slots: Mapping[str, str], where: str, edged: bool) -> re.Pattern[str]:
    try:
        filled = _SLOT.sub(lambda slot: slots[slot[1]], source)
        for number in range(filled.count("(?P<what_>")):
            filled = filled.replace("(?P<what_>", f"(?P<what_{number}>", 1)
        filled = filled.replace(" ?", r"\s*").replace(" ", r"\s+")
        return re.compile(rf"(?<!\w)(?:{filled})(?!\w)" if edged else filled)
    except (KeyError, re.error) as fault:
        msg = f"phrases of {where}: pattern `{source}` cannot be read: {fault}"
        raise ValueError(msg) from fault


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))

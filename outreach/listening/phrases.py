"""Phrases as data: what people write, per language, compiled once.

Which patterns there are, and which words name channels and times, is in `phrases/<language>.toml`;
how patterns are written, in `outreach.listening.patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from outreach.listening.absences import Absences, absences_from
from outreach.listening.folded import fold_word
from outreach.listening.grammar import OPERATORS, Grammar, grammar_from
from outreach.listening.lexicon import lexicon_from
from outreach.listening.needles import Phrase
from outreach.listening.patterns import FORMS, Slots, any_of, slots_from
from outreach.listening.shelves import Patterns, Place, Shelf, shelf_of
from outreach.listening.syntax import Match, Syntax, syntax_from
from policies.channel import Channel

QUOTED = ("attribution", "original", "header", "block", "device", "disclaimer")
_SHORTEST = 2
PRINTED = (("guards", "footer"), ("automatic", "subject"), ("automatic", "body"))
"""What machines write, which may be in another language than the words beside it."""
LEADING = (
    "negation",
    "reported",
    "own_act",
    "third",
    "third_pronoun",
    "conditional",
    "distaste",
    "pressed",
)
"""Guards that stand right before the words they guard."""


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One language: its patterns by section and kind, and how it names channels and times."""

    code: str
    patterns: Mapping[str, Mapping[str, Patterns]]
    channels: Phrase
    markers: frozenset[str]
    times: Grammar | None
    syntax: Syntax | None
    shelf: Shelf

    def find(self, section: str, text: str, *, strict: bool = False) -> Iterator[Match]:
        """Yield what the rules over classes of words find; strictly, no slip is forgiven."""
        return self.syntax.find(section, text, strict=strict) if self.syntax else iter(())

    def of(self, section: str, kind: str) -> Patterns:
        """Return the patterns of one kind; a language may have none."""
        return self.patterns.get(section, {}).get(kind, ())

    def live(self, section: str, kind: str, text: str) -> Patterns:
        """Return the patterns of one kind that may match somewhere in a folded text."""
        return _live(self.shelf, text).get((section, kind), ())

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
    takes_back: frozenset[str]
    strong: frozenset[str]
    alike: frozenset[str]
    unlike: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All languages we read, the keywords, and where places are (folded name to IANA zone)."""

    dialects: Mapping[str, Dialect]
    keywords: Keywords
    places: Mapping[str, str]
    place: re.Pattern[str]
    place_starts: frozenset[str]
    """First words of those names: a text without any of them names none."""
    idle: frozenset[str]
    """Words that add nothing to a time they stand beside: operators and courtesies."""
    quoted: Mapping[str, Phrase]
    """How quoted history, signatures and disclaimers begin, by kind, in all languages at once."""
    shelf: Shelf
    """What is looked for in every language whatever the text is in, by `PRINTED`."""
    absences: tuple[Absences, ...]
    """Out-of-office replies in further languages."""

    def live(self, section: str, kind: str, text: str) -> Patterns:
        """Return the patterns of all languages that may match in a folded text, if `PRINTED`."""
        return _live(self.shelf, text).get((section, kind), ())


def phrases_from(
    languages: Mapping[str, Mapping[str, Any]],
    keywords: Mapping[str, Any],
    places: Mapping[str, Mapping[str, list[str]]],
    rules: Mapping[str, Any],
    absences: Mapping[str, Mapping[str, Sequence[str]]],
) -> Phrases:
    """Compile parsed phrase files; raise `ValueError` naming the file and pattern that fails."""
    times = [data["times"] for data in languages.values() if "times" in data]
    idle = [word for one in times for name in (*OPERATORS, "idle") for word in one.get(name, ())]
    zones = {fold_word(name): zone for zone, names in places["zones"].items() for name in names}
    dialects = {code: _dialect(code, data, rules) for code, data in languages.items()}
    return Phrases(
        dialects,
        Keywords(**{name: frozenset(map(fold_word, words)) for name, words in keywords.items()}),
        zones,
        re.compile(rf"(?<!\w)(?:{any_of(map(re.escape, zones))})(?!\w)"),
        frozenset(re.split(r"\W", name)[0] for name in zones),
        frozenset(part for word in (*idle, *keywords["polite"]) for part in word.split()),
        {kind: _quoted(languages, kind) for kind in QUOTED},
        shelf_of(_printed(dialects.values())),
        absences_from(absences),
    )


def _printed(dialects: Iterable[Dialect]) -> dict[str, dict[str, Patterns]]:
    every = tuple(dialects)
    printed: dict[str, dict[str, Patterns]] = {}
    for section, kind in PRINTED:
        found = tuple(one for dialect in every for one in dialect.of(section, kind))
        printed.setdefault(section, {})[kind] = found
    return printed


def _quoted(languages: Mapping[str, Mapping[str, Any]], kind: str) -> Phrase:
    sources = [
        source
        for data in languages.values()
        for source in data.get("patterns", {}).get("quoted", {}).get(kind, ())
    ]
    slots = Slots(f"quoted.{kind}", {}, {}, spaced=False)
    return slots.phrase("|".join(sources) or "(?!)")


def _time_words(times: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words for times, which tell a language as well as its small words do."""
    for kind in ("months", "weekdays", "units", "numbers", "fixed"):
        for name in times.get(kind, ()):
            yield from (word for word in re.split(r"\W", name) if len(word) > _SHORTEST)


def _dialect(code: str, data: Mapping[str, Any], rules: Mapping[str, Any]) -> Dialect:
    slots = slots_from(code, data)
    made = {
        section: {
            kind: tuple(
                slots.phrase(source, before=section == "guards" and kind in LEADING)
                for source in sources
            )
            for kind, sources in kinds.items()
        }
        for section, kinds in data.get("patterns", {}).items()
        if section != "quoted"
    }
    named = "|".join(
        f"(?P<{channel}>{any_of(word for form in FORMS for word in forms.get(form, ()))})"
        for channel, forms in data["channels"].items()
    )
    markers = frozenset((*data.get("markers", ()), *_time_words(data.get("times", {}))))
    times = grammar_from(data.get("times", {}))
    lexicon = lexicon_from(data.get("words", {}), spaced=slots.spaced)
    syntax = syntax_from(lexicon, (rules, data.get("rules", {})), code)
    shelf = shelf_of(made)
    return Dialect(code, made, slots.phrase(named), markers, times, syntax, shelf)


@lru_cache(maxsize=64)
def _live(shelf: Shelf, text: str) -> Mapping[Place, Patterns]:
    return shelf.live(text)

"""Rules over classes of words: what is said however it is said.

A rule is a row of elements between spaces, each of them one word unless it says otherwise:

* `stop`, `verb|noun`: a word of this class, or of one of these;
* `me?`, `me*`: none or one, any number;
* `..`, `..2`: up to four words, or two, without a comma among them; `~`, `~6`: up to eight across
  commas. Neither steps over a negation or a `bar` ("if", "hesitate"); `...` steps over all that
  within a sentence, up to fourteen words;
* `!ing`, `<!i`: the next, the last word is none of this class; `<i`: the last word is one;
* `^`, `$`: where a clause begins or ends; `!?`: not with a question mark; `,`: a comma;
  `( … )`, `( … )?`: elements together;
* `any`: any word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach.listening.late import late
from outreach.listening.lexicon import ASKS, HARD, LINE, SOFT, Lexicon, Signs
from policies.channel import Channel
from policies.quick import quick

_BREAKS = re.escape(SOFT + HARD + ASKS)
_GAPS = {"..": 4, "~": 8, "...": 14}
WHOLE = "all"
"""The kind of rules that are about all channels, whichever their words name."""
_ELEMENT = re.compile(
    r"(?P<gap>\.{2,3}|~)(?P<most>\d*)|(?P<look><?!|<)?(?P<names>(?:[a-z_]+|\$)(?:\|(?:[a-z_]+|\$))*)(?P<many>[?*+]?)"
)
_PLAIN = {
    "^": rf"(?<![^{_BREAKS}\n])",
    "$": rf"(?=[{_BREAKS}\n]|\Z)",
    "!?": rf"(?!{re.escape(ASKS)})",
    ",": SOFT,
    ",?": f"{SOFT}?",
    "(": "(?:",
    ")": ")",
    ")?": ")?",
    "|": "|",
}
_BARS = ("bar", "dont", "didnt", "not", "neg", "deny", "ne")
_CHANNELS = {channel.value: channel for channel in Channel}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one language: compiled, with the signs of which a text must hold one each."""

    source: str
    kind: str
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]


@quick
@dataclass(frozen=True, slots=True)
class Match:
    """What a rule found: folded offsets, and the channels its words name."""

    kind: str
    start: int
    end: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """The rules of one language over the classes of its words."""

    lexicon: Lexicon
    rules: Mapping[str, tuple[Rule, ...]]
    under: Mapping[str, tuple[tuple[frozenset[str], tuple[int, ...]], ...]]
    """The places of a section's rules under the signs they need first: many need the same."""
    more: re.Pattern[str]
    """What goes on behind a match: further ways of contact in a row."""
    channels: Mapping[str, tuple[Channel, ...]]

    def find(self, section: str, text: str, *, strict: bool = False) -> Iterator[Match]:
        """Yield what the rules of a section find in a text; strictly, no slip is forgiven."""
        signs = _signs(self.lexicon, text, strict)
        there = frozenset(signs.text)
        rules = self.rules.get(section, ())
        places = [
            place
            for need, several in self.under.get(section, ())
            if not need.isdisjoint(there)
            for place in several
        ]
        for rule in (rules[place] for place in sorted(places)):
            if not _may_match(rule, there):
                continue
            for match in rule.pattern.finditer(signs.text):
                first, last = match.span()
                if first < last:
                    yield self._match(rule.kind, signs, first, last)

    def _match(self, kind: str, signs: Signs, first: int, last: int) -> Match:
        if kind == WHOLE:
            return Match(kind, signs.starts[first], signs.ends[last - 1], ())
        more = self.more.match(signs.text, last)
        last = more.end() if more else last
        named = (one for sign in signs.text[first:last] for one in self.channels.get(sign, ()))
        return Match(kind, signs.starts[first], signs.ends[last - 1], tuple(dict.fromkeys(named)))


def _under(rules: Sequence[Rule]) -> tuple[tuple[frozenset[str], tuple[int, ...]], ...]:
    """Lay out rules by the need that fewest signs meet."""
    several: dict[frozenset[str], list[int]] = {}
    for place, rule in enumerate(rules):
        several.setdefault(min(rule.needs, key=len), []).append(place)
    return tuple((need, tuple(places)) for need, places in several.items())


def _may_match(rule: Rule, there: frozenset[str]) -> bool:
    for need in rule.needs:  # noqa: SIM110  a generator costs twice as much
        if need.isdisjoint(there):
            return False
    return True


@lru_cache(maxsize=16)
def _signs(lexicon: Lexicon, text: str, strict: bool) -> Signs:
    return lexicon.signs(text, strict=strict)


def syntax_from(
    lexicon: Lexicon | None, rules: Sequence[Mapping[str, Mapping[str, Sequence[str]]]], where: str
) -> Syntax | None:
    """Compile the rules, those of all languages and a language's own, over a lexicon.

    A rule about a class that the language has no words of is left out. Raise `ValueError` naming
    the rule that cannot be read.
    """
    if lexicon is None:
        return None
    compiler = _Compiler(lexicon, where)
    made: dict[str, list[Rule]] = {}
    for book in rules:
        for section, kinds in book.items():
            for kind, sources in kinds.items():
                for source in sources:
                    made.setdefault(section, []).extend(compiler.rule(kind, source))
    more = compiler.pattern("( ,? or any? noun|verb|ing|ed|way | ,? and any? noun|ing|ed|way !me )")
    channels = {
        sign: tuple(_CHANNELS[name] for name in sorted(group) if name in _CHANNELS)
        for sign, group in lexicon.classes.items()
    }
    return Syntax(
        lexicon,
        {section: tuple(found) for section, found in made.items()},
        {section: _under(found) for section, found in made.items()},
        late(f"(?:{more})+"),
        channels,
    )


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns the rules of one language into patterns over its signs."""

    lexicon: Lexicon
    where: str

    def rule(self, kind: str, source: str) -> Iterator[Rule]:
        """Yield the compiled rule, or nothing where the language lacks a class it needs."""
        needs = tuple(self._needs(source))
        if not needs:
            msg = f"rules of {self.where}: `{source}` asks for no word: name one it must hold"
            raise ValueError(msg)
        if all(needs):
            yield Rule(source, kind, late(self.pattern(source)), needs)

    def pattern(self, source: str) -> str:
        """Return a rule as a pattern over signs."""
        return rf"{LINE}?".join(self._element(one, source) for one in source.split())

    def _element(self, element: str, source: str) -> str:
        if element in _PLAIN:
            return _PLAIN[element]
        match = _ELEMENT.fullmatch(element)
        if match is None:
            msg = f"rules of {self.where}: `{element}` in `{source}` cannot be read"
            raise ValueError(msg)
        if match["gap"]:
            return self._gap(match["gap"], match["most"])
        one = self._one_of(match["names"])
        match match["look"]:
            case "!":
                return f"(?!{one})"
            case "<!":
                return f"(?<!{one})"
            case "<":
                return f"(?<={one})"
            case _:
                return one + match["many"]

    def _gap(self, gap: str, most: str) -> str:
        bars = "" if gap == "..." else "".join(map("".join, map(self._signs_of, _BARS)))
        over = _BREAKS if gap == ".." else re.escape(HARD + ASKS)
        return f"[^{over}{re.escape(bars)}]{{0,{most or _GAPS[gap]}}}?"

    def _one_of(self, names: str) -> str:
        if names == "any":
            return f"[^{_BREAKS}{LINE}]"
        signs = "".join(sign for name in names.split("|") for sign in self._signs_of(name))
        one = f"[{re.escape(signs)}]" if signs else r"[^\s\S]"
        return f"(?:{one}|{_PLAIN['$']})" if "$" in names else one

    def _signs_of(self, name: str) -> frozenset[str]:
        return frozenset(sign for sign, group in self.lexicon.classes.items() if name in group)

    def _needs(self, source: str) -> Iterator[frozenset[str]]:
        """Yield the signs of every element that must be there; none stands for what cannot be."""
        depth = 0
        for element in source.split():
            depth += element == "("
            depth -= element.startswith(")")
            match = _ELEMENT.fullmatch(element)
            if depth or not match or match["gap"] or match["look"] or match["many"] in ("?", "*"):
                continue
            if match["names"] != "any":
                names = match["names"].split("|")
                if "$" in names:
                    continue
                yield frozenset().union(*map(self._signs_of, names))

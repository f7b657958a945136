"""Why: one sentence of at most 40 words beside the person's own words.

It says what, why, their words' date and channel, the law where it speaks, when it will be allowed
and what would change it. Courtesy is never cited as law. Finding (in the rules) and telling (here)
are two things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.decide import Decision
from policies.english import ENGLISH
from policies.facts import Facts
from policies.finding import Cite, Finding, Force, Quote
from policies.language import Language
from policies.statement import Via
from policies.verdict import Allow, Block, Defer, Hold, Objection, Reroute

MOST_WORDS = 40
_WHOLE_QUOTE = 300
_AROUND = 120
_BY_HEARSAY = frozenset({Via.REP, Via.PROGRAM, Via.IMPORT})
"""Ways by which no words of theirs reached us, but somebody else's about them."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sentence (at most 40 words), the quotes beside it, and the other findings, one a line.

    `quotes` are their own words alone; `noted` is what one of us, or a list, says that they said.
    """

    sentence: str
    quotes: tuple[str, ...]
    others: tuple[str, ...]
    noted: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return all of it, one thing a line."""
        own = (f"“{quote}”" for quote in self.quotes)
        return "\n".join((self.sentence, *own, *self.noted, *self.others))


def explain(decision: Decision, facts: Facts, language: Language = ENGLISH) -> Explanation:
    """Return why this verdict, for a human; their own words are never translated."""
    verdict = decision.verdict
    if isinstance(verdict, Allow):
        told = _allowed(facts.attempt.channel, decision.where.assumed, language)
        others = _misnamed(decision, language)
        return replace(told, others=others) if others else told
    made = decision.determining
    main = made[0]
    sentence = _sentence(decision, verdict, main, facts, language)
    said = [one for each in decision.findings for one in each.quotes if one.statement.words]
    quotes = dict.fromkeys(quoted(one) for one in said if one.statement.via not in _BY_HEARSAY)
    noted = dict.fromkeys(
        f"{language.say(f'heard.{one.statement.via}')}: {quoted(one)}"
        for one in said
        if one.statement.via in _BY_HEARSAY
    )
    zone = their_zone(decision)
    others = tuple(
        f"{each.rule}: {language.because(each, '')}"
        f"{_heard(each.quotes, zone, language)}{_cited(each.cites, language)}"
        for each in decision.findings
        if each is not main
    )
    more = (*others, *_misnamed(decision, language))
    return Explanation(sentence, tuple(quotes), more, tuple(noted))


def _misnamed(decision: Decision, language: Language) -> tuple[str, ...]:
    """Return the line about a zone that is none; where it is the objection, that has said it."""
    zone = decision.where.misnamed
    said = zone is None or any(each.rule == "place-unknown" for each in decision.findings)
    return () if said else (language.say("misnamed", zone=zone),)


def quoted(quote: Quote) -> str:
    """Return a statement's words whole up to 300 characters, beyond that around the span."""
    words = quote.statement.words
    if len(words) <= _WHOLE_QUOTE:
        return words
    end = len(words) if quote.end is None else quote.end
    start = max(0, quote.start - _AROUND)
    stop = min(max(end, quote.start) + _AROUND, start + 2 * _WHOLE_QUOTE)
    before, after = "… " if start else "", " …" if stop < len(words) else ""
    return f"{before}{words[start:stop].strip()}{after}"


def their_zone(decision: Decision) -> ZoneInfo | None:
    """Return the clock by which a decision is told: theirs, as far as we know it."""
    return next(iter((*decision.where.own, *decision.where.law)), None)


@lru_cache(maxsize=1_024)
def _allowed(channel: Channel, assumed: str, language: Language) -> Explanation:
    by = language.by(channel)
    if assumed:
        return Explanation(language.say("allowed.assumed", by=by, country=assumed), (), ())
    return Explanation(language.say("allowed", by=by), (), ())


def _sentence(
    decision: Decision, verdict: Objection, main: Finding, facts: Facts, language: Language
) -> str:
    zone = their_zone(decision)
    heard = _heard(main.quotes, zone, language)
    because = language.because(main, facts.person.name)
    told = language.sentence(_verdict(decision, verdict, facts, zone, language), because)
    cited = _cited(main.cites, language)
    for candidate in (
        f"{told}{heard}{cited}. {language.change(main)}".strip(),
        f"{told}{heard}{cited}.",
        f"{told}{heard}{_cited(main.cites[:1], language)}.",
        f"{told}{heard}.",
    ):
        if len(candidate.split()) <= MOST_WORDS:
            return candidate
    return shortened(told)


def shortened(told: str) -> str:
    """Return the first forty words, where no more have room."""
    words = told.split()
    return told if len(words) <= MOST_WORDS else f"{' '.join(words[:MOST_WORDS])}…"


def _verdict(
    decision: Decision,
    verdict: Objection,
    facts: Facts,
    zone: ZoneInfo | None,
    language: Language,
) -> str:
    by = language.by(facts.attempt.channel)
    match verdict:
        case Block():
            return language.say("verdict.block", by=by)
        case Hold(clearer):
            return language.say("verdict.hold", by=by, clearer=language.say(f"clearer.{clearer}"))
        case Defer(until):
            shared = len({*decision.where.own, *decision.where.law}) > 1
            moment = language.moment(until, zone, shared=shared)
            return language.say("verdict.defer", by=by, moment=moment)
        case Reroute(to):
            return language.say("verdict.reroute", by=by, to=language.by(to))


def _heard(quotes: Iterable[Quote], zone: ZoneInfo | None, language: Language) -> str:
    last = max((quote.statement for quote in quotes), key=lambda said: said.said_at, default=None)
    if last is None:
        return ""
    said_at = last.said_at.astimezone(zone) if zone else last.said_at
    return f" ({language.say(f'heard.{last.via}')}, {language.date(said_at)})"


def _cited(cites: tuple[Cite, ...], language: Language) -> str:
    """Return what decided (the first), and beside a courtesy the law that speaks too."""
    if not cites:
        return ""
    first = cites[0]
    laws = [cite for cite in cites if cite.force is not Force.COURTESY]
    law = min(laws, key=lambda cite: cite.checked is None, default=None)
    if law is None:
        return f" ({language.say(f'force.{first.force}')})"
    told = language.cited(law)
    if law is first:
        return f" ({told})"
    both = language.say("cited.both", first=language.say(f"force.{first.force}"), law=told)
    return f" ({both})"

"""Why: one sentence of at most 40 words beside the person's own words.

It says what, why, their words' date and channel, the law where it speaks, when it will be allowed
and what would change it. Courtesy is never cited as law. Finding (in the rules) and telling (here)
are two things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.decide import Decision
from policies.facts import Facts
from policies.finding import Cite, Finding, Force, Quote
from policies.statement import Via
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute, Verdict

MOST_WORDS = 40
_WHOLE_QUOTE = 300
_AROUND = 120

_HOW = {Channel.EMAIL: "by email", Channel.SMS: "by text", Channel.PHONE: "by phone"}
_HEARD = {
    Via.EMAIL: "by email",
    Via.SMS: "by text",
    Via.PHONE: "by phone",
    Via.WEB: "on the web",
    Via.IMPORT: "imported",
    Via.REP: "noted by a rep",
}
_FORCE = {
    Force.LAW: "law",
    Force.CARRIER: "carrier rule",
    Force.CODE: "code of conduct",
    Force.COURTESY: "our courtesy",
}
_CLEARERS = {
    Clearer.REP: "the rep",
    Clearer.COMPLIANCE: "compliance",
    Clearer.OPERATOR: "the operator",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sentence (at most 40 words), the quotes beside it, and the other findings, one a line."""

    sentence: str
    quotes: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return all of it, one thing a line."""
        return "\n".join((self.sentence, *(f"“{quote}”" for quote in self.quotes), *self.others))


def explain(decision: Decision, facts: Facts) -> Explanation:
    """Return why this verdict, for a human."""
    if isinstance(decision.verdict, Allow):
        return _allowed(facts.attempt.channel, decision.where.assumed)
    made = decision.determining
    main = made[0]
    sentence = _sentence(decision, main, facts)
    quotes = dict.fromkeys(
        quoted(quote)
        for each in decision.findings
        for quote in each.quotes
        if quote.statement.words
    )
    zone = _their_zone(decision)
    others = tuple(
        f"{each.rule}: {each.because}{_heard(each.quotes, zone)}{_cited(each.cites)}"
        for each in decision.findings
        if each is not main
    )
    return Explanation(sentence, tuple(quotes), others)


def quoted(quote: Quote) -> str:
    """Return a statement's words whole up to 300 characters, beyond that around the span."""
    words = quote.statement.words
    if len(words) <= _WHOLE_QUOTE:
        return words
    end = len(words) if quote.end is None else quote.end
    start = max(0, quote.start - _AROUND)
    stop = min(len(words), max(end, quote.start) + _AROUND, start + 2 * _WHOLE_QUOTE)
    before, after = "… " if start else "", " …" if stop < len(words) else ""
    return f"{before}{words[start:stop].strip()}{after}"


@lru_cache(maxsize=1_024)
def _allowed(channel: Channel, assumed: str) -> Explanation:
    why = f"; their place is not known, {assumed} is assumed" if assumed else ""
    how = _HOW[channel]
    sentence = f"Yes, {how} now: nothing they said and no rule in force objects{why}."
    return Explanation(sentence, (), ())


def _sentence(decision: Decision, main: Finding, facts: Facts) -> str:
    zone = _their_zone(decision)
    several = len({*decision.where.own, *decision.where.law}) > 1
    verdict = _verdict(decision.verdict, facts, zone, several)
    heard = _heard(main.quotes, zone)
    because = _named(main.because, facts)
    parts = (f"{verdict}: {because}", heard, _cited(main.cites))
    closing = "" if isinstance(decision.verdict, Defer) and not main.quotes else main.change
    for candidate in (
        f"{''.join(parts)}. {closing}".strip(),
        f"{''.join(parts)}.",
        f"{verdict}: {because}{heard}.",
    ):
        if len(candidate.split()) <= MOST_WORDS:
            return candidate
    return " ".join(f"{verdict}: {main.because}".split()[:MOST_WORDS])


def _named(because: str, facts: Facts) -> str:
    """Return the clause with their name (its first four words) in place of a leading "they"."""
    name = " ".join(facts.person.name.split()[:4])
    return f"{name} {because[5:]}" if name and because.startswith("they ") else because


def _verdict(verdict: Verdict, facts: Facts, zone: ZoneInfo | None, several: bool) -> str:
    how = _HOW[facts.attempt.channel]
    match verdict:
        case Block():
            return f"Not {how}"
        case Hold(by):
            return f"Not {how} until {_CLEARERS[by]} has looked"
        case Defer(until):
            return f"Not {how} before {_moment(until, zone, several)}"
        case Reroute(to):
            return f"Not {how} but {_HOW[to]}"
        case Allow():
            return f"Yes, {how}"


def _moment(at: datetime, zone: ZoneInfo | None, several: bool) -> str:
    if zone is None:
        return f"{at:%a %d %b %Y %H:%M} UTC"
    city = zone.key.rpartition("/")[2].replace("_", " ")
    whose = f"{city} time" if several else "their time"
    return f"{at.astimezone(zone):%a %d %b %Y %H:%M} {whose}"


def _their_zone(decision: Decision) -> ZoneInfo | None:
    return next(iter((*decision.where.own, *decision.where.law)), None)


def _heard(quotes: Iterable[Quote], zone: ZoneInfo | None) -> str:
    last = max((quote.statement for quote in quotes), key=lambda said: said.said_at, default=None)
    if last is None:
        return ""
    said_at = last.said_at.astimezone(zone) if zone else last.said_at
    return f" ({_HEARD[last.via]}, {said_at:%d %b %Y})"


def _cited(cites: tuple[Cite, ...]) -> str:
    """Return what decided (the first), and beside a courtesy the law that speaks too."""
    if not cites:
        return ""
    first = cites[0]
    laws = [cite for cite in cites if cite.force is not Force.COURTESY]
    law = min(laws, key=lambda cite: cite.checked is None, default=None)
    if law is None:
        return f" ({_FORCE[first.force]})"
    checked = f"checked {law.checked:%d %b %Y}" if law.checked else "unchecked"
    told = f"{law.citation}: {_FORCE[law.force]}, {checked}"
    return f" ({told})" if law is first else f" ({_FORCE[first.force]}; and {told})"

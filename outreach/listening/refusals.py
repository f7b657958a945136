"""Demands that contact ends, on one channel or on all, and words that may be such a demand.

A missed stop is the worst error: refusals are looked for in every language we read, whatever the
language seems to be, and what nothing explains acts as a refusal until a human has looked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from outreach.listening.echoes import without_echoes
from outreach.listening.guards import Guard, guard_of, is_however, is_pressed
from outreach.listening.keywords import starts_strong
from outreach.listening.phrases import Dialect
from outreach.listening.plain import resumed
from outreach.listening.reading import Span
from outreach.listening.said import Found, Said
from outreach.listening.syntax import Match
from policies.channel import Channel
from policies.statement import Avoid, Refuse, Unclear

_SURE, _LIKELY, _DOUBTFUL = 0.95, 0.8, 0.5
_BEHIND = 25
_SOMEWHERE = re.compile(
    r"\s*(?:(?:me|us|mich|uns|plus|mas|mais|piu|meer|mehr|again) )*(?:at|in|im|auf der|au|a|en|op"
    r"|al|no|na) (?:my |the |la |le |el |il |o |het )?(?:work|office|shop|clinic|school|desk|job"
    r"|arbeit|buro|bureau|travail|trabajo|oficina|trabalho|escritorio|lavoro|ufficio|werk|kantoor)\b"
)
"""A place that bounds a refusal: wherever else they may be, the wider reading acts first."""
_PIECE = re.compile(r"[^.!?\n,;:]+")


@dataclass(frozen=True, slots=True, eq=False)
class _Demand:
    """Words that demand something, with the guard around them."""

    start: int
    end: int
    channels: tuple[Channel, ...]
    dialect: Dialect
    kind: str
    guard: Guard

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def refusals(said: Said) -> list[Found]:
    """Return every refusal found, sure or doubtful, and what was set aside but should be seen."""
    denied = (phrase for dialect in said.plausible for phrase in dialect.of("guards", "denied"))
    said = replace(said, folded=replace(said.folded, text=without_echoes(said.text, denied)))
    found = list(_keywords(said))
    covered = [Span(item.start, item.end) for item in found]
    demands = _demands(said, covered)
    covered += [demand.span for demand in demands]
    channels = {id(demand): _channels(said, demand) for demand in demands}
    named = [demand.span for demand in demands if None not in channels[id(demand)]]
    for demand in demands:
        wide = None in channels[id(demand)]
        if not (wide and _overlaps(named, demand.span)):
            found += _judged(said, demand, channels[id(demand)])
    for dialect in said.plausible:
        found += _unsure(said, dialect, covered)
    return found


def _demands(said: Said, covered: list[Span]) -> list[_Demand]:
    """Return the demands of all languages, without those inside of words that are none."""
    demands: list[_Demand] = []
    for dialect in said.plausible:
        for match in _matches(said, dialect):
            spans = [*covered, *(demand.span for demand in demands)]
            if match.kind == "generic" and _overlaps(spans, Span(match.start, match.end)):
                continue
            guard = _guard(said, dialect, match.start, match.end)
            demands.append(
                _Demand(match.start, match.end, match.channels, dialect, match.kind, guard)
            )
    none = [demand.span for demand in demands if demand.guard.clears]
    return [d for d in demands if d.guard.clears or not any(_within(d.span, one) for one in none)]


def _keywords(said: Said) -> Iterator[Found]:
    for piece in _PIECE.finditer(said.text):
        if starts_strong(piece[0], said.phrases.keywords):
            start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
            if _guard(said, said.dialects[0], start, piece.end()) is Guard.IDIOM:
                continue  # "stop, wait: is that a month or a year?"
            yield Found(Refuse(said.channel), start, piece.end(), _SURE)


def _guard(said: Said, dialect: Dialect, start: int, end: int) -> Guard:
    """Return the guard around the words, also by the language the message is likeliest in."""
    likeliest = guard_of(said, said.dialects[0], start, end)
    if dialect is said.dialects[0] or likeliest.clears:
        return likeliest
    return guard_of(said, dialect, start, end)


def _overlaps(spans: list[Span], one: Span) -> bool:
    return any(span.start < one.end and one.start < span.end for span in spans)


def _within(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def _matches(said: Said, dialect: Dialect) -> Iterator[Match]:
    """Yield what demands; where the language is plain, a slip in another is a word of its own."""
    plain = len(said.plausible) < len(said.phrases.dialects)
    yield from dialect.find("refuse", said.text, strict=plain and dialect is not said.dialects[0])
    for kind in ("organisation", "demand", "generic", "all"):
        for pattern in dialect.live("refuse", kind, said.text):
            for match in pattern.finditer(said.text):
                said_so = (
                    dialect.channels_in(match[0])
                    if kind == "generic"
                    else dialect.channels_of(match)
                )
                named = tuple(channel for channel in said_so if channel is not None)
                yield Match(kind, match.start(), match.end(), named)


def _judged(said: Said, demand: _Demand, channels: tuple[Channel | None, ...]) -> Iterator[Found]:
    start, end, guard = demand.start, demand.end, demand.guard
    if guard in (Guard.FOOTER, Guard.IDIOM):
        return
    if guard.clears:
        yield Found(Unclear(None, guard.value), start, end, _DOUBTFUL)
        return
    for channel in channels:
        refuse = Refuse(channel, _topic(said, start), _is_for_everybody(said, demand))
        if guard is Guard.NONE:
            yield Found(refuse, start, end, _SURE, () if channel else _about(said, demand))
        elif guard is Guard.DISTASTE:
            yield Found(refuse if channel is None else Avoid(channel), start, end, _LIKELY)
        elif guard is Guard.LIMITED and channel and not _SOMEWHERE.match(said.text, end):
            yield Found(Avoid(channel), start, end, _DOUBTFUL)
            yield Found(Unclear(None, guard.value), start, end, _DOUBTFUL)
        else:
            yield Found(Unclear(refuse, guard.value), start, end, _DOUBTFUL)


def _is_for_everybody(said: Said, demand: _Demand) -> bool:
    """Return whether a refusal is for a whole firm: "never contact anyone at Okl Co again"."""
    if demand.kind == "organisation":
        return True
    end = min(said.around(demand.start).end, demand.end + _BEHIND)
    return any(
        pattern.pattern.search(said.text, demand.start, end)
        for pattern in demand.dialect.of("guards", "everybody")
    )


def _channels(said: Said, demand: _Demand) -> tuple[Channel | None, ...]:
    """Return the channels a demand is about; one named behind it narrows a demand without one."""
    dialect = demand.dialect
    if demand.channels:
        every = is_however(said, dialect, demand.start, demand.end)
        return (None,) if every else demand.channels
    rest = said.text[demand.end : max(demand.end, said.around(demand.start).end)].lstrip()
    for pattern in dialect.of("guards", "narrow"):
        behind = pattern.pattern.match(rest)
        if behind:
            narrowed = dialect.channels_of(behind)
            return tuple(channel for channel in narrowed if channel is not None) or (None,)
    return (None,)


def _about(said: Said, demand: _Demand) -> tuple[Channel, ...]:
    """Return the channels named by what is to be removed ("my mobile number", "the call list")."""
    start, end = demand.start, demand.end
    sentence = said.around(start)
    words = re.split(r"[.,;!?\n]", said.text[start : min(sentence.end, end + _BEHIND)])[0]
    named = demand.dialect.channels_in(words)
    for before in (sentence, said.around(max(sentence.start - 2, 0))):
        if not any(named):  # "Texts cost me money. Stop those."
            named = demand.dialect.channels_in(said.text[before.start : start])
    return tuple(channel for channel in named if channel is not None)


def _topic(said: Said, start: int) -> str | None:
    """Return the topic of ours a refusal names ("... about the spring fair")."""
    sentence = said.around(start)
    words = said.text[start : sentence.end]
    for topic in said.topics:
        name = re.escape(topic.casefold())
        if re.search(rf"\b(?:about|regarding|concerning|on|re)\s+(?:\w+\s+){{0,2}}{name}\b", words):
            return topic
    return None


def _unsure(said: Said, dialect: Dialect, covered: list[Span]) -> Iterator[Found]:
    for match in _doubts(dialect, said.text):
        start, end = match.start, match.end
        unheeded = match.kind == "unheeded"
        if _overlaps(covered, Span(start, end)) and not unheeded:
            continue
        covered.append(Span(start, end))
        guard = _guard(said, dialect, start, end)
        if guard in (Guard.FOOTER, Guard.IDIOM):
            if not unheeded:
                continue
            guard = Guard.NONE  # "the unsubscribe link is dead" speaks of our footer
        if match.kind == "stem" and any(one.start <= start < one.end for one in resumed(said)):
            continue  # "my son sent STOP, please go on" takes it back
        acts = not guard.clears and (match.kind != "stem" or _presses(said, dialect, start, end))
        why = guard.value or ("may be a refusal" if acts else "a word that may mean stop")
        yield Found(Unclear(Refuse(None) if acts else None, why), start, end, _DOUBTFUL)


def _doubts(dialect: Dialect, text: str) -> Iterator[Match]:
    yield from dialect.find("unsure", text)
    for kind in ("unheeded", "refusal", "stem"):
        for pattern in dialect.live("unsure", kind, text):
            for match in pattern.finditer(text):
                yield Match(kind, match.start(), match.end(), ())


def _presses(said: Said, dialect: Dialect, start: int, end: int) -> bool:
    """Return whether a lone stop word opens or ends its sentence, is shouted, or put to us."""
    sentence = said.around(start)
    opens = not re.search(r"\w{3,}", said.text[sentence.start : start])
    ends = not re.search(r"\w", said.text[end : sentence.end])
    return opens or ends or said.folded.is_shouted(start, end) or is_pressed(said, dialect, start)

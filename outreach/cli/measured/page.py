"""The measures of a period as lines; beside every figure, of how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from outreach.domain.charts import Bar
from outreach.domain.shares import Share, Spread
from outreach.services.measuring import Measures

_WIDE = 24


def lines(found: Measures) -> Iterator[str]:
    """Yield the page, what helps people first."""
    asked = found.asked
    yield f"from {asked.since:%d %b %Y} until {asked.until:%d %b %Y}"
    yield from _helped(found)
    yield from _heard(found)
    yield from _lost(found)


def _helped(found: Measures) -> Iterator[str]:
    promises, helped = found.promises, found.helped
    yield from ("", "PEOPLE HELPED")
    yield f"  {helped.people.told('people')} to whom something was due"
    yield f"  requests fulfilled: {helped.requests.told()}"
    yield from ("", f"PROMISES ({promises.made} made)")
    yield f"  kept in time: {promises.in_time.told()}"
    yield f"  kept late: {promises.late.told()}"
    yield f"  broken: {promises.broken.told()}"
    yield f"  released: {promises.released.told()}"
    yield f"  waiting: {promises.waiting.told()}"


def _heard(found: Measures) -> Iterator[str]:
    words, stops, spared = found.words, found.stops, found.spared
    yield from ("", f"WORDS ({words.heard} statements of {words.people} people)")
    yield f"  obeyed: {words.obeyed.told('that bind us')}"
    yield f"  contacts against a word: {words.against}, around the gate: {words.around}"
    yield f"  from a stop's arrival until it bound: {_told(stops.to_bind)}"
    yield f"  from then on to the last hand-over begun: {_told(stops.to_silence)}"
    yield f"  spared: {spared.withdrawn} withdrawn, {spared.refused} refused when due,"
    yield f"    {spared.another_way} sent as they asked ({spared.people} people)"


def _lost(found: Measures) -> Iterator[str]:
    lost, asked = found.lost, found.asked
    yield from ("", f"PEOPLE LOST within {asked.after} days of a contact, by {asked.by}")
    yield f"  {lost.lost.told('people')} whom we reached"
    yield f"  while a wish of theirs stood: {lost.with_a_wish.told('people')}"
    yield f"  while none did: {lost.without.told('people')}"
    for one in lost.groups:
        yield f"  {one.name:<32} {_bar(one.lost)} {one.lost.told('people')}"
    if lost.too_early:
        yield f"  too early to tell of {lost.too_early}: they heard from us that lately"
    if lost.unprompted:
        yield f"  {lost.unprompted} left without having heard from us shortly before"


def _bar(share: Share) -> str:
    full = round(_WIDE * share.part / share.whole) if share.whole else 0
    return "█" * full + "·" * (_WIDE - full)


def _told(spread: Spread | None) -> str:
    if spread is None:
        return "no stop was heard"
    half, nearly, longest = map(_long, (spread.half, spread.nearly_all, spread.longest))
    few = f", of {spread.count}"
    return f"p50 {half}, p99 {nearly}, longest {longest}{few}"


def _long(span: timedelta) -> str:
    seconds = span.total_seconds()
    if seconds < 1:
        return f"{1_000 * seconds:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:,.0f} min"


def bars(found: Measures) -> list[Bar]:
    """Return people lost as bars, a group each."""
    return [Bar(one.name, one.lost) for one in found.lost.groups]

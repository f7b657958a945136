"""How long an allowed moment stays allowed: until when words may still arrive.

A carrier may hold a text for hours, and nobody asks the rules again before it is delivered. So the
first moment at which hours, days, quiet times, places or consent would object is its last.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from policies.consenting import ends
from policies.eves import spans
from policies.facts import Facts
from policies.promises import NAMED_HOUR
from policies.rows import Rows
from policies.rule import Rule
from policies.rulebook import EntryKind, Rulebook
from policies.rules import RULES
from policies.windows import day_start, quiet_span

_SPEAKING = frozenset(
    {"contact-hours", "forbidden-days", "quiet-hours", "place-unknown", "consent-required"}
)
"""The rules that may be silent now and object later, though nothing new is said."""
_DAY = timedelta(days=1)


def open_until(facts: Facts, at: datetime, rulebook: Rulebook, within: timedelta) -> datetime:
    """Return the first moment after `at` at which it is no longer right, exact to the second.

    `at` (aware) is a moment at which they do not object. Nothing later than `at + within` is looked
    at; that is the answer where nothing objects before.
    """
    limit = at + within
    view = Rows(facts, at, rulebook)
    while (edge := min(_edges(view), default=limit)) < limit:
        view = view.later(edge)
        if any(_objects(rule, view) for rule in _RULES):
            return edge
    return limit


_RULES = tuple(rule for rule in RULES if rule.name in _SPEAKING)


def _objects(rule: Rule, view: Rows) -> bool:
    try:
        return rule.check(view.facts, view.at, view) is not None
    except Exception:  # a rule that fails objects
        return True


def _edges(view: Rows) -> Iterator[datetime]:
    """Yield every later moment at which something may close, of today and tomorrow."""
    return (moment for moment in _moments(view) if moment > view.at)


def _moments(view: Rows) -> Iterator[datetime]:
    for zone, today in view.clocks:
        for day in (today - _DAY, today, today + _DAY):
            yield day_start(day + _DAY, zone)
            for entry in view.binding(EntryKind.CONTACT_HOURS):
                yield from (end for _, end in spans(entry, view, zone, day))
    for voice in view.standing.quiets:
        for zone in view.where.own:
            today = view.at.astimezone(zone).date()
            quiet = (quiet_span(voice.meaning, day, zone) for day in (today, today + _DAY))
            yield from (span[0] for span in quiet if span)
    yield from ends(view)
    change = view.next_change()
    if change is not None:
        yield change
    if view.promise is not None:
        yield view.promise.due + NAMED_HOUR

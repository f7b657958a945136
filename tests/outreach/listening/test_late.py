"""Patterns that are compiled late: all of ours can be, and one that cannot says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from outreach.bootstrap.phrases import shipped_phrases
from outreach.listening.late import late
from outreach.listening.phrases import Dialect


def test_every_pattern_that_we_ship_can_be_read() -> None:
    phrases = shipped_phrases()
    found = [one for dialect in phrases.dialects.values() for one in _patterns_of(dialect)]
    found += [one.pattern for one in phrases.quoted.values()]
    assert len(found) > 2_000
    for one in found:
        one.search("")


def _patterns_of(dialect: Dialect) -> Iterator[re.Pattern[str]]:
    yield dialect.channels.pattern
    for kinds in dialect.patterns.values():
        yield from (one.pattern for several in kinds.values() for one in several)
    if dialect.syntax:
        yield dialect.syntax.more
        yield from (rule.pattern for rules in dialect.syntax.rules.values() for rule in rules)
    if dialect.times:
        times = dialect.times
        yield from (one.pattern for _, one in times.patterns)
        yield from (one for _, one in times.operators)
        yield from (times.clock, times.clock_bare, times.clock_before, times.clock_alone)
        yield from times.cues.values()
        if times.part:
            yield times.part


def test_it_is_its_pattern_from_the_first_question_on() -> None:
    asked = late(r"(?P<what>stop|end) it")
    found = asked.search("please stop it")
    assert found
    assert found["what"] == "stop"
    assert asked.sub("go", "stop it now") == "go now"
    assert asked.groupindex == {"what": 1}
    assert asked.pattern == r"(?P<what>stop|end) it"


def test_one_that_cannot_be_read_says_so_when_it_is_asked() -> None:
    with pytest.raises(re.error, match="unterminated"):
        late("(never closed").search("anything")

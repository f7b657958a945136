"""Law 6: deferred means judged afresh, never sent on an old verdict."""

import asyncio
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.channel import Channel
from policies.statement import AtMost, Meaning, Pause
from policies.verdict import Allow, Defer
from tests.databases import NOON
from tests.laws.houses import a_house
from tests.laws.said import what_closes

closing = what_closes(Channel.EMAIL)
PAUSED = timedelta(days=2)


@settings(max_examples=15)
@given(st.none() | closing)
def test_what_was_deferred_is_judged_again_when_it_is_due(said: Meaning | None) -> None:
    with a_house() as house:
        somebody = house.person()
        attempt = house.plan(somebody)
        house.word(somebody, Pause(NOON + PAUSED), words="not before Thursday")
        deferred = asyncio.run(house.gate.pass_batch([attempt]))[0]
        assert deferred.verdict == Defer(NOON + PAUSED)
        if said is not None:
            house.word(somebody, said, words="not like this")
        house.later(PAUSED)
        again = asyncio.run(house.gate.pass_batch([attempt]))[0]
        assert isinstance(again.verdict, Allow) == (said is None)
        assert house.sent() == ([attempt] if said is None else [])


@settings(max_examples=15)
@given(closing)
def test_a_verdict_is_old_as_soon_as_something_was_said(said: Meaning) -> None:
    with a_house() as house:
        somebody = house.person()
        attempt = house.plan(somebody)
        passed = house.gate.judge_batch([attempt])
        house.word(somebody, said, words="not like this")
        asyncio.run(house.gate.hand_over(passed))
        assert house.sent() == []
        assert len(house.decisions(attempt)) == 1
        asyncio.run(house.gate.pass_batch([attempt]))
        assert len(house.decisions(attempt)) == 2


@settings(max_examples=10)
@given(st.integers(2, 5))
def test_of_attempts_judged_together_only_one_passes_a_limit(how_many: int) -> None:
    with a_house() as house:
        somebody = house.person()
        house.word(somebody, AtMost(1, 7), words="once a week")
        mails = [house.plan(somebody) for _ in range(how_many)]
        batches = [house.another_gate().judge_batch([mail]) for mail in mails]
        for batch in batches:
            asyncio.run(house.gate.hand_over(batch))
        for mail in mails:
            asyncio.run(house.gate.pass_batch([mail]))
        assert len(house.sent()) == 1

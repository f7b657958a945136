"""What nothing rests on any more goes when its term is over, and nothing else ever does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from outreach.bootstrap.rulebook import load_rulebook
from outreach.domain.attempts import AttemptState
from outreach.gate.pressing import press
from outreach.services.letting_go import LetGo, let_go, what_is_kept
from outreach.services.what_if import Tally, replay
from outreach.store import decisions, ledger, tables
from outreach.store.inbound import InboundKind, InboundState
from outreach.store.unit import Store
from policies.channel import Channel, Kind
from policies.rulebook import Record
from policies.statement import Refuse
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import build

TERM = timedelta(days=732)
"""Two years, and the day that the engine may be late."""


@pytest.fixture
def both(store: Store) -> Both:
    """A house with a gate, on each database in turn, that keeps records as ours ships."""
    world = World(store, rulebook=load_rulebook(["house", "de"]))
    return Both(world, build(store, world.clock, world.gate.stopped))


def written(both: Both, name: str = "Scott Reyes") -> str:
    """Write to somebody and return the attempt."""
    attempt = both.world.plan(both.world.person(name, country="GB"))
    asyncio.run(both.world.gate.pass_batch([attempt]))
    return attempt


def goes(both: Both) -> LetGo:
    return let_go(both.world.store, both.world.rulebook, both.world.clock.now())


def said(both: Both) -> list[str]:
    """Return the attempts whose words are still there."""
    query = select(tables.sent.c.attempt_id).where(tables.sent.c.text != "")
    return both.world.store.read(lambda conn: list(conn.scalars(query)))


def test_facts_and_words_go_after_two_years_and_the_verdict_stays(both: Both) -> None:
    attempt = written(both)
    before = both.world.store.read(lambda conn: decisions.of_attempt(conn, attempt))
    both.world.later(TERM)
    assert goes(both) == LetGo(facts=1, words=1)
    after = both.world.store.read(lambda conn: decisions.of_attempt(conn, attempt))
    assert [replace(one, facts=None) for one in before] == after
    assert said(both) == []
    assert both.world.row(attempt)["words_digest"]


def test_nothing_goes_a_day_before_its_term(both: Both) -> None:
    attempt = written(both)
    both.world.later(timedelta(days=728))
    assert goes(both) == LetGo()
    assert said(both) == [attempt]


def test_the_ledger_says_how_much_went_and_is_whole_afterwards(both: Both) -> None:
    written(both)
    both.world.later(TERM)
    goes(both)
    store, now = both.world.store, both.world.clock.now()
    entry = store.read(lambda conn: ledger.of_kind(conn, "let-go"))[-1]
    assert entry["body"] == {"facts": 1, "words": 1, "mail": 0}
    store.write(lambda conn: ledger.seal(conn, now))
    assert isinstance(store.read(ledger.verify), ledger.Whole)
    goes(both)
    assert len(store.read(lambda conn: ledger.of_kind(conn, "let-go"))) == 1


def test_a_replay_counts_them_as_not_replayable(both: Both) -> None:
    written(both)
    both.world.later(TERM)
    goes(both)
    tally = Tally()
    assert list(replay(both.world.store, both.world.rulebook, tally)) == []
    assert (tally.judged, tally.without_facts) == (0, 1)


def test_a_german_call_stays_proved_for_five_years_and_its_words_with_it(both: Both) -> None:
    """The use of a consent has to be shown for as long as UWG s. 7a asks."""
    world = both.world
    greta = world.person("Greta Vogt", country="DE", kind=Kind.CONSUMER, addresses=("+4930555014",))
    call = world.plan(greta, Channel.PHONE, state=AttemptState.QUEUED, automated=False)
    assert asyncio.run(press(world.gate, call, "Ana Ruiz")).granted
    asked = world.store.read(lambda conn: decisions.of_attempt(conn, call))
    assert [one.verdict for one in asked] == ["allow"]
    written(both)
    world.later(TERM)
    assert goes(both) == LetGo(facts=1, words=1, longer=1)
    kept = world.store.read(lambda conn: decisions.of_attempt(conn, call))
    assert kept[0].facts is not None
    world.later(timedelta(days=3 * 366))
    assert goes(both).facts == 1


def test_what_they_said_their_consents_and_their_stops_have_no_end(both: Both) -> None:
    maria = both.house.person("Maria Delgado", "maria@people.example")
    both.house.writes(maria, "Please never write to me again.")
    scott = both.world.person()
    both.world.word(scott, Refuse(None))
    both.world.later(timedelta(days=20 * 366))
    before = everything(both)
    assert all(before[:1] + before[-1:])
    assert goes(both) == LetGo()
    assert everything(both) == before


def everything(both: Both) -> list[list[object]]:
    """Return whatever has no end, table by table."""
    forever = (tables.statement, tables.consent, tables.bar, tables.inbound)
    queries = [select(table) for table in forever]
    return both.world.store.read(lambda conn: [list(conn.execute(one)) for one in queries])


def stranger(both: Both) -> None:
    """Let somebody write whom nobody knows."""
    both.house.hears(both.house.letter("somebody@else.example", "Thanks, the maps arrived."))


def test_mail_that_binds_nothing_goes_and_that_it_came_stays(both: Both) -> None:
    stranger(both)
    both.world.later(TERM)
    assert goes(both) == LetGo(mail=1)
    row = both.world.store.read(lambda conn: conn.execute(select(tables.inbound)).one())
    assert (row.raw, row.words, row.reading, row.from_address) == (b"", None, None, None)
    assert (row.state, bool(row.key)) == (InboundState.UNMATCHED, True)
    assert goes(both) == LetGo()


@pytest.mark.parametrize("state", [InboundState.NEW, InboundState.FAILED, InboundState.UNCLEAR])
def test_mail_that_nobody_read_or_understood_stays(both: Both, state: InboundState) -> None:
    stranger(both)
    values = {"state": state}
    both.world.store.write(lambda conn: conn.execute(tables.inbound.update().values(values)))
    both.world.later(TERM)
    assert goes(both) == LetGo()


def test_a_reply_that_waits_for_a_human_stays_however_old_it_is(both: Both) -> None:
    stranger(both)
    values = {
        "state": InboundState.READ,
        "kind": InboundKind.REPLY,
        "person_id": both.world.person().id,
    }
    both.world.store.write(lambda conn: conn.execute(tables.inbound.update().values(values)))
    both.world.later(TERM)
    assert goes(both) == LetGo()
    answered = tables.inbound.update().values(answered_at=both.world.clock.now())
    both.world.store.write(lambda conn: conn.execute(answered))
    assert goes(both) == LetGo(mail=1)


@pytest.mark.parametrize("state", [AttemptState.UNKNOWN, AttemptState.SENDING])
def test_words_that_may_or_may_not_have_left_stay(both: Both, state: AttemptState) -> None:
    attempt = written(both)
    both.world.store.write(lambda conn: conn.execute(tables.attempt.update().values(state=state)))
    both.world.later(TERM)
    assert goes(both) == LetGo(facts=1)
    assert said(both) == [attempt]


def test_a_house_without_a_term_keeps_everything(both: Both) -> None:
    attempt = written(both)
    both.world.rulebook = load_rulebook(["de"])
    both.world.later(timedelta(days=20 * 366))
    assert goes(both) == LetGo()
    assert said(both) == [attempt]
    kept = list(what_is_kept(both.world.store, both.world.rulebook, both.world.clock.now()))
    assert [(one.record, one.entries, one.before) for one in kept] == [
        (record, (), None) for record in Record
    ]


def test_it_can_be_seen_what_is_kept_and_since_when(both: Both) -> None:
    at = both.world.clock.now()
    written(both)
    both.world.later(timedelta(days=1))
    kept = {
        one.record: one
        for one in what_is_kept(both.world.store, both.world.rulebook, both.world.clock.now())
    }
    assert [(one.held.count, one.held.oldest) for one in kept.values()] == [
        *((1, at), (1, at), (0, None))
    ]
    assert [one.id for one in kept[Record.FACTS].entries] == ["house-keeps-records"]

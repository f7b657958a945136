"""A rep's day: promises first, then whoever may be called, who waits for a word, and letters."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, update

from outreach.bootstrap.rulebook import load_rulebook
from outreach.clock import SimulatedClock
from outreach.domain.attempts import AttemptState
from outreach.domain.cadences import Cadence
from outreach.domain.calls import CameOf, Ended
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.people import Member, Person
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services import agenda as days
from outreach.services import keep_promises
from outreach.services.agenda import Agenda, Group
from outreach.services.listen import call_ended
from outreach.store import cadences, commitments, people, points, tables, team
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import PointState
from policies.statement import Avoid, Refuse
from tests.outreach.gate.world import World
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import House, build

UTC_ZONE = ZoneInfo("UTC")
ELEVEN_IN_LAS_VEGAS = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


@pytest.fixture
def there(store: Store) -> Both:
    """A house with the whole rulebook, on each database: eleven in the morning in Las Vegas."""
    world = World(store, SimulatedClock(ELEVEN_IN_LAS_VEGAS), load_rulebook())
    return Both(world, build(store, world.clock, world.gate.stopped))


def zones(person: Person) -> tuple[ZoneInfo, ...]:
    return (ZoneInfo(person.zone),) if person.zone else ()


def day(both: Both, rep: Member, on: date | None = None) -> Agenda:
    today = both.world.clock.now().date()
    return days.agenda(both.world.gate, rep.id, on or today, UTC_ZONE, zones)


def names(agenda: Agenda, group: Group) -> list[str]:
    return [one.name for one in agenda.of(group)]


def of(house: House, member: Member, person: Person) -> None:
    house.store.write(lambda conn: people.change(conn, person.id, {"owner_id": member.id}))


def rhythm(house: House, person: Person, days: int) -> None:
    now = house.clock.now()
    one = Cadence(new_id("q"), days, "Ana Ruiz", now, person_id=person.id)
    house.store.write(lambda conn: cadences.put(conn, one))
    house.store.write(lambda conn: cadences.refresh(conn, [person.id], now))


def test_a_promise_comes_first_with_their_words_their_clock_and_how_late_it_is(
    there: Both,
) -> None:
    ana = there.house.member("Ana Ruiz")
    maria = there.world.person("Maria Delgado", zone="America/New_York")
    of(there.house, ana, maria)
    there.house.writes(maria, "Please call me tomorrow at 10:00.")
    there.world.later(timedelta(days=1))
    (line,) = day(there, ana).lines
    assert (line.group, line.name, line.late) == (Group.PROMISED, "Maria Delgado", True)
    assert line.due_at == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    assert [zone.key for zone in line.zones] == ["America/New_York"]
    assert line.last_said is not None
    assert line.last_said.words == "Please call me tomorrow at 10:00."


def test_what_is_promised_for_another_day_is_on_that_day_alone(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    maria = there.world.person("Maria Delgado", zone="America/New_York")
    there.house.writes(maria, "Call me in 4 weeks and I will order.")
    assert names(day(there, ana), Group.PROMISED) == []
    assert names(day(there, ana, date(2026, 12, 22)), Group.PROMISED) == ["Maria Delgado"]


def test_what_was_asked_for_on_our_page_is_there_at_once(there: Both) -> None:
    """Nobody wrote a letter that would wait, and it is due only tomorrow."""
    ana = there.house.member("Ana Ruiz")
    maria = there.world.person("Maria Delgado", zone="America/New_York")
    now = there.world.clock.now()
    asked = Commitment(
        new_id("m"), maria.id, CommitmentKind.REQUEST, "the survey", now + timedelta(days=1), now
    )
    there.house.store.write(lambda conn: commitments.add(conn, replace(asked, owner=ana.id)))
    (line,) = day(there, ana).lines
    assert (line.group, line.late) == (Group.PROMISED, False)
    there.house.writes(maria, "And could you email me the prices?")
    assert names(day(there, ana), Group.UNANSWERED) == ["Maria Delgado"]
    assert len(day(there, ana).lines) == 1


def test_a_call_is_listed_while_it_is_open_there_and_not_before(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    there.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED, topic="maps")
    (line,) = day(there, ana).lines
    assert (line.group, line.name) == (Group.OPEN_NOW, "Scott Reyes")
    assert "about maps" in line.why
    there.world.later(timedelta(hours=19))
    assert day(there, ana).lines == ()


def test_a_call_of_a_colleague_who_is_there_is_hers(there: Both) -> None:
    there.house.member("Ana Ruiz")
    ben = there.house.member("Ben Okri")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    there.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED)
    assert day(there, ben).lines == ()


def test_whoever_is_due_a_word_is_listed_with_the_ways_that_are_open(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    of(there.house, ana, scott)
    rhythm(there.house, scott, 30)
    there.world.word(scott, Avoid(Channel.PHONE), words="Please don't ring me.")
    assert day(there, ana).lines == ()
    there.world.later(timedelta(days=30))
    (line,) = day(there, ana).lines
    assert (line.group, line.name) == (Group.WORD_DUE, "Scott Reyes")
    assert "every 30 days" in line.why
    assert Channel.EMAIL in {one.channel for one in line.openings}
    assert Channel.PHONE not in {one.channel for one in line.openings}


def test_a_cadence_puts_nobody_on_an_agenda_who_wants_nothing_from_us(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    of(there.house, ana, scott)
    rhythm(there.house, scott, 30)
    there.world.word(scott, Refuse(None), words="Never contact me again.")
    there.world.later(timedelta(days=30))
    assert day(there, ana).lines == ()


def test_letters_nobody_answered_are_there_the_oldest_first(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    for name in ("Scott Reyes", "Ingrid Lund"):
        somebody = there.world.person(name)
        of(there.house, ana, somebody)
        there.house.writes(somebody, "Tell me more about the maps.")
        there.world.later(timedelta(hours=1))
    found = day(there, ana)
    assert names(found, Group.UNANSWERED) == ["Scott Reyes", "Ingrid Lund"]
    assert found.lines[0].last_said is not None
    assert found.lines[0].last_said.words == "Tell me more about the maps."


def test_what_was_written_on_our_page_is_called_no_email(there: Both) -> None:
    ana, scott = there.house.member("Ana Ruiz"), there.world.person("Scott Reyes")
    of(there.house, ana, scott)
    there.house.writes(scott, "Tell me more about the maps.")
    assert day(there, ana).lines[0].why == "they wrote an email and nobody has answered"
    on_our_page = update(tables.inbound).values(door="page")
    there.world.store.write(lambda conn: conn.execute(on_our_page))
    assert day(there, ana).lines[0].why == "they wrote on our page and nobody has answered"


def test_a_letter_to_somebody_elses_person_is_theirs(there: Both) -> None:
    ana, ben = there.house.member("Ana Ruiz"), there.house.member("Ben Okri")
    scott = there.world.person("Scott Reyes")
    of(there.house, ana, scott)
    there.house.writes(scott, "Tell me more about the maps.")
    assert names(day(there, ana), Group.UNANSWERED) == ["Scott Reyes"]
    assert day(there, ben).lines == ()


def test_what_a_rep_has_to_look_at_is_on_the_agenda(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", country=None, addresses=("+882161234567",))
    of(there.house, ana, scott)
    text = there.world.plan(scott, Channel.SMS)
    asyncio.run(there.world.gate.pass_batch([text]))
    found = day(there, ana)
    assert names(found, Group.HELD) == ["Scott Reyes"]
    assert "where they are" in found.of(Group.HELD)[0].why


def test_what_waits_until_a_letter_is_answered_is_there_once_with_the_letter(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes")
    of(there.house, ana, scott)
    there.house.writes(scott, "Tell me more about the maps.")
    asyncio.run(there.world.gate.pass_batch([there.world.plan(scott)]))
    (line,) = day(there, ana).lines
    assert (line.group, line.name) == (Group.UNANSWERED, "Scott Reyes")


def test_no_line_shows_a_number(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", addresses=("scott@k.example", "+17025550142"))
    of(there.house, ana, scott)
    there.house.writes(scott, "Could you email me the prices? (702) 555-0142")
    there.world.plan(scott, Channel.PHONE, state=AttemptState.QUEUED, topic="+1 702 555 0142")
    assert "0142" not in repr(day(there, ana).lines)


def test_whoever_has_left_has_no_agenda(there: Both) -> None:
    ana, ben = there.house.member("Ana Ruiz"), there.house.member("Ben Okri")
    now = there.world.clock.now()
    there.house.store.write(lambda conn: team.leave(conn, ana.id, ben.id, now))
    with pytest.raises(InputError, match="Ana Ruiz has left the team"):
        day(there, ana)


def test_a_call_they_refused_since_is_told_as_one_that_cannot_be_kept_and_why(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    maria = there.world.person("Maria Delgado", zone="America/New_York")
    of(there.house, ana, maria)
    there.house.writes(maria, "Please call me next Thursday at 10:00.")
    assert names(day(there, ana), Group.OUT_OF_REACH) == []
    there.world.later(timedelta(hours=1))
    there.world.word(maria, Refuse(Channel.PHONE), words="Do not ring me after all.")
    (line,) = day(there, ana).of(Group.OUT_OF_REACH)
    assert line.name == "Maria Delgado"
    assert "It cannot be kept" in line.why
    assert not line.why.endswith(".")
    assert "asked not to be reached by phone" in line.why
    assert line.last_said is not None
    assert line.last_said.words == "Do not ring me after all."


def test_a_promise_to_a_dead_address_is_told_before_it_is_late(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", zone="America/Los_Angeles")
    due = there.world.clock.now() + timedelta(days=3)
    owes(there, ana, scott, Channel.EMAIL, due, named_hour=True)
    assert names(day(there, ana), Group.OUT_OF_REACH) == []
    dies(there, scott, Channel.EMAIL)
    (line,) = day(there, ana).of(Group.OUT_OF_REACH)
    assert (line.id, line.due_at, line.late) == ("m_1", due, False)


def test_a_promise_for_an_hour_at_which_nobody_may_ring_there_is_told(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    there.world.later(timedelta(hours=12))  # eleven at night in Las Vegas
    owes(
        there,
        ana,
        scott,
        Channel.PHONE,
        there.world.clock.now() + timedelta(hours=2),
        named_hour=True,
    )
    (line,) = day(there, ana).lines
    assert (line.group, line.name) == (Group.OUT_OF_REACH, "Scott Reyes")


def test_a_promise_that_may_be_kept_is_promised_and_nothing_else(there: Both) -> None:
    ana = there.house.member("Ana Ruiz")
    scott = there.world.person("Scott Reyes", region="US-NV", zone="America/Los_Angeles")
    owes(
        there,
        ana,
        scott,
        Channel.PHONE,
        there.world.clock.now() + timedelta(hours=2),
        named_hour=True,
    )
    (line,) = day(there, ana).lines
    assert (line.group, line.name) == (Group.PROMISED, "Scott Reyes")


def owes(
    both: Both, rep: Member, whom: Person, channel: Channel, due: datetime, *, named_hour: bool
) -> None:
    one = Commitment(
        *("m_1", whom.id, CommitmentKind.PLEDGE, "the quote", due, both.world.clock.now()),
        channel=channel,
        owner=rep.id,
        named_hour=named_hour,
        made_by=rep.name,
    )
    both.world.store.write(lambda conn: commitments.add(conn, one))


def dies(both: Both, whom: Person, channel: Channel) -> None:
    def work(conn: Connection) -> None:
        for one in points.of_many(conn, [whom.id])[whom.id]:
            if one.channel is channel:
                points.mark(conn, one.id, PointState.BOUNCED)

    both.world.store.write(work)


def test_a_promised_call_says_who_has_rung_already_and_when(there: Both) -> None:
    ana, ben = there.house.member("Ana Ruiz"), there.house.member("Ben Okri")
    maria = there.world.person("Maria Delgado", zone="America/Los_Angeles")
    there.house.writes(maria, "Please call me tomorrow.")
    there.world.expect(ELEVEN_IN_LAS_VEGAS + timedelta(days=1))
    (promise,) = there.world.store.read(lambda conn: commitments.of(conn, maria.id))
    rung = asyncio.run(keep_promises.keep_by_call(there.world.gate, promise.id, ana.name))
    assert rung.granted, rung.explanation
    call_ended(there.house.ears, Ended(rung.outcome.attempt_id, CameOf.NO_ANSWER, ana.name))
    there.world.later(timedelta(minutes=5))
    (line,) = day(there, ben).of(Group.PROMISED)
    assert line.why == "they asked for a call (Ana Ruiz rang 5 minutes ago and did not reach them)"
    assert line.tried_at == ELEVEN_IN_LAS_VEGAS + timedelta(days=1)

"""Nobody who wrote to us is forgotten."""

import asyncio
from datetime import timedelta

from outreach.domain.attempts import ReviewedWords
from outreach.domain.commitments import AN_ANSWER
from outreach.domain.people import Duty, Member
from outreach.ids import new_id
from outreach.services import answer as answers
from outreach.services.waiting import HANDED, Unanswered, hand_over_late, unanswered
from outreach.store import commitments, ledger, team
from tests.outreach.services.conftest import Both
from tests.outreach.services.houses import House


def waiting(house: House) -> list[Unanswered]:
    return unanswered(house.store, house.clock.now(), house.ears.business_days_after)


def test_a_letter_waits_until_it_is_answered_and_is_late_after_three_business_days(
    house: House,
) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "Tell me more about the maps.")
    (one,) = waiting(house)
    assert (one.person.name, one.late) == ("Scott Reyes", False)
    house.clock.advance(timedelta(days=3))
    assert waiting(house)[0].late


def test_a_machine_waits_for_nothing(house: House) -> None:
    house.person("Scott Reyes", "scott@kestrel.example")
    house.hears(house.letter("scott@kestrel.example", "I am away.", Auto_Submitted="auto-replied"))
    assert waiting(house) == []


def manager(house: House) -> Member:
    one = Member(new_id("t"), "Cora Lindt", house.clock.now(), duty=Duty.MANAGER)
    return house.store.write(lambda conn: team.add(conn, one))


def handed(house: House) -> list[str]:
    return hand_over_late(house.store, house.clock.now(), house.ears.business_days_after)


def test_what_waited_too_long_is_on_the_managers_agenda_once(house: House) -> None:
    cora = manager(house)
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    letter = house.writes(scott, "Tell me more about the maps.").inbound_id
    assert handed(house) == []
    house.clock.advance(timedelta(days=3))
    assert handed(house) == [letter]
    assert handed(house) == []
    (promise,) = house.promises(scott)
    assert (promise.what, promise.owner, promise.anyone) == (AN_ANSWER, cora.id, False)
    (late,) = waiting(house)
    assert late.owner == cora
    (told,) = [
        one
        for one in house.store.read(lambda conn: ledger.entries_of(conn, [letter]))
        if one["kind"] == HANDED
    ]
    assert told["body"] == {"person": scott.id, "to": cora.id}


def test_without_a_manager_it_is_anybodys(house: House) -> None:
    scott = house.person("Scott Reyes", "scott@kestrel.example")
    house.writes(scott, "Tell me more about the maps.")
    house.clock.advance(timedelta(days=3))
    handed(house)
    (promise,) = house.promises(scott)
    assert promise.anyone


def test_an_answer_settles_what_the_manager_owed(both: Both) -> None:
    manager(both.house)
    scott = both.world.person("Scott Reyes")
    both.house.writes(scott, "Tell me more about the maps.")
    both.world.later(timedelta(days=3))
    handed(both.house)
    given = answers.Answer("Cora Lindt", ReviewedWords("Maps", "Gladly."))
    asyncio.run(answers.answer(both.world.gate, scott.id, given))
    assert both.world.store.read(commitments.owed) == []
    assert waiting(both.house) == []

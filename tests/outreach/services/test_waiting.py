"""Nobody who wrote to us is forgotten."""

from datetime import timedelta

from outreach.services.waiting import Unanswered, unanswered
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

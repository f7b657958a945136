"""Who is speaking: whatever forbids binds the thread's person, and what permits needs proof."""

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.people import Person
from outreach.services.listen import Taken
from outreach.store.inbound import InboundState
from policies.channel import Channel
from policies.preferences import standing
from policies.statement import Refuse
from tests.outreach.services.houses import House

OWN, OTHER_OWN = "scott@kestrel.example", "scott.reyes@home.example"
ASSISTANT, COLLEAGUE = "office@kestrel.example", "dana@kestrel.example"


def _in_thread(house: House, scott: Person, sender: str, words: str) -> Taken:
    """Let somebody answer, vouched for, what went to Scott."""
    sent = house.attempt(scott, state=AttemptState.ACCEPTED)
    taken = house.hears(house.letter(sender, words, to_attempt=sent))
    assert taken is not None
    return taken


@pytest.mark.parametrize("sender", [ASSISTANT, COLLEAGUE, "scott+news@kestrel.example", OTHER_OWN])
def test_whoever_answers_forbids_for_the_person_we_wrote_to(house: House, sender: str) -> None:
    """CASES 36, CASES 42."""
    scott = house.person("Scott Reyes", OWN, OTHER_OWN, organisation="Kestrel")
    house.person("Dana Fox", COLLEAGUE, organisation="Kestrel")
    _in_thread(house, scott, sender, "Please stop calling.")
    assert standing(house.said(scott)).refusals_of(Channel.PHONE)


def test_an_assistant_speaks_for_whom_they_name(house: House) -> None:
    """CASES 36: the wish is Scott's, though it is told in the third person."""
    scott = house.person("Scott Reyes", OWN)
    _in_thread(house, scott, ASSISTANT, "I'm his assistant. Scott asked not to be called.")
    [said] = house.said(scott)
    assert [one.meaning for one in said.meanings] == [Refuse(Channel.PHONE)]
    assert not said.proven


def test_a_colleague_who_tells_of_somebody_else_stops_nobody_in_silence(house: House) -> None:
    scott = house.person("Scott Reyes", OWN)
    taken = _in_thread(house, scott, ASSISTANT, "Maria asked not to be called.")
    assert house.row(taken).state is InboundState.UNCLEAR
    assert not standing(house.said(scott)).refusals_of(Channel.PHONE)


@pytest.mark.parametrize("sender", [ASSISTANT, COLLEAGUE])
def test_nobody_else_takes_a_stop_back_for_them(house: House, sender: str) -> None:
    """CASES 42: though their own server vouches for who wrote it."""
    scott = house.person("Scott Reyes", OWN, organisation="Kestrel")
    house.person("Dana Fox", COLLEAGUE, organisation="Kestrel")
    house.writes(scott, "Please stop emailing me.")
    taken = _in_thread(house, scott, sender, "You may email me again.")
    assert house.row(taken).state is InboundState.UNCLEAR
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_they_take_it_back_from_any_address_of_their_own(house: House) -> None:
    scott = house.person("Scott Reyes", OWN, OTHER_OWN)
    house.writes(scott, "Please stop emailing me.")
    house.clock.advance(house.ears.next_business_day(house.clock.now()) - house.clock.now())
    _in_thread(house, scott, OTHER_OWN, "You may email me again.")
    assert not standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_one_members_stop_closes_nobody_elses_sequence(house: House) -> None:
    """CASES 13."""
    scott = house.person("Scott Reyes", OWN, organisation="Kestrel")
    dana = house.person("Dana Fox", COLLEAGUE, organisation="Kestrel")
    his, hers = house.attempt(scott), house.attempt(dana)
    _in_thread(house, scott, ASSISTANT, "Please take Scott off your list.")
    assert house.state(his) is AttemptState.WITHDRAWN
    assert house.state(hers) is AttemptState.PLANNED
